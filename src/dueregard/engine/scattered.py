"""Sums that need no sampling units, read apart when units and levels make very many cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.engine.frames import collect, numbers
from dueregard.engine.held import is_small
from dueregard.engine.rows import Rows
from dueregard.engine.table import Table

if TYPE_CHECKING:
    from dueregard.engine.cells import Cells

__all__ = ["are_scattered", "place"]

SAMPLE = 50_000
"""How many of the first rows are looked at."""


def are_scattered(table: Table, rows: Rows, keys: Sequence[str]) -> bool:
    """Guess from the first rows whether nearly every row makes its own cell.

    Then each sum kept by cell costs more than a scan that keeps it by level. A wrong guess costs time only.

    Parameters
    ----------
    table : Table
        The people.
    rows : Rows
        Prepared rows.
    keys : sequence of str
        What makes a cell.

    Returns
    -------
    bool
        False for small tables.
    """
    if is_small(table):
        return False
    cells = rows.frame.head(SAMPLE).select(*keys).unique()
    return float(numbers(collect(cells.select(n=nw.len()))["n"])[0]) > SAMPLE / 2


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
