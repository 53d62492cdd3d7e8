"""From a table and measures to estimates with their joint covariance, in as few scans as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dueregard.engine.composite import assembled, jobs_of
from dueregard.engine.crossing import solve_crossing
from dueregard.engine.grouping import Grouping
from dueregard.engine.order_rows import let_go
from dueregard.engine.pinned import pinned
from dueregard.engine.protocols import Gathered, Measure, Tallied
from dueregard.engine.table import Table
from dueregard.engine.ways import way_to_spread
from dueregard.errors import UsageError
from dueregard.estimates import Estimates

__all__ = ["evaluate"]


def evaluate(
    table: Table,
    measures: Sequence[Measure],
    *,
    groupings: Sequence[Sequence[Grouping]] = ((),),
    level: float | Sequence[float] = 0.95,
    keep_scores: bool | None = None,
) -> Estimates:
    """Estimate measures over groups of people, with one joint covariance.

    Parameters
    ----------
    table : Table
        The people and how they were selected.
    measures : sequence of Measure
        What to estimate.
    groupings : sequence of sequence of Grouping
        Crossings; the empty one is everybody. By default only everybody.
    level : float or sequence of float
        Confidence levels of intervals that are computed with the estimates (quantiles).
    keep_scores : bool, optional
        When each row is a sampling unit: keep the score of each, so that results of several calls can be
        used together. By default up to ``ROW_BUDGET`` rows.

    Returns
    -------
    Estimates
        For each crossing in turn, for each measure, every level in order.

    Raises
    ------
    UsageError
        When there are no measures.
    ColumnNotFound
        When a column is absent.
    PeopleError
        When weights, units or values cannot be used.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> from dueregard.measures import mean
    >>> people = table_from(pa.table({"y": [1.0, 2.0, 6.0]}), design=SurveyDesign())
    >>> est = evaluate(people, [mean("y")])
    >>> est.values, est.se.round(4)
    (array([3.]), array([1.5275]))
    """
    if not measures:
        raise UsageError("There is no measure to estimate.")
    levels = (level,) if isinstance(level, int | float) else tuple(level)
    _refuse_weighted_tallies(table, measures)
    spread = way_to_spread(table, keep_scores, measures)
    table = pinned(table) if spread.by_unit else table
    jobs = jobs_of(measures, groupings)

    def solve(without: str | None) -> Estimates:
        blocks = [
            solve_crossing(table, job.measures, job.crossing, spread, levels=levels, without=without)
            for job in jobs
        ]
        let_go(table, everybody=True)
        return assembled(table, measures, jobs, blocks, spread=spread, levels=levels)

    return replace(solve(None), rest=solve)


def _refuse_weighted_tallies(table: Table, measures: Sequence[Measure]) -> None:
    """Refuse a survey design where rows are counts or published figures, not people."""
    tallied = [measure for measure in measures if isinstance(measure, Tallied | Gathered)]
    design = table.design
    if tallied and (design.weight or design.strata or design.clusters or design.replicates):
        counts = isinstance(tallied[0], Tallied)
        raise UsageError(
            f"{tallied[0].name} is for tables whose rows are {'tallies' if counts else 'published figures'}, "
            "not for a sample of people.",
            found="The table has a survey design.",
            remedy="Leave the design out, or use ratio: or proportion: for a sample."
            if counts
            else "Leave the design out; of a sample of people, a measure of groups takes across=column.",
        )
