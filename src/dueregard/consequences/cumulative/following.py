"""Formulas that look at the outcome, read again once earlier measures have changed it.

What a formula means is said in one place, the engine's translation for the database; so the columns that
these formulas read are fetched once, the changed outcome is put in place of the outcome, and the database
reads them again: missing values, divisions by nought and comparisons are exactly those of the first reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine import Table, parse
from dueregard.engine.frames import collect, framed
from dueregard.options import Formula
from dueregard.people import People
from dueregard.people.source import ROW

__all__ = ["Following", "follow", "looks_at"]

Array = NDArray[np.float64]

AT_A_TIME = 16
"""How many changed outcomes are put to the database in one question."""


def looks_at(formula: Formula, column: str) -> bool:
    """Say whether a formula names a column.

    Parameters
    ----------
    formula : Formula
        One that has been understood.
    column : str
        The user's name.

    Returns
    -------
    bool
        Columns that were computed from it beforehand are not it.

    Examples
    --------
    >>> looks_at(Formula(option="Top-up", key="eligible", text="income < 100"), "income")
    True
    """
    return column in parse(formula.text).columns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Following:
    """The columns that formulas read besides the outcome.

    Attributes
    ----------
    table : Table
        The people.
    outcome : str
        The column that measures change.
    columns : mapping of str to pyarrow array (n,)
        By the frame's name, in the order of the rows.
    """

    table: Table
    outcome: str
    columns: dict[str, Any] = field(repr=False)

    def at(self, formulas: Sequence[Formula], outcomes: Sequence[Array]) -> list[dict[Formula, Array]]:
        """Read formulas where the outcome is another.

        Parameters
        ----------
        formulas : sequence of Formula
            All look at the outcome.
        outcomes : sequence of ndarray (n,)
            In the order of the rows; NaN is missing.

        Returns
        -------
        list of dict of Formula to ndarray (n,)
            One for each outcome.
        """
        return [
            values
            for start in range(0, len(outcomes), AT_A_TIME)
            for values in self._some(formulas, outcomes[start : start + AT_A_TIME])
        ]

    def _some(self, formulas: Sequence[Formula], outcomes: Sequence[Array]) -> list[dict[Formula, Array]]:
        changed = {f"o{place}": pa.array(values, from_pandas=True) for place, values in enumerate(outcomes)}
        count = len(outcomes[0])
        held = pa.table({"_place": np.arange(count), **self.columns, **changed})
        frame = framed(self.table.connection.from_arrow(held))
        schema = dict(frame.collect_schema())
        asked: dict[str, nw.Expr] = {}
        for place in range(len(outcomes)):
            names = {**self.table.names, self.outcome: f"o{place}"}
            table = replace(self.table, frame=frame, names=names, cache={"schema": schema})
            for number, formula in enumerate(formulas):
                asked[f"f{number}_{place}"] = formula.to_narwhals(table)
        found = collect(frame.select(nw.col("_place"), **asked))
        order = np.asarray(found.pop("_place").to_numpy(zero_copy_only=False))

        def column(name: str) -> Array:
            values = np.asarray(found.pop(name).to_numpy(zero_copy_only=False), dtype=float)
            if (order[1:] > order[:-1]).all():
                return values
            sorted_values = np.empty(count)
            sorted_values[order] = values
            return sorted_values

        return [
            {formula: column(f"f{number}_{place}") for number, formula in enumerate(formulas)}
            for place in range(len(outcomes))
        ]


def follow(people: People, row: NDArray[Any], formulas: Iterable[Formula], *, outcome: str) -> Following:
    """Fetch what formulas read besides the outcome.

    Parameters
    ----------
    people : People
        Held by DuckDB.
    row : ndarray of int (n,)
        Row numbers, rising.
    formulas : iterable of Formula
        Those that look at the outcome.
    outcome : str
        The column that measures change.

    Returns
    -------
    Following
        Ready to read them again.
    """
    table = people.table
    read = {name for formula in formulas for name in parse(formula.text).columns if name != outcome}
    internal = sorted({table.names[name] for name in read})
    found = collect(table.frame.select(nw.col(ROW), *(nw.col(name) for name in internal)))
    numbers = np.asarray(found.pop(ROW).to_numpy(zero_copy_only=False), dtype=np.int64)
    if not np.array_equal(numbers, row):
        place = pa.array(np.argsort(numbers, kind="stable"))
        found = {name: column.take(place) for name, column in found.items()}
    return Following(table=table, outcome=outcome, columns=found)
