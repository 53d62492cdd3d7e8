"""Everybody else: cells of the other levels of a variable, from the cells already read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.cells import Cells
from dueregard.engine.levels import Levels, complement, distinct_codes

__all__ = ["complement_cells"]


def complement_cells(cells: Cells, variable: str) -> Cells:
    """Turn the cells of each level into those of the other levels.

    Parameters
    ----------
    cells : Cells
        Of a crossing that holds the variable.
    variable : str
        The levels of the other variables stay the same.

    Returns
    -------
    Cells
        With the same levels, each now standing for everybody else.
    """
    margin = _margins(cells.levels, variable)
    members = [
        np.flatnonzero(margin == group) for group in range(int(margin.max()) + 1 if len(margin) else 0)
    ]
    place, places = _places(cells)
    wide, wide_position = distinct_codes(place * max(len(members), 1) + margin[cells.level])
    repeats = np.array([len(levels) for levels in members], dtype=np.int64)[wide % max(len(members), 1)]
    target_level = np.concatenate([members[group] for group in wide % len(members)]) if len(wide) else wide
    target_place = np.repeat(wide // max(len(members), 1), repeats)
    own, own_position = distinct_codes(place * max(len(cells.levels), 1) + cells.level)
    matched, found = _matches(own, target_place * max(len(cells.levels), 1) + target_level)
    values: dict[object, NDArray[np.float64]] = {}
    for name, value in cells.values.items():
        if name in cells.peaks:
            continue
        whole = np.repeat(
            np.bincount(wide_position, weights=value, minlength=len(wide)).astype(float), repeats
        )
        part = np.bincount(own_position, weights=value, minlength=len(own)).astype(float)
        values[name] = whole - np.where(found, part[matched], 0.0) if len(own) else whole
        if name[1] == "n":
            values[name] = np.round(values[name])
    peaks = {name: _other_peaks(cells, name, margin) for name in cells.peaks}
    codes, width = places[0][target_place], places[1]
    for name, by_level in peaks.items():
        values[name] = by_level[target_level]
    return Cells(
        levels=cells.levels,
        level=target_level,
        unit=None if cells.unit is None else codes // width,
        post=None if cells.post is None else codes % width,
        values=values,
        peaks=cells.peaks,
    )


def _margins(levels: Levels, variable: str) -> NDArray[np.int64]:
    """Number the groups of levels that differ in the variable only."""
    others = complement(levels, variable)
    lowest = np.array([min((index, *rest)) for index, rest in enumerate(others)], dtype=np.int64)
    return distinct_codes(lowest)[1]


def _places(cells: Cells) -> tuple[NDArray[np.int64], tuple[NDArray[np.int64], int]]:
    """Number the pairs of unit and post-stratum that cells lie in."""
    unit = np.zeros(len(cells.level), dtype=np.int64) if cells.unit is None else cells.unit
    width = 1 if cells.post is None else int(cells.post.max(initial=0)) + 1
    codes = unit * width + (0 if cells.post is None else cells.post)
    distinct, position = distinct_codes(codes)
    return position, (distinct, width)


def _matches(
    rising: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    if not len(rising):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(rising, wanted), len(rising) - 1)
    return at, rising[at] == wanted


def _other_peaks(cells: Cells, name: object, margin: NDArray[np.int64]) -> NDArray[np.float64]:
    """Take the highest value of the other levels, one a level."""
    highest = cells.total(name)
    others = [
        [other for other in np.flatnonzero(margin == group) if other != level]
        for level, group in enumerate(margin)
    ]
    return np.array([highest[list(rest)].max() if rest else 0.0 for rest in others])
