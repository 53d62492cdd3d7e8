"""What each person adds to sums: outcomes' columns, who has a value, and row expressions of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.expression import parse
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.protocols import Moment, Outcome, one
from dueregard.engine.scored import Floats

__all__ = ["Counted", "Values", "is_plain"]


def is_plain(people: ManyPeople, outcome: Outcome) -> bool:
    """Say whether an outcome is of columns in memory.

    Parameters
    ----------
    people : ManyPeople
        With columns.
    outcome : Outcome
        What is measured.

    Returns
    -------
    bool
        False for outcomes of other columns, and for centred ones and deprivations.
    """
    if outcome.level is not None or outcome.centred or outcome.conditions:
        return False
    texts = [*outcome.columns, *([] if outcome.among is None else [outcome.among])]
    return all(
        text in people.columns or all(name in people.columns for name in parse(text).columns)
        for text in texts
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """Who has a value.

    Attributes
    ----------
    valid : ndarray of bool (n,), optional
        None when everybody has.
    weight, squared : ndarray (n,)
        Weights, and their squares times what the stratum makes of them; nought for whoever has none.
    even : float, optional
        Squares without that factor are these divided by it; None when strata differ in it.
    """

    valid: NDArray[np.bool_] | None
    weight: Floats = field(repr=False)
    squared: Floats = field(repr=False)
    even: float | None


@dataclass(eq=False)
class Values:
    """Columns and validity, each worked out once.

    Parameters
    ----------
    people : ManyPeople
        With columns.
    """

    people: ManyPeople
    counted_by: dict[Hashable, Counted] = field(default_factory=dict)
    of_columns: dict[Hashable, Hashable] = field(default_factory=dict)
    arrays: dict[Hashable, Floats] = field(default_factory=dict)
    marks: dict[bytes, int] = field(default_factory=dict)
    answers: dict[Hashable, bool] = field(default_factory=dict)
    moments: dict[tuple[Outcome, Moment], tuple[Hashable, Floats]] = field(default_factory=dict)

    def counted(self, outcome: Outcome) -> tuple[Hashable, Counted]:
        """Find who has a value of an outcome.

        Parameters
        ----------
        outcome : Outcome
            Of columns in memory.

        Returns
        -------
        hashable
            The same for all outcomes that the same people have a value of.
        Counted
            Who they are.
        """
        names = (outcome.columns, outcome.among)
        if names not in self.of_columns:
            valid = self.people.weight > 0
            for text in outcome.columns:
                valid &= ~np.isnan(self.array(text))
            if outcome.among is not None:
                valid &= self.array(outcome.among) > 0
            if self.people.domain is not None:
                valid &= self.people.domain
            bits = np.packbits(valid).tobytes()
            mark: Hashable = self.marks.setdefault(bits, len(self.marks))
            self.of_columns[names] = mark
            if mark not in self.counted_by:
                self.counted_by[mark] = self._counted(valid)
        known = self.of_columns[names]
        return known, self.counted_by[known]

    def array(self, text: str) -> Floats:
        """Give a column, or an expression of columns.

        Parameters
        ----------
        text : str
            A name, or an expression; truths are 1 and 0.

        Returns
        -------
        ndarray (n,)
            NaN where it is missing.
        """
        if text in self.people.columns:
            return self.people.columns[text]
        if text not in self.arrays:
            self.arrays[text] = self._expressed(text)
        return self.arrays[text]

    def _expressed(self, text: str) -> Floats:
        expression = parse(text)
        names = {name: f"c{index}" for index, name in enumerate(expression.columns)}
        arrays = {new: pa.array(self.people.columns[old], from_pandas=True) for old, new in names.items()}
        frame: Any = nw.from_native(pa.table(arrays), eager_only=True)
        value = expression.to_narwhals(names, dict(frame.schema)).cast(nw.Float64)
        made = frame.select(_x=value).to_native()["_x"].fill_null(float("nan"))
        return np.asarray(made.to_numpy(), dtype=float)

    def _counted(self, valid: NDArray[np.bool_]) -> Counted:
        people = self.people
        everybody = bool(valid.all())
        weight = people.weight if everybody else np.where(valid, people.weight, 0.0)
        squared = weight * weight
        even: float | None = 1.0
        if people.strata is not None and people.clusters is None:
            within = people.strata.within
            if people.stratum is None:
                even = float(within[0])
                squared *= even
            else:
                even = float(within[0]) if (within == within[0]).all() else None
                squared *= within[people.stratum]
        return Counted(
            valid=None if everybody else valid,
            weight=weight,
            squared=squared,
            even=even if even else None,
        )

    def column(self, outcome: Outcome, at: int) -> Floats:
        """Give a column of an outcome, nought for whoever has no value.

        Parameters
        ----------
        outcome : Outcome
            Of columns in memory.
        at : int
            Which column.

        Returns
        -------
        ndarray (n,)
            Numbers only.
        """
        mark, counted = self.counted(outcome)
        values = self.array(outcome.columns[at])
        if counted.valid is None:
            return values
        key = ("column", mark, outcome.columns[at])
        if key not in self.arrays:
            self.arrays[key] = np.where(counted.valid, values, 0.0)
        return self.arrays[key]

    def yes_or_no(self, key: Hashable, columns: Mapping[Hashable, Floats | None]) -> bool:
        """Say whether a row expression is 0 or 1 for everybody; looked at once.

        Parameters
        ----------
        key : hashable
            From :meth:`moment`.
        columns : mapping of hashable to ndarray (n,) or None
            Row expressions by their keys.

        Returns
        -------
        bool
            False for ones.
        """
        if key not in self.answers:
            column = columns[key]
            # Most columns of amounts say so in their first thousand.
            some = column is not None and _are_answers(column[:1000])
            self.answers[key] = column is not None and some and _are_answers(column)
        return self.answers[key]

    def moment(self, outcome: Outcome, build: Moment) -> tuple[Hashable, Floats | None]:
        """Give a moment's row expression.

        Parameters
        ----------
        outcome : Outcome
            Of columns in memory.
        build : Moment
            Takes its columns.

        Returns
        -------
        hashable
            The same for equal expressions of equal people.
        ndarray (n,), or None
            None for the expression that is one for everybody.
        """
        if build is one:
            return "one", None
        known = self.moments.get((outcome, build))
        if known is None:
            known = self.moments[outcome, build] = self._moment(outcome, build)
        return known

    def _moment(self, outcome: Outcome, build: Moment) -> tuple[Hashable, Floats]:
        columns = [self.column(outcome, at) for at in range(len(outcome.columns))]
        names = [f"_v{at}" for at in range(len(columns))]
        plain = [nw.col(name) for name in names]
        expression = build(*plain)
        for each, column, name in zip(plain, columns, outcome.columns, strict=True):
            if expression is each:
                return ("column", self.counted(outcome)[0], name), column
        key = ("moment", self.counted(outcome)[0], outcome.columns, build)
        if key not in self.arrays:
            table = pa.table(dict(zip(names, map(pa.array, columns), strict=True)))
            frame: Any = nw.from_native(table, eager_only=True)
            made = frame.select(_x=expression.cast(nw.Float64)).to_native()["_x"].combine_chunks()
            values = np.asarray(made.to_numpy(zero_copy_only=False), dtype=float)
            if len(values) != len(table):
                values = np.full(len(table), values[0])
            valid = self.counted(outcome)[1].valid
            self.arrays[key] = values if valid is None else np.where(valid, values, 0.0)
        return key, self.arrays[key]


def _are_answers(column: Floats) -> bool:
    return bool(((column == 0) | (column == 1)).all())
