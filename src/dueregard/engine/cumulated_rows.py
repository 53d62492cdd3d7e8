"""Where sums over people in order come from: a sorted stream, or window functions of a distributed table."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.engine.cumulated import SUMS, CumulatedCells, Cumulation
from dueregard.engine.frames import collect, numbers, whole_numbers
from dueregard.engine.held import can_hold
from dueregard.engine.order_rows import sorted_batches
from dueregard.engine.protocols import Outcome
from dueregard.engine.ranked import RankScan
from dueregard.engine.units import key_columns, read_units

__all__ = ["cumulated"]


def cumulated(scan: RankScan, outcome: Outcome) -> CumulatedCells | None:
    """Sum what cumulates in order by sampling unit and level, without keeping people.

    Parameters
    ----------
    scan : RankScan
        The people of the crossing.
    outcome : Outcome
        Ordered by its first column.

    Returns
    -------
    CumulatedCells or None
        None where people are better kept: in small tables, with replicate weights or known totals, and where
        each person is a sampling unit.
    """
    table = scan.table
    kept = table.design.known_totals is not None or bool(scan.rows.replicates)
    if kept or table.design.rows_are_units or can_hold(table):
        return None
    units = read_units(table) if scan.spread.by_unit else None
    cumulation = Cumulation(levels=len(scan.levels), units=1 if units is None else units.plan.rows)
    if table.frame.implementation.is_duckdb():
        for rows in sorted_batches(scan, outcome, 0):
            unit = np.zeros(len(rows.level), dtype=np.int64) if rows.unit is None else rows.unit
            cumulation.add(rows.level, unit, rows.weight, rows.columns[0])
    else:
        _include_windows(scan, outcome, cumulation)
    return cumulation.cells()


def _include_windows(scan: RankScan, outcome: Outcome, cumulation: Cumulation) -> None:
    """Let a distributed table cumulate by window functions and sum by unit, so that no row is fetched."""
    by_unit = scan.spread.by_unit
    keys = key_columns(scan.table) if by_unit else ()
    value = f"_v{scan.rows.outcomes[outcome]}_0"
    rows = scan.frame().filter(scan.rows.valid(outcome) & (nw.col("_w") > 0))
    rows = rows.select("_level", *keys, _w=nw.col("_w"), _y=nw.col(value), _wy=nw.col("_w") * nw.col(value))
    running = {
        name: nw.col(column).cum_sum().over("_level", order_by="_y")
        for name, column in (("_below", "_w"), ("_passed", "_wy"))
    }
    sums = {
        "people": nw.len(),
        "weight": nw.col("_w").sum(),
        "total": nw.col("_wy").sum(),
        "ranked": (nw.col("_wy") * nw.col("_below")).sum(),
        "passed": (nw.col("_w") * nw.col("_passed")).sum(),
    }
    got = collect(rows.with_columns(**running).group_by("_level", *keys).agg(**sums))
    level = whole_numbers(got["_level"])
    unit = read_units(scan.table).locate([got[key] for key in keys]) if by_unit else np.zeros_like(level)
    cumulation.include(level, unit, np.vstack([numbers(got[name]) for name in SUMS]))
