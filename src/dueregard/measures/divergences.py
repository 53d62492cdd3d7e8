"""Inequality as a distance from equality: the J-divergence, Rényi's divergence and Amato's length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored, Solution
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure, SmoothMeasure
from dueregard.measures.generalised_entropy import theil
from dueregard.measures.positive_values import PowerMean, read_nonpositive

__all__ = ["amato", "j_divergence", "renyi"]

Totals = Mapping[str, NDArray[Any]]


def _j_divergence(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["ylog"] / totals["y"] - totals["log"] / totals["number"])


@dataclass(frozen=True, slots=True)
class _Renyi:
    """Rényi's divergence of an order other than 1."""

    alpha: float

    def __call__(self, totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
        return np.asarray(PowerMean(power=self.alpha).log_ratio(totals) / (self.alpha - 1))


@catalogued(
    title="J-divergence",
    family="inequality",
    meaning="The sum of the mean log deviation and Theil's index: how far shares of the total and shares of "
    "people are from one another, with both ends of the distribution counting.",
    formula="mean((y/μ − 1) ln(y/μ)), over y > 0",
    range="0 (equality) upwards, without limit",
    variance="linearised: a function of totals, differentiated exactly",
    oracle="R convey 1.0.1 svyjdiv, with linearisation and with replicate weights, to 1e-8",
    avoid="Very small and very large values, often errors, both weigh heavily: compare with gini.",
    reference="Jeffreys (1946), An invariant form for the prior probability, Proceedings of the Royal "
    "Society A 186, 453-461; Rohde (2016), J-divergence measurements of economic inequality, JRSS A 179, "
    "847-870, equation 5",
    example="j_divergence:income",
    convention="People with values of zero or less are left out and counted, unless nonpositive says "
    "otherwise.",
    properties=("scale invariant", "replication invariant", "transfer principle", "additively decomposable"),
)
def j_divergence(
    column: str,
    *,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure inequality by the symmetric divergence of shares of the total from shares of people.

    Parameters
    ----------
    column : str
        A column or an expression.
    nonpositive : {"drop", "refuse"} or float
        What to do with values of zero or less: leave their people out and count them, refuse, or raise all
        lower values to a positive number.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    SmoothMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When an option is not one.

    References
    ----------
    Rohde (2016), JRSS A 179, 847-870.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 2.0, 6.0]}), design=SurveyDesign())
    >>> evaluate(people, [j_divergence("y")]).values.round(6)
    array([0.520237])
    """
    people = read_nonpositive(nonpositive)
    return people.measure(
        "j_divergence",
        column,
        moments={
            "number": people.number,
            "y": people.value,
            "log": people.logarithm(),
            "ylog": people.logarithm(1),
        },
        function=_j_divergence,
        parameters={},
        among=among,
        name=name,
        unit=unit,
        interval="log",
    )


@catalogued(
    title="Rényi divergence",
    family="inequality",
    meaning="How far shares of the total are from shares of people, on the scale of a logarithm; a higher "
    "alpha makes large values count more.",
    formula="ln(mean((y/μ)^α)) / (α − 1); α = 1: mean((y/μ) ln(y/μ)); over y > 0",
    range="0 (equality) to ln N",
    variance="linearised: a function of totals, differentiated exactly",
    oracle="R convey 0.2.3 svyrenyi (epsilon 0.5 and 1; left out of later versions), to 1e-8",
    avoid="It is little used, and does not split into groups: prefer generalised_entropy, of which it is a "
    "function, unless it is to be compared with published figures.",
    reference="Rényi (1961), On measures of entropy and information, Proceedings of the Fourth Berkeley "
    "Symposium 1, 547-561, equation 3.3",
    example="renyi:income,alpha=0.5",
    convention="People with values of zero or less are left out and counted, unless nonpositive says "
    "otherwise.",
    properties=("scale invariant", "replication invariant", "transfer principle"),
)
def renyi(
    column: str,
    *,
    alpha: object,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure inequality by Rényi's divergence.

    Parameters
    ----------
    alpha : float
        Its order, above 0; with 1 it is Theil's index.
    nonpositive : {"drop", "refuse", "keep_zeros"} or float
        As for :func:`j_divergence`; ``keep_zeros`` lets values of zero count.
    column, among, name, unit
        As :func:`j_divergence` takes them.

    Returns
    -------
    SmoothMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When an option is not one.

    References
    ----------
    Rényi (1961), Proceedings of the Fourth Berkeley Symposium 1, 547-561.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 2.0, 6.0]}), design=SurveyDesign())
    >>> evaluate(people, [renyi("y", alpha=2)]).values.round(6)
    array([0.417735])
    """
    order = options.number(alpha, option="alpha", above=0)
    people = read_nonpositive(nonpositive, zeros=True)
    index = theil(column, nonpositive=nonpositive)
    return people.measure(
        "renyi",
        column,
        moments=index.moments if order == 1 else PowerMean(power=order).moments(people),
        function=index.function if order == 1 else _Renyi(order),
        parameters={"alpha": order},
        among=among,
        name=name,
        unit=unit,
        interval="log",
    )


