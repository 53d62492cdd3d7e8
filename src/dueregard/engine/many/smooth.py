"""Smooth measures over many crossings: totals and errors from sums over the cells of few blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.blocks import joined
from dueregard.engine.cells import Cells
from dueregard.engine.crossing import block_of, counted_request, smooth_found
from dueregard.engine.gradients import gradient, value_of
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import Levels
from dueregard.engine.many.blocks import blocks_of, cells_over, levels_over
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.sums import BlockSums, Family, columns_of, family_of
from dueregard.engine.many.values import Values
from dueregard.engine.protocols import Outcome, Smooth
from dueregard.engine.scored import Floats
from dueregard.engine.spread import Form, FullCount, Part, Spread, moment_names, totals_of
from dueregard.engine.supports import supports_of
from dueregard.estimates import Estimates, Roots, Source

__all__ = ["LevelSums", "Summed", "cells_of_levels", "smooth_over"]


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
            found = self.known[id(cells)] = (cells, self._over(cells))
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
        total = self._over(self._squares(family, columns, coefficients))
        sums = self.by_stratum(family, columns)
        return np.maximum(total + strata.between_each(np.einsum("ml,mhl->hl", coefficients, sums)), 0.0)

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
        return np.stack([np.stack([self._over(each) for each in cells.T]) for cells in every])

    def _over(self, cells: Floats) -> Floats:
        inside = self.level >= 0
        count = len(self.levels)
        return np.bincount(self.level[inside], weights=cells[inside], minlength=count).astype(float)

    def _squares(self, family: Family, columns: Any, coefficients: Floats) -> Floats:
        """Sum squares of scores by cell."""
        found = self.sums.products(family, columns)
        at = coefficients[:, np.maximum(self.level, 0)] if len(self.levels) else np.zeros((len(coefficients), 1))
        base, others = at[0].copy(), at[1:]
        for other, multiple in zip(others, found.multiple, strict=True):
            base += other * multiple
        total = base * base * found.base
        for first in range(len(others)):
            total += 2 * base * others[first] * found.cross[first]
            for second in range(len(others)):
                total += others[first] * others[second] * found.own[first, second]
        return np.asarray(total)


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scan:
    """What a smooth measure is solved over."""

    cells: Cells
    spread: Any


def smooth_over(
    people: ManyPeople, measures: Sequence[Smooth], crossings: Sequence[tuple[Grouping, ...]]
) -> list[Estimates]:
    """Estimate smooth measures over many crossings, each value by itself.

    Parameters
    ----------
    people : ManyPeople
        With the columns of the measures.
    measures : sequence of Smooth
        Of columns in memory; see :func:`~dueregard.engine.many.values.is_plain`.
    crossings : sequence of tuple of Grouping
        Of groupings whose codes were read; the empty one is everybody.

    Returns
    -------
    list of Estimates
        One a crossing, as the engine would give it, but without what two values have in common.

    Notes
    -----
    Crossings are held by a few finer ones, whose cells are summed once; see
    :func:`~dueregard.engine.many.blocks.blocks_of`. No person's score is kept.
    """
    values = Values(people)
    found: dict[int, Estimates] = {}
    for block in blocks_of(people, crossings):
        cells = cells_over(people, block)
        sums = BlockSums(values, cells.cell, block.cells)
        for index in block.crossings:
            levels, level = levels_over(people, block, cells, crossings[index])
            of = LevelSums(sums=sums, levels=levels, level=level)
            found[index] = _estimates(of, measures)
    return [found[index] for index in range(len(crossings))]


def _estimates(of: LevelSums, measures: Sequence[Smooth]) -> Estimates:
    cells = cells_of_levels(of, measures)
    spread: Any = Summed(of=of)
    shown: Spread = FullCount() if of.people.strata is None else spread
    outcomes = dict.fromkeys(measure.outcome for measure in measures)
    supports = {outcome: supports_of(cells, outcome, None) for outcome in outcomes}
    scan: Any = _Scan(cells=cells, spread=spread)
    blocks = [
        block_of(
            measure,
            of.levels,
            smooth_found(scan, measure),
            supports=supports[measure.outcome],
            spread=shown,
        )
        for measure in measures
    ]
    return joined(blocks, spread, ())


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
