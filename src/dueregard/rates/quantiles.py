"""Areas put into quantiles, such as deprivation deciles, by the rank of a value."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dueregard.errors import UsageError, did_you_mean
from dueregard.rates.arrays import FloatArray, column
from dueregard.rates.groups import gathered

__all__ = ["QuantileAssignment", "assign_quantiles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantileAssignment:
    """The quantile of each row.

    Attributes
    ----------
    quantiles : ndarray, shape (n,)
        1 to ``number``; NaN for a row without a value, or of a group with fewer values than quantiles.
    number : int
        How many quantiles there are.
    first : {"highest", "lowest"}
        Which values are in quantile 1.
    groups : tuple
        The groups within which rows were ranked.
    reasons : mapping of int to str
        Groups, by position, that have fewer values than there are quantiles, and so no quantiles.
    """

    quantiles: FloatArray
    number: int
    first: Literal["highest", "lowest"]
    groups: tuple[Hashable, ...]
    reasons: Mapping[int, str]

    @property
    def direction(self) -> str:
        """Which end is 1, as a sentence.

        Returns
        -------
        str
        """
        return f"Quantile 1 has the {self.first} values."


def assign_quantiles(
    values: ArrayLike,
    *,
    number: int = 10,
    first: Literal["highest", "lowest"],
    by: Iterable[Hashable] | None = None,
) -> QuantileAssignment:
    """Put rows into quantiles of as nearly equal numbers of rows as their ranks allow.

    A row of rank r among n (1 is the end that ``first`` names, ties share their lowest rank) is in quantile
    k + 1 - ceil(k (n + 1 - r)/n) of k.

    Parameters
    ----------
    values : array-like, shape (n,)
        What is ranked; rows without a value are left out.
    number : int
        How many quantiles.
    first : {"highest", "lowest"}
        Which values are quantile 1. There is no default: deprivation scores and ranks run opposite ways.
    by : iterable of hashable, optional
        A label for each row: each group is ranked on its own.

    Returns
    -------
    QuantileAssignment

    Raises
    ------
    UsageError
        For fewer than two quantiles, an unknown end, or labels that do not fit.

    References
    ----------
    Fingertips technical guidance, "Assigning deprivation quintiles".

    Examples
    --------
    >>> assigned = assign_quantiles([10, 50, 30, 20, 40], number=3, first="highest")
    >>> assigned.quantiles
    array([3., 1., 2., 3., 1.])
    >>> assigned.direction
    'Quantile 1 has the highest values.'
    """
    if first not in {"highest", "lowest"}:
        raise UsageError(
            "Say which values are quantile 1.",
            found=f"first={first!r}.",
            remedy=did_you_mean(str(first), ("highest", "lowest")) or "Write 'highest' or 'lowest'.",
        )
    if number != int(number) or number < 2:
        raise UsageError(
            "At least two quantiles are needed.",
            found=f"It was {number:g}.",
            remedy="Ask for a whole number of 2 or more, such as 5 or 10.",
        )
    found = column(values, name="the values")
    groups = gathered(by, size=len(found), separately=False)
    quantiles, reasons = np.full(len(found), np.nan), {}
    for code in range(len(groups.labels)):
        rows = np.flatnonzero((groups.codes == code) & ~np.isnan(found))
        ordered = np.sort(found[rows])
        before = (
            len(rows) - np.searchsorted(ordered, found[rows], side="right")
            if first == "highest"
            else np.searchsorted(ordered, found[rows], side="left")
        )
        if len(rows) < number:
            reasons[code] = "there are fewer values than quantiles"
        else:
            # Whole numbers: a quotient of floats can pass a boundary that it should meet.
            quantiles[rows] = np.maximum(1, number + 1 + (-(len(rows) - before) * number) // len(rows))
    return QuantileAssignment(
        quantiles=quantiles, number=int(number), first=first, groups=groups.labels, reasons=reasons
    )
