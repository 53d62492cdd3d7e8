"""Post-strata: weights brought to known totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from dueregard.engine.frames import whole_numbers
from dueregard.engine.grouping import code_of
from dueregard.engine.table import Table
from dueregard.errors import PeopleError

__all__ = ["Calibration", "calibrate"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """Post-strata: how weights are brought to known totals, and what each unit weighs in each.

    Attributes
    ----------
    codes : tuple of str
        The post-strata.
    factors : ndarray (l,)
        Known total over sum of weights.
    totals : ndarray (l,)
        Known totals.
    weights : ndarray (units, l)
        Calibrated weight of each unit in each post-stratum.
    raw : tuple
        Pairs of a value of the column and its post-stratum's position.
    """

    codes: tuple[str, ...]
    factors: NDArray[np.float64]
    totals: NDArray[np.float64]
    weights: NDArray[np.float64]
    raw: tuple[tuple[Any, int], ...] = ()

    def positions(self, column: Any) -> NDArray[np.int64]:
        """Find the post-stratum of each fetched row.

        Parameters
        ----------
        column : pyarrow array
            Values of the post-stratum's column.

        Returns
        -------
        ndarray of int
            Into ``codes``.
        """
        return _positions(column, self.codes)


def calibrate(
    table: Table, column: Any, unit: NDArray[np.int64], weights: NDArray[np.float64], count: int
) -> Calibration:
    """Bring weights to known totals.

    Parameters
    ----------
    table : Table
        People with known totals in their design.
    column : pyarrow array
        The post-stratum of each row.
    unit : ndarray of int
        The sampling unit of each row.
    weights : ndarray
        The weight of each row.
    count : int
        The number of units.

    Returns
    -------
    Calibration
        Factors and unit weights.

    Raises
    ------
    PeopleError
        When a post-stratum has no known total, or nobody with a weight.
    """
    assert table.design.poststrata is not None
    known: Mapping[str, float] = table.design.poststrata.totals
    name, codes = table.design.poststrata.column, tuple(known)
    position = _positions(column, codes)
    if (position < 0).any():
        raise PeopleError(
            f"Some people have a post-stratum without a known total, or none: {name!r}.",
            remedy="Give a total for every code of the column.",
        )
    sums = np.bincount(position, weights=weights, minlength=len(codes))
    if (sums <= 0).any():
        raise PeopleError(
            f"A post-stratum of {name!r} has nobody with a weight.", remedy="Merge it with another."
        )
    totals = np.array([float(known[code]) for code in codes])
    factors = totals / sums
    within = np.zeros((count, len(codes)))
    np.add.at(within, (unit, position), weights * factors[position])
    values = pc.unique(column)
    raw = tuple(zip(values.to_pylist(), _positions(values, codes).tolist(), strict=True))
    return Calibration(codes=codes, factors=factors, totals=totals, weights=within, raw=raw)


def _positions(column: Any, codes: Sequence[str]) -> NDArray[np.int64]:
    coded = column.dictionary_encode()
    index = {code: position for position, code in enumerate(codes)}
    table = np.array([index.get(code_of(v) or "", -1) for v in coded.dictionary.to_pylist()] + [-1])
    return table[whole_numbers(coded.indices)]
