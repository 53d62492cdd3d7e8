"""Crude rates: events over the population they happened in."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import ArrayLike

from dueregard.rates.arrays import LEVELS, columns, confidence_levels, positive
from dueregard.rates.frequencies import check_frequencies, rows_that_differ
from dueregard.rates.groups import gathered
from dueregard.rates.poisson import carried_limits, count_methods
from dueregard.rates.results import RateEstimates

__all__ = ["crude_rate"]


def crude_rate(
    events: ArrayLike,
    *,
    population: ArrayLike,
    multiplier: float = 100_000,
    by: Iterable[Hashable] | None = None,
    independent_events: bool = True,
    event_frequency: ArrayLike | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> RateEstimates:
    """Estimate crude rates, x/n.

    Independent events follow a Poisson distribution. When one person can have several events (admissions,
    say) the count varies more: with x_f people who each had f events its variance is the sum of f² x_f, and
    the distance of the Poisson limits from the count is stretched by the square root of that variance over
    the number of events. With one event a person both are the same.

    Parameters
    ----------
    events : array-like, shape (n,)
        Events; with ``independent_events=False`` the number of people who had ``event_frequency`` events.
    population : array-like, shape (n,)
        People or person-years; with ``independent_events=False`` the same in all rows of a group.
    multiplier : float
        Events per so many.
    by : iterable of hashable, optional
        A label for each row; rows of one label are added up. Without labels each row is a group, or all rows
        are one group when events are not independent.
    independent_events : bool
        Whether each event is another person's.
    event_frequency : array-like, shape (n,), optional
        How many events each person of the row had.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    RateEstimates
        A group with a missing or negative number or nobody has no value and a reason.

    Raises
    ------
    UsageError
        When the columns do not fit together, or the event frequencies are given without being asked for, or
        lacking, or not whole numbers above zero.

    References
    ----------
    Garwood (1936), Biometrika 28, 437-442, below 10 events; Byar's approximation from 10 (Breslow and Day
    1987, equation 2.13). Non-independent events: Fingertips technical guidance, "Directly standardised
    rates"; Stukel, Glynn, Fisher, Sharp, Lu-Yao and Wennberg (1994), Statistics in Medicine 13, 1781-1791.

    Examples
    --------
    >>> crude_rate([5, 20], population=100, multiplier=100, levels=0.95).limits[0.95].round(2)
    array([[ 1.62, 11.67],
           [12.21, 30.89]])

    Twenty admissions of ten people vary more than twenty admissions of twenty people:

    >>> again = crude_rate(
    ...     [4, 4, 2],
    ...     population=100,
    ...     multiplier=100,
    ...     independent_events=False,
    ...     event_frequency=[1, 2, 4],
    ...     levels=0.95,
    ... )
    >>> again.events, again.limits[0.95].round(2)
    (array([20.]), array([[ 7.44, 37.56]]))
    """
    asked, scale = confidence_levels(levels), positive(multiplier, name="The multiplier")
    check_frequencies(event_frequency, independent_events=independent_events)
    times = 1.0 if event_frequency is None else event_frequency
    x, n, f = columns(events=events, population=population, event_frequency=times)
    groups = gathered(by, size=len(x), separately=independent_events)
    differ = np.zeros(len(x), bool) if independent_events else rows_that_differ(n, groups=groups)
    people = groups.sum(n) if independent_events else groups.first(n)
    total, squares = groups.sum(f * x), groups.sum(f**2 * x)
    reasons = groups.reasons(
        {
            "a number is missing": np.isnan(x) | np.isnan(n),
            "a count is negative": x < 0,
            "rows of one group have different populations": differ,
            "the population is zero or less": (n < 0) | (people <= 0)[groups.codes],
        }
    )
    usable = ~np.isin(np.arange(len(people)), list(reasons))
    each = np.divide(scale, people, out=np.full_like(people, np.nan), where=usable)
    stretch = np.sqrt(np.divide(squares, total, out=np.ones_like(total), where=total > 0))
    values = each * total
    method = "" if independent_events else ", for non-independent events"
    return RateEstimates(
        groups=groups.labels,
        values=values,
        variances=np.where(squares > 0, each**2 * squares, np.nan),
        limits={
            level: carried_limits(total, values=values, per_event=each * stretch, level=level)
            for level in asked
        },
        reasons=reasons,
        statistic=f"rate per {scale:.12g}",
        methods=tuple(name + method for name in count_methods(total)),
        events=total,
        populations=people,
        multiplier=scale,
    )
