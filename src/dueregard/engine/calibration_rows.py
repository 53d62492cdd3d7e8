"""The calibrated weight of every row, as the scans read it."""

from __future__ import annotations

from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.engine.calibration import Calibration, calibration_of
from dueregard.engine.calibration_patterns import SAMPLING_WEIGHT, pattern_columns, pattern_names
from dueregard.engine.calibration_solver import distance_of
from dueregard.engine.frames import small_frame
from dueregard.engine.table import Table

__all__ = ["calibrated_weights", "replicate_factor"]


def calibrated_weights(table: Table, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Bring the weight of every row to the known totals.

    Parameters
    ----------
    table : Table
        People with known totals in their design.
    frame : narwhals.LazyFrame
        Its rows with the sampling weight as ``_w``.

    Returns
    -------
    narwhals.LazyFrame
        With the calibrated weight as ``_w`` and the sampling weight as ``_d``; with replicate weights, also
        the factor of each as ``_k0``, ``_k1``, ...
    """
    found = calibration_of(table, frame)
    frame = frame.with_columns(**{SAMPLING_WEIGHT: nw.col("_w").fill_null(0.0)})
    if found.replicates is not None or found.known.within is not None:
        return _joined(table, frame, found)
    columns = pattern_columns(table)
    added = list(_linear_parts(found, columns))
    u = reduce(lambda one, other: one + other, added)
    ratio = distance_of(found.known.method, found.known.bounds).expression(u)
    return frame.with_columns(_w=nw.col(SAMPLING_WEIGHT) * (ratio * found.scale))


def _linear_parts(found: Calibration, columns: dict[str, nw.Expr]) -> list[nw.Expr]:
    """Write the auxiliaries times their multipliers as row expressions, one chain a margin."""
    chains: dict[tuple[str, ...], nw.Expr] = {}
    parts: list[nw.Expr] = []
    for raw, multiplier in zip(found.auxiliaries.raw, found.solution.multipliers.tolist(), strict=True):
        if isinstance(raw, str):
            parts.append(columns[raw] * multiplier)
        elif not raw:
            parts.append(nw.lit(multiplier))
        else:
            keys = tuple(key for key, _ in raw)
            here = reduce(lambda one, other: one & other, (columns[key] == value for key, value in raw))
            chains[keys] = nw.when(here).then(nw.lit(multiplier)).otherwise(chains.get(keys, nw.lit(0.0)))
    return [*chains.values(), *parts]


def _joined(table: Table, frame: nw.LazyFrame[Any], found: Calibration) -> nw.LazyFrame[Any]:
    """Join the factors of the weight and of every replicate by pattern: too many for row expressions."""
    keys = pattern_names(found.known)
    held = dict(zip(keys, found.index.columns, strict=True))
    held |= {"_k": found.factors}
    again = np.zeros((len(found.base), 0)) if found.replicates is None else found.replicates
    held |= {replicate_factor(index): values for index, values in enumerate(again.T)}
    keyed = frame.with_columns(**pattern_columns(table))
    if not keys:
        factors = {name: nw.lit(float(values[0])) for name, values in held.items()}
        return frame.with_columns(**factors).with_columns(_w=nw.col(SAMPLING_WEIGHT) * nw.col("_k"))
    small = small_frame(frame, held, connection=table.connection)
    schema = keyed.collect_schema()
    small = small.with_columns(**{key: nw.col(key).cast(schema[key]) for key in keys})
    joined = keyed.join(small, on=list(keys), how="left")
    return joined.with_columns(_w=nw.col(SAMPLING_WEIGHT) * nw.col("_k").fill_null(0.0))


def replicate_factor(index: int) -> str:
    """Name the column of a replicate weight's factor.

    Parameters
    ----------
    index : int
        Of the replicate.

    Returns
    -------
    str
        In the rows of :func:`calibrated_weights`.
    """
    return f"_k{index}"
