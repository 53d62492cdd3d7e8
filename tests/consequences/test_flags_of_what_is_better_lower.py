"""Patterns of an outcome that is better lower, such as minutes to a hospital."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dueregard.casebook import Outcome
from dueregard.consequences import ConsequencesFindings, released_consequences
from dueregard.consequences.stage import Judged
from dueregard.consequences.telling import fit_for
from dueregard.disclosure import Table, release
from dueregard.estimates import Record


def _record(measure: str, value: float, **by: str) -> Record:
    return Record(
        measure=measure,
        outcome="minutes",
        by={"option": "Door to door", **by},
        parameters={"gap_to": "Not disabled"},
        contrast="difference",
        estimate=value,
        se=0.1,
        df=500.0,
        n=200,
    )


def _kinds(*records: Record, better: str) -> list[tuple[str, str]]:
    table = Table(name="consequences-disability", title="", records=records, already_public=True)
    judged = Judged(name="minutes", unit="minutes", better=better, money=False, line=None)
    found = ConsequencesFindings(tables=(table,), outcomes=(judged,))
    return [(flag.kind, flag.text) for flag in released_consequences(release([table]), found).flags]


DISABLED = {"disability": "Disabled"}
HELPED = (
    _record("gap_before", 15, **DISABLED),
    _record("gap_change", -4, **DISABLED),
    _record("mean_change", -4, **DISABLED),
)
HARMED = (
    _record("gap_before", 15, **DISABLED),
    _record("gap_change", -4, **DISABLED),
    _record("mean_change", 1, **DISABLED),
)


def test_minutes_saved_by_those_behind_are_no_levelling_down() -> None:
    assert _kinds(*HELPED, better="lower") == []


def test_minutes_lost_by_those_ahead_are() -> None:
    [(kind, _)] = _kinds(*HARMED, better="lower")
    assert kind == "levelling_down"


@pytest.mark.parametrize(("better", "flags"), [("lower", 1), ("higher", 0)])
def test_an_average_that_falls_gets_better_while_more_lose(better: str, flags: int) -> None:
    found = _kinds(
        _record("mean_change", -4, **DISABLED),
        _record("winners_less_losers", -0.2, **DISABLED),
        better=better,
    )
    assert len(found) == flags
    assert all("the average gets better, and more people lose than win" in text for _, text in found)


def test_winners_less_losers_counts_whoever_gets_less_as_a_winner() -> None:
    outcome = Outcome(name="minutes", column="minutes", better="lower")
    less = replace(_record("winners_less_losers", 0.3), low=0.2, high=0.4, verdict="higher than")
    told = fit_for(less, outcome, column="minutes", money=False, currency="£")
    assert told is not None
    assert (told.estimate, told.low, told.high, told.verdict) == (-0.3, -0.4, -0.2, "lower than")
