"""What was predicted of each option, written down before anybody can know, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dueregard.estimates import Record
from dueregard.register.entry import Entry
from dueregard.register.forecast_tables import tabled, written_forecasts
from dueregard.register.register import Proposal, Register

__all__ = [
    "FORECAST",
    "REVIEWED",
    "Forecast",
    "Made",
    "forecasts_of",
    "made_forecasts",
    "record_forecasts",
    "record_review",
]

FORECAST = "forecasts made"
REVIEWED = "outturn reviewed"

_NUMBERS = ("estimate", "se", "low", "high", "level")
_RELEASED = ("ok", "approximate")
_WORDS = ("income_concept",)
"""Parameters that say in words what the outcome is, and do not tell forecasts apart."""

_SAME = 1e-9
"""Sums in another order differ by less: such forecasts are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One predicted figure of one option.

    Attributes
    ----------
    option : str
        The option; ``as now`` is doing nothing.
    measure, outcome : str
        What is predicted of what.
    by : mapping of str to str
        Of whom; empty for everybody.
    parameters : mapping
        Of the measure, where it has any.
    estimate : float
        The prediction.
    se, low, high, level : float, optional
        Its standard error, and its interval at a level.
    unit : str, optional
        Of the estimate.
    year : int, optional
        The year it is about.
    """

    option: str
    measure: str
    outcome: str | None = None
    by: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    estimate: float
    se: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    unit: str | None = None
    year: int | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What it is about, the same for every version of it."""
        parameters = tuple(sorted((name, str(value)) for name, value in self.parameters.items()))
        return (self.option, self.measure, self.outcome, frozenset(self.by.items()), parameters, self.year)

    def written(self) -> dict[str, Any]:
        """Give it as the register holds it: what is not there is left out."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        plain = {"by": dict(self.by), "parameters": dict(self.parameters)}
        return {name: value for name, value in (fields | plain).items() if value not in (None, {})}

    def same_as(self, other: Forecast | None) -> bool:
        """Say whether another forecast says the same, but for rounding."""
        if other is None or self.unit != other.unit:
            return False
        pairs = [(getattr(self, name), getattr(other, name)) for name in _NUMBERS]
        return all(one is two or _close(one, two) for one, two in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A forecast in the register.

    Attributes
    ----------
    forecast : Forecast
        What was predicted.
    at : datetime
        When it was written down.
    """

    forecast: Forecast
    at: datetime


def forecasts_of(records: Iterable[Record], *, year: int | None = None) -> Iterator[Forecast]:
    """Take forecasts from the released figures of options.

    Parameters
    ----------
    records : iterable of Record
        As released, with ``option`` in ``by``: what is withheld has no estimate, and is passed over, as is
        what could not be estimated and what is of no option.
    year : int, optional
        The year they are about.

    Yields
    ------
    Forecast
        One for each figure, without the number of people it rests on.

    Examples
    --------
    >>> record = Record(measure="mean_change", by={"option": "Grant", "sex": "f"}, estimate=10.0)
    >>> [(each.option, each.by, each.estimate) for each in forecasts_of([record])]
    [('Grant', {'sex': 'f'}, 10.0)]
    """
    for record in records:
        if "option" not in record.by or record.estimate is None or record.status not in _RELEASED:
            continue
        yield Forecast(
            option=record.by["option"],
            measure=record.measure,
            outcome=record.outcome,
            by={name: level for name, level in record.by.items() if name != "option"},
            parameters={name: value for name, value in record.parameters.items() if name not in _WORDS},
            **{name: getattr(record, name) for name in _NUMBERS},
            unit=record.unit,
            year=year,
        )


def record_forecasts(
    register: Register, forecasts: Iterable[Forecast], *, at: datetime | None = None
) -> Entry | None:
    """Write down forecasts that are new or have changed; those that were there stay.

    Parameters
    ----------
    register : Register
        The casebook's register.
    forecasts : iterable of Forecast
        Of the options, from :func:`forecasts_of`.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    Entry or None
        None when every one of them is in the register already.

    Raises
    ------
    RegisterError
        When the register was altered.
    """
    given: dict[tuple[Any, ...], Forecast] = {}
    for each in forecasts:
        # A figure may stand in two tables, in one of them without its error.
        if each.key not in given or given[each.key].se is None:
            given[each.key] = each
    return register.decide(lambda entries: _proposal(entries, list(given.values())), at=at)


def made_forecasts(entries: Iterable[Entry]) -> tuple[Made, ...]:
    """Read all forecasts back, also those that later ones replaced.

    Parameters
    ----------
    entries : iterable of Entry
        Of a register that is intact.

    Returns
    -------
    tuple of Made
        In the order in which they were made.
    """
    return tuple(
        Made(forecast=Forecast(**each), at=datetime.fromisoformat(entry.at))
        for entry in entries
        if entry.kind == FORECAST
        for each in written_forecasts(entry.payload)
    )


def record_review(
    register: Register, payload: Mapping[str, Any], *, at: datetime | None = None
) -> Entry | None:
    """Write down a review of forecasts against what came of them, once for the same content.

    Parameters
    ----------
    register : Register
        The casebook's register.
    payload : mapping
        What the review came to.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    Entry or None
        None when the last review says the same.
    """

    def propose(entries: Sequence[Entry]) -> Proposal | None:
        past = [entry.payload for entry in entries if entry.kind == REVIEWED]
        return None if past and past[-1] == dict(payload) else (REVIEWED, payload)

    return register.decide(propose, at=at)


def _proposal(entries: Sequence[Entry], forecasts: Sequence[Forecast]) -> Proposal | None:
    last = {made.forecast.key: made.forecast for made in made_forecasts(entries)}
    fresh = [each.written() for each in forecasts if not each.same_as(last.get(each.key))]
    return (FORECAST, {"tables": tabled(fresh)}) if fresh else None


def _close(one: float | None, two: float | None) -> bool:
    return one is not None and two is not None and math.isclose(one, two, rel_tol=_SAME, abs_tol=1e-12)