def _amato(people: OrderedPeople, _: OrderedPeople | None, *, standardised: bool) -> Scored | Solution:
    centre = people.mean_y
    with np.errstate(all="ignore"):
        relative = people.y / people.each(np.where(centre.values > 0, centre.values, np.nan))
        length = np.hypot(1.0, relative)
        shortened = people.sums(relative**2 / length) / people.size
        found = people.mean(length) - centre.mapped(0 * centre.values, shortened / centre.values)
    if standardised:
        found = (found - np.sqrt(2)) / (2 - np.sqrt(2))
    without = np.flatnonzero((people.count > 0) & ~(centre.values > 0)).tolist()
    return Solution(scored=found, reasons=dict.fromkeys(without, "the total is not above zero"))


@catalogued(
    title="Amato index",
    family="inequality",
    meaning="The length of the Lorenz curve, the curve of what share of the total the poorest share of "
    "people has: the more bent, the longer.",
    formula="mean(√(1 + (y/μ)²)); standardised: (that − √2) / (2 − √2)",
    range="√2 (equality) to 2; standardised: 0 to 1",
    variance="linearised, the mean's own sampling error included",
    oracle="R convey 0.2.3 svyamato (left out of later versions) for values, to 1e-8. Its standard error "
    "takes y for y² in the influence, so ours is checked against derivatives in the weights instead",
    avoid="It is little used: prefer gini, unless it is to be compared with published figures.",
    reference="Arnold (2012), On the Amato inequality index, Statistics and Probability Letters 82, "
    "1504-1506",
    example="amato:income,standardised=yes",
    convention="The plain length unless standardised=yes. Zero and negative values count.",
    properties=("scale invariant", "replication invariant", "transfer principle"),
)
def amato(
    column: str,
    *,
    standardised: object = False,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure inequality by the length of the Lorenz curve.

    Parameters
    ----------
    column : str
        A column or an expression.
    standardised : bool
        Bring it to the range from 0 to 1.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`. It needs no order, but each person's value beside the mean.

    Raises
    ------
    UsageError
        When an option is not one.

    References
    ----------
    Arnold (2012), Statistics and Probability Letters 82, 1504-1506.

    Examples
    --------
    >>> people = OrderedPeople.of([3.0, 3.0, 3.0])
    >>> amato("income").estimate(people, None).scored.values.round(6)
    array([1.414214])
    """
    scaled = options.switch(standardised, option="standardised")
    return OrderedMeasure(
        name="amato",
        interval="index" if scaled else "t",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_amato, standardised=scaled),
        label=name or column,
        unit=unit,
        parameters={"standardised": True} if scaled else {},
    )
