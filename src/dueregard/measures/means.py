"""Means and totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import Moment, one
from dueregard.measures.catalogue import catalogued, enough_of

__all__ = ["Count", "Mean", "Total", "count", "mean", "total", "y"]


def y(outcome: nw.Expr, *_: nw.Expr) -> nw.Expr:
    """Moment of the first column: its weighted total is the outcome's total."""
    return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The weighted mean of an outcome, ``sum(w y) / sum(w)``.

    Attributes
    ----------
    outcome : Outcome
        What, and for whom.
    label : str
        What it is called in results.
    unit : str, optional
        Its unit.

    References
    ----------
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.7.
    """

    outcome: Outcome
    label: str | None = None
    unit: str | None = None
    name: ClassVar[str] = "mean"
    interval: ClassVar[str] = "t"
    method: ClassVar[str | None] = None
    parameters: ClassVar[Mapping[str, Any]] = {}
    moments: ClassVar[Mapping[str, Moment]] = {"one": one, "y": y}

    enough = property(enough_of)

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Divide the outcome's total by the number of people."""
        return np.asarray(totals["y"] / totals["one"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The weighted total of an outcome, ``sum(w y)``.

    Attributes
    ----------
    outcome : Outcome
        What, and for whom.
    label : str
        What it is called in results.
    unit : str, optional
        Its unit.

    References
    ----------
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 2.8.
    """

    outcome: Outcome
    label: str | None = None
    unit: str | None = None
    name: ClassVar[str] = "total"
    interval: ClassVar[str] = "t"
    method: ClassVar[str | None] = None
    parameters: ClassVar[Mapping[str, Any]] = {}
    moments: ClassVar[Mapping[str, Moment]] = {"y": y}

    enough = property(enough_of)

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Take the total."""
        return totals["y"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The number of people, ``sum(w)``.

    Attributes
    ----------
    outcome : Outcome
        Who is counted.
    label : str
        What it is called in results.
    unit : str, optional
        Its unit.

    References
    ----------
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.7.
    """

    outcome: Outcome
    label: str | None = None
    unit: str | None = None
    name: ClassVar[str] = "count"
    interval: ClassVar[str] = "t"
    method: ClassVar[str | None] = None
    parameters: ClassVar[Mapping[str, Any]] = {}
    moments: ClassVar[Mapping[str, Moment]] = {"one": one}

    enough = property(enough_of)

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Take the number of people."""
        return totals["one"]


@catalogued(
    title="Mean",
    family="survey statistics",
    meaning=(
        "The average of a value over the people of a group, each counting for as many as their survey"
        " weight stands for."
    ),
    formula="Σ w y / Σ w",
    range="any number, in the outcome's unit",
    variance="Taylor linearisation: each person's influence is (y − mean)/N.",
    oracle="R survey 4.5, svymean: values, standard errors and covariances to 1e-8 relative.",
    avoid="For incomes and other skewed values a few very large ones decide it: report the median beside it.",
    reference="Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.7.",
    example="mean:income",
    properties=("scales with the unit", "replication invariant"),
)
def mean(column: str, *, among: str | None = None, name: str | None = None, unit: str | None = None) -> Mean:
    """Measure the mean of an outcome.

    Parameters
    ----------
    column : str
        A column or an expression, such as ``"income / 52"``.
    among : str, optional
        For whom the outcome applies, as a condition; others are not counted as missing.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    Mean
        For :func:`dueregard.engine.evaluate`.

    Examples
    --------
    >>> mean("income", unit="£ a week").label
    'income'
    """
    return Mean(outcome=Outcome(columns=(column,), among=among), label=name or column, unit=unit)


@catalogued(
    title="Total",
    family="survey statistics",
    meaning="The sum of a value over everybody in a group of the population.",
    formula="Σ w y",
    range="any number, in the outcome's unit",
    variance="Design variance of the total of w y.",
    oracle="R survey 4.5, svytotal: values, standard errors and covariances to 1e-8 relative.",
    avoid=(
        "Not for comparing groups of different sizes: use the mean. It is only right when weights sum"
        " to the population."
    ),
    reference="Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 2.8.",
    example="total:income",
    properties=(),
    direction="neither",
    keeps_unit=True,
)
def total(
    column: str, *, among: str | None = None, name: str | None = None, unit: str | None = None
) -> Total:
    """Measure the total of an outcome over the population.

    Parameters
    ----------
    column : str
        A column or an expression.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    Total
        For :func:`dueregard.engine.evaluate`.

    Examples
    --------
    >>> total("income").name
    'total'
    """
    return Total(outcome=Outcome(columns=(column,), among=among), label=name or column, unit=unit)


@catalogued(
    title="Number of people",
    family="survey statistics",
    meaning="How many people of the population a group holds.",
    formula="Σ w",
    range="0 or more people",
    variance="Design variance of the total of the weights.",
    oracle="R survey 4.5, svytotal of ones, to 1e-8 relative.",
    avoid="Only right when weights sum to the population; otherwise report proportions.",
    reference="Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.7.",
    example="count",
    properties=(),
    direction="neither",
)
def count(*, among: str | None = None, name: str | None = None, unit: str | None = None) -> Count:
    """Measure how many people there are.

    Parameters
    ----------
    among : str, optional
        Who is counted, as a condition; by default everybody.
    name : str, optional
        What they are called in results.
    unit : str, optional
        By default ``people``.

    Returns
    -------
    Count
        For :func:`dueregard.engine.evaluate`.

    Examples
    --------
    >>> count(among="age >= 65").unit
    'people'
    """
    return Count(outcome=Outcome(among=among, kind="people"), label=name or among, unit=unit or "people")
