"""How closely two outcomes go together: of their values, or of their ranks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.ordering import in_order
from dueregard.engine.protocols import one
from dueregard.engine.scored import Floats, Scored, Solution
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.concentration import same_rank
from dueregard.measures.declared import OrderedMeasure, SmoothMeasure
from dueregard.measures.fractional_ranks import FractionalRanks
from dueregard.measures.means import y
from dueregard.measures.ratios import denominator_of
from dueregard.measures.variances import squared

__all__ = ["METHODS", "correlation"]

METHODS = ("pearson", "spearman")
"""Of values, or of ranks."""

_ROUNDING = 1e-13


def other_squared(_: nw.Expr, other: nw.Expr) -> nw.Expr:
    """Moment of the second column's square."""
    return other * other


def product(outcome: nw.Expr, other: nw.Expr) -> nw.Expr:
    """Moment of the product of both columns."""
    return outcome * other


def _pearson(totals: Mapping[str, NDArray[Any]], _: NDArray[np.float64]) -> NDArray[Any]:
    people = totals["one"]
    first, second = totals["y"] / people, totals["x"] / people
    spread = [totals["yy"] / people - first * first, totals["xx"] / people - second * second]
    together = totals["xy"] / people - first * second
    for known, square in zip(spread, ("yy", "xx"), strict=True):
        # A column that does not vary leaves rounding, which must not pass for variance.
        still = np.real(known) <= _ROUNDING * np.real(totals[square] / people)
        together = np.where(still, np.nan, together)
    return np.asarray(together / np.sqrt(spread[0] * spread[1]))


def spearman(people: OrderedPeople, _: OrderedPeople | None) -> Solution:
    """Correlate the ranks of two columns, within each level.

    Parameters
    ----------
    people : OrderedPeople
        With two columns, in order of the first.

    Returns
    -------
    Solution
        With the influence that goes through both estimated ranks.

    References
    ----------
    Croux and Dehon (2010), Influence functions of the Spearman and Kendall correlation measures, Statistical
    Methods and Applications 19, 497-515, section 2.
    """
    level = np.repeat(np.arange(people.levels), np.diff(people.starts))
    place, starts = in_order(people.columns[1], level, people.levels)
    turned = OrderedPeople(
        weight=people.weight[place],
        columns=tuple(column[place] for column in people.columns),
        starts=starts,
        order=1,
        scored=people.scored,
    )
    first, second = FractionalRanks(people=people), FractionalRanks(people=turned)
    a, b = first.share - 0.5, _put_back(second.share, place) - 0.5
    with np.errstate(invalid="ignore", divide="ignore"):
        aa, bb, ab = people.sums(a * a), people.sums(b * b), people.sums(a * b)
        alike = same_rank(people) | same_rank(turned)
        rho = ab / np.sqrt(aa * bb)
        rho[list(alike)] = np.nan
        if not people.scored:
            return Solution(scored=Scored(rho), reasons=alike)
        by_ab, by_aa, by_bb = (
            people.each(each) for each in (1 / np.sqrt(aa * bb), -rho / (2 * aa), -rho / (2 * bb))
        )
        own = by_ab * a * b + by_aa * a * a + by_bb * b * b
        through_first = by_ab * b + 2 * by_aa * a
        through_second = (by_ab * a + 2 * by_bb * b)[place]
        influence = first.scored(rho, own, through_first)
        rest = second.scored(rho, np.zeros(len(turned)), through_second)
    return Solution(
        scored=Scored(rho, (*influence.terms, *Scored.of(rho, _put_back(rest.terms[0].base, place)).terms)),
        reasons=alike,
    )


def _put_back(values: Floats, place: NDArray[np.int64]) -> Floats:
    result = np.empty_like(values)
    result[place] = values
    return result


@catalogued(
    title="Correlation",
    family="survey statistics",
    meaning="How closely two things go together: 1 when one always rises with the other, −1 when one always "
    "falls as the other rises, 0 when neither.",
    formula="pearson: Σ w (y − μ_y)(x − μ_x) / √(Σ w (y − μ_y)² Σ w (x − μ_x)²); spearman: the same of ranks",
    range="−1 to 1; 0 is no association of this form.",
    variance="Taylor linearisation; for ranks including that they are estimated from the sample.",
    oracle="numpy's corrcoef with whole-number frequency weights, scipy 1.17 spearmanr (values 1e-12); "
    "numerical derivatives in the weights",
    avoid="It says nothing of how much one changes with the other, nor of cause. Pearson's is ruled by "
    "extreme values: use method=spearman. Intervals near −1 or 1 are only approximate.",
    reference="Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.9; Croux and "
    "Dehon (2010), Statistical Methods and Applications 19, 497-515.",
    example="correlation:income,other=age",
    convention="People who lack either value are left out. Tied ranks share their middle.",
    properties=("scale invariant", "translation invariant", "replication invariant"),
    direction="neither",
)
def correlation(
    column: str,
    *,
    other: str,
    method: str = "pearson",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure | OrderedMeasure:
    """Measure how closely two outcomes go together.

    Parameters
    ----------
    column, other : str
        Columns or expressions.
    method : {"pearson", "spearman"}
        Of values, or of ranks.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        By default none.

    Returns
    -------
    SmoothMeasure or OrderedMeasure
        For :func:`dueregard.engine.evaluate`; only ranks need an order of people.

    Raises
    ------
    UsageError
        For an unknown method.

    References
    ----------
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.9.

    Examples
    --------
    >>> from dueregard.engine.ordered import OrderedPeople
    >>> people = OrderedPeople.of([1.0, 2.0, 3.0], [10.0, 30.0, 20.0])
    >>> correlation("income", other="age", method="spearman").estimate(people, None).scored.values
    array([0.5])
    """
    chosen = options.choice(method, METHODS, option="method")
    columns, parameters = (column, other), {"other": other, "method": chosen}
    if chosen == "spearman":
        return OrderedMeasure(
            name="correlation",
            outcome=Outcome(columns=columns, among=among),
            form=spearman,
            label=name or column,
            unit=unit,
            method="of mid-ranks within the group, themselves estimated",
            parameters=parameters,
        )
    return SmoothMeasure(
        name="correlation",
        outcome=Outcome(columns=columns, among=among, centred=True),
        moments={"one": one, "y": y, "x": denominator_of, "yy": squared, "xx": other_squared, "xy": product},
        function=_pearson,
        label=name or column,
        unit=unit,
        parameters=parameters,
    )
