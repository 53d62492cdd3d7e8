"""What a ranked measure can ask about the people of one grouping."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.cells import Cells, Request, count_request, read_cells
from dueregard.engine.fetched_values import can_fetch, fetched_values
from dueregard.engine.frames import collect, is_spark, numbers, small_frame
from dueregard.engine.grouping import Grouping
from dueregard.engine.held_order import ValueTable, held_values, look_up
from dueregard.engine.levels import Levels, complement
from dueregard.engine.protocols import Outcome, Proxy
from dueregard.engine.rows import Rows
from dueregard.engine.spread import Part, Spread
from dueregard.engine.streamed_values import can_stream, streamed_values
from dueregard.engine.table import Table

__all__ = ["RankScan"]


@dataclass(kw_only=True, eq=False)
class RankScan:
    """The people of one grouping, for measures that need their order.

    Attributes
    ----------
    table, groupings, rows, cells : Table, sequence of Grouping, Rows, Cells
        The people, the crossing, the prepared rows, and what the first scan found.
    spread : Spread
        The way to sampling error.
    confidence : sequence of float
        Confidence levels asked for.
    without : str, optional
        Each level stands for everybody else by this variable.
    constants : dict
        Numbers by level that row expressions may use, by column name.
    """

    table: Table
    groupings: Sequence[Grouping]
    rows: Rows
    cells: Cells
    spread: Spread
    confidence: Sequence[float]
    without: str | None = None
    constants: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    parts: dict[int, tuple[Proxy, Part]] = field(default_factory=dict)
    ordered: dict[Outcome, list[ValueTable | None] | None] = field(default_factory=dict)

    @property
    def levels(self) -> Levels:
        """The levels."""
        return self.cells.levels

    def count(self, outcome: Outcome) -> NDArray[np.float64]:
        """People with a valid value, shape (d,)."""
        return self.cells.total((outcome, "n"))

    def weight(self, outcome: Outcome) -> NDArray[np.float64]:
        """Sum of their weights, shape (d,)."""
        return self.cells.total((outcome, "w"))

    def constant(self, values: NDArray[np.float64]) -> str:
        """Make numbers by level available to row expressions.

        Parameters
        ----------
        values : ndarray (d,)
            One number a level; NaN is missing.

        Returns
        -------
        str
            The column to name in an expression.
        """
        name = f"_q{id(self)}_{len(self.constants)}"
        self.constants[name] = np.asarray(values, dtype=float)
        return name

    @cached_property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of keys and the levels that they count in: several, when levels stand for everybody else."""
        levels = self.levels
        key, level = np.arange(len(levels.keys)), levels.key_level
        inside = level >= 0
        if self.without is None or self.without not in levels.variables:
            kept = inside if self.without is None else np.zeros_like(inside)
            return key[kept], level[kept]
        others = complement(levels, self.without)
        counts = [
            (k, other) for k, own in zip(key[inside], level[inside], strict=True) for other in others[own]
        ]
        pairs = np.array(counts, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def frame(self) -> nw.LazyFrame[Any]:
        """Prepared rows with their level as ``_level`` and the constants so far."""
        return attach_levels(self.table, self.rows, self.levels, self.pairs, self.constants)

    def proxy_part(self, proxy: Proxy) -> Part:
        """Solve the local smooth form of a ranked measure; once for each.

        Parameters
        ----------
        proxy : Proxy
            The form.

        Returns
        -------
        Part
            Its values and spread.
        """
        self.solve_proxies([proxy])
        return self.parts[id(proxy)][1]

    def solve_proxies(self, proxies: Sequence[Proxy]) -> list[Part]:
        """Solve several proxies in one scan.

        Parameters
        ----------
        proxies : sequence of Proxy
            The forms.

        Returns
        -------
        list of Part
            In their order.
        """
        new = [proxy for proxy in proxies if id(proxy) not in self.parts]
        if new:
            requests: list[Request] = []
            for proxy in new:
                requests += [count_request(proxy.outcome), *self.spread.requests(proxy)]
            cells = self._held_cells({proxy.outcome for proxy in new}, requests)
            if cells is None:
                rows = self.rows.over(self.frame())
                cells = self.spread.read(self.table, rows, (), requests, self.levels)
            for proxy in new:
                self.parts[id(proxy)] = (proxy, self.spread.part(cells, proxy, self))
        return [self.parts[id(proxy)][1] for proxy in proxies]

    def _held_cells(self, outcomes: Collection[Outcome], requests: Sequence[Request]) -> Cells | None:
        from dueregard.engine.held_proxies import held_proxy_cells

        if len(outcomes) > 1:
            return None
        return held_proxy_cells(self, next(iter(outcomes)), requests)

    def totals(self, requests: Sequence[Request]) -> list[NDArray[np.float64]]:
        """Sum row expressions that may use constants, by level.

        Parameters
        ----------
        requests : sequence of Request
            What to sum.

        Returns
        -------
        list of ndarray (d,)
            In their order.
        """
        rows = self.rows.over(self.frame())
        cells = read_cells(self.table, rows, (), requests, by_unit=False, levels=self.levels)
        return [cells.total(request.name) for request in requests]

    def standard_errors(self, part: Part) -> NDArray[np.float64]:
        """Give the standard errors (d,) of a part; NaN without sampling error."""
        source = self.spread.source([part])
        return np.full(len(part.values), np.nan) if source is None else np.sqrt(source.variances())

    def values_at(
        self, outcome: Outcome, targets: Sequence[NDArray[np.float64]], *, tied: bool = False
    ) -> list[dict[str, Any]]:
        """Find where the cumulated weight of an outcome's values reaches given sums.

        Parameters
        ----------
        outcome : Outcome
            With one column.
        targets : sequence of ndarray (d,)
            Sums of weights by level; NaN for none.
        tied : bool
            Whether ``last`` is needed exactly.

        Returns
        -------
        list of dict
            One a target, arrays (d,): ``reached``, the lowest value whose cumulated weight is at least the
            target; ``at``, the highest value before which less than or as much as the target has cumulated
            (``before`` it, ``through`` it, and ``last`` the weight of the last person at it); ``next``, the
            value after it. NaN where there is none.
        """
        held = self._held_values(outcome)
        if held is not None:
            return look_up(held, targets)
        table = self._value_table(outcome, tied=tied)
        level = np.tile(np.arange(len(self.levels)), len(targets))
        number = np.repeat(np.arange(len(targets)), len(self.levels))
        wanted = np.concatenate([np.asarray(target, dtype=float) for target in targets])
        known = np.isfinite(wanted)
        asked = small_frame(
            table,
            {"_level": level[known], "_target": number[known], "_sum": wanted[known]},
            connection=self.table.connection,
        )
        joined = table.join(asked, on="_level", how="inner")
        keys = ("_level", "_target")
        reached = nw.col("_through") >= nw.col("_sum")
        started = nw.col("_before") <= nw.col("_sum")
        value = nw.col("_value")
        found = joined.group_by(*keys).agg(
            reached=_masked(reached, value).min(),
            at=_masked(started, value).max(),
            before=_masked(started, nw.col("_before")).max(),
            through=_masked(started, nw.col("_through")).max(),
            next=_masked(~started, value).min(),
        )
        there = found.select(*keys, _value="at").join(joined, on=[*keys, "_value"], how="inner")
        one = there.select(*keys, last="_last")
        return _by_target(collect(found.join(one, on=[*keys], how="left")), len(targets), len(self.levels))

    def domain_df(self, outcome: Outcome) -> NDArray[np.float64]:
        """Give the degrees of freedom (d,) of each level's own people, as R's ``degf`` of a subset does."""
        return self.spread.domain_df(self, outcome)

    def _held_values(self, outcome: Outcome) -> list[ValueTable | None] | None:
        if outcome not in self.ordered:
            self.ordered[outcome] = held_values(
                self.table, self.rows, self.groupings, self.levels, outcome, without=self.without
            )
            if self.ordered[outcome] is None and can_fetch(self.table):
                values = self._value_table(outcome, tied=True)
                self.ordered[outcome] = fetched_values(values, len(self.levels))
            elif self.ordered[outcome] is None and can_stream(self.table):
                heaviest = not self.table.design.rows_are_units
                rows, order = self._values(outcome)
                rows = rows.sort("_level", "_value", *order)
                self.ordered[outcome] = streamed_values(rows, len(self.levels), heaviest=heaviest)
        return self.ordered[outcome]

    def _values(self, outcome: Outcome) -> tuple[nw.LazyFrame[Any], tuple[str, ...]]:
        """Give each person's level, value and weight, and what tells the rows' order where they have one."""
        rows = self.frame().filter(self.rows.valid(outcome))
        order = ("_row",) if self.table.design.rows_are_units and not is_spark(rows) else ()
        value = nw.col(f"_v{self.rows.outcomes[outcome]}_0")
        return rows.select("_level", *order, _w=nw.col("_w"), _value=value), order

    def _value_table(self, outcome: Outcome, *, tied: bool) -> nw.LazyFrame[Any]:
        """Distinct values by level with the weight before and through each, and of its last person.

        Of people tied at a value the last is, as in R, the last in the table's order, where rows have one,
        else the heaviest: in clusters, and on Spark, whose shuffles keep no order.
        """
        rows, order = self._values(outcome)
        last = nw.col("_w")
        if tied and order:
            latest = nw.col("_row").max().over("_level", "_value")
            rows = rows.with_columns(_latest=latest)
            last = nw.when(nw.col("_row") == nw.col("_latest")).then(last)
        table = rows.group_by("_level", "_value").agg(_last=last.max(), _w=nw.col("_w").sum())
        through = nw.col("_w").cum_sum().over("_level", order_by="_value")
        return table.with_columns(_through=through).with_columns(_before=nw.col("_through") - nw.col("_w"))


def _masked(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(value)


def _by_target(got: Any, targets: int, levels: int) -> list[dict[str, Any]]:
    number, level = numbers(got["_target"]).astype(int), numbers(got["_level"]).astype(int)
    found = []
    for target in range(targets):
        mine = number == target
        one = {}
        for name in ("reached", "at", "before", "through", "last", "next"):
            values = np.full(levels, np.nan)
            values[level[mine]] = numbers(got[name].cast(pa.float64()).fill_null(float("nan")))[mine]
            one[name] = values
        found.append(one)
    return found


def attach_levels(
    table: Table,
    rows: Rows,
    levels: Levels,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    constants: Mapping[str, NDArray[np.float64]],
    *,
    name: str = "_level",
) -> nw.LazyFrame[Any]:
    """Join levels and their constants to prepared rows.

    Parameters
    ----------
    table : Table
        The people.
    rows : Rows
        Prepared rows; their keys are those of the levels.
    levels : Levels
        What the first scan found.
    pairs : tuple of ndarray
        Positions in ``levels.keys`` and the level each counts in.
    constants : mapping
        Numbers by level.
    name : str
        What to call the column of levels.

    Returns
    -------
    narwhals.LazyFrame
        Whoever is in no level is gone.
    """
    key, level = pairs
    # Short numbers are sorted and moved faster.
    short = pa.int16() if len(levels) < 2**15 else pa.int32()
    columns: dict[str, Any] = {name: pa.array(level, type=short)}
    for constant, values in constants.items():
        columns[constant] = pa.array(values[level], mask=~np.isfinite(values[level]))
    if not rows.keys:
        types = {column: nw.Int64 if column == name else nw.Float64 for column in columns}
        fixed = {column: nw.lit(held[0].as_py() if len(held) else None) for column, held in columns.items()}
        frame = rows.frame.with_columns(
            **{column: value.cast(types[column]) for column, value in fixed.items()}
        )
        return frame if len(level) else frame.filter(nw.col(name) >= 0)
    for index, held in enumerate(rows.keys):
        columns[held] = pa.array([levels.keys[position][index] for position in key])
    small = small_frame(rows.frame, columns, connection=table.connection)
    schema = rows.frame.collect_schema()
    small = small.with_columns(**{held: nw.col(held).cast(schema[held]) for held in rows.keys})
    return rows.frame.join(small, on=list(rows.keys), how="inner")
