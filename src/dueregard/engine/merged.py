"""Rows that agree in everything but their weight, merged: a large table of categories becomes a small one.

Yes/no outcomes and counts take few values. For one crossing, all that a large table can say about them is in
the number of people, the sum of weights and the sum of squared weights of each combination of stratum, group
and values. One scan finds these; whatever is asked of the crossing is then computed from the combinations.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.engine.frames import collect, numbers, small_frame
from dueregard.engine.held import HELD_ROWS
from dueregard.engine.rows import Rows
from dueregard.engine.table import Table, row_count

__all__ = ["PEOPLE", "RATIO", "merged_rows"]

PEOPLE = "_people"
"""How many people a merged row stands for: the factor of what is not weighted."""

RATIO = "_ratio"
"""Sum of weights over the root of the sum of their squares: the factor of what is weighted once."""


def merged_rows(table: Table, rows: Rows) -> Rows | None:
    """Merge the rows of a large table of categories, once for each prepared crossing.

    Parameters
    ----------
    table : Table
        The people.
    rows : Rows
        Prepared for a crossing.

    Returns
    -------
    Rows or None
        Rows whose ``_w`` is the root of the sum of squared weights, so that products of two weighted
        expressions sum as they do over people; sums of one, and counts, need the factors :data:`RATIO` and
        :data:`PEOPLE`.
        None when the table is small, has magnitudes among its outcomes, or knows more than one weight.
    """
    if not rows.kept and _can_merge(table, rows):
        rows.kept.append(_merged(table, rows))
    return rows.kept[0] if rows.kept else None


def _can_merge(table: Table, rows: Rows) -> bool:
    design = table.design
    plain = design.replicates is None and design.known_totals is None
    categories = all(outcome.kind in {"yes_no", "people"} for outcome in rows.outcomes)
    return plain and categories and bool(rows.outcomes) and row_count(table) > HELD_ROWS


def _merged(table: Table, rows: Rows) -> Rows:
    keys = [*(["_s"] if table.design.strata is not None else []), *rows.keys]
    columns = {key: nw.col(key) for key in keys}
    for outcome, number in rows.outcomes.items():
        valid = rows.valid(outcome)
        columns[f"_v{number}"] = valid
        for index in range(len(outcome.columns)):
            # What does not count need not tell combinations apart.
            columns[f"_v{number}_{index}"] = nw.when(valid).then(nw.col(f"_v{number}_{index}"))
    frame = rows.frame.filter(rows.anyone()).select("_w", **columns)
    grouped = frame.with_columns(_ww=nw.col("_w") * nw.col("_w")).group_by(*columns, drop_null_keys=False)
    got = collect(
        grouped.agg(**{PEOPLE: nw.len(), "_sum": nw.col("_w").sum(), "_squares": nw.col("_ww").sum()})
    )
    root = np.sqrt(numbers(got["_squares"]))
    held = {name: got[name] for name in columns}
    held |= {"_w": root, RATIO: numbers(got["_sum"]) / root, PEOPLE: numbers(got[PEOPLE])}
    small = small_frame(rows.frame, held, connection=table.connection)
    return rows.over(small)
