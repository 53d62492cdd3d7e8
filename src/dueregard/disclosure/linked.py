"""Linked tables: what an outsider derives of withheld numbers, and what is withheld so that he cannot.

The first guard (:mod:`dueregard.disclosure.secondary`) looks at one line at a time. Here all sums of a sheet
are taken together and given to the solver (:mod:`dueregard.disclosure.additive`), which attacks them by
linear programming; where an interval is too narrow, it says what else to withhold.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy import sparse

from dueregard.disclosure.additive import AdditiveProblem, Intervals, Protection, attack, protect
from dueregard.disclosure.spaces import Demand, Row, Space
from dueregard.disclosure.sums import Group

__all__ = ["Attacked", "Repair", "attacked", "repaired"]

SLACK = 1e-6
"""How much narrower than asked an interval may be because of rounding, relative to the numbers."""
SECONDS = 60.0
"""How long the solver may look for what to withhold beside a set of linked cells."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attacked:
    """What can be derived in one space.

    Parameters
    ----------
    low, high : mapping of group to float
        The interval of every hidden group.
    short : frozenset of groups
        Those whose interval is narrower than asked.
    unknown : frozenset of groups
        Those that could not be audited.
    """

    low: Mapping[Group, float]
    high: Mapping[Group, float]
    short: frozenset[Group] = frozenset()
    unknown: frozenset[Group] = frozenset()

    @property
    def safe(self) -> bool:
        """Whether every demand is met, and known to be."""
        return not self.short and not self.unknown


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repair:
    """What must be withheld in a space beside what is.

    Parameters
    ----------
    groups : frozenset of groups
        Further groups.
    failed : bool
        Whether that was not enough, or nobody knows: nothing of the sheets may be shown.
    """

    groups: frozenset[Group] = field(default=frozenset())
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Puzzle:
    """A space without names, so that what is alike in several tables is solved once."""

    values: tuple[float, ...]
    hidden: tuple[bool, ...]
    asked: tuple[Demand, ...]
    fixed: tuple[bool, ...]
    rows: tuple[tuple[int, ...], ...]
    upper: tuple[float, ...]

    def problem(self) -> AdditiveProblem:
        """Write it for the solver."""
        values = np.array(self.values)
        at = [
            (number, cell, 1.0 if place else -1.0)
            for number, cells in enumerate(self.rows)
            for place, cell in enumerate(cells)
        ]
        lines, columns, signs = zip(*at, strict=True) if at else ((), (), ())
        return AdditiveProblem.of(
            values,
            equations=sparse.csr_matrix(
                (signs, (lines, columns)), shape=(len(self.rows), len(values)), dtype=float
            ),
            withheld=self.hidden,
            # Where amounts may be below nought, nobody knows beforehand how far.
            lower=np.full(len(values), -np.inf) if (values < 0).any() else None,
            upper=self.upper,
            protection_lower=[each.below for each in self.asked],
            protection_upper=[each.above for each in self.asked],
            protection_width=[each.width for each in self.asked],
            fixed=self.fixed,
        )


def attacked(space: Space) -> Attacked:
    """Derive the interval of every hidden number of a space.

    Parameters
    ----------
    space : Space
        The space.

    Returns
    -------
    Attacked
        What an outsider can derive.
    """
    rows = [row for row in space.rows if _says_something(row, space)]
    simple = _one_by_one(space, rows)
    if simple is not None:
        return simple
    puzzle, groups = _puzzle(space, rows)
    found = _intervals(puzzle)
    at = [i for i, group in enumerate(groups) if group in space.hidden]
    return Attacked(
        low={groups[i]: float(found.low[i]) for i in at},
        high={groups[i]: float(found.high[i]) for i in at},
        short=frozenset(groups[i] for i in np.flatnonzero(found.short)),
        unknown=frozenset(groups[i] for i in at if groups[i] in space.demands and not found.audited[i]),
    )


def repaired(space: Space) -> Repair:
    """Find what else to withhold so that every demand of a space is met.

    Parameters
    ----------
    space : Space
        The space.

    Returns
    -------
    Repair
        Nothing where all demands are met already.
    """
    if attacked(space).safe:
        return Repair()
    puzzle, groups = _puzzle(space, space.rows)
    found = _protection(puzzle)
    further = (groups[i] for i in np.flatnonzero(found.withheld) if groups[i] not in space.hidden)
    return Repair(groups=frozenset(further), failed=not found.safe)


@lru_cache(maxsize=4096)
def _intervals(puzzle: _Puzzle) -> Intervals:
    return attack(puzzle.problem())


@lru_cache(maxsize=1024)
def _protection(puzzle: _Puzzle) -> Protection:
    return protect(puzzle.problem(), seconds=SECONDS)


def _puzzle(space: Space, rows: Sequence[Row]) -> tuple[_Puzzle, list[Group]]:
    groups = sorted({group for row in rows for group in _cells(row)} | space.demands.keys(), key=sorted)
    place = {group: i for i, group in enumerate(groups)}
    standing = {group for sheet in space.sheets for group in sheet.entries}
    nothing = Demand()
    return _Puzzle(
        values=tuple(space.values[group] for group in groups),
        hidden=tuple(group in space.hidden for group in groups),
        asked=tuple(space.demands.get(group, nothing) for group in groups),
        # What stands in no table cannot be withheld (rests that may be known, everybody), nor what is public.
        fixed=tuple(
            group not in space.hidden and (group in space.given or group not in standing) for group in groups
        ),
        rows=tuple(tuple(place[group] for group in _cells(row)) for row in rows),
        upper=tuple(space.upper.get(group, math.inf) for group in groups),
    ), groups


def _says_something(row: Row, space: Space) -> bool:
    """Whether a sum holds anything hidden beside a rest of which nothing is asked."""
    hidden = [group for group in _cells(row) if group in space.hidden]
    return len(hidden) > 1 or any(group != row.rest or group in space.demands for group in hidden)


def _cells(row: Row) -> list[Group]:
    """List the whole of a sum, and then what it is made of."""
    return [row.whole, *row.parts, *([] if row.rest is None else [row.rest])]


def _one_by_one(space: Space, rows: Sequence[Row]) -> Attacked | None:
    """Answer at once where no hidden number is in two sums, none is a whole, and none is below nought."""
    hidden = space.hidden
    times = Counter(group for row in rows for group in _cells(row) if group in hidden)
    if any(count > 1 for count in times.values()) or any(row.whole in hidden for row in rows):
        return None
    if any(value < 0 for value in space.values.values()):
        return None
    low, high = dict.fromkeys(space.demands, 0.0), dict.fromkeys(space.demands, np.inf)
    for row in rows:
        among = [group for group in _cells(row) if group in hidden]
        together = sum(space.values[group] for group in among)
        for group in among:
            others = sum(space.upper.get(other, math.inf) for other in among if other != group)
            low[group] = max(together - others, 0.0)
            high[group] = min(together, space.upper.get(group, math.inf))
    short = {
        group
        for group, demand in space.demands.items()
        if _is_short(space, group, low[group], high[group], demand)
    }
    return Attacked(low=low, high=high, short=frozenset(short))


def _is_short(space: Space, group: Group, low: float, high: float, demand: Demand) -> bool:
    value, most = space.values[group], space.upper.get(group, math.inf)
    slack = SLACK * (1.0 + abs(value))
    return (
        low > max(value - demand.below, 0.0) + slack
        or high < min(value + demand.above, most) - slack
        or high - low < min(demand.width, most) - slack
    )
