"""Smooth measures over the levels of a crossing: totals and errors from sums over the cells of a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.cells import Cells
from dueregard.engine.crossing import counted_request
from dueregard.engine.gradients import gradient, value_of
from dueregard.engine.levels import Levels
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.sums import BlockSums, Family, columns_of, family_of
from dueregard.engine.protocols import Outcome
from dueregard.engine.scored import Floats
from dueregard.engine.spread import Form, Part, moment_names, totals_of
from dueregard.estimates import Roots, Source

__all__ = ["LevelSums", "Summed", "cells_of_levels"]

CANCELLED = 1e-7
"""Where squares of scores sum to less than this share of their terms, they are summed over people instead."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelSums:
    """The sums of a block, and the level of each of its cells in one crossing.

    Attributes
    ----------
    sums : BlockSums
        By cell.
    levels : Levels
        Of the crossing.
    level : ndarray of int (c,)
        The level of each cell; -1 for none.
    known : dict
        What was added up already.
    """

    sums: BlockSums
    levels: Levels
    level: NDArray[np.int64]
    known: dict[int, tuple[Any, Floats]] = field(default_factory=dict)

    @property
    def people(self) -> ManyPeople:
        """The people."""
        return self.sums.values.people

    def added(self, cells: Floats) -> Floats:
        """Add cells up to levels; each array once.

        Parameters
        ----------
        cells : ndarray (c,)
            Sums by cell.

        Returns
        -------
        ndarray (d,)
            By level.
        """
        found = self.known.get(id(cells))
        if found is None:
            found = self.known[id(cells)] = (cells, self.over(cells))
        return found[1]

    def highest(self, cells: Floats) -> Floats:
        """Take the highest of each level's cells.

        Parameters
        ----------
        cells : ndarray (c,)
            Highest values by cell, none below nought.

        Returns
        -------
        ndarray (d,)
            By level.
        """
        inside = self.level >= 0
        found = np.zeros(len(self.levels))
        np.maximum.at(found, self.level[inside], cells[inside])
        return found

    def variances(self, form: Form, slopes: Floats) -> Floats:
        """Give the variances of a form with these derivatives.

        Parameters
        ----------
        form : Form
            Smooth.
        slopes : ndarray (a, d)
            Derivative of each level's value in each moment's total.

        Returns
        -------
        ndarray (d,)
            Zeros for a full count.
        """
        strata = self.people.strata
        if strata is None:
            return np.zeros(len(self.levels))
        values = self.sums.values
        family, places = family_of(values, form)
        coefficients = np.zeros((1 + len(family.others), len(self.levels)))
        for place, slope in zip(places, slopes, strict=True):
            coefficients[1 + place] += slope
        columns = columns_of(values, [form])
        squares, gross = self._squares(family, columns, coefficients)
        total, largest = self.over(squares), self.over(gross)
        if (total < CANCELLED * largest).any():
            total = self._of_people(family, columns, coefficients)
        sums = self.by_stratum(family, columns)
        return np.maximum(total + strata.between_each(np.einsum("ml,mhl->hl", coefficients, sums)), 0.0)

    def _of_people(self, family: Family, columns: Any, coefficients: Floats) -> Floats:
        """Sum squares of scores over people: where terms all but cancel, no digits are left of their squares."""
        level = self.level[self.sums.cell]
        inside = np.flatnonzero(level >= 0)
        level = level[inside]
        score = np.zeros(len(level))
        for coefficient, key in zip(coefficients, (family.base, *family.others), strict=True):
            column = columns[key]
            score += coefficient[level] if column is None else coefficient[level] * column[inside]
        squared = self.sums.values.counted_by[family.counted].squared[inside]
        return np.bincount(level, weights=squared * score * score, minlength=len(self.levels)).astype(float)

    def by_stratum(self, family: Family, columns: Any) -> Floats:
        """Give weighted sums of a family's row expressions by stratum and level.

        Parameters
        ----------
        family : Family
            What.
        columns : mapping
            Its values.

        Returns
        -------
        ndarray (1 + m, h, d)
            The base first.
        """
        every = self.sums.by_stratum(family, columns)
        return np.stack([np.stack([self.over(each) for each in cells.T]) for cells in every])

    def over(self, cells: Floats) -> Floats:
        """Add cells up to levels, without remembering it.

        Parameters
        ----------
        cells : ndarray (c,)
            Sums by cell.

        Returns
        -------
        ndarray (d,)
            By level.
        """
        inside = self.level >= 0
        count = len(self.levels)
        return np.bincount(self.level[inside], weights=cells[inside], minlength=count).astype(float)

    def _squares(self, family: Family, columns: Any, coefficients: Floats) -> tuple[Floats, Floats]:
        """Sum squares of scores by cell, and of their terms."""
        found = self.sums.products(family, columns)
        at = coefficients[:, np.maximum(self.level, 0)] if len(self.levels) else np.zeros((len(coefficients), 1))
        base, others = at[0].copy(), at[1:]
        for other, multiple in zip(others, found.multiple, strict=True):
            base += other * multiple
        total = base * base * found.base
        gross = total.copy()
        for first in range(len(others)):
            total += 2 * base * others[first] * found.cross[first]
            for second in range(len(others)):
                term = others[first] * others[second] * found.own[first, second]
                total += term
                gross += np.abs(term)
        return total, gross


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summed:
    """Each value's own variance, from sums of squares over the people of its level."""

    of: LevelSums
    method: str = "Taylor linearisation"
    by_unit: bool = False

    def part(self, cells: Cells, form: Form, scan: Any) -> Part:
        """Solve a form over cells, and find its variances."""
        totals, count = totals_of(cells, form)
        slopes = gradient(form, totals, count, list(form.moments))
        return Part(values=value_of(form, totals, count), spread=self.of.variances(form, slopes))

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Put variances side by side; what two values have in common is not kept."""
        people = self.of.people
        if people.strata is None:
            return None
        variances = np.concatenate([part.spread for part in parts]) if parts else np.zeros(0)
        return Roots.independent(variances, identity=people.table.identity, df=people.strata.df)


def cells_of_levels(of: LevelSums, measures: Sequence[Any], outcomes: Sequence[Outcome] = ()) -> Cells:
    """Give the sums that the engine would have read, one cell a level.

    Parameters
    ----------
    of : LevelSums
        The sums of a block.
    measures : sequence of Smooth
        Whose sums are wanted.
    outcomes : sequence of Outcome
        Of which only supports are wanted.

    Returns
    -------
    Cells
        By level.
    """
    people = of.people
    full = people.table.design.count == "full"
    found: dict[Any, Floats] = {}
    peaks: set[Any] = set()
    for outcome in dict.fromkeys((*outcomes, *(measure.outcome for measure in measures))):
        sums, highest = of.sums.supports(outcome, full=full)
        peaks |= highest
        for name, cells in sums.items():
            found[name] = of.highest(cells) if name in highest else of.added(cells)
    for measure in measures:
        for name, build in zip(moment_names(measure), measure.moments.values(), strict=True):
            found[name] = of.added(of.sums.total(measure.outcome, build))
        for key in ("yes", "left_out"):
            build = getattr(measure, key, None)
            if build is not None:
                name = counted_request(measure.outcome, key, build).name
                found[name] = of.added(of.sums.counted_once(measure.outcome, build))
    return Cells(
        levels=of.levels,
        level=np.arange(len(of.levels)),
        unit=None,
        values=found,
        peaks=frozenset(peaks),
    )
