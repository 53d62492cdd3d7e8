"""The people as arrays: what all options need of them, read in one scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.engine.grouping import code_of
from dueregard.engine.rows import weighted_frame
from dueregard.errors import ColumnNotFound, PeopleError
from dueregard.options.draws import unit_draws
from dueregard.options.formulas import Formula
from dueregard.options.law import Law
from dueregard.people import People
from dueregard.people.rows import row_list
from dueregard.people.source import ROW

__all__ = ["LARGEST", "Codes", "Rows", "read_rows"]

Array = NDArray[np.float64]

LARGEST = 1e100
"""Beyond this, squares and products of several amounts are no numbers any more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Codes:
    """A column of codes: which of them each person has.

    Attributes
    ----------
    index : ndarray of int (n,)
        Place in `codes`; -1 where it is missing.
    codes : tuple of str
        Distinct codes.
    drawn : dict
        Take-up draws of the codes by seed, once they were made: all options share them.
    """

    index: NDArray[np.int64]
    codes: tuple[str, ...] = field(repr=False)
    drawn: dict[int, Array] = field(default_factory=dict, repr=False)

    def draws(self, seed: int) -> Array:
        """Draw a number for each code.

        Parameters
        ----------
        seed : int
            The published seed.

        Returns
        -------
        ndarray (m,)
            As :func:`~dueregard.options.draws.unit_draws`.
        """
        if seed not in self.drawn:
            self.drawn[seed] = unit_draws(self.codes, seed=seed)
        return self.drawn[seed]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """People as arrays, in the order of the table.

    Attributes
    ----------
    people : People
        The table.
    row : ndarray of int (n,)
        Row numbers from 0.
    weight : ndarray (n,)
        Survey weights, brought to known totals if there are any; missing ones are 0.
    outcome : ndarray (n,)
        The outcome; NaN where it is missing.
    values : mapping of Formula to ndarray (n,)
        Each expression; NaN where it is missing.
    codes : mapping of str to Codes
        Columns of ids and groups.
    law : Law, optional
        A rules engine's answers, where options change the law.
    """

    people: People
    row: NDArray[np.int64]
    weight: Array
    outcome: Array
    values: Mapping[Formula, Array] = field(repr=False)
    codes: Mapping[str, Codes] = field(repr=False)
    law: Law | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.row)

    def where(self, which: NDArray[np.bool_]) -> str | None:
        """Point at rows in a message, by number only.

        Parameters
        ----------
        which : ndarray of bool (n,)
            The rows.

        Returns
        -------
        str or None
            A sentence.
        """
        numbers = np.flatnonzero(which)[:5].tolist()
        frame = self.people.table.frame
        return row_list(frame, nw.col(ROW).is_in([int(self.row[n]) for n in numbers]), int(which.sum()))


def read_rows(
    people: People, *, outcome: str, formulas: Iterable[Formula] = (), codes: Sequence[str] = ()
) -> Rows:
    """Read what options need, in one scan of the table.

    Parameters
    ----------
    people : People
        The people.
    outcome : str
        The column that options change.
    formulas : iterable of Formula
        Their expressions.
    codes : sequence of str
        Columns of ids and groups.

    Returns
    -------
    Rows
        In the order of the table.

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    ExpressionError
        When an expression cannot be used.
    PeopleError
        When the outcome holds no numbers, or the table is on Spark.
    """
    table = people.table
    if not table.frame.implementation.is_duckdb():
        raise PeopleError(
            "Options are simulated on one machine.",
            found="The table is on Spark.",
            remedy="Bring it here first, for instance as a Parquet file.",
        )
    for name in (outcome, *codes):
        if name not in table.names:
            raise ColumnNotFound(name, people.columns, where=people.title)
    if kind_of(table.schema[table.names[outcome]]) != "number":
        raise PeopleError(
            f"The outcome {outcome!r} is not a column of numbers.",
            found="It holds text or dates, in some rows or in all.",
            remedy="Name a column of money, hours or scores; numbers are written plainly, such as 1234.5.",
        )
    wanted = list(dict.fromkeys(formulas))
    found = collect(
        weighted_frame(table).select(
            _row=nw.col(ROW),
            _w=nw.col("_w").cast(nw.Float64),
            _y=table.column(outcome).cast(nw.Float64),
            **{f"_f{i}": formula.to_narwhals(table) for i, formula in enumerate(wanted)},
            **{f"_c{i}": table.column(name) for i, name in enumerate(codes)},
        )
    )
    row = np.asarray(found["_row"].to_numpy(zero_copy_only=False), dtype=np.int64)
    order = None if np.all(row[1:] > row[:-1]) else np.argsort(row)

    def sorted_array(name: str) -> Array:
        values = np.asarray(found.pop(name).to_numpy(zero_copy_only=False), dtype=float)
        if values.ndim == 0 or len(values) != len(row):  # a constant
            values = np.full(len(row), float(values))
        return values if order is None else values[order]

    outcomes = sorted_array("_y")
    if np.isinf(outcomes).any() or np.isnan(outcomes).all():
        wrong = "has infinite values" if np.isinf(outcomes).any() else "has no values"
        raise PeopleError(f"The outcome {outcome!r} {wrong}.", remedy="Correct the table.")
    weights = np.nan_to_num(sorted_array("_w"))
    for what, values in (("outcome", outcomes), ("weight", weights)):
        largest = max(np.nanmax(values), -np.nanmin(values))
        if largest > LARGEST or 0 < largest < 1 / LARGEST:
            raise PeopleError(
                f"Values of the {what} cannot be computed with: the largest is {largest:g}.",
                remedy="Write them in another unit, such as thousands.",
            )
    return Rows(
        people=people,
        row=row if order is None else row[order],
        weight=weights,
        outcome=outcomes,
        values={formula: sorted_array(f"_f{i}") for i, formula in enumerate(wanted)},
        codes={name: _codes(found.pop(f"_c{i}"), order) for i, name in enumerate(codes)},
    )


def _codes(column: Any, order: NDArray[np.int64] | None) -> Codes:
    coded = column.dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    index = np.asarray(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)
    return Codes(index=index if order is None else index[order], codes=_written(coded.dictionary))


def _written(values: Any) -> tuple[str, ...]:
    """Write distinct values as codes; there may be as many of them as people."""
    if pa.types.is_string(values.type):
        return tuple(values.to_pylist())
    if pa.types.is_integer(values.type):
        return tuple(map(str, values.to_pylist()))
    return tuple(str(code_of(value)) for value in values.to_pylist())
