"""``dueregard calendar``: with and without casebooks, and its file for calendar programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.casebooks import CASEBOOK, files_in, write_casebook
from tests.cli.making import dueregard

ACTIONS = '[[actions]]\nwhat = "Print <it>"\nowner = "AB"\ndue = 2027-02-01\nlevel = "service"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write_casebook(
        tmp_path / "case", CASEBOOK.replace("[people]", 'territory = "England"\n\n[people]')
    )
    (made / "actions.toml").write_text(ACTIONS, encoding="utf-8")
    return made


def test_without_a_casebook_it_tells_what_every_duty_asks() -> None:
    answer = dueregard("calendar", "--on", "2026-11-28", "--json")
    days = answer.json["days"]
    assert [day["on"] for day in days] == sorted(day["on"] for day in days)
    assert {"2027-03-30", "2027-04-30", "2027-03-31"} <= {day["on"] for day in days}


def test_of_a_casebook_it_tells_what_is_overdue_first(folder: Path) -> None:
    before = files_in(folder)
    answer = dueregard("calendar", folder, "--on", "2027-03-01", "--days", "40")
    assert answer.code == 0
    overdue, ahead = answer.out.split("From 1 March 2027")
    assert "Print <it>" in overdue
    assert "30 March 2027 (29 days ahead)" in ahead
    assert "31 March 2027 (30 days ahead)" in ahead
    assert files_in(folder) == before


def test_a_file_for_calendar_programs_never_replaces_another_file(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "days.ics"
    for _ in range(2):
        assert dueregard("calendar", folder, "--ics", file).code == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    answer = dueregard("calendar", folder, "--ics", folder / "casebook.toml")
    assert answer.code == 2
    assert "is no calendar" in answer.err


@pytest.mark.parametrize("flags", [("--days", "-1"), ("--days", "99999999"), ("--on", "soon")])
def test_a_span_that_is_none_is_refused(flags: tuple[str, ...]) -> None:
    assert dueregard("calendar", *flags).code == 2
