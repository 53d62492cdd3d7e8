"""Where a duty stands: late, entered late, altered, and what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dueregard.appraisal.duty_standing import DutyStanding, duty_standings
from dueregard.appraisal.duty_words import force_words, standing_words
from dueregard.casebook import Specification
from dueregard.casebook.duties import duty_named
from dueregard.casebook.screening import Regard, Screened, ScreeningFile
from dueregard.register import Register
from dueregard.register.screenings import entered_screenings, record_screenings

DECIDED = date(2027, 3, 31)


def specification(**question: object) -> Specification:
    usual = {"title": "?", "decision_on": DECIDED, "duties": ["psed"], "territory": "England"}
    published = {"source": "x.csv", "name": "x", "kind": "count", "characteristic": "sex"}
    columns = {"level": "a", "value": "b"}
    return Specification.model_validate(
        {"question": {**usual, **question}, "published": [{**published, "columns": columns}]}
    )


def screened(**how: object) -> Screened:
    usual = {"duty": "psed", "relevant": True, "why": "Fares.", "by": "AB", "on": date(2026, 10, 1)}
    return Screened.model_validate({**usual, **how})


def regard(aim: str, **how: object) -> Regard:
    usual = {"duty": "psed", "text": "I read it.", "by": "Cllr", "on": date(2027, 3, 1)}
    return Regard.model_validate({**usual, "aim": aim, **how})


def standing(*records: Screened | Regard, register: Register | None = None) -> DutyStanding:
    file = ScreeningFile(
        screened=tuple(each for each in records if isinstance(each, Screened)),
        regard=tuple(each for each in records if isinstance(each, Regard)),
    )
    entered = entered_screenings(register.entries()) if register else {}
    return duty_standings(specification(), file, entered=entered, on=DECIDED)[0]


def test_an_unscreened_duty_says_how_to_record_it() -> None:
    [missing] = standing().missing
    assert missing.flags[:4] == ("--duty", "psed", "--relevant", "yes")
    assert list(standing_words(standing())) == ["Not screened."]


def test_each_aim_without_regard_is_missing_where_the_duty_is_relevant() -> None:
    found = standing(screened(), regard("foster"))
    assert [one.flags[3] for one in found.missing] == ["eliminate", "advance"]
    assert standing(screened(relevant=False)).missing == ()


@pytest.mark.parametrize(
    ("days", "late"), [(["2027-04-01"], True), (["2027-03-31"], False), (["2026-10-01", "2027-05-01"], False)]
)
def test_only_a_first_screening_after_the_decision_is_late(days: list[str], late: bool) -> None:
    assert standing(*(screened(on=day) for day in days)).late is late


def test_regard_after_the_decision_is_late() -> None:
    found = standing(screened(), regard("foster", on="2027-06-01"))
    assert [aim.late for aim in found.aims] == [False, False, True]


def test_a_date_before_the_decision_that_was_entered_after_it_is_told(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    file = ScreeningFile(screened=(screened(),))
    record_screenings(register, file, at=datetime(2027, 5, 1, tzinfo=UTC))
    found = standing(screened(), register=register)
    assert (found.late, found.entered_late) == (False, True)
    assert any("entered in the register after it" in words for words in standing_words(found))


def test_a_record_that_was_removed_is_told(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    record_screenings(register, ScreeningFile(screened=(screened(),), regard=(regard("foster"),)))
    found = standing(screened(), register=register)
    assert [each.name for each in found.altered] == ["psed/foster"]
    assert "is no longer in screening.toml" in " ".join(standing_words(found))


def test_a_screened_duty_that_the_casebook_does_not_name_is_listed() -> None:
    file = ScreeningFile(screened=(screened(duty="heat"),))
    found = duty_standings(specification(), file, on=DECIDED)
    assert [(each.duty.name, each.named) for each in found] == [("psed", True), ("heat", False)]
    assert "does not name it" in found[1].missing[0].what


def test_what_is_in_force_is_said_for_the_place() -> None:
    duty = duty_named("socio-economic")
    assert force_words(duty, territory="Wales") == "In force in Wales since 31 March 2021."
    assert force_words(duty, territory="England").startswith(
        "Not in force in England (check before relying on it)."
    )
    assert "add territory" in force_words(duty, territory=None)
    assert force_words(duty, territory="Northern Ireland") == "It does not reach Northern Ireland."
