"""Look back: what was forecast of the option taken up, and what came of it.

Nothing is estimated here. Forecasts were written into the register when the casebook was assessed, after the
disclosure gate; outturns are in a table that somebody keeps; and that they were compared is written down too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dueregard.casebook import Casebook, load_casebook, outturns_file
from dueregard.consequences.monitoring import (
    Calibration,
    Monitoring,
    Outturn,
    as_decided,
    calibration_of,
    due_dates,
    match,
    monitoring_of,
    outturns_of,
)
from dueregard.errors import CasebookError, did_you_mean
from dueregard.people.written_rows import read_written_rows
from dueregard.register import Made, Register, made_forecasts, record_review

__all__ = ["Monitored", "monitor"]

REGISTER = "register.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitored:
    """What came of the forecasts of one casebook, or of several.

    Parameters
    ----------
    casebooks : tuple of Casebook
        Which.
    found : tuple of Monitoring
        One for each.
    together : Calibration
        Over the forecasts of all of them.
    reviewed : tuple of bool
        Whether a review was added to each register: False where the last one says the same.
    """

    casebooks: tuple[Casebook, ...]
    found: tuple[Monitoring, ...]
    together: Calibration
    reviewed: tuple[bool, ...]


def monitor(
    location: str | Path, *others: str | Path, on: date | None = None, write: bool = True
) -> Monitored:
    """Score what was forecast by what came of it, and write down that it was done.

    Parameters
    ----------
    location, *others : path
        One casebook or several: each a folder, its casebook.toml, or a workbook.
    on : date, optional
        The day, for what is overdue; today, if not given.
    write : bool
        Whether the review is added to the register.

    Returns
    -------
    Monitored

    Raises
    ------
    CasebookError, RegisterError, PeopleError, UsageError
        When a casebook, its register or its outturns cannot be used.
    """
    today = on or datetime.now(UTC).date()
    casebooks = tuple(load_casebook(each) for each in (location, *others))
    found = tuple(_monitored(each, today) for each in casebooks)
    reviewed = tuple(
        write and _reviewed(casebook, each) for casebook, each in zip(casebooks, found, strict=True)
    )
    return Monitored(
        casebooks=casebooks,
        found=found,
        together=calibration_of([each for part in found for each in part.standing]),
        reviewed=reviewed,
    )


def _monitored(casebook: Casebook, today: date) -> Monitoring:
    spec = casebook.specification
    made = made_forecasts(Register(casebook.out / REGISTER).entries())
    decided = None if spec.decision is None else as_decided(spec.decision.option)
    _refuse_unforecast(decided, made)
    taken_on = None if spec.decision is None else spec.decision.taken_on
    matches = match(
        made,
        _outturns(casebook, made, decided),
        decided=decided,
        taken_on=taken_on,
        threshold=spec.disclosure.threshold,
    )
    return monitoring_of(
        matches,
        decided=decided,
        forecasts=len(made),
        better=_better(casebook),
        due=due_dates(
            made,
            review_on=None if spec.monitor is None else spec.monitor.review_on,
            decided_on=taken_on or spec.question.decision_on,
        ),
        today=today,
    )


def _refuse_unforecast(decided: str | None, made: Sequence[Made]) -> None:
    options = list(dict.fromkeys(each.forecast.option for each in made))
    if decided is not None and made and decided not in options:
        raise CasebookError(
            f"[decision] names the option {decided!r}, of which nothing was forecast.",
            found=f"Forecasts are of: {', '.join(options)}.",
            remedy=did_you_mean(decided, options) or "Name it as its file in options/ does.",
        )


def _outturns(casebook: Casebook, made: Sequence[Made], decided: str | None) -> tuple[Outturn, ...]:
    file = outturns_file(casebook)
    if file is None:
        return ()
    people = casebook.specification.people
    # A characteristic of which nothing could be shown is no mistake in the table.
    groupings = [*(name for each in made for name in each.forecast.by), *(people.groupings if people else ())]
    return outturns_of(read_written_rows(file), decided=decided, groupings=list(dict.fromkeys(groupings)))


def _better(casebook: Casebook) -> Mapping[str, str]:
    """Say which way is better, by the names that figures may give an outcome: its own, or its column's."""
    found: dict[str, str] = {}
    for outcome in casebook.specification.outcomes:
        for name in (outcome.name, outcome.column):
            if name is not None:
                found.setdefault(name, outcome.better)
    return found


def _reviewed(casebook: Casebook, found: Monitoring) -> bool:
    if not found.scored:
        return False
    return record_review(Register(casebook.out / REGISTER), found.review()) is not None
