"""Sums over the cells of a block: of values, of their squares, and of who they rest on.

A smooth form's score of a person is ``w (g_1 x_1 + g_2 x_2 + ...)`` with coefficients set by the group. Sums
of the products of the x by cell therefore give its variance in every coarser crossing. To lose no digits,
each x is taken less its own cell's multiple of a base (one for means, the denominator for ratios), so that
every term of the sum of squares is itself a sum of squares.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.many.families import Family, Products
from dueregard.engine.many.values import Counted, Values
from dueregard.engine.protocols import Outcome, one
from dueregard.engine.scored import Floats
from dueregard.engine.spread import Form, moment_names
from dueregard.engine.supports import SQUARED

__all__ = ["BlockSums"]

_ANSWERS = (0.0, 1.0)


@dataclass(eq=False)
class BlockSums:
    """Sums over the cells of one block, each worked out once.

    Parameters
    ----------
    values : Values
        Of the people.
    cell : ndarray of int (n,)
        The cell of each person.
    count : int
        How many cells there are.
    """

    values: Values
    cell: NDArray[np.intp]
    count: int
    known: dict[Hashable, Any] = field(default_factory=dict)

    def cell_of(self, person: NDArray[np.int32]) -> NDArray[np.int32]:
        """Give the cells of some people in another order; once.

        Parameters
        ----------
        person : ndarray of int (m,)
            Who.

        Returns
        -------
        ndarray of int (m,)
            The cell of each.
        """
        _, found = self._once(("order", id(person)), lambda: (person, self.cell[person].astype(np.int32)))
        cells: NDArray[np.int32] = found
        return cells

    def over(self, weights: Floats | None) -> Floats:
        """Sum over the people of each cell."""
        return np.bincount(self.cell, weights=weights, minlength=self.count).astype(float)

    def supports(self, outcome: Outcome, *, full: bool) -> tuple[dict[Any, Floats], set[Any]]:
        """Give what supports need.

        Parameters
        ----------
        outcome : Outcome
            Of columns in memory.
        full : bool
            Whether the people are a full count.

        Returns
        -------
        dict
            Sums (c,) under the names of the engine's requests.
        set
            Which of them are highest values.
        """
        mark, counted = self.values.counted(outcome)
        found: dict[Any, Floats] = {
            (outcome, "n"): self._once(("n", mark), lambda: self._people(counted)),
            (outcome, "w"): self._weight(mark, counted),
            (outcome, "ww"): self._once(("ww", mark), lambda: self._squares(mark, counted)),
        }
        peaks: set[Any] = set()
        if outcome.kind == "people" or not outcome.columns:
            return found, peaks
        key, column = self._column(outcome, 0)
        if outcome.kind == "yes_no":
            found[(outcome, "yes")] = self._once(("yes", key), lambda: self._of_valid(counted, column))
            found[(outcome, "between")] = self._once(
                ("between", key), lambda: self._of_valid(counted, np.abs(column * (1 - column)))
            )
            return found, peaks
        found[(outcome, "size")], found[(outcome, "largest")], found[(outcome, "squares")] = self._once(
            ("sizes", key), lambda: self._sizes(key, counted, column)
        )
        peaks.add((outcome, "largest"))
        if full:
            for at in range(len(outcome.columns)):
                for answer in _ANSWERS:
                    found[(outcome, (answer, at))] = self._answered(outcome, counted, at, answer)
        return found, peaks

    def totals(self, form: Form) -> dict[Any, Floats]:
        """Give the weighted sums of a form's moments.

        Parameters
        ----------
        form : Form
            Smooth.

        Returns
        -------
        dict
            Sums (c,) by :func:`~dueregard.engine.spread.moment_names`.
        """
        return {
            name: self.total(form.outcome, build)
            for name, build in zip(moment_names(form), form.moments.values(), strict=True)
        }

    def total(self, outcome: Outcome, build: Any) -> Floats:
        """Sum a weighted row expression.

        Parameters
        ----------
        outcome : Outcome
            Of columns in memory.
        build : Moment
            The expression.

        Returns
        -------
        ndarray (c,)
            By cell.
        """
        mark, counted = self.values.counted(outcome)
        if build is one:
            return self._weight(mark, counted)
        key, column = self.values.moment(outcome, build)
        return self._sum(mark, counted, key, column)

    def counted_once(self, outcome: Outcome, build: Any) -> Floats:
        """Sum a row expression over people, each counting once.

        Parameters
        ----------
        outcome : Outcome
            Of columns in memory.
        build : Moment
            The expression.

        Returns
        -------
        ndarray (c,)
            By cell.
        """
        _, counted = self.values.counted(outcome)
        key, column = self.values.moment(outcome, build)
        assert column is not None
        found: Floats = self._once(("once", key), lambda: self._of_valid(counted, column))
        return found

    def products(self, family: Family, columns: Mapping[Hashable, Floats | None]) -> Products:
        """Sum products of a family's row expressions.

        Parameters
        ----------
        family : Family
            What.
        columns : mapping of hashable to ndarray (n,) or None
            Their values; None for ones.

        Returns
        -------
        Products
            By cell, times what strata make of them.
        """
        found: Products = self._once(family, lambda: self._products(family, columns))
        return found

    def by_stratum(self, family: Family, columns: Mapping[Hashable, Floats | None]) -> list[Floats]:
        """Sum weighted row expressions by cell and stratum.

        Parameters
        ----------
        family : Family
            What.
        columns : mapping of hashable to ndarray (n,) or None
            Their values; None for ones.

        Returns
        -------
        list of ndarray (c,) or (c, h)
            The base first; with one axis where there is one stratum.
        """
        counted = self.values.counted_by[family.counted]
        stratum = self.values.people.stratum
        if stratum is None:
            every = (family.base, *family.others)
            return [self._sum(family.counted, counted, key, columns[key]) for key in every]
        strata = self.values.people.strata
        assert strata is not None
        size = len(strata.sizes)
        place = self._once("stratum", lambda: self.cell * size + stratum)

        def summed(key: Hashable) -> Floats:
            column = columns[key]
            weighted = counted.weight if column is None else counted.weight * column
            sums = np.bincount(place, weights=weighted, minlength=self.count * size)
            return sums.reshape(self.count, size).astype(float)

        return [
            self._once(("stratum", family.counted, key), lambda key=key: summed(key))
            for key in (family.base, *family.others)
        ]

    def _once(self, key: Hashable, make: Any) -> Any:
        if key not in self.known:
            self.known[key] = make()
        return self.known[key]

    def _weight(self, mark: Hashable, counted: Counted) -> Floats:
        return self._sum(mark, counted, "one", None)

    def _sum(self, mark: Hashable, counted: Counted, key: Hashable, column: Floats | None) -> Floats:
        def summed() -> Floats:
            return self.over(counted.weight if column is None else counted.weight * column)

        found: Floats = self._once(("sum", mark, key), summed)
        return found

    def _people(self, counted: Counted) -> Floats:
        if counted.valid is None:
            return self.over(None)
        return np.bincount(self.cell[counted.valid], minlength=self.count).astype(float)

    def _squares(self, mark: Hashable, counted: Counted) -> Floats:
        if counted.even is None:
            return self.over(counted.weight * counted.weight)
        squared: Floats = self._once(("squared", mark), lambda: self.over(counted.squared))
        return squared / counted.even

    def _column(self, outcome: Outcome, at: int) -> tuple[Hashable, Floats]:
        mark, _ = self.values.counted(outcome)
        return ("column", mark, outcome.columns[at]), self.values.column(outcome, at)

    def _of_valid(self, counted: Counted, column: Floats) -> Floats:
        """Sum over people, each counting once."""
        if counted.valid is None:
            return self.over(column)
        return self.over(np.where(counted.valid, column, 0.0))

    def _sizes(self, key: Hashable, counted: Counted, column: Floats) -> tuple[Floats, Floats, Floats]:
        size = counted.weight * column
        if size.min(initial=0.0) < 0:
            size = np.abs(size)
            total = self.over(size)
        else:
            total = self._once(("sum", counted_mark(key), key), lambda: self.over(size))
        largest = np.zeros(self.count)
        np.maximum.at(largest, self.cell, size)
        squared = np.where(size <= SQUARED, size, 0.0)
        return total, largest, self.over(squared * squared)

    def _answered(self, outcome: Outcome, counted: Counted, at: int, answer: float) -> Floats:
        key, column = self._column(outcome, at)
        found: Floats = self._once(
            ("answer", answer, key), lambda: self._of_valid(counted, (column == answer).astype(float))
        )
        return found

    def _products(self, family: Family, columns: Mapping[Hashable, Floats | None]) -> Products:
        counted = self.values.counted_by[family.counted]
        base = columns[family.base]
        of_base = self._sum(family.counted, counted, family.base, base)
        squared = counted.squared if base is None else counted.squared * base
        square_key = ("squared", family.counted) if base is None else ("squared", family.counted, family.base)
        squares = self._once(square_key, lambda: self.over(squared if base is None else squared * base))
        count = len(family.others)
        multiple, cross = np.zeros((count, self.count)), np.zeros((count, self.count))
        own = np.zeros((count, count, self.count))
        left = []
        if base is None and count == 1 and self.values.yes_or_no(family.others[0], columns):
            return self._of_answers(family, columns, of_base, squares)
        for at, key in enumerate(family.others):
            column = columns[key]
            assert column is not None
            total = self._sum(family.counted, counted, key, column)
            multiple[at] = np.divide(total, of_base, out=np.zeros_like(total), where=of_base != 0)
            apart = multiple[at][self.cell]
            if base is not None:
                apart *= base
            np.subtract(column, apart, out=apart)
            cross[at] = self.over(squared * apart)
            left.append(apart)
        for first, second in combinations_with_replacement(range(count), 2):
            sums = self.over(counted.squared * left[first] * left[second])
            own[first, second] = own[second, first] = sums
        return Products(multiple=multiple, own=own, cross=cross, base=squares)

    def _of_answers(
        self, family: Family, columns: Mapping[Hashable, Floats | None], of_base: Floats, squares: Floats
    ) -> Products:
        """Sum squares of answers less their mean by who says yes and who says no: one sum of all people."""
        counted, [key] = self.values.counted_by[family.counted], family.others
        column = columns[key]
        assert column is not None
        total = self._sum(family.counted, counted, key, column)
        mean = np.divide(total, of_base, out=np.zeros_like(total), where=of_base != 0)
        yes = self.over(counted.squared * column)
        no = np.maximum(squares - yes, 0.0)
        cross, own = yes * (1 - mean) - no * mean, yes * (1 - mean) ** 2 + no * mean**2
        return Products(multiple=mean[None], own=own[None, None], cross=cross[None], base=squares)


def counted_mark(key: Any) -> Hashable:
    """Say who has a value of a column, from its key."""
    mark: Hashable = key[1]
    return mark
