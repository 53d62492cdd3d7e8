"""The distinct values of each level of a small table, in order, from columns that are held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.grouping import Grouping
from dueregard.engine.held import HeldColumns, can_hold
from dueregard.engine.levels import Levels, complement, resolve_levels
from dueregard.engine.ordering import by_level
from dueregard.engine.protocols import Outcome
from dueregard.engine.rows import Rows
from dueregard.engine.table import Table

__all__ = ["ValueTable", "held_values", "look_up", "renumbered"]

_FOUND = ("reached", "at", "before", "through", "last", "next")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ValueTable:
    """Distinct values of one level with the weight before and through each, and of its last person.

    Attributes
    ----------
    value, before, through, last : ndarray (v,)
        Rising values; of people tied at one, the last is the last in the table's order.
    """

    value: NDArray[np.float64]
    before: NDArray[np.float64]
    through: NDArray[np.float64]
    last: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64], weights: NDArray[np.float64], *, heaviest: bool) -> ValueTable:
        """Reduce sorted values.

        Parameters
        ----------
        values, weights : ndarray (n,)
            Rising values, tied ones in the table's order, at least one; and their weights.
        heaviest : bool
            Whether the last person at a value is its heaviest: rows have no order of their own.

        Returns
        -------
        ValueTable
            Of the distinct values.
        """
        starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
        sums = np.add.reduceat(weights, starts)
        through = np.cumsum(sums)
        ends = np.r_[starts[1:], len(values)] - 1
        last = np.maximum.reduceat(weights, starts) if heaviest else weights[ends]
        return cls(value=values[starts], before=through - sums, through=through, last=last)

    def find(self, target: float) -> tuple[float, ...]:
        """Look a sum of weights up.

        Parameters
        ----------
        target : float
            The sum.

        Returns
        -------
        tuple of float
            As ``RankScan.values_at``: reached, at, before, through, last, next; NaN where there is none.
        """
        nothing = float("nan")
        count = len(self.value)
        reached = int(np.searchsorted(self.through, target, side="left"))
        after = int(np.searchsorted(self.before, target, side="right"))
        at = after - 1
        found = (self.value, self.before, self.through, self.last)
        here = tuple(float(each[at]) for each in found) if at >= 0 else (nothing,) * 4
        return (
            float(self.value[reached]) if reached < count else nothing,
            *here,
            float(self.value[after]) if after < count else nothing,
        )


def held_values(
    table: Table,
    rows: Rows,
    groupings: Sequence[Grouping],
    levels: Levels,
    outcome: Outcome,
    *,
    without: str | None,
) -> list[ValueTable | None] | None:
    """Sort an outcome's values within each level, in memory.

    Parameters
    ----------
    table, rows, groupings, levels : Table, Rows, sequence of Grouping, Levels
        The people, prepared for one crossing, and its levels.
    outcome : Outcome
        With one column.
    without : str, optional
        Each level stands for everybody else by this variable.

    Returns
    -------
    list of (ValueTable or None), or None
        One a level, None for a level that nobody is in; None altogether when the table cannot be held.
    """
    if not can_hold(table):
        return None
    held = HeldColumns(table, rows, groupings)
    valid, values, weights, keys = held.ordered(outcome)
    picked = np.flatnonzero(valid)
    found, own = resolve_levels(groupings, [key.take(pa.array(picked)) for key in keys], len(picked))
    own = renumbered(own, found, levels)
    values, weights = values[picked], weights[picked]
    others = None if without is None else complement(levels, without) if without in levels.variables else ()
    inside = np.flatnonzero(own >= 0)
    place, starts = by_level(own[inside], len(levels))
    place = inside[place]
    heaviest = not table.design.rows_are_units
    tables: list[ValueTable | None] = []
    for level in range(len(levels)):
        # In the table's order, of which ties keep what they can.
        members = _members(place, starts, level, others)
        members = members[np.argsort(values[members], kind="stable")]
        some = len(members) > 0
        one = ValueTable.of(values[members], weights[members], heaviest=heaviest) if some else None
        tables.append(one)
    return tables


def look_up(
    tables: Sequence[ValueTable | None], targets: Sequence[NDArray[np.float64]]
) -> list[dict[str, Any]]:
    """Look sums of weights up in every level.

    Parameters
    ----------
    tables : sequence of (ValueTable or None)
        One a level.
    targets : sequence of ndarray (d,)
        Sums of weights by level; NaN for none.

    Returns
    -------
    list of dict
        As ``RankScan.values_at``.
    """
    results = []
    for target in targets:
        found = np.full((len(tables), len(_FOUND)), np.nan)
        for level, (one, wanted) in enumerate(zip(tables, target, strict=True)):
            if one is not None and np.isfinite(wanted):
                found[level] = one.find(float(wanted))
        results.append(dict(zip(_FOUND, found.T, strict=True)))
    return results


def renumbered(own: NDArray[np.int64], found: Levels, levels: Levels) -> NDArray[np.int64]:
    """Give levels the numbers of the scan, which may know levels that this outcome's people do not have.

    Parameters
    ----------
    own : ndarray of int (n,)
        Positions in `found`; -1 for none.
    found, levels : Levels
        Those of this outcome's people, and those of the scan.

    Returns
    -------
    ndarray of int (n,)
        Positions in `levels`.
    """
    if found.labels == levels.labels:
        return own
    position = {labels: index for index, labels in enumerate(levels.labels)}
    numbers = np.array([position.get(labels, -1) for labels in found.labels] + [-1], dtype=np.int64)
    return numbers[own]


def _members(
    place: NDArray[np.int64],
    starts: NDArray[np.int64],
    level: int,
    others: Sequence[Sequence[int]] | None,
) -> NDArray[np.int64]:
    """Find the people of a level, or of those that it stands for, in the table's order."""
    if others is None:
        return place[starts[level] : starts[level + 1]]
    wanted = others[level] if others else ()
    some = [place[starts[other] : starts[other + 1]] for other in wanted]
    return np.sort(np.concatenate([place[:0], *some]))
