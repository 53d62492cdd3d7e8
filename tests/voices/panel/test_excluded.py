"""People whom the quotas keep off every panel are told by id, with the quotas that do it."""

from __future__ import annotations

from dueregard.voices.panel.lottery import make_lottery
from dueregard.voices.panel.volunteers import read_pool
from tests.voices.panel import making


def test_a_maximum_of_none_excludes() -> None:
    targets = making.targets("sex,Female,0,0\nsex,Male,10,10")
    lottery = make_lottery(making.pool(quotas="sex,Female,0,0\nsex,Male,10,10"), targets=targets, size=10)
    [only] = lottery.exclusions
    assert [(quota.name, side) for quota, side in only.because] == [("sex: Female", "maximum")]
    assert set(only.ids) == {
        name
        for name, sex in zip(lottery.pool.ids, lottery.pool.values["sex"], strict=True)
        if sex == "Female"
    }
    assert list(only.ids) == sorted(only.ids, key=lambda name: int(name[1:]))


def test_quotas_that_exclude_together_are_named_together() -> None:
    targets = making.targets_of("sex,F,1,1\nsex,M,1,9\nplace,R,1,1\nplace,U,1,9")
    rows = ["F,U", "M,R", *["M,U"] * 4, "F,R"]
    text = "id,sex,place\n" + "\n".join(f"{number},{row}" for number, row in enumerate(rows))
    # Three seats: with the rural woman (6) two town men sit, with the town woman the rural man.
    lottery = make_lottery(read_pool(making.table(text), targets=targets), targets=targets, size=3)
    assert lottery.exclusions == ()
    tight = making.targets_of("sex,F,1,1\nsex,M,1,9\nplace,R,1,1\nplace,U,1,9\nsex * place,M * U,0,1")
    lottery = make_lottery(read_pool(making.table(text), targets=tight), targets=tight, size=3)
    [only] = lottery.exclusions
    assert only.ids == ("6",)
    assert ("sex * place: M * U", "maximum") in [(quota.name, side) for quota, side in only.because]
    assert lottery.probabilities[6] < 1e-9


def test_nobody_is_called_excluded_who_is_only_unlucky() -> None:
    lottery = make_lottery(making.pool(), targets=making.targets(), size=making.SIZE, algorithm="minimax")
    assert lottery.exclusions == ()
