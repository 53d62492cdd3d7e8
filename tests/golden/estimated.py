"""Our estimates of a reference row's people, computed once for all rows that want them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from dueregard.engine import Grouping, Measure, Table, evaluate
from dueregard.estimates import Estimates
from dueregard.measures import parse_measure
from tests.golden.point_tables import POINT_TABLES
from tests.golden.scenarios import SCENARIOS

TABLES = SCENARIOS | POINT_TABLES


@cache
def table_of(name: str, folder: Path) -> Table:
    """The people and design of a scenario, or one of the tables for points."""
    return TABLES[name](folder)


def estimated(
    name: str, measures: Sequence[str | Measure], folder: Path, *, by: str | None = None
) -> Estimates:
    """Estimate measures, written as a user writes them, of a table or by its groups."""
    read = tuple(_read(each) if isinstance(each, str) else each for each in measures)
    return _estimated(name, read, folder, by)


_read = cache(parse_measure)


@cache
def _estimated(name: str, measures: tuple[Measure, ...], folder: Path, by: str | None) -> Estimates:
    groupings = [[Grouping(name="group", column=by)]] if by else [[]]
    return evaluate(table_of(name, folder), measures, groupings=groupings)


def in_order(estimates: Estimates, levels: Sequence[str]) -> Estimates:
    """Put groups in a reference's order."""
    ours = [label.by["group"] for label in estimates.labels]
    return estimates[[ours.index(level) for level in levels]]
