"""The design of a table's people as arrays: units, weights, replicates and known totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from dueregard.causes.designs import SampleDesign
from dueregard.causes.given import GivenReplicates
from dueregard.causes.known import KnownMargins
from dueregard.engine import Table
from dueregard.engine.calibration_patterns import SAMPLING_WEIGHT, pattern_columns, pattern_names
from dueregard.engine.frames import number_rows, numbers, whole_numbers
from dueregard.engine.replicates import rank_of_weights
from dueregard.engine.rows import replicate_column
from dueregard.engine.units import Units, key_columns, read_units
from dueregard.errors import UsageError
from dueregard.estimates import SamplePlan
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["design_columns", "design_from", "in_table_order", "numbered"]

MOST_WEIGHTS = 200_000_000
"""The most replicate weights that are held, 1.6 gigabytes."""


def numbered(table: Table) -> Table:
    """Number a table's rows where they are not yet, so that their order is known.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    Table
        The same design; ``_row`` is a column of its frame.
    """
    if table.row is not None:
        return table
    return replace(table, frame=number_rows(table.frame, name="_row"), row="_row")


def in_table_order(got: dict[str, Any]) -> dict[str, Any]:
    """Put fetched columns in the order of the table, which joins do not keep.

    Parameters
    ----------
    got : dict of str to pyarrow array
        With ``_row``.

    Returns
    -------
    dict of str to pyarrow array
        The same rows.
    """
    row = whole_numbers(got["_row"])
    if (np.diff(row) > 0).all():
        return got
    order = pa.array(np.argsort(row, kind="stable"))
    return {name: column.take(order) for name, column in got.items()}


def design_columns(table: Table) -> dict[str, nw.Expr]:
    """Name what is fetched of each row to know its place in the design.

    Parameters
    ----------
    table : Table
        With numbered rows.

    Returns
    -------
    dict of str to narwhals.Expr
        Columns of :func:`dueregard.engine.rows.weighted_frame`.
    """
    design = table.design
    columns = {"_row": nw.col(str(table.row)), "_w": nw.col("_w"), **_keys(table), **pattern_columns(table)}
    if design.known_totals is not None:
        columns[SAMPLING_WEIGHT] = nw.col(SAMPLING_WEIGHT)
    if design.replicates is not None:
        columns |= {
            f"_r{i}": replicate_column(table, name) for i, name in enumerate(design.replicates.columns)
        }
    return columns


def design_from(table: Table, got: dict[str, Any], rows: IntArray) -> SampleDesign:
    """Make the design of some of the fetched rows.

    Parameters
    ----------
    table : Table
        The people.
    got : dict of str to pyarrow array
        The columns of :func:`design_columns`, in the order of the table; they are let go.
    rows : ndarray of int (n,)
        Who is in the sample.

    Returns
    -------
    SampleDesign
        Of them, within the whole design.

    Raises
    ------
    PeopleError
        When the sample plan contradicts itself.
    """
    weight = numbers(got["_w"])[rows]
    if not table.design.has_sampling_error:
        plan = SamplePlan.simple(len(rows))
        return SampleDesign(
            identity=table.identity, weight=weight, unit=np.arange(len(rows)), plan=plan, sampling_error=False
        )
    if table.design.replicates is not None:
        return SampleDesign(
            identity=table.identity,
            weight=weight,
            unit=np.arange(len(rows)),
            plan=SamplePlan.simple(len(rows)),
            given=_given(table, got, rows),
        )
    units = read_units(table)
    unit = units.locate([got[key] for key in key_columns(table)])
    return SampleDesign(
        identity=table.identity,
        weight=weight,
        unit=unit[rows],
        plan=units.plan,
        known=_known(table, units, unit, got, rows),
    )


def _keys(table: Table) -> dict[str, nw.Expr]:
    design = table.design
    if design.rows_are_units:
        return {}
    keys = {f"_u{index}": table.column(name) for index, name in enumerate(design.stages)}
    return keys if design.strata is None else {"_s": table.column(design.strata), **keys}


def _given(table: Table, got: Mapping[str, Any], rows: IntArray) -> GivenReplicates:
    declared = table.design.replicates
    assert declared is not None
    if len(rows) * len(declared.columns) > MOST_WEIGHTS:
        raise UsageError(
            "There are too many replicate weights to hold.",
            found=f"{len(rows):,} people times {len(declared.columns)} replicates.",
            remedy="Describe strata and sampling units instead, or take a sample of the table.",
        )
    weights: FloatArray = np.empty((len(rows), len(declared.columns)))
    for index in range(len(declared.columns)):
        weights[:, index] = numbers(got[f"_r{index}"])[rows]
    return GivenReplicates(weights=weights, declared=declared, df=rank_of_weights(table) - 1)


def _known(
    table: Table, units: Units, unit: IntArray, got: Mapping[str, Any], rows: IntArray
) -> KnownMargins | None:
    if units.calibration is None:
        return None
    count = len(unit)
    pattern = units.calibration.find([got[name] for name in pattern_names(table.design.known_totals)], count)
    base = numbers(got[SAMPLING_WEIGHT])
    width = len(units.calibration.known.base)
    pairs, cell = np.unique(unit.astype(np.int64) * width + pattern, return_inverse=True)
    return KnownMargins(
        units=units.calibration,
        pattern=pattern[rows],
        base=base[rows],
        unit=pairs // width,
        of_pair=pairs % width,
        sums=np.bincount(cell, weights=base, minlength=len(pairs)).astype(float),
        cell=cell[rows],
    )
