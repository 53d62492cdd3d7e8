"""Groups of small tables under the casebook's own names."""

from __future__ import annotations

import pytest

from dueregard.casebook import ParticipantColumn
from dueregard.engine import Grouping
from dueregard.errors import CasebookError, ColumnNotFound
from dueregard.voices.groups import groups_of, known_groups

AGE = known_groups("age", grouping=Grouping(name="age", column="age", bands=(16, 40, 65)), levels=())
ETHNIC = known_groups(
    "ethnic_group",
    grouping=Grouping(name="ethnic_group", column="e", labels={"1": "White", "2": "Asian"}),
    levels=("White", "Asian"),
)
KNOWN = {"age": AGE, "ethnic_group": ETHNIC}


def read(cells: dict[str, list[str | None]], **given: ParticipantColumn) -> dict[str, tuple[str | None, ...]]:
    return groups_of(cells, title="t.csv", given=given, known=KNOWN, place="voices.consultation")


def test_columns_are_found_by_any_name_of_a_characteristic() -> None:
    assert read({"Ethnicity": ["White", "2"], "note": ["x", "y"]}) == {"ethnic_group": ("White", "Asian")}


def test_ages_fall_into_the_casebooks_bands() -> None:
    assert read({"age": ["16", "39.5", "65", "40 to 64", ""]})["age"] == (
        *("16 to 39", "16 to 39", "65 and over", "40 to 64"),
        None,
    )


def test_own_codes_and_those_who_did_not_say() -> None:
    column = ParticipantColumn(column="eth", labels={"W": "White"}, missing=("X",))
    found = read({"eth": ["w", "x", "Prefer not to say", None, "Refused"]}, ethnic_group=column)
    assert found == {"ethnic_group": ("White", None, None, None, None)}


def test_all_unknown_groups_are_told_at_once_and_long_texts_are_not_repeated() -> None:
    words = "I would rather not be put into a box by anybody"
    with pytest.raises(CasebookError) as raised:
        read({"ethnic_group": ["Whit", "Whit", words], "age": ["12"]})
    message = str(raised.value)
    assert "'Whit' is no group of ethnic_group (2 rows). Did you mean 'White'?" in message
    assert "'12' is no group of age (1 row)." in message
    assert words not in message
    assert "[voices.consultation.characteristics.<name>]" in message


def test_a_column_that_is_absent() -> None:
    with pytest.raises(ColumnNotFound, match="Did you mean 'eth'"):
        read({"eth": ["1"]}, ethnic_group=ParticipantColumn(column="etn"))


def test_where_nothing_is_known_groups_are_called_as_they_are_written() -> None:
    open_ended = {"allotment": known_groups("allotment", grouping=None, levels=())}
    found = groups_of({"allotment": ["North"]}, title="t", given={}, known=open_ended, place="voices")
    assert found == {"allotment": ("North",)}
