"""Who designed options, indicators and weights, by group."""

from __future__ import annotations

import pytest

from dueregard.errors import UsageError
from dueregard.voices.representation.authorship import Authored, authorship

THINGS = [
    Authored(kind="option", name="cut", authors=("ann",)),
    Authored(kind="option", name="grant", authors=("ann", "bea")),
    Authored(kind="weight", name="income", authors=("ann",)),
    Authored(kind="question", name="q1"),
    Authored(kind="statement", name="s1", authors=("cy",)),
]
WHO = {"ann": "White", "bea": "asian", "cy": None}
POPULATION = {"White": 80, "Asian": 15, "Black": 5}


def test_things_count_for_every_group_among_their_authors() -> None:
    ledger = authorship(THINGS, WHO, characteristic="ethnicity", population=POPULATION)
    told = {group.level: (group.authors, group.things, group.share) for group in ledger.groups}
    assert told == {"White": (1, 3, 1.0), "Asian": (1, 1, 1 / 3), "Black": (0, 0, 0.0)}


def test_kinds_that_nobody_else_designed() -> None:
    ledger = authorship(THINGS, WHO, characteristic="ethnicity", population=POPULATION)
    white, asian, black = ledger.groups
    assert white.alone == ("weight",)
    assert asian.none_of == ("weight",)
    assert black.none_of == ("option", "weight")
    assert "Nobody outside the group White designed any weight." in ledger.sentences


def test_nothing_is_concluded_from_silence() -> None:
    ledger = authorship(THINGS, WHO, characteristic="ethnicity", population=POPULATION)
    black = ledger.groups[2]
    assert "statement" not in {thing.kind for thing in black.without}
    assert [thing.name for thing in ledger.unknown] == ["q1"]
    assert [thing.name for thing in ledger.undeclared] == ["s1"]
    assert any("Nobody says who designed question 'q1': 1 of 5." in each for each in ledger.sentences)


def test_a_group_without_any_author_is_told_with_its_share() -> None:
    things = [Authored(kind="option", name="cut", authors=("ann",))]
    ledger = authorship(things, WHO, characteristic="ethnicity", population=POPULATION)
    assert "Black (5% of the population): no author of anything." in ledger.sentences


def test_records_carry_the_authors_as_support() -> None:
    ledger = authorship(THINGS, WHO, characteristic="ethnicity", population=POPULATION)
    records = {(r.measure, r.by.get("ethnicity")): r for r in ledger.records()}
    assert records["authored_things", "White"].estimate == 3
    assert records["authored_things", "White"].support.n == 1
    assert records["authorship_ratio", "Asian"].estimate == pytest.approx((1 / 3) / 0.15)
    assert records["authorship_unknown", None].estimate == 1


def test_without_anything_known_there_is_no_share() -> None:
    ledger = authorship([Authored(kind="option", name="cut")], {}, characteristic="sex", population={"F": 1})
    assert ledger.groups[0].share is None
    assert {r.status for r in ledger.records() if r.measure == "authored_share"} == {"not_estimable"}


def test_only_known_kinds_are_authored() -> None:
    with pytest.raises(UsageError, match="no kind 'poem'"):
        Authored(kind="poem", name="ode")
