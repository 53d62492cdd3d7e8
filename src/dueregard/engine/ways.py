"""Which way to sampling error a table takes."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.engine.protocols import Composite, Measure, Ordered
from dueregard.engine.spread import FullCount, Linearised, Spread
from dueregard.engine.table import Table, row_count
from dueregard.engine.units import check_weights_once

__all__ = ["ROW_BUDGET", "way_to_spread"]

ROW_BUDGET = 1_000_000
"""The most rows whose own scores are kept when each row is a sampling unit."""


def way_to_spread(table: Table, keep_scores: bool | None, measures: Sequence[Measure] = ()) -> Spread:
    """Choose between no error, replicate weights, scores and second moments.

    Parameters
    ----------
    table : Table
        The people and how they were selected.
    keep_scores : bool, optional
        Force scores, or second moments, where rows are sampling units.
    measures : sequence of Measure
        Ordered and composite ones need scores.

    Returns
    -------
    Spread
        The way.
    """
    design = table.design
    if not design.has_sampling_error or design.replicates is not None:
        check_weights_once(table)
    if not design.has_sampling_error:
        return FullCount()
    if design.replicates is not None:
        from dueregard.engine.replicates import Replicated

        return Replicated(table=table)
    known = design.known_totals
    if design.count == "full":
        method = f"Taylor linearisation of a full count under a model: {design.model}"
        return Linearised(table=table, method=method)
    if known is None and design.rows_are_units and not _keeps(table, keep_scores, measures):
        from dueregard.engine.second_moments import SecondMoments

        return SecondMoments(table=table)
    method = "Taylor linearisation" + (f" of {known.in_words}" if known is not None else "")
    return Linearised(table=table, method=method)


def _keeps(table: Table, keep_scores: bool | None, measures: Sequence[Measure]) -> bool:
    if any(isinstance(measure, Ordered | Composite) for measure in measures):
        return True
    if keep_scores is not None:
        return keep_scores
    return row_count(table) <= ROW_BUDGET
