"""What decompositions need of each group: how many people, their total, their mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import one
from dueregard.measures.declared import SmoothMeasure
from dueregard.measures.positive_values import read_nonpositive

__all__ = ["number_of", "positive_mean", "positive_number", "positive_total"]

Totals = Mapping[str, NDArray[Any]]


def _number(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["number"])


def _total(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["y"])


def _mean(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["y"] / totals["number"])


def _everybody(totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["one"])


def number_of(column: str, *, among: str | None = None) -> SmoothMeasure:
    """Measure the number of people with any value.

    Parameters
    ----------
    column : str
        A column or an expression.
    among : str, optional
        For whom the outcome applies, as a condition.

    Returns
    -------
    SmoothMeasure
        Sums of weights.

    Examples
    --------
    >>> number_of("income").unit
    'people'
    """
    return SmoothMeasure(
        name="number",
        outcome=Outcome(columns=(column,), among=among),
        moments={"one": one},
        function=_everybody,
        label=column,
        unit="people",
    )


def positive_number(column: str, *, nonpositive: object = "drop", among: str | None = None) -> SmoothMeasure:
    """Measure the number of people with a value that counts.

    Parameters
    ----------
    column : str
        A column or an expression.
    nonpositive : object
        As :func:`dueregard.measures.positive_values.read_nonpositive` takes it.
    among : str, optional
        For whom the outcome applies, as a condition.

    Returns
    -------
    SmoothMeasure
        Sums of weights.

    Examples
    --------
    >>> positive_number("income").name
    'number'
    """
    people = read_nonpositive(nonpositive, zeros=True)
    return people.measure(
        "number",
        column,
        moments={"number": people.number},
        function=_number,
        parameters={},
        among=among,
        name=None,
        unit="people",
    )


def positive_total(column: str, *, nonpositive: object = "drop", among: str | None = None) -> SmoothMeasure:
    """Measure the total of the values that count.

    Parameters
    ----------
    column, nonpositive, among
        As :func:`positive_number` takes them.

    Returns
    -------
    SmoothMeasure
        Weighted totals.

    Examples
    --------
    >>> positive_total("income").name
    'total'
    """
    people = read_nonpositive(nonpositive, zeros=True)
    return people.measure(
        "total",
        column,
        moments={"y": people.value},
        function=_total,
        parameters={},
        among=among,
        name=None,
        unit=None,
    )


def positive_mean(column: str, *, nonpositive: object = "drop", among: str | None = None) -> SmoothMeasure:
    """Measure the mean of the values that count.

    Parameters
    ----------
    column, nonpositive, among
        As :func:`positive_number` takes them.

    Returns
    -------
    SmoothMeasure
        Weighted means; NaN where nobody counts.

    Examples
    --------
    >>> positive_mean("income").name
    'mean'
    """
    people = read_nonpositive(nonpositive, zeros=True)
    return people.measure(
        "mean",
        column,
        moments={"number": people.number, "y": people.value},
        function=_mean,
        parameters={},
        among=among,
        name=None,
        unit=None,
    )
