"""Statistics of tallies: what is summed over the rows of each level, and what the sums say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import Modelled, Moment
from dueregard.rates.crude import crude_rate
from dueregard.rates.direct import TOO_FEW, UNEVEN, standardised_from_sums, uneven_standards
from dueregard.rates.indirect import ratio_from_sums
from dueregard.rates.poisson import BYARS_FROM

__all__ = [
    "TalliedMeasure",
    "Totals",
    "crude_model",
    "direct_model",
    "empty_band",
    "expected",
    "first_faults",
    "indirect_model",
    "negative",
    "reference_count_of",
    "reference_population_of",
    "squares",
    "standard_of",
    "weighted",
]

Totals: TypeAlias = Mapping[str, NDArray[np.float64]]
Form: TypeAlias = Callable[[Totals, Sequence[float]], Modelled]

NEGATIVE = "a count or a population is negative"
EMPTY = "an age band has no population"
NO_ERROR = "the interval is exact, but a standard error cannot be estimated"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalliedMeasure:
    """A statistic of tallies, whose error comes from the chance of events, not from a sample of people.

    Attributes
    ----------
    name : str
        Its name in the catalogue.
    outcome : Outcome
        The columns it needs.
    moments : mapping of str to Moment
        What is summed by level, each row counting once.
    form : callable
        ``form(totals, levels)`` gives the values with their error.
    label, unit, method, interval, parameters
        As :class:`~dueregard.engine.Measure`.
    """

    name: str
    outcome: Outcome
    moments: Mapping[str, Moment] = field(hash=False)
    form: Form
    label: str | None = None
    unit: str | None = None
    method: str | None = None
    interval: str = "poisson"
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def model(self, totals: Totals, levels: Sequence[float]) -> Modelled:
        """Compute values and their error from sums.

        Parameters
        ----------
        totals : mapping of str to ndarray (d,)
            Sums by moment.
        levels : sequence of float
            Confidence levels.

        Returns
        -------
        Modelled
            One value a level.
        """
        return self.form(totals, levels)


def negative(*columns: nw.Expr) -> nw.Expr:
    """Moment that counts rows with a negative number."""
    wrong = columns[0] < 0
    for column in columns[1:]:
        wrong = wrong | (column < 0)
    return _counted(wrong)


def empty_band(_: nw.Expr, population: nw.Expr, *others: nw.Expr) -> nw.Expr:
    """Moment that counts rows for whose rate nobody is there.

    With a standard population those of its bands; with a reference population those of its bands that the
    group has people in.
    """
    if len(others) == 1:
        return _counted((population <= 0) & (others[0] > 0))
    return _counted((others[1] <= 0) & (population > 0))


def weighted(events: nw.Expr, population: nw.Expr, standard: nw.Expr) -> nw.Expr:
    """Moment of the events a standard population would have, s x/n."""
    return events * _over(standard, population)


def squares(events: nw.Expr, population: nw.Expr, standard: nw.Expr) -> nw.Expr:
    """Moment of their Poisson variance, x (s/n)²."""
    share = _over(standard, population)
    return events * share * share


def standard_of(_: nw.Expr, __: nw.Expr, standard: nw.Expr) -> nw.Expr:
    """Moment of the standard population."""
    return standard


def expected(_: nw.Expr, population: nw.Expr, count: nw.Expr, people: nw.Expr) -> nw.Expr:
    """Moment of the events expected at the reference's rates, n X/N."""
    return population * _over(count, people)


def reference_count_of(_: nw.Expr, __: nw.Expr, count: nw.Expr, ___: nw.Expr) -> nw.Expr:
    """Moment of the reference's events."""
    return count


def reference_population_of(_: nw.Expr, __: nw.Expr, ___: nw.Expr, people: nw.Expr) -> nw.Expr:
    """Moment of the reference's people."""
    return people


def crude_model(multiplier: float, totals: Totals, levels: Sequence[float]) -> Modelled:
    """Make crude rates of sums.

    Parameters
    ----------
    multiplier : float
        Events per so many.
    totals : mapping of str to ndarray (d,)
        Sums by moment.
    levels : sequence of float
        Confidence levels.

    Returns
    -------
    Modelled

    Examples
    --------
    >>> totals = {"events": [20.0], "population": [100.0], "negative": [0.0]}
    >>> crude_model(100, {name: np.array(each) for name, each in totals.items()}, (0.95,)).values
    array([20.])
    """
    faults = {NEGATIVE: totals["negative"] > 0, "there is no population": totals["population"] <= 0}
    reasons, usable = first_faults(faults, len(totals["events"]))
    if not len(usable):
        return _nothing(levels)
    events = np.where(usable, totals["events"], np.nan)
    found = crude_rate(events, population=totals["population"], multiplier=multiplier, levels=levels)
    return Modelled(
        values=found.values,
        variances=found.variances,
        limits=found.limits,
        reasons=_with_none(reasons, events),
        events=totals["events"],
    )


