"""Quantiles once more with each replicate weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine.frames import collect, numbers
from dueregard.engine.protocols import Outcome

if TYPE_CHECKING:
    from dueregard.engine.ranked import RankScan

__all__ = ["replicate_quantiles"]

BLOCK = 100
"""How many replicate weights are summed in one scan."""


def replicate_quantiles(scan: RankScan, outcome: Outcome, p: float) -> NDArray[np.float64]:
    """Find the lowest value with at least a share p at or below it, by each replicate weight.

    Parameters
    ----------
    scan : RankScan
        The people of one grouping, with replicate weights.
    outcome : Outcome
        With one column.
    p : float
        The share.

    Returns
    -------
    ndarray (r, d)
        NaN where a replicate has nobody in a level.
    """
    names = scan.rows.replicates
    found = [_block(scan, outcome, p, names[at : at + BLOCK]) for at in range(0, len(names), BLOCK)]
    return np.vstack(found)


def _block(scan: RankScan, outcome: Outcome, p: float, names: tuple[str, ...]) -> NDArray[np.float64]:
    column = f"_v{scan.rows.outcomes[outcome]}_0"
    rows = scan.frame().filter(scan.rows.valid(outcome)).select("_level", *names, _value=nw.col(column))
    got = collect(rows.group_by("_level", "_value").agg(*(nw.col(name).sum() for name in names)))
    level, value = numbers(got["_level"]).astype(int), numbers(got["_value"])
    order = np.lexsort((value, level))
    level, value = level[order], value[order]
    weights = np.column_stack([numbers(got[name])[order] for name in names])
    result = np.full((len(names), len(scan.levels)), np.nan)
    for index in range(len(scan.levels)):
        first, last = np.searchsorted(level, [index, index + 1])
        if first == last:
            continue
        through = np.cumsum(weights[first:last], axis=0)
        reached = through >= p * through[-1] * (1 - 1e-12)
        some = through[-1] > 0
        result[some, index] = value[first:last][reached.argmax(axis=0)][some]
    return result
