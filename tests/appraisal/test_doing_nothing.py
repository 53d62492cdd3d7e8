"""Doing nothing: gaps as they stand, and where they have been heading."""

from __future__ import annotations

import pytest

from dueregard.appraisal import ProfileCell
from dueregard.disclosure import Table
from dueregard.estimates import Record
from tests.appraisal.profile_making import AIM, DISABLED, OUTCOME, appraised, asked, standing


def _record(value: float, **more: object) -> Record:
    given = {"measure": "mean", "outcome": OUTCOME, "unit": "£ a week", "estimate": value, "low": value - 2}
    return Record(**(given | {"high": value + 2, "se": 1.0} | more))  # type: ignore[arg-type]


def _moved(value: float, verdict: str, *, clear: bool = True, own: float = 20.0) -> Table:
    """A gap of -60 in 2024 that has moved; the worse-off side's own level has moved by `own`."""
    levels = [
        _record(400 + change, by={**DISABLED, "year": year}) for year, change in (("2024", 0), ("2026", own))
    ]
    early = _record(-60, by={**DISABLED, "year": "2024"}, contrast="difference", reference="Not disabled")
    moved = _record(
        value,
        by=DISABLED,
        contrast="difference of differences",
        reference="Not disabled",
        parameters={"basis": "crude", "from": "2024", "to": "2026"},
        discovery=clear,
        verdict=verdict,
    )
    return Table(name="change-disability", title="", records=(*levels, early, moved), already_public=True)


def _cell(*tables: Table, aim: bool = False) -> ProfileCell:
    specification = asked(aim=AIM if aim else None)
    found = appraised([], options=(), now=[standing(DISABLED, -60)], specification=specification, also=tables)
    return found.cell("outcome", "as now")


def test_with_one_period_it_is_not_known_where_things_are_heading() -> None:
    cell = _cell()
    assert cell.direction == "insufficient evidence"
    assert "Worse off than everyone else in “income”: Disabled (disability) by £60.00 a week." in cell.finding


@pytest.mark.parametrize(
    ("table", "direction"),
    [
        (_moved(-10, "widening"), "worse"),
        (_moved(-10, "widening", clear=False), "too close to call"),
        (_moved(10, "narrowing"), "better"),
        (_moved(3, "narrowing"), "too close to call"),
        (_moved(10, "narrowing", own=-5.0), "too close to call"),
        (_moved(1, "no clear change"), "too close to call"),
    ],
)
def test_doing_nothing_is_held_against_what_went_before(table: Table, direction: str) -> None:
    assert _cell(table).direction == direction


def test_a_stated_aim_is_told_with_how_far_it_is() -> None:
    gap = _record(
        -60,
        by=DISABLED,
        contrast="difference",
        parameters={"basis": "crude", "target": 40, "by": 2030},
        verdict="not met",
    )
    cell = _cell(
        Table(name="target-disability-income", title="", records=(gap,), already_public=True), aim=True
    )
    assert "no gap of Disabled (disability) wider than £40.00 a week by 2030" in cell.finding
    assert "It is £60.00 a week now: not met." in cell.finding
