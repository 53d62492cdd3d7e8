"""Screening: which duties a decision is relevant to, who said so and when, before it is taken.

What is recorded goes to ``screening.toml`` in the casebook and, by fingerprint, to its register.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from dueregard.appraisal.duty_standing import DutyStanding
from dueregard.casebook import Casebook, load_casebook
from dueregard.casebook.duties import duty_named
from dueregard.casebook.screening import Regard, Screened, read_screening
from dueregard.casebook.screening_writer import add_record
from dueregard.errors import UsageError, did_you_mean
from dueregard.pack.duties import REGISTER, standings_of
from dueregard.register import Register, sole_run
from dueregard.register.screenings import record_screenings

__all__ = ["Screening", "record_regard", "record_relevance", "screen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Where the duties of a casebook stand.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    standings : tuple of DutyStanding
        One for each duty.
    recorded : bool
        Whether a record was added by this call.
    """

    casebook: Casebook
    standings: tuple[DutyStanding, ...]
    recorded: bool = False


def screen(location: str | Path, *, today: date | None = None) -> Screening:
    """Say where each duty stands, and write nothing.

    Parameters
    ----------
    location : path
        The casebook: a folder, its casebook.toml, or a workbook.
    today : datetime.date, optional
        The day; today, if not given.

    Returns
    -------
    Screening
        Every duty that the casebook names, and others that were screened.

    Raises
    ------
    CasebookError
        When the casebook or its screening.toml is not valid.
    RegisterError
        When the register is not as it was written.
    """
    casebook = load_casebook(location)
    return Screening(casebook=casebook, standings=standings_of(casebook, today=today))


def record_relevance(
    location: str | Path,
    *,
    duty: str,
    relevant: bool,
    why: str,
    by: str,
    on: date | None = None,
    today: date | None = None,
) -> Screening:
    """Record whether the decision is relevant to a duty.

    Parameters
    ----------
    location : path
        The casebook.
    duty : str
        The duty, by name.
    relevant : bool
        Whether the decision is relevant to it.
    why, by : str
        The reason, and who decided so.
    on : datetime.date, optional
        When it was decided; today, if not given.
    today : datetime.date, optional
        The day.

    Returns
    -------
    Screening
        Where the duties stand then.

    Raises
    ------
    UsageError
        When the duty is not known, or the date lies in the future.
    CasebookError
        When the casebook or its screening.toml is not valid.
    """
    return _record(
        location,
        lambda day: Screened(duty=duty_named(duty).name, relevant=relevant, why=why, by=by, on=day),
        on=on,
        today=today or _today(),
    )


def record_regard(
    location: str | Path,
    *,
    duty: str,
    aim: str,
    text: str,
    by: str,
    on: date | None = None,
    today: date | None = None,
) -> Screening:
    """Record the regard that a decision-maker had to an aim, in their own words.

    Parameters
    ----------
    location : path
        The casebook.
    duty, aim : str
        The duty and its aim, by name.
    text, by : str
        The words, and whose they are.
    on : datetime.date, optional
        When they were given; today, if not given.
    today : datetime.date, optional
        The day.

    Returns
    -------
    Screening
        Where the duties stand then.

    Raises
    ------
    UsageError
        When the duty or the aim is not known, or the date lies in the future.
    CasebookError
        When the casebook or its screening.toml is not valid.
    """
    known = [each.id for each in duty_named(duty).aims]
    if aim not in known:
        raise UsageError(
            f"The duty {duty!r} has no aim {aim!r}.",
            found=f"Its aims are: {', '.join(known)}." if known else "It has no aims of its own.",
            remedy=did_you_mean(aim, known) or None,
        )
    return _record(
        location,
        lambda day: Regard(duty=duty, aim=aim, text=text, by=by, on=day),
        on=on,
        today=today or _today(),
    )


def _record(
    location: str | Path, make: Callable[[date], Screened | Regard], *, on: date | None, today: date
) -> Screening:
    day = on or today
    if day > today:
        raise UsageError(
            f"A record cannot bear a date in the future: {day.isoformat()}.",
            remedy="Leave --on out for today.",
        )
    casebook = load_casebook(location)
    record = _made(lambda: make(day))
    with sole_run(casebook.out):
        register = Register(casebook.out / REGISTER)
        # A register that was altered is found before anything is written.
        register.entries()
        added = add_record(casebook, record)
        record_screenings(register, read_screening(casebook))
    return Screening(casebook=casebook, standings=standings_of(casebook, today=today), recorded=added)


def _made(make: Callable[[], Screened | Regard]) -> Screened | Regard:
    try:
        return make()
    except ValidationError as error:
        what = str(error.errors()[0]["loc"][0])
        long = any(each["type"] == "string_too_long" for each in error.errors())
        raise UsageError(
            f"What is given for {what!r} {'is too long' if long else 'must not be empty'}.",
            remedy="Put the whole of it into the evidence, and say here in a few sentences what it comes to."
            if long
            else None,
        ) from None


def _today() -> date:
    return date.today()