def direct_model(multiplier: float, whole: float | None, totals: Totals, levels: Sequence[float]) -> Modelled:
    """Make directly standardised rates of sums.

    Parameters
    ----------
    multiplier : float
        Events per so many.
    whole : float, optional
        What the standard population of each level must add up to.
    totals : mapping of str to ndarray (d,)
        Sums by moment.
    levels : sequence of float
        Confidence levels.

    Returns
    -------
    Modelled
    """
    covered = totals["standard"]
    faults = {
        NEGATIVE: totals["negative"] > 0,
        EMPTY: totals["empty"] > 0,
        "the standard population is zero": covered <= 0,
    }
    if whole is not None:
        other = np.abs(covered - whole) > 1e-9 * whole
        faults["its age bands are not those of the standard population, each once"] = other
    faults[TOO_FEW] = totals["events"] < BYARS_FROM
    reasons, usable = first_faults(faults, len(covered))
    values, variances, limits = standardised_from_sums(
        events=np.where(usable, totals["events"], np.nan),
        weighted=totals["weighted"],
        squares=totals["squares"],
        standard=covered,
        multiplier=multiplier,
        levels=levels,
    )
    # Levels without rows have no standard population, and say nothing of what the others should have.
    uneven = uneven_standards(np.where(covered > 0, covered, np.nan))
    notes = {int(level): UNEVEN for level in np.flatnonzero(uneven & usable)}
    return Modelled(
        values=values,
        variances=variances,
        limits=limits,
        reasons=notes | reasons,
        events=totals["events"],
    )


def indirect_model(multiplier: float | None, totals: Totals, levels: Sequence[float]) -> Modelled:
    """Make indirectly standardised ratios or rates of sums.

    Parameters
    ----------
    multiplier : float, optional
        Events per so many, for rates; None for ratios.
    totals : mapping of str to ndarray (d,)
        Sums by moment.
    levels : sequence of float
        Confidence levels.

    Returns
    -------
    Modelled
    """
    faults = {
        NEGATIVE: totals["negative"] > 0,
        "an age band of the reference population has nobody": totals["empty"] > 0,
        "no events are expected": totals["expected"] <= 0,
    }
    reasons, usable = first_faults(faults, len(totals["events"]))
    reference = np.ones(len(usable))
    if multiplier is not None:
        people = totals["reference_population"]
        reference = np.divide(
            multiplier * totals["reference_count"], people, out=np.full_like(people, np.nan), where=people > 0
        )
    events = np.where(usable, totals["events"], np.nan)
    values, variances, limits = ratio_from_sums(
        events, expected=totals["expected"], reference=reference, levels=levels
    )
    return Modelled(
        values=values,
        variances=variances,
        limits=limits,
        reasons=_with_none(reasons, events),
        events=totals["events"],
    )


def _counted(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def _over(above: nw.Expr, below: nw.Expr) -> nw.Expr:
    """A quotient that is 0 where there is nothing below; such rows are counted and told of."""
    safe = nw.when(below > 0).then(below).otherwise(nw.lit(1.0))
    return nw.when(below > 0).then(above / safe).otherwise(nw.lit(0.0))


def first_faults(
    faults: Mapping[str, NDArray[np.bool_]], size: int
) -> tuple[dict[int, str], NDArray[np.bool_]]:
    """Find the first fault of each level, and which levels have none.

    Parameters
    ----------
    faults : mapping of str to ndarray of bool (d,)
        Levels at fault, by what is said of them.
    size : int
        How many levels there are.

    Returns
    -------
    told : dict of int to str
        By level.
    usable : ndarray of bool (d,)
        Levels without a fault.
    """
    told: dict[int, str] = {}
    for reason, levels in faults.items():
        for level in np.flatnonzero(levels):
            told.setdefault(int(level), reason)
    return told, ~np.isin(np.arange(size), list(told))


def _with_none(reasons: dict[int, str], events: NDArray[np.float64]) -> dict[int, str]:
    return {int(level): NO_ERROR for level in np.flatnonzero(events == 0)} | reasons


def _nothing(levels: Sequence[float]) -> Modelled:
    empty = np.zeros(0)
    return Modelled(values=empty, variances=empty, limits={level: np.zeros((0, 2)) for level in levels})
