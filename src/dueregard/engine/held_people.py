"""The people of a small table from columns held in memory, for measures that need their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.calibration_patterns import pattern_names
from dueregard.engine.held import HeldColumns, can_hold
from dueregard.engine.held_order import renumbered
from dueregard.engine.levels import complement, resolve_levels
from dueregard.engine.protocols import Outcome
from dueregard.engine.units import key_columns, read_units

if TYPE_CHECKING:
    from dueregard.engine.ranked import RankScan

__all__ = ["held_people"]


def held_people(scan: RankScan, outcome: Outcome, *, alone: bool) -> tuple[Any, ...] | None:
    """Take the people with a valid value from what is held of a small table.

    Parameters
    ----------
    scan : RankScan
        The people of a crossing.
    outcome : Outcome
        What is measured.
    alone : bool
        Take everybody as one level.

    Returns
    -------
    tuple or None
        Level (m,), unit (m,) or None, weight (m,), the outcome's columns, each (m,), and under known totals
        the pattern of auxiliary variables (m,); None when the table cannot be held. With levels that stand
        for everybody else, a person is there several times.
    """
    table = scan.table
    if not can_hold(table):
        return None
    held = HeldColumns(table, scan.rows, () if alone else scan.groupings)
    unit_keys = key_columns(table) if scan.spread.by_unit else ()
    patterns = pattern_names(table.design.known_totals) if scan.spread.by_unit else ()
    valid, columns, weights, keys, found_keys = held.people(outcome, (*unit_keys, *patterns))
    unit, of_pattern = _units_of(scan, found_keys[: len(unit_keys)], found_keys[len(unit_keys) :])
    picked = None if valid.all() else np.flatnonzero(valid)
    count = len(valid) if picked is None else len(picked)
    level = np.zeros(count, dtype=np.int64)
    if not alone:
        taken = keys if picked is None else [key.take(pa.array(picked)) for key in keys]
        found, level = resolve_levels(scan.groupings, taken, count)
        level = renumbered(level, found, scan.levels)
        picked, level = _in_levels(scan, picked, level)
    if picked is None:
        return level, unit, weights, columns, of_pattern
    return (
        level,
        None if unit is None else unit[picked],
        weights[picked],
        [column[picked] for column in columns],
        None if of_pattern is None else of_pattern[picked],
    )


def _units_of(
    scan: RankScan, unit_columns: Sequence[Any], pattern_columns: Sequence[Any]
) -> tuple[NDArray[np.int32] | None, NDArray[np.int64] | None]:
    """Find the sampling unit, and under known totals the pattern, of every row; once."""
    if not scan.spread.by_unit:
        return None, None
    known = scan.table.cache.setdefault("held_units", {})
    if "unit" not in known:
        units = read_units(scan.table)
        known["unit"] = units.locate(unit_columns).astype(np.int32)
        known["pattern"] = None
        if units.calibration is not None:
            known["pattern"] = units.calibration.find(pattern_columns, len(known["unit"]))
    return known["unit"], known["pattern"]


def _in_levels(
    scan: RankScan, picked: NDArray[np.int64] | None, level: NDArray[np.int64]
) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
    """Leave out whoever is in no level; where levels stand for everybody else, put people in all others."""
    if scan.without is None:
        if (level >= 0).all():
            return picked, level
        kept, target = np.flatnonzero(level >= 0), level[level >= 0]
    elif scan.without not in scan.levels.variables:
        kept, target = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    else:
        others = complement(scan.levels, scan.without)
        members = [np.flatnonzero(np.isin(level, others[index])) for index in range(len(scan.levels))]
        kept = np.concatenate([np.zeros(0, dtype=np.int64), *members])
        target = np.repeat(np.arange(len(members)), [len(each) for each in members])
    return kept if picked is None else picked[kept], target
