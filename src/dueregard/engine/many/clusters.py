"""People in sampling units of several: sums by unit and group, whose squares and products give errors.

A group's score in a sampling unit is the sum over its people there. So products of sums by unit and group,
times what the unit's stratum makes of them, take the place of products by person (Wolter 2007, Introduction
to Variance Estimation, section 6.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.scored import Floats
from dueregard.engine.strata import Strata
from dueregard.engine.table import Table
from dueregard.engine.units import key_columns, read_units

__all__ = ["Clusters", "Groups", "read_clusters"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clusters:
    """Who is in which primary sampling unit.

    Attributes
    ----------
    unit : ndarray of int (n,)
        Of each person.
    order : ndarray of int (n,), optional
        Places that put people in the order of their units; None where they are.
    factor : float or ndarray (p,)
        What each unit's stratum makes of squares.
    count : int
        How many units there are, those of nobody with a weight included.
    """

    unit: NDArray[np.int32] = field(repr=False)
    order: NDArray[np.int64] | None = field(repr=False)
    factor: float | Floats = field(repr=False)
    count: int

    def groups(self, level: NDArray[np.integer[Any]], levels: int) -> Groups:
        """Find who is in the same unit and level.

        Parameters
        ----------
        level : ndarray of int (n,)
            Of each person; -1 for none.
        levels : int
            How many there are.

        Returns
        -------
        Groups
            Level by level, and in each by unit.
        """
        # Codes of one or two bytes are sorted by radix, which keeps the order of units within levels.
        kind = np.uint8 if levels < 2**8 - 1 else np.uint16 if levels < 2**16 - 1 else np.int64
        narrow = (level + 1).astype(kind)
        if self.order is None:
            order = np.argsort(narrow, kind="stable")
        else:
            order = self.order[np.argsort(narrow[self.order], kind="stable")]
        unit, narrow = self.unit[order], narrow[order]
        begins = np.ones(len(order), dtype=bool)
        np.not_equal(unit[1:], unit[:-1], out=begins[1:])
        begins[1:] |= narrow[1:] != narrow[:-1]
        place = np.empty(len(order), dtype=np.intp)
        place[order] = np.cumsum(begins) - 1
        first = np.flatnonzero(begins)
        starts = np.searchsorted(narrow[first], np.arange(1, levels + 2))
        skip = int(starts[0])
        return Groups(
            place=place, skip=skip, unit=unit[first[skip:]], starts=starts - skip, factor=self.factor
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """People of the same unit and level.

    Attributes
    ----------
    place : ndarray of int (n,)
        The group of each person; below `skip` those in no level.
    skip : int
        How many groups are of no level.
    unit : ndarray of int (g,)
        Of each other group.
    starts : ndarray of int (d + 1,)
        Where the groups of each level start.
    factor : float or ndarray (p,)
        What each unit's stratum makes of squares.
    """

    place: NDArray[np.intp] = field(repr=False)
    skip: int
    unit: NDArray[np.int32] = field(repr=False)
    starts: NDArray[np.int64]
    factor: float | Floats = field(repr=False)

    @property
    def level(self) -> NDArray[np.int64]:
        """The level of each group, (g,)."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def total(self, x: Floats) -> Floats:
        """Sum over the people of each group: of ndarray (n,) to ndarray (g,)."""
        sums = np.bincount(self.place, weights=x, minlength=self.skip + len(self.unit))
        return sums[self.skip :].astype(float, copy=False)

    def added(self, x: Floats) -> Floats:
        """Sum over the groups of each level: of ndarray (g,) to ndarray (d,)."""
        found = np.zeros(len(self.starts) - 1)
        some = np.flatnonzero(np.diff(self.starts))
        if len(some):
            found[some] = np.add.reduceat(x, self.starts[some])
        return found

    def products(self, x: Floats, y: Floats) -> Floats:
        """Sum products, times what strata make of them, over the groups of each level."""
        product = x * y
        if isinstance(self.factor, np.ndarray):
            product *= self.factor[self.unit]
            return self.added(product)
        return self.added(product) * self.factor

    def scaled(self, x: Floats, *, root: bool = False) -> Floats:
        """Give numbers by group, (g,), times what strata make of squares, or its root."""
        factor = np.sqrt(self.factor) if root else self.factor
        return x * (factor[self.unit] if isinstance(factor, np.ndarray) else factor)

    def spread(self, by_level: Floats) -> Floats:
        """Give each group what is known of its level: of ndarray (d,) to ndarray (g,)."""
        return np.repeat(by_level, np.diff(self.starts))

    def there(self, valid: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """Say which groups some people are in.

        Parameters
        ----------
        valid : ndarray of bool (n,), optional
            Who; None for everybody.

        Returns
        -------
        ndarray of bool (g,)
            Where at least one of them is.
        """
        if valid is None:
            return np.ones(len(self.unit), dtype=bool)
        found = np.zeros(self.skip + len(self.unit), dtype=bool)
        found[self.place[valid]] = True
        return found[self.skip :]

    def stretch(self, first: int, end: int) -> Groups:
        """Take some levels, with the place of everybody as it is.

        Parameters
        ----------
        first, end : int
            The first level, and the one after the last.

        Returns
        -------
        Groups
            Of these levels; others' places lie outside.
        """
        begin, finish = int(self.starts[first]), int(self.starts[end])
        return replace(
            self,
            skip=self.skip + begin,
            unit=self.unit[begin:finish],
            starts=self.starts[first : end + 1] - begin,
        )


def read_clusters(table: Table, columns: Sequence[Any]) -> tuple[Clusters, Strata, NDArray[np.int64] | None]:
    """Find everybody's sampling unit and stratum.

    Parameters
    ----------
    table : Table
        People in clusters of one stage.
    columns : sequence of pyarrow array
        Its key columns, in the order of the people.

    Returns
    -------
    Clusters
        Who is in which.
    Strata
        Of sampling units.
    ndarray of int (n,), optional
        The stratum of each person; None where there is one.

    Raises
    ------
    PeopleError
        As :func:`dueregard.engine.units.read_units`.
    """
    assert len(columns) == len(key_columns(table))
    units = read_units(table)
    stage = units.plan.stages[0]
    strata = Strata(
        names=None,
        sizes=stage.sizes.astype(float),
        remaining=1.0 - stage.fractions,
        lonely=units.plan.lonely,
    )
    unit = units.psu[units.locate(columns)].astype(np.int32)
    within = strata.within
    even = bool((within == within[0]).all())
    sorted_already = bool((unit[1:] >= unit[:-1]).all())
    clusters = Clusters(
        unit=unit,
        order=None if sorted_already else np.argsort(unit, kind="stable"),
        factor=float(within[0]) if even else within[stage.unit_stratum],
        count=len(stage.unit_stratum),
    )
    stratum = None if len(stage.sizes) == 1 else stage.unit_stratum[unit].astype(np.int64)
    return clusters, strata, stratum
