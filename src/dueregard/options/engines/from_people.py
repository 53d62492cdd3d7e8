"""A table with one row a person, as the three tables of a rules engine."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.errors import ColumnNotFound, PeopleError, UsageError, did_you_mean
from dueregard.options.engines.households import Households, Level, households_of
from dueregard.options.engines.rules_engine import Input
from dueregard.options.formulas import Formula
from dueregard.options.legal_change import TIMES_A_YEAR, Months
from dueregard.people import People
from dueregard.people.rows import row_list
from dueregard.people.source import ROW

__all__ = ["Told", "told_of"]

_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_MOST = 13

LOW_PAY = 4_000.0
"""Where half of those who earn anything earn less than this, it can hardly be for a year."""

PAY = "employment_income"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What an engine is told about people.

    Attributes
    ----------
    people : Households
        The three tables, persons in the order of the rows.
    row : ndarray of int (n,)
        Row numbers of the table.
    given : mapping of str to str
        The column or expression behind each input.
    unused : tuple of str
        Columns called as inputs of the engine that are not taken without being named.
    scale : ndarray (n,), optional
        The equivalence scale of each person's household.
    """

    people: Households
    row: NDArray[np.int64] = field(repr=False)
    given: Mapping[str, str]
    unused: tuple[str, ...] = ()
    scale: NDArray[np.float64] | None = field(default=None, repr=False)


def told_of(
    people: People,
    inputs: Mapping[str, Input],
    *,
    household: str | None,
    family: str | None,
    named: Mapping[str, str],
    assumed: Mapping[str, Any],
    period: Months | None,
    scale: str | None = None,
) -> Told:
    """Read what an engine is told from a table of people.

    Parameters
    ----------
    people : People
        One row a person.
    inputs : mapping of str to Input
        What the engine can be told.
    household, family : str, optional
        Columns of households, and of benefit units within them; both are needed.
    named : mapping of str to str
        The column or expression of an input, where the names differ.
    assumed : mapping of str to value
        Inputs that are the same for everybody: no column is taken for them.
    period : {"year", "month", "week"}, optional
        What the table's amounts of money are for; where it is not said and they can hardly be for a year,
        they are refused.
    scale : str, optional
        The column of an equivalence scale.

    Returns
    -------
    Told

    Raises
    ------
    UsageError, ColumnNotFound, PeopleError
        When the table and the engine do not fit.
    """
    units = _units(people, household=household, family=family)
    for name in (*named, *assumed):
        if name not in inputs:
            raise UsageError(f"The engine has no input {name!r}.", remedy=did_you_mean(name, inputs) or None)
    given = {name: name for name, each in inputs.items() if each.ordinary and name in people.columns}
    given = {name: column for name, column in {**given, **named}.items() if name not in assumed}
    read = _read(people, (*units, *given.values(), *([scale] if scale else [])))
    home, unit = read.codes(units[0]), read.codes(units[0], units[1])
    tables: dict[Level, dict[str, Any]] = {"person": {}, "unit": {}, "household": {}}
    for name, column in given.items():
        each = inputs[name]
        values = read.values(each, column, times=TIMES_A_YEAR[period or "year"])
        if name == PAY and period is None:
            _refuse_other_periods(values, column)
        if each.level != "person":
            values = read.one_of_each(values, home if each.level == "household" else unit, each, column)
        tables[each.level][name] = values
    unused = [name for name in people.columns if name in inputs and name not in {*given, *given.values()}]
    return Told(
        people=households_of(
            {
                "person_id": np.arange(len(read.row)),
                "unit_id": unit,
                "household_id": home,
                **tables["person"],
            },
            {"unit_id": np.arange(unit.max() + 1), **tables["unit"]},
            {"household_id": np.arange(home.max() + 1), **tables["household"]},
        ),
        row=read.row,
        given=given,
        unused=tuple(name for name in unused if name not in (*assumed, household, family)),
        scale=None if scale is None else read.scale(scale),
    )


