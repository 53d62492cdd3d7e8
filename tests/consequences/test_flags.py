"""Patterns that averages hide: found where they are, and not raised by chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard.consequences import simulate
from dueregard.consequences.flags import FIFTH, flags_of
from dueregard.estimates import Record
from tests.options.making import option, some_people

REPEATED = 10


def record(measure: str, estimate: float, se: float, *, n: int = 200, to: str = "", **by: str) -> Record:
    return Record(
        measure=measure,
        parameters={"gap_to": to} if to else {},
        by={"option": "Option", **by},
        estimate=estimate,
        se=se,
        df=100.0,
        n=n,
    )


def average(mean: float, less: float, *, se: float = 1.0, n: int = 200, **by: str) -> list[Record]:
    """A group's mean change, and the winners less losers, in errors of each."""
    return [
        record("mean_change", mean * se, se, n=n, **by),
        record("winners_less_losers", less * 0.01, 0.01, n=n, **by),
    ]


def gap(before: float, change: float, own: float, *, se: float = 0.1, **by: str) -> list[Record]:
    return [
        record("gap_before", before, 5.0, **by),
        record("gap_change", change, se, to="everyone else", **by),
        record("mean_change", own, se, **by),
    ]


def kinds(*records: Record, places: tuple[str, ...] = ()) -> list[tuple[str, dict[str, str]]]:
    return [(flag.kind, dict(flag.by)) for flag in flags_of(records, places=places)]


def test_an_average_that_rises_while_most_lose() -> None:
    [(kind, by)] = kinds(*average(4, -4, sex="f"), *average(4, 4, sex="m"))
    assert (kind, by["sex"]) == ("average_up_most_lose", "f")
    assert not kinds(*average(-4, -4, sex="f")), "an average that falls hides nothing"


@pytest.mark.parametrize(("mean", "less", "n"), [(1, -4, 200), (4, -1, 200), (4, -4, 9)])
def test_what_may_be_chance_or_is_of_few_people_raises_none(mean: float, less: float, n: int) -> None:
    assert not kinds(*average(mean, less, n=n, sex="f"))


def test_many_groups_are_looked_at_together() -> None:
    alone = average(2.2, -2.2, ward="0")
    [flag] = flags_of(alone)
    assert flag.certain
    many = [each for ward in range(1, 20) for each in average(2.2, -1, ward=str(ward))]
    [flag] = flags_of([*alone, *many])
    assert not flag.certain, "one of twenty is where chance would put it"
    assert flag.text.endswith("Not certain: among so many groups, chance could show this.")


def test_levelling_down_is_a_loss_of_the_better_off_and_told_once() -> None:
    mirrored = [*gap(40, -6, -5, sex="m"), *gap(-40, 6, 1, sex="f")]
    assert [kind for kind, _ in kinds(*mirrored)] == ["levelling_down"]
    assert not kinds(*gap(40, -6, 1, sex="m")), "the better-off gain"
    assert not kinds(*gap(40, -6, -2, sex="m")), "the others gain more than the better-off lose"
    assert not kinds(*gap(40, -6, -5, se=4.0, sex="m")), "chance"


def test_a_place_that_rises_while_its_poorest_fifth_or_a_group_falls() -> None:
    records = [
        record("mean_change", 5.0, 1.0, ward="East"),
        record("mean_change", -5.0, 1.0, ward="East", part=FIFTH),
        record("mean_change", -1.0, 1.0, ward="East", sex="f"),
        record("mean_change", 5.0, 1.0, ward="West"),
        record("mean_change", 4.0, 1.0, ward="West", part=FIFTH),
    ]
    [flag] = flags_of(records, places=["ward"])
    assert flag.kind == "place_up_people_down"
    assert flag.text == "East (ward) rises on average, while its poorest fifth loses on average."
    assert not flags_of(records)


def test_from_people_to_flags() -> None:
    columns: dict[str, list[Any]] = {
        "sex": list("ffffmm") * REPEATED,
        "ward": ["East"] * 6 * REPEATED,
        "income": [10.0, 12.0, 14.0, 16.0, 40.0, 44.0] * REPEATED,
        "weight": [1.0] * 6 * REPEATED,
    }
    amount = "(income == 44) * 30 - (income < 12) * 2 - (income >= 12 and income < 44) * 1"
    given = option(amount=amount, amounts_below_zero="allow")
    found = simulate(some_people(columns), [given], outcome="income", by=["ward"], place="ward")
    assert [(flag.kind, len(flag.by)) for flag in found.flags] == [
        ("average_up_most_lose", 1),
        ("average_up_most_lose", 2),
        ("place_up_people_down", 3),
    ]
    [poorest] = [each for each in found.records if each.by.get("part") and each.measure == "mean_change"]
    assert poorest.estimate == -2.0
    assert poorest.n == REPEATED
    assert np.isclose(poorest.high or 0, -2.0)
