"""Ordinates of the Lorenz curve, and what other shares of a total have in common with them."""

from __future__ import annotations

from functools import partial

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.cumulated import CumulatedCells
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats, Scored, Solution
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.options import choice, number

__all__ = ["lorenz", "lower_part", "of_positive_total"]


def of_positive_total(people: OrderedPeople | CumulatedCells, scored: Scored) -> Solution:
    """Keep the values of levels whose total is positive; shares of any other total mean nothing.

    Parameters
    ----------
    people : OrderedPeople or CumulatedCells
        By level.
    scored : Scored
        Of the same levels.

    Returns
    -------
    Solution
        NaN, with the reason, where the total of the first column is zero or less.
    """
    none = ~(people.total_y.values > 0)
    kept = scored.mapped(np.where(none, np.nan, scored.values), np.where(none, np.nan, 1.0))
    some = np.flatnonzero(none & (people.count > 0))
    return Solution(
        scored=kept, reasons=dict.fromkeys(some.tolist(), "the total of the outcome is not positive")
    )


def lower_part(people: OrderedPeople, p: float) -> Scored:
    """Total of exactly the lowest share of people; whoever is at the border counts in part.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column.
    p : float
        The share, from 0 to 1.

    Returns
    -------
    Scored
        ``S + q (p N - C)``, with q the quantile, and S and C the total and number of people at or below it.
        The quantile's own influence cancels, so no density is needed.
    """
    return _up_to(people, p, people.reached(p))


def _up_to(people: OrderedPeople, p: float, border: Floats) -> Scored:
    below = people.at_most(border)
    total = people.total(np.where(below, people.y, 0.0))
    return total + (people.number * p - people.total(below * 1.0)) * border


def _lorenz(people: OrderedPeople, _: OrderedPeople | None, *, p: float, score: str) -> Solution:
    part = lower_part(people, p)
    if people.scored and score == "interpolated" and 0 < p < 1:
        part = Scored(part.values, _up_to(people, p, _between(people, p)).terms)
    return of_positive_total(people, part / people.total(people.y))


def _between(people: OrderedPeople, p: float) -> Floats:
    """Quantile on the line from the value before to its own, climbed by the first of those tied at it."""
    border = people.reached(p)
    at = people.y == people.each(border)
    once = people.reweighted(people.ones)
    with np.errstate(invalid="ignore", divide="ignore"):
        below = people.sums(people.y < people.each(border))
        # As if people of equal value stood in order of weight, whatever the order of rows.
        some = np.flatnonzero(people.count)
        lightest = np.full(people.levels, np.nan)
        if len(some):
            tied = np.where(at, people.weight, np.inf)
            lightest[some] = np.minimum.reduceat(tied, people.starts[some])
        climbed = np.clip((p * people.size - below) / lightest, 0.0, 1.0)
    before = people.starts[:-1] + once.sums(people.y < people.each(border)).astype(np.int64) - 1
    known = before >= people.starts[:-1]
    previous = np.where(known, people.y[np.maximum(before, 0)], 0.0) if len(people) else np.zeros_like(border)
    return np.asarray(previous + (border - previous) * climbed)


@catalogued(
    title="Lorenz curve",
    family="inequality",
    meaning="The share of the total that the poorest part of people have: at p = 0.4, what the bottom 40% "
    "have of all there is.",
    formula="L(p) = (S(q) + q (p N − C(q))) / Y, q the p-quantile, S and C the total and number up to it",
    range="0 to p; p is equality",
    variance="linearised: ((y − q) 1{y ≤ q} + p q − L y) / Y; no density is needed. By default q is "
    "interpolated (as R convey); with score=derivative it is the quantile itself, which makes it the exact "
    "derivative",
    oracle="R convey 1.0.1, svylorenz (values and standard errors, 1e-8); numerical derivatives in the "
    "weights for score=derivative (1e-6)",
    avoid="One point says little: show several, or share for slices. A total of zero or less gives no value.",
    reference="Kovačević and Binder (1997), Variance estimation for measures of income inequality and "
    "polarization, Journal of Official Statistics 13, 41-58, section 4",
    example="lorenz:income,p=0.4",
    convention="Linear between people: whoever is at the border counts in part, so that ties do not matter.",
    properties=("scale invariant", "replication invariant"),
    direction="higher",
)
def lorenz(
    column: str,
    *,
    p: float = 0.5,
    score: str = "interpolated",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure an ordinate of the Lorenz curve.

    Parameters
    ----------
    column : str
        A column or an expression.
    p : float
        The share of people, from 0 to 1, lowest first.
    score : {"interpolated", "derivative"}
        What standard errors take for the quantile: between two people, or the person at it. The difference
        vanishes in large samples.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the ordinate; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When p is not between 0 and 1, and for an unknown score.

    References
    ----------
    Kovačević and Binder (1997), Variance estimation for measures of income inequality and polarization,
    Journal of Official Statistics 13, 41-58, section 4.

    Examples
    --------
    >>> lorenz("income", p=0.5).form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).scored.values
    array([0.3])
    """
    share = number(p, option="p", at_least=0, at_most=1)
    how = choice(score, ("interpolated", "derivative"), option="score")
    return OrderedMeasure(
        name="lorenz",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_lorenz, p=share, score=how),
        label=name or column,
        unit=unit,
        parameters={"p": share} | ({} if how == "interpolated" else {"score": how}),
    )