def _units(people: People, *, household: str | None, family: str | None) -> tuple[str, str]:
    if household is None:
        raise UsageError(
            "Taxes and benefits are worked out for households, and there is no column of them.",
            remedy="Add --household with the column of household ids.",
        )
    if family is None:
        raise UsageError(
            "Benefits are claimed by an adult, a partner and their children together, and there is no column "
            "that says who they are.",
            remedy=f"Add --family; --family {household} if every household is one such family.",
        )
    for name in (household, family):
        if name not in people.columns:
            raise ColumnNotFound(name, people.columns, where=people.title)
    return household, family


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Table:
    people: People
    row: NDArray[np.int64]
    columns: Mapping[str, Any]
    """Lists and arrays of cells in the order of the rows."""

    def codes(self, *names: str) -> NDArray[np.int64]:
        """Number the units that some columns form, from 0, in the order in which they first appear."""
        cells = list(zip(*(self.columns[name].tolist() for name in names), strict=True))
        lacking = np.array([any(_absent(each) for each in cell) for cell in cells])
        if lacking.any():
            raise PeopleError(
                f"{' or '.join(map(repr, dict.fromkeys(names)))} is missing for {lacking.sum():,} people.",
                found=self._where(lacking),
                remedy="Everybody lives in a household and belongs to a family, if of one.",
            )
        places = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
        return np.array([places[cell] for cell in cells], np.int64)

    def values(self, wanted: Input, column: str, *, times: float) -> NDArray[Any]:
        """Give the cells as the engine writes them."""
        cells = self.columns[column]
        lacking = np.array([_absent(each) for each in cells.tolist()])
        if lacking.any():
            raise PeopleError(
                f"The engine's input {wanted.name!r} is missing for {int(lacking.sum()):,} people.",
                found=f"It is {column!r}. {self._where(lacking) or ''}".strip(),
                remedy="Fill it, and say how; or take one value for everybody under [assume].",
            )
        if wanted.kind == "number":
            if cells.dtype.kind not in "biuf":
                raise PeopleError(
                    f"The engine's input {wanted.name!r} must hold numbers, and {column!r} holds text."
                )
            return np.asarray(cells, np.float64) * (times if wanted.money else 1.0)
        known = _TRUTHS if wanted.kind == "truth" else _codes(wanted)
        if wanted.kind == "truth" and cells.dtype.kind in "biuf":
            return np.asarray(cells != 0)
        return self._translated(cells, known, wanted, column)

    def _translated(
        self, cells: NDArray[Any], known: Mapping[str, Any], wanted: Input, column: str
    ) -> NDArray[Any]:
        keys = [_plain(each) for each in cells.tolist()]
        unknown = np.array([key not in known for key in keys])
        if unknown.any():
            named = list(wanted.codes.values()) or ["true", "false"]
            raise PeopleError(
                f"The column {column!r} holds something that is no {wanted.name!r} of the engine, for "
                f"{int(unknown.sum()):,} people.",
                found=self._where(unknown),
                remedy=f"Write it as one of: {', '.join(named[:_MOST])}"
                f"{' and others' if len(named) > _MOST else ''}; or take one value for everybody: "
                f"[assume] {wanted.name} = ...",
            )
        return np.array([known[key] for key in keys])

    def scale(self, column: str) -> NDArray[np.float64]:
        """Give the equivalence scale, above nought for everybody."""
        cells = np.asarray(self.columns[column], np.float64)
        if not (cells > 0).all():
            raise PeopleError(
                f"The equivalence scale {column!r} is missing or not above nought for somebody.",
                found=self._where(~(cells > 0)),
            )
        return cells

    def one_of_each(
        self, values: NDArray[Any], group: NDArray[np.int64], wanted: Input, column: str
    ) -> NDArray[Any]:
        """Take one value for each household or family, on which its members must agree."""
        first = np.unique(group, return_index=True)[1]
        found = values[first]
        off = found[group] != values
        if off.any():
            whole = "household" if wanted.level == "household" else "family"
            raise PeopleError(
                f"{column!r} differs between people of one {whole}: {wanted.name!r} is the whole {whole}'s.",
                found=self._where(off),
                remedy=f"Give every member of a {whole} the {whole}'s own value.",
            )
        return np.asarray(found)

    def _where(self, which: NDArray[np.bool_]) -> str | None:
        rows = [int(self.row[n]) for n in np.flatnonzero(which)[:5]]
        return row_list(self.people.table.frame, nw.col(ROW).is_in(rows), int(which.sum()))


def _read(people: People, names: tuple[str, ...]) -> _Table:
    table = people.table
    if not table.frame.implementation.is_duckdb():
        raise PeopleError("A rules engine works on one machine.", found="The table is on Spark.")
    wanted = list(dict.fromkeys(names))
    found = collect(
        table.frame.select(
            _row=nw.col(ROW), **{f"_x{n}": _expression(people, name) for n, name in enumerate(wanted)}
        )
    )
    row = np.asarray(found.pop("_row").to_numpy(zero_copy_only=False), np.int64)
    order = np.argsort(row)
    columns = {
        name: _cells(found[f"_x{n}"].to_numpy(zero_copy_only=False), len(row))[order]
        for n, name in enumerate(wanted)
    }
    return _Table(people=people, row=row[order], columns=columns)


def _cells(values: Any, count: int) -> NDArray[Any]:
    cells = np.asarray(values)
    return np.full(count, cells.item()) if cells.ndim == 0 or len(cells) != count else cells


def _expression(people: People, text: str) -> nw.Expr:
    if text in people.columns:
        column = people.table.column(text)
        held = kind_of(people.table.schema[people.table.names[text]])
        return column.cast(nw.Float64) if held == "number" else column
    if re.fullmatch(r"\w+", text):
        raise ColumnNotFound(text, people.columns, where=people.title)
    return Formula(option="inputs", key=text, text=text).to_narwhals(people.table)


def _refuse_other_periods(pay: NDArray[np.float64], column: str) -> None:
    earned = pay[pay > 0]
    if earned.size and (middle := float(np.median(earned))) < LOW_PAY:
        raise PeopleError(
            f"{column!r} can hardly be pay for a year, which is what the engine works with.",
            found=f"Half of those who earn anything earn less than {middle:,.0f}.",
            remedy='Write period = "week" or "month" in the option if amounts of money are for that; '
            'period = "year" if they are for a year all the same.',
        )


def _codes(wanted: Input) -> dict[str, str]:
    return {key: code for code, words in wanted.codes.items() for key in (_plain(words), _plain(code))}


def _plain(value: Any) -> str:
    return "".join(_letters(str(value)))


def _letters(text: str) -> Iterator[str]:
    return (letter for letter in text.casefold() if letter.isalnum())


def _absent(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
