"""Spread in relative, logarithmic and absolute terms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.protocols import one
from dueregard.engine.scored import Scored
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure, SmoothMeasure
from dueregard.measures.means import y
from dueregard.measures.positive_values import read_nonpositive
from dueregard.measures.variances import squared

__all__ = ["coefficient_of_variation", "kolm", "variance_of_logs"]

Totals = Mapping[str, NDArray[Any]]


def _variance_of_logs(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    centre = totals["log"] / totals["number"]
    return np.asarray(totals["loglog"] / totals["number"] - centre * centre)


@catalogued(
    title="Variance of logarithms",
    family="inequality",
    meaning="How far values differ from one another in relative terms: the variance of their logarithms.",
    formula="mean((ln y − mean(ln y))²), over y > 0",
    range="0 (equality) upwards, without limit",
    variance="linearised: a function of totals, differentiated exactly",
    oracle="its definition, computed directly in numpy, to 1e-10",
    avoid="A transfer from a rich person to a less rich one can raise it, so it is no measure of inequality "
    "in the strict sense: use mean_log_deviation unless it is to be compared with published figures.",
    reference="Foster and Ok (1999), Lorenz dominance and the variance of logarithms, Econometrica 67, "
    "901-907; Cowell (2011), Measuring Inequality, third edition, section 2.2",
    example="variance_of_logs:income",
    convention="About the mean of the logarithms, not the logarithm of the mean. People with values of zero "
    "or less are left out and counted, unless nonpositive says otherwise.",
    properties=("scale invariant", "replication invariant"),
)
def variance_of_logs(
    column: str,
    *,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure the variance of the logarithm of an outcome.

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
    Cowell (2011), Measuring Inequality, third edition, section 2.2.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 10.0, 100.0]}), design=SurveyDesign())
    >>> evaluate(people, [variance_of_logs("y")]).values.round(6)
    array([3.534599])
    """
    people = read_nonpositive(nonpositive)
    return people.measure(
        "variance_of_logs",
        column,
        moments={
            "number": people.number,
            "log": people.logarithm(),
            "loglog": people.logarithm(squared=True),
        },
        function=_variance_of_logs,
        parameters={},
        among=among,
        name=name,
        unit=unit,
        interval="log",
    )


def _uncentred(_: nw.Expr, value: nw.Expr) -> nw.Expr:
    return value


def _coefficient_of_variation(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    centre, mean = totals["y"] / totals["one"], totals["value"] / totals["one"]
    variance = totals["yy"] / totals["one"] - centre * centre
    # Of people who all have the same it may come out a rounding below zero.
    deviation = np.sqrt(np.where(np.real(variance) > 0, variance, 0.0))
    return np.asarray(deviation / np.where(np.real(mean) > 0, mean, np.nan))


@catalogued(
    title="Coefficient of variation",
    family="inequality",
    meaning="The standard deviation as a multiple of the mean: how far values typically lie from the mean, "
    "relative to it.",
    formula="√(mean((y − μ)²)) / μ",
    range="0 (equality) to √(N − 1); there is no value unless the mean is above zero",
    variance="linearised: a function of totals, differentiated exactly",
    oracle="R ineq 0.2-13 var.coeff (unweighted), and √(2 GE(2)) of R convey 1.0.1, to 1e-8",
    avoid="A few very large values decide it, and its standard error is then too small: use gini. Not for "
    "outcomes whose zero is arbitrary, such as temperatures or scores.",
    reference="Cowell (2011), Measuring Inequality, third edition, section 2.2",
    example="coefficient_of_variation:income",
    convention="The population's variance, divided by N and not by n − 1. Zero and negative values count.",
    properties=("scale invariant", "replication invariant", "transfer principle"),
)
def coefficient_of_variation(
    column: str, *, among: str | None = None, name: str | None = None, unit: str | None = None
) -> SmoothMeasure:
    """Measure the standard deviation of an outcome relative to its mean.

    Parameters
    ----------
    column : str
        A column or an expression.
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

    References
    ----------
    Cowell (2011), Measuring Inequality, third edition, section 2.2.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 3.0]}), design=SurveyDesign())
    >>> evaluate(people, [coefficient_of_variation("y")]).values
    array([0.5])
    """
    return SmoothMeasure(
        name="coefficient_of_variation",
        interval="log",
        outcome=Outcome(columns=(column, column), among=among, centred=True),
        moments={"one": one, "y": y, "yy": squared, "value": _uncentred},
        function=_coefficient_of_variation,
        label=name or column,
        unit=unit,
        undefined="the mean is not above zero",
    )


def _kolm(people: OrderedPeople, _: OrderedPeople | None, *, alpha: float) -> Scored:
    """Measured from the lowest value of each level, so that no exponential exceeds one."""
    lowest = np.full(people.levels, np.nan)
    some = np.flatnonzero(people.count > 0)
    lowest[some] = people.y[people.starts[some]]
    above = people.y - people.each(lowest)
    with np.errstate(all="ignore"):
        return people.mean(above) + people.mean(np.exp(-alpha * above)).log() / alpha


@catalogued(
    title="Kolm index",
    family="inequality",
    meaning="How much of the average, in the unit of the outcome, could be given up without loss of welfare "
    "if the rest were shared out equally. The same amount more for everybody does not change it.",
    formula="ln(mean(exp(α (μ − y)))) / α",
    range="0 (equality) upwards, in the unit of the outcome",
    variance="linearised: the influence of each person on the mean and on the mean exponential",
    oracle="R ineq 0.2-13 Kolm (unweighted, of values relative to their mean), to 1e-8",
    avoid="alpha is in units of one over the outcome's: with incomes in pounds and alpha=1 only the very "
    "poorest count. Divide by a typical value first. For relative differences use atkinson.",
    reference="Kolm (1976), Unequal inequalities I, Journal of Economic Theory 12, 416-442, section 6",
    example="kolm:income / 20000,alpha=1",
    properties=("translation invariant", "replication invariant", "transfer principle"),
    keeps_unit=True,
)
def kolm(
    column: str,
    *,
    alpha: object,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure absolute inequality by Kolm's index.

    Parameters
    ----------
    column : str
        A column or an expression. Zero and negative values count.
    alpha : float
        Aversion to inequality, above 0, in units of one over the outcome's.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the outcome.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`. Measured from the lowest value, it never overflows.

    Raises
    ------
    UsageError
        When alpha is not above 0.

    References
    ----------
    Kolm (1976), Journal of Economic Theory 12, 416-442.

    Examples
    --------
    >>> people = OrderedPeople.of([1.0, 2.0, 6.0])
    >>> kolm("income", alpha=1).estimate(people, None).values.round(6)
    array([1.219563])
    """
    aversion = options.number(alpha, option="alpha", above=0)
    return OrderedMeasure(
        name="kolm",
        interval="log",
        outcome=Outcome(columns=(column,), among=among, centred=True),
        form=partial(_kolm, alpha=aversion),
        label=name or column,
        unit=unit,
        parameters={"alpha": aversion},
    )
