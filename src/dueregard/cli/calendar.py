"""``dueregard calendar``: what duties and casebooks have due, and what is overdue."""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.cli.answer import print_object
from dueregard.cli.days import day_of
from dueregard.cli.flags import AsJson
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.appraisal.due_days import DueDay
    from dueregard.diary import Diary

__all__ = ["calendar"]


def calendar(
    *casebooks: str,
    days: int = 366,
    on: str | None = None,
    ics: Path | None = None,
    as_json: AsJson = False,
) -> None:
    """Say what is due: dates that duties set, and those of casebooks; what is overdue comes first.

    Of a casebook: the decision, the consultation, evidence gaps, aims, actions, reviews, and forecasts of
    which nobody has written down what came of them. Without a casebook: what every duty asks again and again.
    See `docs/duties.md`.

    Parameters
    ----------
    casebooks
        Casebooks, each a folder with casebook.toml or a workbook (.xlsx).
    days
        How many days to look ahead.
    on
        The day to start from, such as 2027-03-31; today, unless given.
    ics
        Write the days to this file too, for a calendar program (iCalendar).
    as_json
        Print one JSON object.
    """
    from dueregard.diary import diary

    found = diary(*casebooks, on=None if on is None else day_of(on, "--on"), days=days)
    if ics is not None:
        _write(ics, found)
    if as_json:
        listed = [{**asdict(day), "on": day.on.isoformat()} for day in found.days]
        print_object(
            {
                "estimates": [],
                "on": found.on,
                "until": found.until,
                "days": listed,
                "notes": list(found.notes),
            }
        )
        return
    _print(found, several=len(casebooks) > 1)
    if ics is not None:
        print(f"Written: {ics}")


def _print(found: Diary, *, several: bool) -> None:
    from dueregard.appraisal.duty_words import day_words

    overdue = [day for day in found.days if day.overdue]
    ahead = [day for day in found.days if not day.overdue]
    if overdue:
        print("Overdue:")
        for day in overdue:
            _print_day(day, found, several=several)
        print()
    print(f"From {day_words(found.on)} to {day_words(found.until)}:")
    for day in ahead:
        _print_day(day, found, several=several)
    if not ahead:
        print("  Nothing is due.")
    if found.notes:
        print()
    for note in found.notes:
        print(note)


def _print_day(day: DueDay, found: Diary, *, several: bool) -> None:
    from dueregard.appraisal.duty_words import day_words

    apart = (day.on - found.on).days
    when = "today" if apart == 0 else f"{abs(apart):,} days {'ago' if apart < 0 else 'ahead'}"
    when = when.replace("1 days", "1 day") if abs(apart) == 1 else when
    told = [day.what, day.owner and f"Who: {day.owner}", day.law, day.note]
    told += [f"[{day.casebook}]"] if several and day.casebook else []
    text = " ".join(part if part.endswith((".", "]")) else f"{part}." for part in told if part)
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    width = min(100, max(40, shutil.get_terminal_size((100, 24)).columns))
    print(f"  {day_words(day.on)} ({when})")
    for line in textwrap.wrap(plain, width=width, initial_indent="    ", subsequent_indent="    "):
        print(line)


def _write(file: Path, found: Diary) -> None:
    from dueregard.pack.icalendar import icalendar

    if file.exists() and not (file.is_file() and file.read_bytes()[:15] == b"BEGIN:VCALENDAR"):
        raise UsageError(
            f"{file} is there already and is no calendar.", remedy="Name another file, such as duties.ics."
        )
    file.write_text(icalendar(found.days, on=found.on), encoding="utf-8", newline="")
