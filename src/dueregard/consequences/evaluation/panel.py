"""A panel: units seen in periods, some of which an event reaches; checked once, then only cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import PeopleError

__all__ = ["NEVER", "Panel"]

Array = NDArray[np.float64]
Index = NDArray[np.int64]
NEVER = -1
"""The start of a unit that the event never reaches."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """n rows of units in periods, by group.

    Attributes
    ----------
    outcome : ndarray (n,)
        What may have changed.
    unit, time, group, cluster : ndarray of int (n,)
        Places in `units`, `times`, `groups` and `clusters`.
    treated : ndarray (n,)
        1 where and while the event holds, 0 elsewhere.
    weight : ndarray (n,), optional
        Above zero.
    covariates : ndarray (n, c)
        Further columns that the outcome may depend on; c may be 0.
    units, times, groups, clusters : tuple of str
        Their codes; times in order. One group without a name when rows are not grouped.
    dates : ndarray (t,)
        The times as numbers, for distances between them.
    grouping : str, optional
        The column of groups.
    people : bool
        Rows are people (several a unit and period), not units.
    """

    outcome: Array
    unit: Index
    time: Index
    group: Index
    cluster: Index
    treated: Array
    weight: Array | None
    covariates: Array
    units: tuple[str, ...]
    times: tuple[str, ...]
    groups: tuple[str, ...]
    clusters: tuple[str, ...]
    dates: Array
    grouping: str | None = None
    people: bool = False

    def __len__(self) -> int:
        return len(self.outcome)

    def only(self, kept: ArrayLike) -> Panel:
        """Keep some rows; codes stay what they are.

        Parameters
        ----------
        kept : array-like of bool (n,)
            Which.

        Returns
        -------
        Panel
        """
        mask = np.asarray(kept, bool)
        names = ("outcome", "unit", "time", "group", "cluster", "treated", "covariates")
        cut = {name: getattr(self, name)[mask] for name in names}
        return replace(self, **cut, weight=None if self.weight is None else self.weight[mask])

    def within(self, group: int) -> Panel:
        """Keep one group.

        Parameters
        ----------
        group : int
            Its place in `groups`.

        Returns
        -------
        Panel
        """
        return self.only(self.group == group)

    def unweighted(self) -> Panel:
        """Let every row count the same.

        Returns
        -------
        Panel
        """
        return replace(self, weight=None)

    @property
    def starts(self) -> Index:
        """The period in which the event reaches each unit, as a place in `times`; -1 for never (u,)."""
        first = np.full(len(self.units), len(self.times))
        held = self.treated > 0
        np.minimum.at(first, self.unit[held], self.time[held])
        return np.where(first == len(self.times), NEVER, first).astype(np.int64)

    @property
    def start_dates(self) -> list[int]:
        """The different starts, in order, of units that have rows."""
        present = np.unique(self.unit)
        return sorted({int(each) for each in self.starts[present]} - {NEVER})

    @property
    def treated_units(self) -> Index:
        """Units that the event ever reaches, among those with rows."""
        present = np.unique(self.unit)
        return np.asarray(present[self.starts[present] != NEVER])

    @property
    def untreated_units(self) -> Index:
        """Units that it never reaches, among those with rows."""
        present = np.unique(self.unit)
        return np.asarray(present[self.starts[present] == NEVER])

    @property
    def ends(self) -> bool:
        """Whether the event leaves a unit again."""
        starts = self.starts[self.unit]
        return bool(np.any((self.treated == 0) & (starts != NEVER) & (self.time > starts)))

    def complete(self) -> Panel:
        """Keep units with a row in every period, of each group that they have rows of.

        Returns
        -------
        Panel
            What synthetic methods need.
        """
        cell = self.unit * len(self.groups) + self.group
        seen = np.zeros((len(self.units) * len(self.groups), len(self.times)), bool)
        seen[cell, self.time] = True
        periods = np.unique(self.time)
        whole = np.asarray(seen[:, periods].all(axis=1))
        return self.only(whole[cell])

    def collapsed(self) -> Panel:
        """Average the groups of each unit and period, by their weights.

        Returns
        -------
        Panel
            With one row a unit and period; itself where there is one already.
        """
        if len(np.unique(self.group)) == 1:
            return self
        cell, place = np.unique(self.unit * len(self.times) + self.time, return_inverse=True)
        weight = np.ones(len(self)) if self.weight is None else self.weight
        total = np.bincount(place, weight)
        first = np.zeros(len(cell), np.int64)
        first[place[::-1]] = np.arange(len(self))[::-1]
        return replace(
            self,
            **{name: getattr(self, name)[first] for name in ("unit", "time", "cluster", "treated")},
            outcome=np.bincount(place, weight * self.outcome) / total,
            covariates=np.column_stack(
                [np.bincount(place, weight * column) / total for column in self.covariates.T]
                or [np.zeros((len(cell), 0))]
            ),
            weight=None if self.weight is None else np.asarray(total, float),
            group=np.zeros(len(cell), np.int64),
            groups=("all",),
            grouping=None,
        )

    def matrix(self) -> tuple[Array, Index, Index]:
        """Lay the outcomes of one group out as units by periods.

        Returns
        -------
        tuple of ndarray (u, t), ndarray of int (u,) and ndarray of int (t,)
            Outcomes, units and periods.

        Raises
        ------
        PeopleError
            When a unit lacks a period.
        """
        units, row = np.unique(self.unit, return_inverse=True)
        times, column = np.unique(self.time, return_inverse=True)
        laid = np.full((len(units), len(times)), np.nan)
        laid[row, column] = self.outcome
        if np.isnan(laid).any():
            raise PeopleError("A unit lacks a period.", remedy="Synthetic methods need every period.")
        return laid, units, times

    def named(self, units: Sequence[int] | Index, *, most: int = 3) -> str:
        """Name some units.

        Parameters
        ----------
        units : sequence of int
            Places in `units`.
        most : int
            How many to name.

        Returns
        -------
        str
        """
        names = ", ".join(self.units[int(each)] for each in units[:most])
        return names + (f" and {len(units) - most} more" if len(units) > most else "")
