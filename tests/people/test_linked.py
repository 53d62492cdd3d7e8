"""Many persons to one household: the join adds columns, never people, and is refused when it is not safe."""

from typing import Any

import pytest

from dueregard.errors import ColumnNotFound, PeopleError
from dueregard.measures import mean
from dueregard.people import People, read_people

PEOPLE = {"person": [1, 2, 3, 4], "hh": [10, 10, 11, 12]}
HOUSEHOLDS = {"id": [10, 11, 13], "income": [100.0, 200.0, 400.0], "area": ["a", "b", "c"]}
ON = {"person": "hh", "linked": "id"}


def read(households: dict[str, list[Any]] = HOUSEHOLDS, **entry: Any) -> People:
    return read_people(PEOPLE, linked=[{"source": households, "on": ON, **entry}])


def test_columns_come_to_each_person() -> None:
    people = read()
    assert people.columns == ("person", "hh", "income", "area")
    assert people.count == 4
    assert people.estimate(mean("income")).values[0] == pytest.approx(400 / 3)


def test_unmatched_people_are_noted() -> None:
    assert read().notes == ("1 of 4 people have no row in The table: what it would bring is missing.",)


def test_only_named_columns() -> None:
    assert read(columns=["area"]).columns == ("person", "hh", "area")


def test_a_key_twice() -> None:
    with pytest.raises(PeopleError, match=r"one row for each 'id'.*1 of them are on 2 rows"):
        read({"id": [10, 10, 11], "income": [1.0, 2.0, 3.0]})


def test_nobody_matches() -> None:
    with pytest.raises(PeopleError, match="Nobody in The table has a row"):
        read({"id": [1, 2], "income": [1.0, 2.0]})


def test_a_column_of_both() -> None:
    with pytest.raises(PeopleError, match="have a column 'person'"):
        read({"id": [10], "person": [1]})


def test_absent_key() -> None:
    with pytest.raises(ColumnNotFound, match="'household'"):
        read_people(PEOPLE, linked=[{"source": HOUSEHOLDS, "on": "household"}])


def test_numbers_link_to_texts() -> None:
    people = read({"id": ["10", "11", "12"], "income": [1.0, 2.0, 3.0]})
    assert people.notes == ()
