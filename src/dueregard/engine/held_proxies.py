"""Sums of local smooth forms over columns held in memory, where the database would join and group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from dueregard.engine.cells import Cells, Request
from dueregard.engine.frames import numbers
from dueregard.engine.held_people import held_people
from dueregard.engine.levels import distinct_codes
from dueregard.engine.protocols import Outcome
from dueregard.engine.summation import sums_by

if TYPE_CHECKING:
    from dueregard.engine.ranked import RankScan

__all__ = ["held_proxy_cells"]


def held_proxy_cells(scan: RankScan, outcome: Outcome, requests: Sequence[Request]) -> Cells | None:
    """Sum row expressions by sampling unit and level.

    Parameters
    ----------
    scan : RankScan
        The people of one crossing, and the constants that expressions may use.
    outcome : Outcome
        Of all the requests.
    requests : sequence of Request
        What to sum; no highest values.

    Returns
    -------
    Cells or None
        As the database's; None where it has to sum: large tables, no sampling units, known totals.
    """
    if not scan.spread.by_unit or scan.table.design.known_totals is not None:
        return None
    held = held_people(scan, outcome, alone=False)
    if held is None:
        return None
    level, unit, weight, columns, _ = held
    assert unit is not None
    number = scan.rows.outcomes[outcome]
    rows: dict[str, Any] = {f"_v{number}_{at}": pa.array(column) for at, column in enumerate(columns)}
    rows["_w"] = pa.array(weight)
    for name, values in scan.constants.items():
        here = values[level]
        rows[name] = pa.array(here, mask=~np.isfinite(here))
    frame = nw.from_native(pa.table(rows), eager_only=True)
    units = scan.table.cache["units"].plan.rows
    found, place = distinct_codes(level * units + unit)
    sums = {}
    for request in {request.name: request for request in requests}.values():
        summand = scan.rows.moment(outcome, request.weighted)
        # An expression of constants alone is one number for everybody.
        each = frame.select(_m=summand + nw.lit(0.0) * nw.col("_w"))["_m"].to_arrow()
        sums[request.name] = sums_by(place, numbers(each), len(found))
    of_level, of_unit = np.divmod(found, max(units, 1))
    return Cells(levels=scan.levels, level=of_level, unit=of_unit, values=sums)
