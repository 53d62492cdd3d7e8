"""Sums that need no sampling units, read apart when units and levels make very many cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dueregard.engine.frames import collect
from dueregard.engine.held import cells_of, is_small
from dueregard.engine.rows import Rows
from dueregard.engine.table import Table, row_count

if TYPE_CHECKING:
    from dueregard.engine.cells import Cells

__all__ = ["are_scattered", "place"]

SAMPLE = 50_000
"""How many of the first rows are looked at."""

SORTED = 0.9
"""Rows stand unit by unit if fewer than that share of them begin another unit than the row before."""


def are_scattered(table: Table, rows: Rows, unit_keys: Sequence[str], level_keys: Sequence[str]) -> bool:
    """Guess from the first rows whether nearly every row makes its own cell.

    Then each sum kept by cell costs more than a scan that keeps it by level. A wrong guess costs time only.

    Parameters
    ----------
    table : Table
        The people.
    rows : Rows
        Prepared rows.
    unit_keys, level_keys : sequence of str
        What makes a unit and a level, and together a cell.

    Returns
    -------
    bool
        False for small tables.
    """
    if is_small(table):
        return False
    got = collect(rows.frame.head(SAMPLE).select(*unit_keys, *level_keys))
    count = len(got[unit_keys[0]])
    cells = len(cells_of(list(got.values()), count)[0])
    unit = cells_of([got[key] for key in unit_keys], count)[1]
    if np.count_nonzero(np.diff(unit)) < SORTED * count:
        # People of one unit stand together: the share of cells among these rows is that among all.
        return cells > count / 2
    # In any order these rows would make as many cells as that if there were one for every second row.
    many = row_count(table) / 2
    return bool(cells > many * -np.expm1(-count / many))


def place(cells: Cells, coarse: Cells) -> Cells:
    """Add sums by level to cells by unit, each at the first cell of its level.

    Parameters
    ----------
    cells : Cells
        By unit.
    coarse : Cells
        The same levels, without units.

    Returns
    -------
    Cells
        Whose totals by level are those of both.
    """
    labels = {label: index for index, label in enumerate(cells.levels.labels)}
    level = np.array([labels[coarse.levels.labels[index]] for index in coarse.level], dtype=np.int64)
    first = np.full(len(cells.levels), len(cells.level), dtype=np.int64)
    np.minimum.at(first, cells.level, np.arange(len(cells.level)))
    values = dict(cells.values)
    for name, value in coarse.values.items():
        spread = np.zeros(len(cells.level))
        if name in coarse.peaks:
            np.maximum.at(spread, first[level], value)
        else:
            np.add.at(spread, first[level], value)
        values[name] = spread
    return replace(cells, values=values, peaks=cells.peaks | coarse.peaks)
