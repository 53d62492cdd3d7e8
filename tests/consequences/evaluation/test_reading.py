"""A table becomes a panel; what cannot be meant is refused, and rows that lack something are told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dueregard.consequences.evaluation import Asked
from dueregard.consequences.evaluation.reading import read_panel
from dueregard.errors import ColumnNotFound, DueRegardError, PeopleError, UsageError
from dueregard.people import read_people
from tests.consequences.evaluation.making import Table, panel, table

Change = Callable[[Table], object]
ROLES = {"outcome": "y", "unit": "place", "time": "year", "group": "sex"}


def _with(column: str, row: int, value: object) -> Table:
    made = table()
    made[column][row] = value
    return made


def test_three_ways_of_saying_who_was_reached_when() -> None:
    ways = [
        panel(),
        panel(treated="reached", event="2004"),
        panel(treated="place < 'p06'", event="2004"),
        panel(treated=None, first_treated="first"),
    ]
    for way in ways:
        assert (way.starts == np.where(np.arange(12) < 6, 4, -1)).all()


@pytest.mark.parametrize(
    ("columns", "asked", "error", "said"),
    [
        (table(), {}, UsageError, "Nothing says what happened when"),
        (table(), {"treated": "on", "event": "2004"}, UsageError, "changes over time within a unit"),
        (table(), {"treated": "on", "first_treated": "first"}, UsageError, "say it again"),
        (table(), {"treated": "year"}, PeopleError, "must be 0 or 1"),
        (table(), {"first_treated": "year"}, PeopleError, "differs within 12 units: p00, p01, p02"),
        (table(), {"treated": "on", "unit": "plce"}, ColumnNotFound, "Did you mean 'place'"),
        (table(), {"treated": "on", "outcome": "place"}, UsageError, "it holds text"),
        (
            table(),
            {"treated": "on", "group": None},
            PeopleError,
            "96 combinations of unit and year have more",
        ),
        (table(), {"treated": "on", "log": True}, PeopleError, "has no logarithm"),
        (table(periods=1, event=0), {"treated": "on"}, PeopleError, "There is only one period"),
        (_with("place", 3, None), {"treated": "on"}, PeopleError, "'place' is missing in 1 row.*header: 4"),
        (_with("year", 0, None), {"treated": "on"}, PeopleError, "'year' is missing in 1 row"),
        (_with("people", 0, -1.0), {"treated": "on", "weight": "people"}, PeopleError, "below zero"),
        (_with("on", 0, 2), {"treated": "on"}, PeopleError, "must be 0 or 1"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    columns: Table, asked: dict[str, object], error: type[DueRegardError], said: str
) -> None:
    with pytest.raises(error, match=said):
        read_panel(read_people(columns), Asked(**(ROLES | asked)))  # type: ignore[arg-type]


def test_rows_that_lack_something_are_left_out_and_told() -> None:
    made = table()
    made["y"][0] = made["people"][1] = made["sex"][2] = None
    made["people"][3] = 0.0
    read = read_panel(read_people(made), Asked(**ROLES, treated="on", weight="people"))  # type: ignore[arg-type]
    assert len(read.panel) == 192 - 4
    assert read.notes == (
        "Left out: 1 row where 'y' is missing.",
        "Left out: 1 row where 'sex' is missing.",
        "Left out: 1 row where the weight 'people' is missing.",
        "Left out: 1 row where the weight 'people' is zero.",
    )


def test_groups_are_averaged_by_their_weights() -> None:
    whole = panel(weight="people").collapsed()
    assert (len(whole), whole.grouping) == (96, None)
    assert whole.outcome[0] == pytest.approx(np.mean(table()["y"][:2]))


def test_people_may_share_a_place_and_a_year() -> None:
    assert len(panel(people=True, group=None)) == 192
