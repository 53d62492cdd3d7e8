"""Testimony is used as far as its giver agreed, as long as the consent holds."""

from datetime import date

import pytest

from dueregard.casebook.testimony import Consent, Testimony, TestimonyFolder
from dueregard.voices.testimony.standing import heard_characteristics, held_back, left_out, standings
from tests.voices.testimony.making import TODAY, reviewed, told


@pytest.mark.parametrize(
    ("testimony", "counted", "why"),
    [
        (told("a", scope="none"), False, "no consent recorded"),
        (told("a", scope="internal"), False, "for reading only, not for counting"),
        (told("a", scope="summary"), True, ""),
        (told("a", until=date(2026, 11, 27)), False, "consent has run out"),
        (told("a", until=TODAY), True, "redactions: not reviewed"),
        (told("a", passages=()), True, "no passage is marked as one that may be quoted"),
        (
            Testimony(id="a", text="", consent=Consent(scope="summary", given_on=date(2026, 12, 1))),
            False,
            "consent is dated later than the assessment",
        ),
    ],
)
def test_why_not(testimony: Testimony, counted: bool, why: str) -> None:
    [found] = standings(TestimonyFolder(testimonies=(testimony,)), on=TODAY)
    assert (found.counted, found.quotable, found.why) == (counted, False, why)


def test_once_reviewed_it_may_be_quoted() -> None:
    one = told("a")
    [found] = standings(TestimonyFolder(testimonies=(one,), reviews=(reviewed(one),)), on=TODAY)
    assert found.quotable


def test_reasons_are_counted() -> None:
    folder = TestimonyFolder(
        testimonies=(
            told("a"),
            told("b", scope="none"),
            told("c", withdrawn=True),
            told("d", scope="summary"),
        )
    )
    found = standings(folder, on=TODAY)
    assert left_out(folder, found) == {"no consent recorded": 1, "withdrawn": 1}
    assert held_back(found) == {"redactions: not reviewed": 1}


def test_those_who_were_heard_are_individuals_who_count() -> None:
    folder = TestimonyFolder(
        testimonies=(
            told("a", characteristics={"sex": "male"}, place="Harbour"),
            told("b", characteristics={"sex": "female"}),
            told("c", characteristics={"sex": "female"}, scope="internal"),
            told("d", kind="organisation"),
        )
    )
    found = heard_characteristics(folder, on=TODAY, place="area")
    assert found == ({"area": "Harbour", "sex": "male"}, {"sex": "female"})
