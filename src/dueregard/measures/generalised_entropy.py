"""Inequality by generalised entropy: any alpha, with the mean log deviation and Theil's index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.protocols import Moment
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import SmoothMeasure
from dueregard.measures.positive_values import Positive, PowerMean, read_nonpositive

__all__ = ["generalised_entropy", "mean_log_deviation", "theil"]

Totals = Mapping[str, NDArray[Any]]

_NONPOSITIVE = (
    "Values of zero or less have no logarithm: people who have one are left out and counted, unless "
    "nonpositive says otherwise."
)
_ORACLE = (
    "R convey 1.0.1 svygei, with linearisation and with replicate weights, whole samples, groups, "
    "covariances and contrasts, to 1e-8; IC2 1.0-1 and dineq 0.1.0 for values"
)
_PROPERTIES = ("scale invariant", "replication invariant", "transfer principle", "additively decomposable")


def _mean_log_deviation(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(np.log(totals["y"] / totals["number"]) - totals["log"] / totals["number"])


def _theil(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["ylog"] / totals["y"] - np.log(totals["y"] / totals["number"]))


@dataclass(frozen=True, slots=True)
class _Entropy:
    """Entropy with an alpha other than 0 and 1."""

    alpha: float

    def __call__(self, totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
        excess = np.expm1(PowerMean(power=self.alpha).log_ratio(totals))
        return np.asarray(excess / (self.alpha * (self.alpha - 1)))


Function = Callable[[Totals, NDArray[np.float64]], NDArray[Any]]


def _form(alpha: float, people: Positive) -> tuple[Mapping[str, Moment], Function]:
    if alpha == 0:
        return {"number": people.number, "y": people.value, "log": people.logarithm()}, _mean_log_deviation
    if alpha == 1:
        return {"number": people.number, "y": people.value, "ylog": people.logarithm(1)}, _theil
    return PowerMean(power=alpha).moments(people), _Entropy(alpha)


def _entropy(
    measure: str,
    column: str,
    *,
    alpha: float,
    shown: Mapping[str, Any],
    nonpositive: object,
    among: str | None,
    name: str | None,
    unit: str | None,
) -> SmoothMeasure:
    people = read_nonpositive(nonpositive, zeros=alpha > 0)
    moments, function = _form(alpha, people)
    return people.measure(
        measure,
        column,
        moments=moments,
        function=function,
        parameters=shown,
        among=among,
        name=name,
        unit=unit,
        interval="log",
    )


@catalogued(
    title="Generalised entropy index",
    family="inequality",
    meaning="How far values are from all being equal. With a low alpha differences among the poorest count "
    "most, with a high alpha differences among the richest.",
    formula="(mean((y/μ)^α) − 1) / (α(α − 1)); α = 0: mean(ln(μ/y)); α = 1: mean((y/μ) ln(y/μ))",
    range="0 (equality) upwards; at most ln N for α = 1, no limit for α ≤ 0",
    variance="linearised: a function of totals, differentiated exactly",
    oracle=_ORACLE + " (alpha −1, 0, 0.5, 1 and 2)",
    avoid="Not for values that are often zero or negative: use gini. For alpha below 0 or above 2 a few "
    "extreme values, often errors, decide: look at them first.",
    reference="Shorrocks (1980), The class of additively decomposable inequality measures, Econometrica 48, "
    "613-625, equation 29",
    example="generalised_entropy:income,alpha=2",
    convention=_NONPOSITIVE,
    properties=_PROPERTIES,
)
def generalised_entropy(
    column: str,
    *,
    alpha: object,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure inequality by generalised entropy.

    Parameters
    ----------
    column : str
        A column or an expression.
    alpha : float
        Any number: the weight given to distances at the top. Near 0 and 1 the index goes smoothly to the
        mean log deviation and to Theil's index.
    nonpositive : {"drop", "refuse", "keep_zeros"} or float
        What to do with values of zero or less: leave their people out and count them, refuse, let zeros
        count (with an alpha above 0), or raise all lower values to a positive number.
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
    Shorrocks (1980), Econometrica 48, 613-625; Cowell (2011), Measuring Inequality, third edition.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 2.0, 6.0]}), design=SurveyDesign())
    >>> evaluate(people, [generalised_entropy("y", alpha=2)]).values.round(6)
    array([0.259259])
    """
    power = options.number(alpha, option="alpha")
    return _entropy(
        "generalised_entropy",
        column,
        alpha=power,
        shown={"alpha": power},
        nonpositive=nonpositive,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Mean log deviation",
    family="inequality",
    meaning="How far below the mean people typically are. 0.1: the typical (geometric mean) value is about "
    "10% below the mean. Gaps among the poorest count most, and it splits exactly into inequality within and "
    "between groups.",
    formula="ln μ − mean(ln y), over y > 0",
    range="0 (everybody has the same) upwards, without limit",
    variance="linearised: a function of totals, differentiated exactly",
    oracle=_ORACLE,
    avoid="Very small values, often errors, dominate it: compare with theil or gini. Do not use it where "
    "many values are zero or negative.",
    reference="Theil (1967), Economics and Information Theory, section 4.A; Shorrocks (1980), Econometrica "
    "48, 613-625, with α = 0",
    example="mean_log_deviation:income",
    convention=_NONPOSITIVE + " It is Theil's L, generalised_entropy with alpha 0.",
    properties=_PROPERTIES,
)
def mean_log_deviation(
    column: str,
    *,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure inequality by the mean log deviation.

    Parameters
    ----------
    column, nonpositive, among, name, unit
        As :func:`generalised_entropy` takes them.

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
    Shorrocks (1980), Econometrica 48, 613-625.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 2.0, 6.0]}), design=SurveyDesign())
    >>> evaluate(people, [mean_log_deviation("y")]).values.round(6)
    array([0.27031])
    """
    return _entropy(
        "mean_log_deviation",
        column,
        alpha=0.0,
        shown={},
        nonpositive=nonpositive,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Theil index",
    family="inequality",
    meaning="How far values are from all being equal, all parts of the distribution counting about alike. It "
    "splits exactly into inequality within and between groups or places.",
    formula="mean((y/μ) ln(y/μ)), over y > 0",
    range="0 (equality) to ln N (one person has all of it)",
    variance="linearised: a function of totals, differentiated exactly",
    oracle=_ORACLE,
    avoid="A few very large values can dominate it: report mean_log_deviation beside it. Not for values that "
    "are often negative.",
    reference="Theil (1967), Economics and Information Theory, section 4.A; Shorrocks (1980), Econometrica "
    "48, 613-625, with α = 1",
    example="theil:income",
    convention=_NONPOSITIVE + " It is Theil's T, generalised_entropy with alpha 1.",
    properties=_PROPERTIES,
)
def theil(
    column: str,
    *,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure inequality by Theil's index T.

    Parameters
    ----------
    column, nonpositive, among, name, unit
        As :func:`generalised_entropy` takes them.

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
    Theil (1967), Economics and Information Theory, section 4.A.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 2.0, 6.0]}), design=SurveyDesign())
    >>> evaluate(people, [theil("y")]).values.round(6)
    array([0.249927])
    """
    return _entropy(
        "theil",
        column,
        alpha=1.0,
        shown={},
        nonpositive=nonpositive,
        among=among,
        name=name,
        unit=unit,
    )
