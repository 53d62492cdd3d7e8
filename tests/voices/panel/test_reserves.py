"""Reserves can step in for as many members as possible, and a vacancy is filled under the same quotas."""

from __future__ import annotations

import itertools

import pytest

from dueregard.errors import UsageError
from dueregard.voices.panel.drawing import draw
from dueregard.voices.panel.infeasible import InfeasibleQuotas
from dueregard.voices.panel.lottery import Lottery, make_lottery
from dueregard.voices.panel.replacing import from_reserves, replacement_lottery, vacancy
from dueregard.voices.panel.reserves import choose_reserves
from dueregard.voices.panel.seeds import Stream
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.volunteers import Pool, read_pool
from tests.voices.panel import making


@pytest.fixture(scope="module")
def lottery() -> Lottery:
    return make_lottery(making.pool(addresses=True), targets=making.targets(), size=making.SIZE)


@pytest.fixture(scope="module")
def panel(lottery: Lottery) -> tuple[str, ...]:
    return draw(lottery.content, seed="evening").panel


def meets(pool: Pool, targets: Targets, names: set[str]) -> bool:
    people = [person for person, name in enumerate(pool.ids) if name in names]
    homes = {pool.households[person] for person in people}
    return len(homes) == len(people) == making.SIZE and all(
        quota.minimum <= sum(pool.counts(quota, person) for person in people) <= quota.maximum
        for quota in targets.quotas
    )


def stream(seed: str = "1") -> Stream:
    return Stream("alternates", lottery="a", seed=seed)


def places(lottery: Lottery, names: tuple[str, ...]) -> list[int]:
    return [lottery.pool.ids.index(name) for name in names]


def replaceable(lottery: Lottery, panel: tuple[str, ...]) -> tuple[str, ...]:
    """Two members whose seats the pool can fill."""
    rest = [name for name in lottery.pool.ids if name not in panel]
    for pair in itertools.combinations(panel, 2):
        free = vacancy(lottery.pool, targets=lottery.targets, panel=panel, without=pair)
        if from_reserves(free, rest) is not None:
            return pair
    raise AssertionError


def test_reserves_can_replace_whom_they_say(lottery: Lottery, panel: tuple[str, ...]) -> None:
    found = choose_reserves(
        lottery.pool, targets=lottery.targets, panel=places(lottery, panel), count=4, stream=stream()
    )
    names = [lottery.pool.ids[person] for person in found.people]
    assert len(set(names)) == 4
    assert not set(names) & set(panel)
    able = [
        member
        for member in panel
        if any(meets(lottery.pool, lottery.targets, {*panel, name} - {member}) for name in names)
    ]
    assert found.replaceable == len(able)
    assert {lottery.pool.ids[p] for p in found.unreplaceable} == set(panel) - set(able)
    assert found.replaceable <= found.at_most


def test_no_two_reserves_do_better_than_those_chosen(lottery: Lottery, panel: tuple[str, ...]) -> None:
    pool, targets = lottery.pool, lottery.targets
    found = choose_reserves(pool, targets=targets, panel=places(lottery, panel), count=2, stream=stream())
    covers = {
        name: frozenset(m for m in panel if meets(pool, targets, {*panel, name} - {m}))
        for name in pool.ids
        if name not in panel
    }
    best = max(len(one | other) for one, other in itertools.combinations(set(covers.values()), 2))
    assert found.replaceable == best


def test_reserves_are_chosen_by_lot(lottery: Lottery, panel: tuple[str, ...]) -> None:
    chosen = {
        choose_reserves(
            lottery.pool,
            targets=lottery.targets,
            panel=places(lottery, panel),
            count=3,
            stream=stream(str(seed)),
        ).people
        for seed in range(8)
    }
    assert len(chosen) > 1


def test_the_first_reserve_who_fits_takes_the_seat(lottery: Lottery, panel: tuple[str, ...]) -> None:
    pool, targets = lottery.pool, lottery.targets
    reserves = choose_reserves(pool, targets=targets, panel=places(lottery, panel), count=6, stream=stream())
    names = [pool.ids[person] for person in reserves.people]
    stuck = {pool.ids[person] for person in reserves.unreplaceable}
    for member in panel:
        free = vacancy(pool, targets=targets, panel=panel, without=[member])
        found = from_reserves(free, names)
        fitting = [name for name in names if meets(pool, targets, {*panel, name} - {member})]
        if member in stuck:
            assert found is None
        else:
            assert found is not None
            assert [pool.ids[person] for person in found] == fitting[:1]


def test_two_seats_are_filled_together(lottery: Lottery, panel: tuple[str, ...]) -> None:
    pool, targets = lottery.pool, lottery.targets
    gone = set(replaceable(lottery, panel))
    rest = [name for name in pool.ids if name not in panel]
    found = from_reserves(vacancy(pool, targets=targets, panel=panel, without=sorted(gone)), rest)
    assert found is not None
    first, second = (pool.ids[person] for person in found)
    assert meets(pool, targets, {*panel, first, second} - gone)
    earlier = rest[: rest.index(first)]
    assert not any(
        meets(pool, targets, {*panel, one, other} - gone) for one in earlier for other in rest if one != other
    )


def test_the_pool_fills_seats_by_a_fair_lottery(lottery: Lottery, panel: tuple[str, ...]) -> None:
    pool, targets = lottery.pool, lottery.targets
    gone = replaceable(lottery, panel)
    made = replacement_lottery(vacancy(pool, targets=targets, panel=panel, without=gone))
    chance = dict(zip(made.pool.ids, made.probabilities, strict=True))
    assert not set(gone) & set(chance)
    assert all(chance[name] == pytest.approx(1) for name in panel if name not in gone)
    for seed in range(10):
        again = draw(made.content, seed=seed).panel
        assert set(panel) - set(again) == set(gone)
        assert meets(pool, targets, set(again))


def test_a_vacancy_that_cannot_be_filled_says_what_would_have_to_give() -> None:
    targets = making.targets_of("sex,F,1,1\nsex,M,1,1")
    pool = read_pool(making.table("id,sex\na,F\nb,M\nc,M"), targets=targets)
    free = vacancy(pool, targets=targets, panel=["a", "b"], without=["a"])
    with pytest.raises(InfeasibleQuotas, match=r"free seat cannot be filled .* 1 members stay") as raised:
        replacement_lottery(free)
    assert {str(each) for each in raised.value.relaxations} == {
        "sex: F: minimum 1 to 0",
        "sex: M: maximum 1 to 2",
    }


def test_nobody_to_replace_and_unknown_people(lottery: Lottery, panel: tuple[str, ...]) -> None:
    other = next(name for name in lottery.pool.ids if name not in panel)
    with pytest.raises(UsageError, match="nobody to replace"):
        vacancy(lottery.pool, targets=lottery.targets, panel=panel, without=[other])
    with pytest.raises(UsageError, match="does not have 1 of the ids that dropped out"):
        vacancy(lottery.pool, targets=lottery.targets, panel=panel, without=["nobody"])


def test_the_order_of_the_file_does_not_choose_reserves(lottery: Lottery, panel: tuple[str, ...]) -> None:
    def chosen(pool: Pool) -> list[str]:
        people = [pool.ids.index(name) for name in panel]
        found = choose_reserves(pool, targets=lottery.targets, panel=people, count=6, stream=stream())
        return [pool.ids[person] for person in found.people]

    turned = lottery.pool.only(range(len(lottery.pool) - 1, -1, -1))
    assert chosen(turned) == chosen(lottery.pool)
