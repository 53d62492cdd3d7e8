"""Rows that are published figures, fetched as they are, with the level of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine.blocks import Block
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect, numbers
from dueregard.engine.grouping import Grouping, code_of
from dueregard.engine.levels import resolve_levels
from dueregard.engine.protocols import Gathered
from dueregard.engine.table import Table, row_count
from dueregard.errors import PeopleError, UsageError

__all__ = ["MOST_ROWS", "GatheredRows", "gathered_block", "gathered_rows"]

MOST_ROWS = 5_000_000
"""The most rows that are fetched: a table of published figures has far fewer."""

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GatheredRows:
    """The n rows that a measure asked for, in the order of the table where the backend keeps one.

    Attributes
    ----------
    by : tuple of mapping of str to str
        The levels of the crossing, in order.
    level : ndarray of int (n,)
        The level of each row.
    figures : mapping of str to ndarray (n,)
        Numbers; NaN where one is missing.
    codes : mapping of str to tuple of (str or None)
        Codes, n each; None where one is missing.
    identity : str
        Names the table.

    Examples
    --------
    >>> rows = GatheredRows(
    ...     by=({"year": "2011"}, {"year": "2021"}),
    ...     level=np.array([0, 1, 1]),
    ...     figures={"estimate": np.array([70.0, 80.0, 90.0])},
    ...     codes={},
    ...     identity="t",
    ... )
    >>> rows.by_level()[1].figures["estimate"]
    array([80., 90.])
    """

    by: tuple[Mapping[str, str], ...]
    level: NDArray[np.int64]
    figures: Mapping[str, NDArray[np.float64]]
    codes: Mapping[str, tuple[str | None, ...]]
    identity: str

    def __len__(self) -> int:
        return len(self.level)

    def by_level(self) -> list[GatheredRows]:
        """Split the rows by level.

        Returns
        -------
        list of GatheredRows
            One a level, which is then the only one.
        """
        order = np.argsort(self.level, kind="stable")
        ends = np.searchsorted(self.level[order], np.arange(len(self.by) + 1))
        return [
            self._only(order[start:end], by)
            for by, start, end in zip(self.by, ends[:-1], ends[1:], strict=True)
        ]

    def _only(self, kept: NDArray[np.int64], by: Mapping[str, str]) -> GatheredRows:
        return GatheredRows(
            by=(by,),
            level=np.zeros(len(kept), dtype=np.int64),
            figures={name: column[kept] for name, column in self.figures.items()},
            codes={name: tuple(column[row] for row in kept) for name, column in self.codes.items()},
            identity=self.identity,
        )


def gathered_block(
    table: Table,
    measure: Gathered,
    crossing: Sequence[Grouping],
    *,
    levels: Sequence[float],
    without: str | None,
) -> Block:
    """Estimate a gathered measure over the levels of a crossing.

    Parameters
    ----------
    table : Table
        The rows.
    measure : Gathered
        What is estimated.
    crossing : sequence of Grouping
        Empty for all rows together.
    levels : sequence of float
        Confidence levels asked for.
    without : str, optional
        Levels shall stand for everybody else.

    Returns
    -------
    Block
        Of estimates.

    Raises
    ------
    UsageError
        When levels shall stand for everybody else, or there are too many rows.
    """
    if without is not None:
        raise UsageError(
            f"{measure.name} of everyone else is not known: its rows are published figures of each level.",
            remedy="Compare with a level (--difference), with the average or with the best.",
        )
    rows = gathered_rows(
        table, crossing, figures=measure.figures, codes=measure.codes, among=measure.outcome.among
    )
    found = measure.judge(rows, levels)
    return Block(
        part=found,
        labels=found.labels,
        supports=found.supports,
        reasons=found.reasons,
        limits=found.limits,
        intervals=found.interval_methods,
    )


def gathered_rows(
    table: Table,
    crossing: Sequence[Grouping] = (),
    *,
    figures: Mapping[str, str],
    codes: Mapping[str, str],
    among: str | None = None,
) -> GatheredRows:
    """Fetch columns of a table's rows.

    Parameters
    ----------
    table : Table
        The rows; those outside its domain are left out.
    crossing : sequence of Grouping
        What the rows are grouped by; rows in no level are left out.
    figures, codes : mapping of str to str
        Columns or expressions that are numbers, and columns of codes, by the names they get.
    among : str, optional
        Which rows apply, as a condition.

    Returns
    -------
    GatheredRows
        The rows.

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    UsageError
        When a column of numbers holds text, or there are too many rows.
    PeopleError
        When a number is infinite.
    """
    if row_count(table) > MOST_ROWS:
        raise UsageError(
            f"Published figures are fetched from tables of up to {MOST_ROWS:,} rows.",
            found=f"The table has {row_count(table):,}.",
            remedy="For a table of people, name the column of their groups: across=column.",
        )
    frame = table.frame
    for condition in (table.domain, among):
        if condition is not None:
            frame = frame.filter(table.expression(condition))
    columns: dict[str, nw.Expr] = {
        f"_g{index}": grouping.key(table.column(grouping.column)) for index, grouping in enumerate(crossing)
    }
    columns |= {f"_x{index}": _number(table, text) for index, text in enumerate(figures.values())}
    columns |= {f"_c{index}": table.column(name) for index, name in enumerate(codes.values())}
    if table.row is not None:
        columns["_row"] = nw.col(table.row)
    got = collect(frame.select(**columns))
    size = len(next(iter(got.values()), ()))
    levels, level = resolve_levels(crossing, [got[f"_g{index}"] for index in range(len(crossing))], size)
    by = tuple(levels.by(index) for index in range(len(levels))) or (() if crossing else ({},))
    number = numbers(got["_row"]).astype(np.int64) if "_row" in got else None
    order = np.arange(size) if number is None else np.argsort(number, kind="stable")
    kept = order[level[order] >= 0]
    return GatheredRows(
        by=by,
        level=level[kept],
        figures={
            name: _known(got[f"_x{index}"], text, number)[kept]
            for index, (name, text) in enumerate(figures.items())
        },
        codes={name: _codes(got[f"_c{index}"], kept) for index, name in enumerate(codes)},
        identity=table.identity,
    )


def _number(table: Table, text: str) -> nw.Expr:
    expression = table.expression(text)
    kind = kind_of(table.frame.select(_x=expression).collect_schema()["_x"])
    if kind not in {"number", "truth"}:
        raise UsageError(
            f"{text!r} cannot be used: it holds {'text' if kind == 'text' else 'no numbers'}.",
            remedy="Name a column of plain numbers.",
        )
    return expression.cast(nw.Float64)


def _known(column: Any, text: str, number: NDArray[np.int64] | None) -> NDArray[np.float64]:
    values = np.array(numbers(column))
    values[numbers(column.is_null()) > 0] = np.nan
    if (infinite := np.isinf(values)).any():
        count = int(infinite.sum())
        first = [] if number is None else (1 + np.sort(number[infinite])[:_SHOWN]).tolist()
        told = ", ".join(f"{row:,}" for row in first) + (", ..." if count > _SHOWN else "")
        raise PeopleError(
            f"{text!r} is infinite in {count:,} {'row' if count == 1 else 'rows'}.",
            found=f"Row numbers, counted below the header: {told}." if first else None,
            remedy="Correct these values, or leave them empty.",
        )
    return values


def _codes(column: Any, kept: NDArray[np.int64]) -> tuple[str | None, ...]:
    codes = [code_of(value) for value in column.to_pylist()]
    return tuple(codes[row] for row in kept)
