"""Atkinson's index and the income which, equally distributed, would be worth as much."""

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

__all__ = ["atkinson", "equally_distributed_equivalent"]

Totals = Mapping[str, NDArray[Any]]
Function = Callable[[Totals, NDArray[np.float64]], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class _Equivalent:
    """The equally distributed equivalent, or what it falls short of the mean by, as a share of it."""

    epsilon: float
    relative: bool

    def __call__(self, totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
        if self.epsilon == 1:
            logarithm = totals["log"] / totals["number"]
        else:
            power = PowerMean(power=1 - self.epsilon)
            logarithm = power.log_mean(totals) / power.power
        if not self.relative:
            return np.asarray(np.exp(logarithm))
        return np.asarray(-np.expm1(logarithm - np.log(totals["y"] / totals["number"])))


def _form(
    epsilon: float, people: Positive, *, relative: bool
) -> tuple[Mapping[str, Moment], Callable[[Totals, NDArray[np.float64]], NDArray[Any]]]:
    function = _Equivalent(epsilon, relative)
    if epsilon == 1:
        return {"number": people.number, "y": people.value, "log": people.logarithm()}, function
    return PowerMean(power=1 - epsilon).moments(people), function


def _make(
    measure: str,
    column: str,
    *,
    epsilon: object,
    relative: bool,
    nonpositive: object,
    among: str | None,
    name: str | None,
    unit: str | None,
) -> SmoothMeasure:
    aversion = options.number(epsilon, option="epsilon", above=0)
    people = read_nonpositive(nonpositive, zeros=aversion < 1)
    moments, function = _form(aversion, people, relative=relative)
    return people.measure(
        measure,
        column,
        moments=moments,
        function=function,
        parameters={"epsilon": aversion},
        interval="index" if relative else "t",
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Atkinson index",
    family="inequality",
    meaning="The share of the total that could be given up without loss of welfare if the rest were shared "
    "out equally, by somebody whose aversion to inequality is epsilon.",
    formula="1 − mean(y^(1−ε))^(1/(1−ε)) / μ; ε = 1: 1 − exp(mean(ln y)) / μ; over y > 0",
    range="0 (equality) to 1",
    variance="linearised: a function of totals, differentiated exactly",
    oracle="R convey 1.0.1 svyatk (epsilon 0.5, 1 and 2), with linearisation and with replicate weights, "
    "whole samples, groups, covariances and contrasts, to 1e-8",
    avoid="epsilon is a value judgement: show two or three of them. With epsilon of 1 and more very small "
    "values, often errors, decide. Not for values that are often zero or negative: use gini.",
    reference="Atkinson (1970), On the measurement of inequality, Journal of Economic Theory 2, 244-263, "
    "equation 8",
    example="atkinson:income,epsilon=1",
    convention="People with values of zero or less are left out and counted, unless nonpositive says "
    "otherwise.",
    properties=("scale invariant", "replication invariant", "transfer principle"),
)
def atkinson(
    column: str,
    *,
    epsilon: object,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure inequality by Atkinson's index.

    Parameters
    ----------
    column : str
        A column or an expression.
    epsilon : float
        Aversion to inequality, above 0.
    nonpositive : {"drop", "refuse", "keep_zeros"} or float
        What to do with values of zero or less: leave their people out and count them, refuse, let zeros
        count (with an epsilon below 1), or raise all lower values to a positive number.
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
    Atkinson (1970), Journal of Economic Theory 2, 244-263.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 4.0, 4.0]}), design=SurveyDesign())
    >>> evaluate(people, [atkinson("y", epsilon=2)]).values.round(6)
    array([0.333333])
    """
    return _make(
        "atkinson",
        column,
        epsilon=epsilon,
        relative=True,
        nonpositive=nonpositive,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Equally distributed equivalent",
    family="inequality",
    meaning="The value which, if everybody had it, would be worth as much as the values people have, to "
    "somebody whose aversion to inequality is epsilon: a mean that inequality lowers.",
    formula="mean(y^(1−ε))^(1/(1−ε)); ε = 1: exp(mean(ln y)); over y > 0",
    range="from the lowest value to the mean, in the unit of the outcome",
    variance="linearised: a function of totals, differentiated exactly",
    oracle="the mean times one less R convey 1.0.1 svyatk, to 1e-8",
    avoid="It cannot be read without its epsilon, a value judgement: show the mean and several of them.",
    reference="Atkinson (1970), On the measurement of inequality, Journal of Economic Theory 2, 244-263, "
    "section 3",
    example="equally_distributed_equivalent:income,epsilon=1",
    convention="People with values of zero or less are left out and counted, unless nonpositive says "
    "otherwise.",
    properties=("scales with the unit", "replication invariant"),
    direction="outcome",
)
def equally_distributed_equivalent(
    column: str,
    *,
    epsilon: object,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure the equally distributed equivalent of an outcome.

    Parameters
    ----------
    column, epsilon, nonpositive, among, name
        As :func:`atkinson` takes them.
    unit : str, optional
        Unit of the outcome.

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
    Atkinson (1970), Journal of Economic Theory 2, 244-263.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = table_from(pa.table({"y": [1.0, 4.0, 4.0]}), design=SurveyDesign())
    >>> evaluate(people, [equally_distributed_equivalent("y", epsilon=2)]).values.round(6)
    array([2.])
    """
    return _make(
        "equally_distributed_equivalent",
        column,
        epsilon=epsilon,
        relative=False,
        nonpositive=nonpositive,
        among=among,
        name=name,
        unit=unit,
    )
