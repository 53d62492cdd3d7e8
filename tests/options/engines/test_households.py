"""Three tables are tied by ids, in whatever order they come, and what does not fit is named by its id."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import ColumnNotFound, DueRegardError, PeopleError, UsageError
from dueregard.options.engines import households_of

PERSONS: dict[str, Any] = {"person_id": [1, 2, 3], "unit_id": ["a", "a", "b"], "household_id": [9, 9, 9]}


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_the_order_of_tables_is_kept_and_does_not_matter(units: list[int], homes: list[int]) -> None:
    owner = np.array([0, 0, 1, 2, 3, 3])
    tied = households_of(
        {"person_id": np.arange(6), "unit_id": owner, "household_id": owner},
        {"unit_id": units},
        {"household_id": homes, "rent": [10.0 * home for home in homes]},
    )
    assert tied.unit_ids.tolist() == units
    np.testing.assert_array_equal(tied.for_persons(tied.households["rent"], "household"), 10.0 * owner)
    np.testing.assert_array_equal(tied.for_persons(np.array(units, float), "unit"), owner)


def test_tables_that_are_not_given_follow_from_the_persons() -> None:
    tied = households_of({**PERSONS, "age": [30, 3, 70]})
    assert (tied.rows("person"), tied.rows("unit"), tied.rows("household")) == (3, 2, 1)
    assert set(tied.columns("person")) == {"age"}
    assert dict(tied.columns("unit")) == {}


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"person_id": [1, 1, 3]}, PeopleError, "comes twice in the table of persons. person_id: 1"),
        ({"household_id": [9, 8, 9]}, PeopleError, "more than one household. unit_id: a"),
        ({"age": [1, 2]}, UsageError, "differ in shape"),
        ({"age": [1.0, np.nan, 2.0]}, PeopleError, r"column age .* missing cells. Rows \(from 0\): 1"),
        ({"sex": ["F", None, "M"]}, PeopleError, "column sex .* missing cells"),
        ({"person_id": [], "unit_id": [], "household_id": []}, PeopleError, "table of persons is empty"),
    ],
)
def test_persons_that_cannot_be(changed: dict[str, Any], error: type[DueRegardError], said: str) -> None:
    with pytest.raises(error, match=said):
        households_of({**PERSONS, **changed})


def test_a_group_that_is_missing_or_empty_is_named() -> None:
    with pytest.raises(PeopleError, match=r"table of units\. unit_id: b"):
        households_of(PERSONS, {"unit_id": ["a"]})
    with pytest.raises(PeopleError, match=r"without any person\. household_id: 7"):
        households_of(PERSONS, None, {"household_id": [9, 7]})
    with pytest.raises(ColumnNotFound, match="persons has no column 'unit_id'"):
        households_of({"person_id": [1], "household_id": [1]})


def test_an_address_is_no_table() -> None:
    with pytest.raises(UsageError, match="never fetches"):
        households_of("hf://somewhere/some.h5")  # type: ignore[arg-type]
