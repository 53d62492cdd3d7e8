"""What is answered from arrays at once is what the engine's calls answer, record by record."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from dueregard.consequences import Consequences, simulate
from dueregard.people import People, read_people
from tests.options.making import option, table

NUMBERS = ("estimate", "se", "low", "high", "df", "n_eff")
OPTIONS = (
    option(
        name="Tapered",
        eligible="income < 300 and age >= 18",
        take_up=0.8,
        withdraw={"against": "income", "from": 200, "rate": 0.1},
        who_pays={"by": "income"},
    ),
    option(
        name="Unsure",
        eligible="age >= 65 and income > 0",
        amount="income / 10",
        uncertainty={"distribution": "normal", "sd": 0.3},
    ),
)


def columns() -> dict[str, Any]:
    found = table(120)
    found["income"][:5] = [None] * 5
    found["weight"][9] = 0.0
    found["area"] = [None if at % 17 == 0 else f"a{at % 3}" for at in range(120)]
    return found


def run(people: People, **how: Any) -> Consequences:
    return simulate(
        people,
        OPTIONS,
        outcome="income",
        by=["area"],
        id="id",
        place="area",
        depth=1,
        where="age >= 15",
        **how,
    )


def one_by_one(monkeypatch: pytest.MonkeyPatch, people: People, **how: Any) -> Consequences:
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["dueregard.consequences.together"], "can_take", lambda _: False)
        return run(people, **how)


def test_every_record_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    people = read_people(columns(), weight="weight")
    ours, theirs = run(people), one_by_one(monkeypatch, people)
    assert len(ours.records) == len(theirs.records)
    for mine, other in zip(ours.records, theirs.records, strict=True):
        assert mine.to_dict().keys() == other.to_dict().keys()
        for name, value in mine.to_dict().items():
            known = getattr(other, name)
            if name not in NUMBERS or value is None:
                assert value == known, (name, mine, other)
            elif not (name == "df" and value > 1e9):  # of a sum of the effect's error and of rounding
                assert value == pytest.approx(known, rel=1e-8, abs=1e-8), (name, mine, other)
        assert (mine.support.n, mine.support.events) == (other.support.n, other.support.events)
    assert ours.flags == theirs.flags
