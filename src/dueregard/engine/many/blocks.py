"""Few fine crossings that hold all coarse ones: sums over their cells are added up to any of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import Levels, resolve_levels
from dueregard.engine.many.people import GroupCodes, ManyPeople, key_of

__all__ = ["Block", "CellsOf", "blocks_of", "cells_over", "levels_over"]

MOST_CELLS = 65_536
"""The most cells of a block: their sums stay in the processor's cache."""

ROWS_A_CELL = 16
"""How many people a cell has on average, at least: with fewer a finer crossing saves nothing."""

Crossing = tuple[Grouping, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """A fine crossing.

    Attributes
    ----------
    keys : tuple of hashable
        What is crossed.
    shape : tuple of int
        How many codes each has, missing ones included.
    crossings : tuple of int
        The crossings that it holds, by their position.
    """

    keys: tuple[Hashable, ...]
    shape: tuple[int, ...]
    crossings: tuple[int, ...]

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellsOf:
    """The cells of a block that people are in.

    Attributes
    ----------
    cell : ndarray of int (n,)
        Of each person.
    present : ndarray of bool (c,)
        Whether anybody of the domain is in it, with or without a value.
    """

    cell: NDArray[np.intp] = field(repr=False)
    present: NDArray[np.bool_] = field(repr=False)


def blocks_of(people: ManyPeople, crossings: Sequence[Crossing]) -> list[Block]:
    """Cover crossings by few blocks.

    Parameters
    ----------
    people : ManyPeople
        With the codes of all groupings.
    crossings : sequence of tuple of Grouping
        Each is held by one block.

    Returns
    -------
    list of Block
        As few as a greedy search finds; every crossing is in one.
    """
    sizes = {key: _size(codes) for key, codes in people.codes.items()}
    strata = 1 if people.strata is None else len(people.strata.sizes)
    most = max(min(MOST_CELLS, len(people) // ROWS_A_CELL), 256) // strata
    wanted = {index: frozenset(map(key_of, crossing)) for index, crossing in enumerate(crossings)}
    found = []
    while wanted:
        chosen = _grown(max(wanted.values(), key=len), list(wanted.values()), sizes, most)
        held = tuple(index for index, keys in wanted.items() if keys <= chosen)
        keys = tuple(key for key in sizes if key in chosen)
        found.append(Block(keys=keys, shape=tuple(sizes[key] for key in keys), crossings=held))
        wanted = {index: keys for index, keys in wanted.items() if index not in held}
    return found


def _grown(
    start: frozenset[Hashable],
    wanted: Sequence[frozenset[Hashable]],
    sizes: Mapping[Hashable, int],
    most: int,
) -> frozenset[Hashable]:
    """Add what brings most crossings in, while there is room."""
    chosen = start
    candidates = {key for keys in wanted for key in keys}
    while True:
        room = most // max(prod(sizes[key] for key in chosen), 1)
        fitting = [key for key in sizes if key in candidates - chosen and sizes[key] <= room]
        missing = [keys for keys in wanted if not keys <= chosen]
        gains = {key: sum(keys <= chosen | {key} for keys in missing) for key in fitting}
        best = max(gains, key=lambda key: (gains[key], -sizes[key]), default=None)
        if best is None or not gains[best]:
            return chosen
        chosen = chosen | {best}


def _size(codes: GroupCodes) -> int:
    known = len(codes.values)
    return known + int(len(codes.code) > 0 and int(codes.code.max()) == known)


def cells_over(people: ManyPeople, block: Block) -> CellsOf:
    """Find each person's cell.

    Parameters
    ----------
    people : ManyPeople
        The people.
    block : Block
        A fine crossing of them.

    Returns
    -------
    CellsOf
        The last key varies fastest.
    """
    cell = np.zeros(len(people), dtype=np.intp)
    for key, size in zip(block.keys, block.shape, strict=True):
        cell *= size
        cell += people.codes[key].code
    there = cell
    inside = _counted(people)
    if inside is not None:
        there = cell[inside]
    present = np.zeros(block.cells, dtype=bool)
    present[there] = True
    return CellsOf(cell=cell, present=present)


def _counted(people: ManyPeople) -> NDArray[np.bool_] | None:
    """Who makes a group one of the domain's, with a value or not."""
    if people.table.design.weight is None:
        return people.domain
    weighted = people.weight > 0
    return weighted if people.domain is None else weighted & people.domain


def levels_over(
    people: ManyPeople, block: Block, cells: CellsOf, crossing: Crossing
) -> tuple[Levels, NDArray[np.int64]]:
    """Find the levels of a crossing, and that of each cell of the block that holds it.

    Parameters
    ----------
    people : ManyPeople
        The people.
    block : Block
        That holds the crossing.
    cells : CellsOf
        Of the block.
    crossing : tuple of Grouping
        The crossing.

    Returns
    -------
    Levels
        As the engine orders them.
    ndarray of int (c,)
        The level of each cell; -1 for none.
    """
    keys = [key_of(grouping) for grouping in crossing]
    axes = [block.keys.index(key) for key in keys]
    places = np.unravel_index(np.arange(block.cells), block.shape) if block.shape else ()
    shape = [block.shape[axis] for axis in axes]
    combined = np.zeros(block.cells, dtype=np.int64)
    for axis, size in zip(axes, shape, strict=True):
        combined = combined * size + places[axis]
    seen = np.zeros(prod(shape), dtype=bool)
    seen[combined[cells.present]] = True
    some = np.flatnonzero(seen)
    codes = np.unravel_index(some, shape) if shape else ()
    columns = [_values(people.codes[key]).take(pa.array(code)) for key, code in zip(keys, codes, strict=True)]
    levels, level = resolve_levels(crossing, columns, len(some))
    of_combined = np.full(len(seen), -1, dtype=np.int64)
    of_combined[some] = level
    return levels, of_combined[combined]


def _values(codes: GroupCodes) -> pa.Array:
    return pa.array([*codes.values, None])
