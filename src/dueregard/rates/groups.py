"""Rows of a tally gathered by group: sums, and what is wrong with which group."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError
from dueregard.rates.arrays import FloatArray

__all__ = ["Groups", "gathered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Which row belongs to which group.

    Attributes
    ----------
    labels : tuple
        Each group once, in the order of its first row.
    codes : ndarray of int, shape (n,)
        Position of each row's group in ``labels``.
    """

    labels: tuple[Hashable, ...]
    codes: NDArray[np.intp]

    def sum(self, values: ArrayLike) -> FloatArray:
        """Add up by group.

        Parameters
        ----------
        values : array-like, shape (n,)
            One number a row; a group with a NaN sums to NaN.

        Returns
        -------
        ndarray of float, shape (g,)
        """
        weights = np.asarray(values, float)
        return np.asarray(np.bincount(self.codes, weights=weights, minlength=len(self.labels)), float)

    def first(self, values: FloatArray) -> FloatArray:
        """Take the value of each group's first row.

        Parameters
        ----------
        values : ndarray, shape (n,)
            One number a row.

        Returns
        -------
        ndarray of float, shape (g,)
        """
        return np.asarray(values[np.unique(self.codes, return_index=True)[1]], float)

    def reasons(self, faults: Mapping[str, ArrayLike]) -> dict[int, str]:
        """Say for each group with a faulty row what is wrong.

        Parameters
        ----------
        faults : mapping of str to array of bool, shape (n,)
            Rows at fault, by what is said of them; of several faults of a group the first is told.

        Returns
        -------
        dict of int to str
            By position of the group.
        """
        told: dict[int, str] = {}
        for reason, rows in faults.items():
            for code in np.unique(self.codes[np.asarray(rows, bool)]):
                told.setdefault(int(code), reason)
        return dict(sorted(told.items()))


def gathered(by: Iterable[Hashable] | None, *, size: int, separately: bool) -> Groups:
    """Gather rows by their label.

    Parameters
    ----------
    by : iterable of hashable, optional
        One label a row; tuples for several characteristics.
    size : int
        Number of rows.
    separately : bool
        Without labels: each row is a group of its own, or all rows are one group.

    Returns
    -------
    Groups
        Labels are row numbers, or the one label ``"all"``, when none are given.

    Raises
    ------
    UsageError
        When there are more or fewer labels than rows.

    Examples
    --------
    >>> gathered(["b", "a", "b"], size=3, separately=True).sum([1, 2, 4])
    array([5., 2.])
    """
    if by is None:
        if separately:
            return Groups(labels=tuple(range(size)), codes=np.arange(size))
        return Groups(labels=("all",), codes=np.zeros(size, np.intp))
    labels = by.tolist() if isinstance(by, np.ndarray) else list(by)
    if len(labels) != size:
        raise UsageError(
            "Each row needs one group label.", found=f"There are {size} rows and {len(labels)} labels."
        )
    positions: dict[Hashable, int] = {}
    codes = [positions.setdefault(label, len(positions)) for label in labels]
    return Groups(labels=tuple(positions), codes=np.asarray(codes, np.intp))
