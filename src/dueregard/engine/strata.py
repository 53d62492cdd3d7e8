"""Strata alone, for designs whose rows are the units and too many to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from dueregard.engine.frames import collect, numbers, whole_numbers
from dueregard.engine.rows import weighted_frame
from dueregard.engine.table import Table
from dueregard.engine.units import ONE_POPULATION, UNITS_NOT_PEOPLE, check_weights
from dueregard.errors import PeopleError, SpreadError
from dueregard.estimates.lone_units import LONELY_REMEDY, such_strata

__all__ = ["Strata", "read_strata"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strata:
    """How many rows each stratum has, and of how many.

    Attributes
    ----------
    names : pyarrow array, optional
        The strata.
    sizes : ndarray (h,)
        Sampled rows.
    remaining : ndarray (h,)
        One less the sampling fraction.
    lonely : str
        What a stratum of one row contributes.
    """

    names: Any
    sizes: NDArray[np.float64]
    remaining: NDArray[np.float64]
    lonely: str

    @property
    def df(self) -> float:
        """Rows less strata."""
        return float(self.sizes.sum() - len(self.sizes))

    @property
    def _single(self) -> NDArray[np.bool_]:
        return np.asarray(self.sizes == 1)

    @property
    def _lent(self) -> float:
        """Under "average", single strata get the average of the others."""
        open_single = self._single & (self.remaining > 0)
        if self.lonely == "fail" and open_single.any():
            raise SpreadError(
                "A stratum has only one sampled unit, so its variance cannot be estimated.",
                found=such_strata(int(open_single.sum()), len(self.sizes)),
                remedy=LONELY_REMEDY,
            )
        if self.lonely != "average":
            return 1.0
        if open_single.all():
            raise SpreadError(
                "Every stratum has only one sampled unit, so there is no average variance to lend them.",
                remedy="Merge strata, or choose adjust or certainty for strata with one sampled unit "
                "(--lonely-psu, in a casebook lonely_psu).",
            )
        return len(self.sizes) / max(len(self.sizes) - int(open_single.sum()), 1)

    @property
    def within(self) -> NDArray[np.float64]:
        """The factor (h,) of the sum of products."""
        several = np.maximum(self.sizes - 1, 1)
        return np.where(self._single, 0.0, self._lent * self.remaining * self.sizes / several)

    def between(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Subtract the products of stratum sums, and add what lonely strata contribute.

        Parameters
        ----------
        sums : ndarray (h, k)
            Score totals by stratum.

        Returns
        -------
        ndarray (k, k)
            To add to the sums of products within strata.
        """
        several = np.maximum(self.sizes - 1, 1)
        factor = np.where(self._single, 0.0, self._lent * self.remaining / several)
        result = -(sums.T * factor) @ sums
        if self.lonely == "adjust":
            centred = (sums - sums.sum(axis=0) / self.sizes.sum())[self._single]
            result += (centred.T * self.remaining[self._single]) @ centred
        return np.asarray(result)

    def between_each(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the diagonal of :meth:`between`.

        Parameters
        ----------
        sums : ndarray (h, k)
            Score totals by stratum.

        Returns
        -------
        ndarray (k,)
            To add to the sums of squares within strata.
        """
        added, taken = self.roots(sums)
        return np.asarray((added * added).sum(axis=0) - (taken * taken).sum(axis=0))

    def roots(self, sums: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give roots of :meth:`between`.

        Parameters
        ----------
        sums : ndarray (h, k)
            Score totals by stratum.

        Returns
        -------
        ndarray (a, k), ndarray (h, k)
            Rows whose products are added, and rows whose products are taken away.
        """
        several = np.maximum(self.sizes - 1, 1)
        factor = np.where(self._single, 0.0, self._lent * self.remaining / several)
        taken = np.sqrt(factor)[:, None] * sums
        if self.lonely != "adjust":
            return sums[:0], taken
        centred = (sums - sums.sum(axis=0) / self.sizes.sum())[self._single]
        return np.sqrt(self.remaining[self._single])[:, None] * centred, taken

    def locate(self, column: Any) -> NDArray[np.int64]:
        """Find the stratum of each fetched row.

        Parameters
        ----------
        column : pyarrow array
            Strata.

        Returns
        -------
        ndarray of int
            Positions.
        """
        return whole_numbers(pc.index_in(column, value_set=self.names))


def read_strata(table: Table) -> Strata:
    """Count rows by stratum; read once.

    Parameters
    ----------
    table : Table
        People who are their own sampling units.

    Returns
    -------
    Strata
        Zero-weight people included.

    Raises
    ------
    PeopleError
        As :func:`dueregard.engine.units.read_units`.
    """
    if "strata" not in table.cache:
        table.cache["strata"] = _read(table)
    strata: Strata = table.cache["strata"]
    return strata


def _read(table: Table) -> Strata:
    design = table.design
    stratum = nw.lit(0) if design.strata is None else table.column(design.strata)
    finite = nw.lit(0.0) if not design.fpc else table.column(design.fpc[0]).cast(nw.Float64)
    frame = weighted_frame(table).select(_s=stratum, _f=finite, _w=nw.col("_w"))
    got = collect(
        frame.group_by("_s", drop_null_keys=False).agg(
            _n=nw.len(),
            _low=nw.col("_w").min(),
            _high=nw.col("_w").max(),
            _least=nw.col("_f").min(),
            _most=nw.col("_f").max(),
        )
    )
    if got["_s"].null_count:
        raise PeopleError(
            f"The design column {design.strata!r} has missing values.", remedy="Everybody needs a stratum."
        )
    check_weights(table, float(numbers(got["_low"]).min()), float(numbers(got["_high"]).max()))
    sizes, population = numbers(got["_n"]), numbers(got["_most"])
    if (population != numbers(got["_least"])).any():
        raise PeopleError(
            f"The finite population {design.fpc[0]!r} differs within a stratum.", remedy=ONE_POPULATION
        )
    remaining = np.ones(len(sizes))
    if design.fpc:
        remaining = 1 - (sizes / population if (population > 1).any() else population)
        if (remaining < 0).any():
            raise PeopleError(
                f"The finite population {design.fpc[0]!r} is smaller than the sample.",
                remedy=UNITS_NOT_PEOPLE,
            )
    return Strata(names=got["_s"], sizes=sizes, remaining=remaining, lonely=design.lonely)
