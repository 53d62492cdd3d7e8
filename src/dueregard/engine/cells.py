"""Weighted totals by sampling unit and level: all that the rows of a table are ever reduced to."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine.calibration_patterns import pattern_names
from dueregard.engine.frames import collect, framed, numbers
from dueregard.engine.grouping import Grouping
from dueregard.engine.held import can_hold, held_cells, is_small, merged_cells
from dueregard.engine.levels import Levels, resolve_levels
from dueregard.engine.merged import PEOPLE, RATIO, merged_rows
from dueregard.engine.present import with_groups_present
from dueregard.engine.protocols import Moment, Outcome
from dueregard.engine.rows import Rows
from dueregard.engine.scattered import are_scattered, place
from dueregard.engine.summation import sums_by
from dueregard.engine.table import Table, row_count
from dueregard.engine.units import check_weights_once, key_columns, read_units, units_from_keys
from dueregard.errors import PeopleError, UsageError

__all__ = ["Cells", "Request", "count_request", "read_cells"]

_LARGE = 1e30


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to sum over the people with a valid value of an outcome.

    Attributes
    ----------
    outcome : Outcome
        Whose valid people.
    key : hashable
        Under which name the sum is kept.
    expression : Moment
        A row expression of the outcome's columns and ``_w``, already weighted.
    power : int
        The power of the weight in it: merged rows stand for several people.
    peak : bool
        The highest value instead of the sum.
    by_unit : bool
        Whether it is needed for each sampling unit, not only for each level.
    replicate : int, optional
        The replicate weight to weight by; then `expression` is not weighted yet.
    raw : bool
        Of the outcome's first column as it is in the table, even if the outcome is centred.
    """

    outcome: Outcome
    key: Hashable
    expression: Moment
    power: int = 1
    peak: bool = False
    by_unit: bool = True
    replicate: int | None = None
    raw: bool = False

    @property
    def weighted(self) -> Moment:
        """The expression, by its replicate weight if it has one."""
        if self.replicate is None:
            return self.expression
        return lambda *columns: nw.col(f"_r{self.replicate}") * self.expression(*columns)

    @property
    def name(self) -> tuple[Outcome, Hashable]:
        """Identify the sum."""
        return (self.outcome, self.key)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Sums by cell; a cell is a unit within a level (or a level alone).

    Attributes
    ----------
    levels : Levels
        The levels.
    level : ndarray of int (c,)
        The level of each cell.
    unit : ndarray of int (c,), optional
        The unit of each cell.
    post : ndarray of int (c,), optional
        Under known totals, the pattern of auxiliary variables of each cell's people.
    values : mapping
        One array (c,) a request.
    peaks : frozenset
        Which of them are highest values.
    carried : ndarray (c, r), optional
        Columns fetched along with rows.
    """

    levels: Levels
    level: NDArray[np.int64]
    unit: NDArray[np.int64] | None
    post: NDArray[np.int64] | None = None
    values: Mapping[Any, NDArray[np.float64]] = field(default_factory=dict)
    peaks: frozenset[Any] = frozenset()
    carried: NDArray[np.float64] | None = None

    def only(self, names: Collection[Any]) -> Cells:
        """Keep some of the sums.

        Parameters
        ----------
        names : collection of tuple
            As :attr:`Request.name`.

        Returns
        -------
        Cells
            Of the same cells.
        """
        return replace(self, values={name: each for name, each in self.values.items() if name in names})

    def total(self, name: Any) -> NDArray[np.float64]:
        """Sum (or, of highest values, take the highest) over the units.

        Parameters
        ----------
        name : tuple
            As :attr:`Request.name`.

        Returns
        -------
        ndarray (d,)
            One number a level.
        """
        count = len(self.levels)
        if name not in self.peaks:
            return sums_by(self.level, self.values[name], count)
        highest = np.zeros(count)
        np.maximum.at(highest, self.level, self.values[name])
        return highest


def count_request(outcome: Outcome) -> Request:
    """Ask for the number of people with a valid value.

    Parameters
    ----------
    outcome : Outcome
        Of this outcome.

    Returns
    -------
    Request
        Kept under the key ``n``.
    """
    return Request(outcome=outcome, key="n", expression=lambda *_: nw.lit(1.0), power=0)


def read_cells(
    table: Table,
    rows: Rows,
    groupings: Sequence[Grouping],
    requests: Sequence[Request],
    *,
    by_unit: bool = True,
    levels: Levels | None = None,
    carry: Sequence[str] = (),
) -> Cells:
    """Reduce prepared rows to cells, in one scan.

    Parameters
    ----------
    table : Table
        The people.
    rows : Rows
        Prepared with the outcomes of the requests and these groupings.
    groupings : sequence of Grouping
        The crossing.
    requests : sequence of Request
        What to sum.
    by_unit : bool
        Keep sampling units apart.
    levels : Levels, optional
        Already known levels; then the rows carry their position as ``_level``.
    carry : sequence of str
        Columns to fetch row by row; then rows are not reduced.

    Returns
    -------
    Cells
        Of the levels only; who is in none is left out.

    Raises
    ------
    PeopleError
        When a sum is not finite because of infinite values.
    """
    unique = list({request.name: request for request in requests}.values())
    patterns = pattern_names(table.design.known_totals) if by_unit else ()
    unit_keys = key_columns(table) if by_unit else ()
    level_keys = rows.keys if levels is None else ("_level",)
    keys = (*unit_keys, *patterns, *level_keys)
    single = bool(carry) or (by_unit and table.design.rows_are_units)
    at_hand = levels is None and not carry and bool(rows.outcomes) and can_hold(table)
    scattered = (
        by_unit
        and levels is None
        and not single
        and are_scattered(table, rows, (*unit_keys, *patterns), level_keys)
    )
    if scattered and not at_hand and (coarse := [each for each in unique if not each.by_unit]):
        fine = [request for request in unique if request.by_unit]
        cells = read_cells(table, rows, groupings, fine)
        return place(cells, read_cells(table, rows, groupings, coarse, by_unit=False))
    if at_hand and (is_small(table) or scattered):
        got: dict[str, Any] = held_cells(table, rows, groupings, unique, keys, single=single)
    elif levels is None and not by_unit and not carry and (merged := merged_rows(table, rows)):
        got = merged_cells(merged, unique, keys, people=PEOPLE, ratio=RATIO)
    else:
        got = collect(_reduced(rows, unique, (*keys, *carry), single=single, by_unit=by_unit))
    if by_unit and levels is None and _gives_plan(table, got):
        units_from_keys(table, [got[key] for key in unit_keys])
    count = len(next(iter(got.values())))
    units = read_units(table) if by_unit else None
    if levels is None:
        columns = with_groups_present(table, groupings, got, level_keys)
        levels, level = resolve_levels(groupings, columns, len(columns[0]) if columns else count)
        level = level[:count]
    else:
        level = numbers(got["_level"]).astype(np.int64)
    unit = units.locate([got[key] for key in unit_keys]) if units is not None and by_unit else None
    known = None if units is None else units.calibration
    post = None if known is None else known.find([got[key] for key in patterns], count)
    # Each fetched column is let go as soon as it has been turned, to keep the peak of memory low.
    values = {request.name: _summed(got.pop(f"_m{index}")) for index, request in enumerate(unique)}
    _refuse_infinite(table, rows, values)
    peaks = frozenset(request.name for request in unique if request.peak)
    cells = Cells(levels=levels, level=level, unit=unit, post=post, values=values, peaks=peaks)
    if carry:
        cells = replace(cells, carried=np.column_stack([numbers(got[name]) for name in carry]))
    return _within_levels(cells)


def _summed(column: Any) -> NDArray[np.float64]:
    return column if isinstance(column, np.ndarray) else numbers(column)


def _gives_plan(table: Table, got: Mapping[str, Any]) -> bool:
    """Say whether cells hold every row of the table, and so every unit, all with positive weights."""
    design = table.design
    if design.fpc or design.known_totals is not None or design.rows_are_units or "units" in table.cache:
        return False
    return bool(numbers(got["_rows"]).sum() == row_count(table) > 0)


def _reduced(
    rows: Rows, requests: Sequence[Request], keys: Sequence[str], *, single: bool, by_unit: bool
) -> nw.LazyFrame[Any]:
    frame = rows.frame
    if rows.outcomes:
        frame = frame.filter(rows.anyone())
    columns: dict[str, nw.Expr] = {key: nw.col(key) for key in keys}
    # With one outcome everybody left is valid, and asking again in each sum costs as much as the sum.
    alone = len(rows.outcomes) == 1
    for index, request in enumerate(requests):
        expression = rows.moment(request.outcome, request.weighted, raw=request.raw)
        columns[f"_m{index}"] = expression if alone else nw.when(rows.valid(request.outcome)).then(expression)
    frame = frame.select(**columns)
    if single:
        return frame
    if not by_unit and frame.implementation.is_duckdb():
        return _exactly(frame, requests, keys)
    sums = {f"_m{index}": _aggregate(index, request, alone=alone) for index, request in enumerate(requests)}
    sums["_rows"] = nw.len()
    return frame.group_by(*keys, drop_null_keys=False).agg(**sums) if keys else frame.select(**sums)


def _exactly(frame: nw.LazyFrame[Any], requests: Sequence[Request], keys: Sequence[str]) -> nw.LazyFrame[Any]:
    """Let DuckDB sum the many rows of a level without losing digits; a sampling unit has few."""
    how = {index: "max" if request.peak else "fsum" for index, request in enumerate(requests)}
    sums = [f"{name}(_m{index}) as _m{index}" for index, name in how.items()]
    columns = ", ".join([*keys, *sums, "count(*) as _rows"])
    return framed(frame.to_native().aggregate(columns, ", ".join(keys)))


def _aggregate(index: int, request: Request, *, alone: bool) -> nw.Expr:
    if request.peak:
        return nw.col(f"_m{index}").max()
    return nw.len() if alone and request.key == "n" else nw.col(f"_m{index}").sum()


def _within_levels(cells: Cells) -> Cells:
    """Leave out whoever is in no level."""
    inside = cells.level >= 0
    if inside.all():
        return cells
    return replace(
        cells,
        level=cells.level[inside],
        unit=None if cells.unit is None else cells.unit[inside],
        post=None if cells.post is None else cells.post[inside],
        carried=None if cells.carried is None else cells.carried[inside],
        values={name: value[inside] for name, value in cells.values.items()},
    )


def _refuse_infinite(table: Table, rows: Rows, values: Mapping[Any, NDArray[np.float64]]) -> None:
    broken = {name[0] for name, value in values.items() if not np.isfinite(value).all()}
    if broken:
        check_weights_once(table)
    for outcome in broken:
        for index, text in enumerate(outcome.columns):
            column = nw.col(f"_v{rows.outcomes[outcome]}_{index}").abs() == float("inf")
            flag = nw.when(column & rows.valid(outcome)).then(nw.lit(1.0)).otherwise(0.0).sum()
            count = int(numbers(collect(rows.frame.select(_bad=flag))["_bad"])[0])
            if count:
                raise PeopleError(
                    f"{text!r} is infinite for {count} {'person' if count == 1 else 'people'}.",
                    remedy="Mark these values as missing, or leave the people out with a condition.",
                )
    if broken:
        _refuse_large(rows, broken)


def _refuse_large(rows: Rows, broken: Collection[Outcome]) -> NoReturn:
    """Name what makes a total too large: weights, values, or else a power of them."""
    names = {
        f"_v{rows.outcomes[outcome]}_{index}": text
        for outcome in broken
        for index, text in enumerate(outcome.columns)
    }
    largest = {name: nw.col(name).abs().max() for name in ("_w", *names)}
    got = {name: float(numbers(found)[0]) for name, found in collect(rows.frame.select(**largest)).items()}
    name, most = max(got.items(), key=lambda each: each[1])
    if most < _LARGE:
        cause, remedy = None, "Give the option that is a power, such as alpha or epsilon, a smaller number."
    elif name == "_w":
        cause, remedy = f"Weights reach {most:.3g}.", "Divide the weights by a large number."
    else:
        cause, remedy = f"{names[name]!r} reaches {most:.3g}.", "Use a larger unit."
    raise UsageError("A total is too large for double precision.", found=cause, remedy=remedy)
