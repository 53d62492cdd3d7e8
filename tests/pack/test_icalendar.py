"""The iCalendar file: lines, folding and escaping of RFC 5545."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dueregard.appraisal.due_days import DueDay
from dueregard.pack.icalendar import icalendar

ON = date(2026, 11, 28)


def day(what: str = "Decide", **how: object) -> DueDay:
    return DueDay(on=date(2027, 3, 31), kind="decision", what=what, **how)  # type: ignore[arg-type]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_lines_are_short_and_nothing_breaks_out_of_its_line(words: str) -> None:
    text = icalendar([day(words, note=words, casebook=words)], on=ON)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = unfolded(text)
    assert lines[-1] == ""
    assert lines.count("BEGIN:VEVENT") == 1
    names = [line.partition(":")[0].partition(";")[0] for line in lines[:-1]]
    assert set(names) <= {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "DTSTART", "DTEND"),
        *("SUMMARY", "DESCRIPTION", "CATEGORIES", "TRANSP"),
    }


def test_text_is_escaped() -> None:
    [summary] = [line for line in unfolded(icalendar([day("a,b;c\\d\ne\x07")], on=ON)) if "SUMMARY" in line]
    assert summary == "SUMMARY:a\\,b\\;c\\\\d\\ne "


def test_an_event_is_the_same_in_the_next_file_and_two_alike_are_two() -> None:
    marks = [
        [line for line in unfolded(icalendar([day(), day()], on=on)) if line.startswith("UID")]
        for on in (ON, date(2027, 1, 1))
    ]
    assert marks[0] == marks[1]
    assert len(set(marks[0])) == 2


def test_a_day_lasts_one_day() -> None:
    lines = unfolded(icalendar([day()], on=ON))
    assert "DTSTART;VALUE=DATE:20270331" in lines
    assert "DTEND;VALUE=DATE:20270401" in lines
