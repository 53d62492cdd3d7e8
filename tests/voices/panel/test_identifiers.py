"""Ids are found, named, or row numbers; what says who somebody is never becomes one."""

import pytest

from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.voices.panel.identifiers import by_number, identifiers
from tests.voices.panel.making import table


@pytest.mark.parametrize("name", ["id", "ID", "nationbuilder_id", "Respondent ID", "unique-id", "URN"])
def test_a_usual_name_is_found(name: str) -> None:
    assert identifiers(table(f"sex,{name}\nF,007\nM,8"), column=None) == (("007", "8"), name, None)


def test_another_column_is_named() -> None:
    ids, column, note = identifiers(table("id,code\n1,x9\n2,y9"), column="Code")
    assert (ids, column, note) == (("x9", "y9"), "code", None)
    with pytest.raises(ColumnNotFound):
        identifiers(table("id\n1"), column="code")


def test_without_one_people_are_called_by_their_row() -> None:
    ids, column, note = identifiers(table("sex\nF\nM"), column=None)
    assert (ids, column) == (("1", "2"), None)
    assert note is not None


PERSONAL = {
    "e-mail addresses": ("ann@example.org", "rhys7"),
    "names": ("Ann Lee", "Bob O'Neil", "Siân Llwyd-Jones"),
    "postcodes": ("LL57 1AA", "AB1 2CD"),
    "telephone numbers": ("07700 900123", "+44 7700 900124"),
}


@pytest.mark.parametrize("kind", PERSONAL)
def test_what_says_who_somebody_is_is_refused(kind: str) -> None:
    text = "id\n" + "\n".join(PERSONAL[kind])
    ids, column, note = identifiers(table(text), column=None)
    assert (ids[0], column) == ("1", None)
    assert note is not None
    assert kind in note
    with pytest.raises(UsageError, match=kind) as raised:
        identifiers(table(text), column="id")
    for cell in (*PERSONAL[kind], note):
        assert cell not in str(raised.value)


@pytest.mark.parametrize(
    "cells", [("R_3nXab", "R_9kQcd"), ("12345678901", "22345678901"), ("a", "b"), ("AB", "CD")]
)
def test_codes_are_not_taken_for_names(cells: tuple[str, ...]) -> None:
    assert identifiers(table("id\n" + "\n".join(cells)), column=None)[1] == "id"


def test_an_id_that_comes_twice_is_refused_with_its_rows() -> None:
    with pytest.raises(PeopleError, match=r"1 id more than once.*id 7 in rows 2 and 4"):
        identifiers(table("id,address\n7,a\n8,b\n7,c"), column=None)


def test_a_blank_id_is_refused_with_its_row() -> None:
    with pytest.raises(PeopleError, match=r"1 of 3 people have no id.*Row 3"):
        identifiers(table("id,sex\n7,F\n,F\n9,F"), column=None)


def test_ids_have_the_order_of_people() -> None:
    assert sorted(["p10", "p9", "10", "9", "²", "a", "٣"], key=by_number)[:4] == ["9", "10", "a", "p9"]
