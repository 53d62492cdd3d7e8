"""Ratios of two percentiles, such as P90/P10."""

from __future__ import annotations

from functools import partial

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import BANDWIDTHS, OrderedPeople
from dueregard.engine.scored import Solution
from dueregard.errors import UsageError
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.kernels import KERNEL
from dueregard.measures.options import choice, share

__all__ = ["percentile_ratio"]


def _ratio(
    people: OrderedPeople, _: OrderedPeople | None, *, upper: float, lower: float, bandwidth: str
) -> Solution:
    with np.errstate(invalid="ignore", divide="ignore"):
        low = people.quantile(lower, bandwidth=bandwidth)
        ratio = people.quantile(upper, bandwidth=bandwidth) / low
        none = ~(low.values > 0)
        kept = ratio.mapped(np.where(none, np.nan, ratio.values), np.where(none, np.nan, 1.0))
        some = np.flatnonzero(none & (people.count > 0)).tolist()
        return Solution(scored=kept, reasons=dict.fromkeys(some, "the lower percentile is not positive"))


@catalogued(
    title="Percentile ratio",
    family="inequality",
    meaning="How many times what somebody near the bottom has somebody near the top has: P90/P10 compares "
    "the person whom 90% are at or below with the person whom 10% are at or below.",
    formula="q(upper) / q(lower), q(p) the lowest value with at least p of the people at or below it",
    range="1 (equality) upwards, when nothing is negative",
    variance="linearised: the influence of both quantiles, with the density at each",
    oracle="R convey 1.0.1, svyiqalpha, and R laeken 0.5.2, weightedQuantile, for both quantiles (1e-8)",
    avoid="Only two points count: what happens above, below and between them is not seen, so show gini "
    "beside it. Where incomes are rounded, or few people are near a percentile, its standard error is "
    "rough. Where the lower percentile is zero or less there is no value.",
    reference="Osier (2009), Survey Research Methods 3, 167-195, section 3.3, for the influence of quantiles",
    example="percentile_ratio:income,upper=0.9,lower=0.1",
    convention="Quantiles without interpolation (the inverse of the distribution function).",
    properties=("scale invariant", "replication invariant"),
)
def percentile_ratio(
    column: str,
    *,
    upper: float = 0.9,
    lower: float = 0.1,
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the ratio of two percentiles.

    Parameters
    ----------
    column : str
        A column or an expression.
    upper, lower : float
        Shares of people at or below each, between 0 and 1.
    bandwidth : {"convey", "n_eff"}
        Of the densities at both, on which only the standard error depends.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the ratio; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When upper is not above lower, or either is not between 0 and 1.

    References
    ----------
    Osier (2009), Variance estimation for complex indicators of poverty and inequality using linearization
    techniques, Survey Research Methods 3, 167-195, section 3.3.

    Examples
    --------
    >>> people = OrderedPeople.of(np.arange(1.0, 11.0))
    >>> percentile_ratio("income", upper=0.9, lower=0.5).form(people, None).scored.values
    array([1.8])
    """
    high, low = share(upper, option="upper"), share(lower, option="lower")
    if not low < high:
        raise UsageError(
            "A percentile ratio compares a higher percentile with a lower one.",
            found=f"upper was {high:g} and lower was {low:g}.",
            remedy="P90/P10 is upper=0.9,lower=0.1.",
        )
    width = choice(bandwidth, BANDWIDTHS, option="bandwidth")
    options = {} if width == "convey" else {"bandwidth": width}
    return OrderedMeasure(
        name="percentile_ratio",
        interval="log",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_ratio, upper=high, lower=low, bandwidth=width),
        label=name or column,
        unit=unit,
        method=KERNEL[width],
        parameters={"upper": high, "lower": low, **options},
    )
