"""Linearised variance: the influence of each sampling unit on each value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.cells import Cells
from dueregard.engine.units import Units

__all__ = ["score_columns"]


def score_columns(
    cells: Cells, names: Sequence[tuple[object, object]], coefficients: NDArray[np.float64], units: Units
) -> Any:
    """Assemble the score totals of one measure over the levels of a grouping.

    Parameters
    ----------
    cells : Cells
        By unit.
    names : sequence
        The moments' sums in the cells.
    coefficients : ndarray (a, d)
        Derivative of each level's value in each moment's total.
    units : Units
        The sample plan.

    Returns
    -------
    scipy.sparse.csr_array (units, d), or Loaded
        Weighted totals of the influence function. Under known totals, of its residuals from the regression
        on the auxiliary variables (:class:`~dueregard.engine.calibration_units.CalibratedUnits`).
    """
    data = np.zeros(len(cells.level))
    for name, row in zip(names, coefficients, strict=True):
        data += row[cells.level] * cells.values[name]
    assert cells.unit is not None
    shape = (units.plan.rows, len(cells.levels))
    # Short positions take a third less memory.
    where = (cells.unit.astype(np.int32), cells.level.astype(np.int32))
    columns = sparse.coo_array((data, where), shape=shape).tocsr()
    if units.calibration is None:
        return columns
    assert cells.post is not None
    return units.calibration.residuals(columns, cells.post, cells.level, data)
