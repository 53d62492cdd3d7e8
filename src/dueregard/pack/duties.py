"""The section on duties: screened or not, by whom and when, each aim, whose regard; blanks stay visible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dueregard.appraisal.duty_standing import AimStanding, DutyStanding, duty_standings
from dueregard.appraisal.duty_words import (
    CHECK,
    against_words,
    aim_words,
    characteristics_words,
    day_words,
    force_words,
    standing_words,
)
from dueregard.casebook.duties import duty_named
from dueregard.casebook.screening import read_screening
from dueregard.register import Register
from dueregard.register.screenings import entered_screenings

if TYPE_CHECKING:
    from dueregard.appraisal.scrutiny import Scrutiny
    from dueregard.casebook import Casebook

__all__ = [
    "AimView",
    "DutyView",
    "duties_view",
    "duty_titles",
    "standings_of",
    "unscreened",
    "worse_off",
]

REGISTER = "register.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class AimView:
    """One aim, and the regard that was had to it.

    Parameters
    ----------
    words, people : str
        The aim, and for whom it counts.
    regard : str
        The words of whoever decides; empty where there are none.
    said_by : str
        Whose words they are, and when.
    late : bool
        Whether they were given after the decision.
    """

    words: str
    people: str
    regard: str
    said_by: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """One duty as the page shows it.

    Parameters
    ----------
    title, law, address : str
        The duty, its law with where it is in force, and where the law can be read.
    asks : str
        What it asks.
    verdict : str
        Relevant, not relevant, or not screened.
    open : bool
        Whether somebody has to do something.
    told : tuple of str
        What else is said of the record.
    why : str
        Why it is relevant or not.
    aims : tuple of AimView
        Its aims, where they matter.
    blanks : int
        How many aims have no regard yet.
    """

    title: str
    law: str
    address: str
    asks: str
    verdict: str
    open: bool
    told: tuple[str, ...]
    why: str
    aims: tuple[AimView, ...]
    blanks: int


def standings_of(casebook: Casebook, *, today: date | None = None) -> tuple[DutyStanding, ...]:
    """Say where each duty of a casebook stands, from its screening.toml and its register.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    today : datetime.date, optional
        The day that matters where there is no day of decision; today, if not given.

    Returns
    -------
    tuple of DutyStanding
        One for each duty.

    Raises
    ------
    CasebookError, RegisterError
        When either is not as it should be.
    """
    register = Register(casebook.out / REGISTER)
    return duty_standings(
        casebook.specification,
        read_screening(casebook),
        entered=entered_screenings(register.entries()),
        on=today or date.today(),
    )


def worse_off(scrutiny: Scrutiny | None) -> int:
    """Count the findings of groups who are worse off, answered or not.

    Parameters
    ----------
    scrutiny : Scrutiny or None
        What was found, objected and answered.

    Returns
    -------
    int
        None are counted where nobody looked.
    """
    if scrutiny is None:
        return 0
    told = scrutiny.answering
    return len(told.unanswered) + sum(each.finding is not None for each in told.said)


def duties_view(casebook: Casebook, *, worse: int = 0) -> tuple[DutyView, ...]:
    """Compose the section.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    worse : int
        How many findings are of groups who are worse off: what was screened as not relevant is held against
        them.

    Returns
    -------
    tuple of DutyView
        In the order in which the casebook names them; empty where it names none and none was screened.
    """
    territory = casebook.specification.question.territory
    return tuple(_view(standing, territory, worse) for standing in standings_of(casebook))


def duty_titles(casebook: Casebook) -> list[str]:
    """Name the casebook's duties for the head of the page, and say which were not screened.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    list of str
        One for each duty that the casebook names.
    """
    screened = {each.duty for each in read_screening(casebook).screened}
    names = casebook.specification.question.duties
    return [duty_named(name).title + ("" if name in screened else " (not screened)") for name in names]


def unscreened(casebook: Casebook) -> Iterator[str]:
    """Say what is still to be recorded of duties.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Yields
    ------
    str
        A sentence for each duty of which something is missing.
    """
    for standing in standings_of(casebook):
        what = [one.what for one in standing.missing]
        if what:
            more = f" (and {len(what) - 1} more)" if len(what) > 1 else ""
            yield f"{standing.duty.title}: {what[0]}{more} `dueregard screen` says how."
        yield from (each.sentence for each in standing.altered)


def _view(standing: DutyStanding, territory: str | None, worse: int) -> DutyView:
    duty, screened = standing.duty, standing.screened
    verdict, *told = standing_words(standing)
    against = against_words(standing.relevant, worse)
    aims = tuple(_aim(each) for each in standing.aims) if standing.relevant else ()
    blanks = sum(not aim.regard for aim in aims)
    return DutyView(
        title=duty.title,
        law=f"{duty.law}{'' if duty.verified else f' ({CHECK})'}. {force_words(duty, territory=territory)}",
        address=duty.address,
        asks=duty.asks,
        verdict=verdict,
        open=screened is None
        or standing.late
        or standing.entered_late
        or bool(standing.altered or blanks or against),
        told=(*told, *([against] if against else [])),
        why="" if screened is None else screened.why,
        aims=aims,
        blanks=blanks,
    )


def _aim(each: AimStanding) -> AimView:
    said = each.regard
    return AimView(
        words=aim_words(each.aim),
        people=characteristics_words(each.aim),
        regard="" if said is None else said.text,
        said_by="" if said is None else f"{said.by}, {day_words(said.on)}",
        late=each.late,
    )
