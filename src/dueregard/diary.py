"""The diary: what duties and casebooks have due, from their files and registers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from dueregard.appraisal.due_days import DueDay, casebook_days, duty_days, in_order
from dueregard.casebook import Casebook, load_casebook
from dueregard.casebook.objections_files import read_actions
from dueregard.consequences.monitoring import Due
from dueregard.errors import UsageError
from dueregard.monitor import monitor
from dueregard.register import Register
from dueregard.register.forecasts import REVIEWED

__all__ = ["Diary", "diary"]

REGISTER = "register.jsonl"
LONGEST = 36_600
"""Days: a century."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """What is due in a span of days.

    Parameters
    ----------
    on, until : datetime.date
        The span, both days included.
    days : tuple of DueDay
        What is overdue or due, the earliest first.
    notes : tuple of str
        What a reader should know.
    """

    on: date
    until: date
    days: tuple[DueDay, ...]
    notes: tuple[str, ...] = ()


def diary(*locations: str | Path, on: date | None = None, days: int = 366) -> Diary:
    """Say what is due.

    Parameters
    ----------
    *locations : path
        Casebooks; without any, what every duty asks again and again.
    on : datetime.date, optional
        The day; today, if not given.
    days : int
        How many days to look ahead.

    Returns
    -------
    Diary
        What is overdue, and what is due within these days.

    Raises
    ------
    CasebookError, RegisterError, PeopleError
        When a casebook, its register or its outturns cannot be used.
    UsageError
        When `days` is negative or more than a century.

    Examples
    --------
    >>> [day.law for day in diary(on=date(2027, 4, 30), days=0).days][:1]
    ['SSI 2012/162 reg. 7']
    """
    today = on or date.today()
    if not 0 <= days <= LONGEST or today.year + days // 365 >= 9998:
        raise UsageError(f"Days ahead must be from 0 to {LONGEST:,}; found {days:,}.")
    until = today + timedelta(days=days)
    if not locations:
        return Diary(
            on=today,
            until=until,
            days=in_order(duty_days(today=today, until=until), today=today, until=until),
        )
    casebooks = [load_casebook(each) for each in locations]
    found = [day for each in casebooks for day in _of(each, today, until)]
    return Diary(
        on=today,
        until=until,
        days=in_order(found, today=today, until=until),
        notes=tuple(dict.fromkeys(note for each in casebooks for note in _notes(each))),
    )


def _of(casebook: Casebook, today: date, until: date) -> Iterator[DueDay]:
    specification = casebook.specification
    question = specification.question
    yield from duty_days(question.duties, territory=question.territory, today=today, until=until)
    yield from casebook_days(
        specification,
        today=today,
        actions=read_actions(casebook),
        forecasts=_forecasts(casebook, today),
        reviewed_on=_reviewed_on(casebook),
    )


def _forecasts(casebook: Casebook, today: date) -> tuple[Due, ...]:
    if casebook.specification.decision is None:
        return ()
    return monitor(casebook.file, on=today, write=False).found[0].due


def _reviewed_on(casebook: Casebook) -> date | None:
    entries = Register(casebook.out / REGISTER).entries()
    return max(
        (datetime.fromisoformat(entry.at).date() for entry in entries if entry.kind == REVIEWED), default=None
    )


def _notes(casebook: Casebook) -> Iterator[str]:
    question = casebook.specification.question
    if not question.duties:
        yield f"“{question.title}” names no duty: add duties to [question] for their dates."
    elif question.territory is None:
        yield (
            f"“{question.title}” does not say where the decision is taken: dates of every territory are "
            "listed. Add territory to [question]."
        )
