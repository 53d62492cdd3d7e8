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
from dueregard.engine.many.clusters import Groups
from dueregard.engine.many.families import Family, columns_of, family_of
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.products import LevelProducts, products_of_units, squares_of
from dueregard.engine.many.sums import BlockSums
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
    known, once : dict
        What was added up and worked out already.
    """

    sums: BlockSums
    levels: Levels
    level: NDArray[np.int64]
    known: dict[int, tuple[Any, Floats]] = field(default_factory=dict, repr=False)
    once: dict[Any, Any] = field(default_factory=dict, repr=False)

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
        # Whoever is in no level is added to one more, which is left out.
        total = np.bincount(self._place, weights=cells, minlength=len(self.levels) + 1)
        return total[1:].astype(float)

    @property
    def _place(self) -> NDArray[np.int64]:
        if "place" not in self.once:
            self.once["place"] = self.level + 1
        place: NDArray[np.int64] = self.once["place"]
        return place

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
        found = np.zeros(len(self.levels) + 1)
        np.maximum.at(found, self._place, cells)
        return found[1:]

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
        family, places = family_of(self.sums.values, form)
        coefficients = np.zeros((1 + len(family.others), len(self.levels)))
        for place, slope in zip(places, slopes, strict=True):
            coefficients[1 + place] += slope
        columns = columns_of(self.sums.values, [form])
        found = self.products(family, columns)
        total, gross = squares_of(found, coefficients)
        if (total < CANCELLED * gross).any():
            total = self._of_people(family, columns, coefficients)
        sums = np.einsum("ml,mhl->hl", coefficients, found.by_stratum)
        return np.maximum(total + strata.between_each(sums), 0.0)

    def products(self, family: Family, columns: Any) -> LevelProducts:
        """Add a family's products up to levels, taken less each level's own multiple of the base.

        Parameters
        ----------
        family : Family
            What.
        columns : mapping
            Its values.

        Returns
        -------
        LevelProducts
            By level.
        """
        if family not in self.once:
            self.once[family] = self._products(family, columns)
        found: LevelProducts = self.once[family]
        return found

    def _products(self, family: Family, columns: Any) -> LevelProducts:
        count = len(family.others)
        sums = np.stack([self._by_stratum(cells) for cells in self.sums.by_stratum(family, columns)])
        base, totals = sums[0].sum(axis=0), sums[1:].sum(axis=1)
        multiple = np.divide(totals, base, out=np.zeros_like(totals), where=base != 0)
        if self.people.clusters is not None:
            return self._clustered(family, columns, multiple, sums)
        found = self.sums.products(family, columns)
        wide = np.concatenate([np.zeros((count, 1)), multiple], axis=1)
        apart = found.multiple - wide[:, self._place]
        cross, own = np.zeros_like(multiple), np.zeros((count, count, len(self.levels)))
        for i in range(count):
            moved = apart[i] * found.base
            cross[i] = self.over(found.cross[i] + moved)
            for j in range(i, count):
                product = found.own[i, j] + apart[i] * found.cross[j] + apart[j] * found.cross[i]
                product += moved * apart[j]
                own[i, j] = own[j, i] = self.over(product)
        return LevelProducts(
            multiple=multiple, own=own, cross=cross, base=self.over(found.base), by_stratum=sums
        )

    @property
    def groups(self) -> Groups:
        """People of the same sampling unit and level."""
        if "groups" not in self.once:
            clusters = self.people.clusters
            assert clusters is not None
            self.once["groups"] = clusters.groups(self.level[self.sums.cell], len(self.levels))
        found: Groups = self.once["groups"]
        return found

    def grouped(self, family: Family, columns: Any) -> list[Floats]:
        """Sum a family's weighted row expressions by sampling unit and level.

        Parameters
        ----------
        family : Family
            What.
        columns : mapping
            Its values.

        Returns
        -------
        list of ndarray (g,)
            The base first.
        """
        weight = self.sums.values.counted_by[family.counted].weight
        found = []
        for key in (family.base, *family.others):
            name = ("grouped", family.counted, key)
            if name not in self.once:
                column = columns[key]
                self.once[name] = self.groups.total(weight if column is None else weight * column)
            found.append(self.once[name])
        return found

    def units(self, outcome: Outcome) -> Floats | None:
        """Count the sampling units of each level in which somebody has a value.

        Parameters
        ----------
        outcome : Outcome
            Of columns in memory.

        Returns
        -------
        ndarray (d,), optional
            None where people are their own units.
        """
        if self.people.clusters is None or self.people.strata is None:
            return None
        mark, counted = self.sums.values.counted(outcome)
        if ("units", mark) not in self.once:
            self.once["units", mark] = self.groups.added(self.groups.there(counted.valid).astype(float))
        found: Floats = self.once["units", mark]
        return found

    def units_elsewhere(self, outcome: Outcome) -> Floats | None:
        """Count the sampling units in which somebody of another level has a value.

        Parameters
        ----------
        outcome : Outcome
            Of columns in memory.

        Returns
        -------
        ndarray (d,), optional
            None where people are their own units.
        """
        if self.people.clusters is None or self.people.strata is None:
            return None
        groups, (_, counted) = self.groups, self.sums.values.counted(outcome)
        there = groups.there(counted.valid)
        unit, level = groups.unit[there], groups.level[there]
        levels_of_unit = np.bincount(unit)
        alone = np.bincount(level[levels_of_unit[unit] == 1], minlength=len(self.levels))
        return np.asarray((levels_of_unit > 0).sum() - alone, dtype=float)

    def _clustered(self, family: Family, columns: Any, multiple: Floats, sums: Floats) -> LevelProducts:
        """Sum products over sampling units: people of one have more in common than a cell."""
        groups, (base, *others) = self.groups, self.grouped(family, columns)
        name = ("scaled", family.counted, family.base)
        if name not in self.once:
            scaled = groups.scaled(base)
            self.once[name] = (scaled, groups.added(base * scaled))
        scaled, squares = self.once[name]
        cross, own = products_of_units(groups, base, scaled, others, multiple)
        return LevelProducts(multiple=multiple, own=own, cross=cross, base=squares, by_stratum=sums)

    def _by_stratum(self, cells: Floats) -> Floats:
        """Add cells of one stratum, (c,), or of several, (c, h), up to levels: (h, d)."""
        if cells.ndim == 1:
            return self.added(cells)[None, :]
        return np.stack([self.over(each) for each in cells.T])

    def _of_people(self, family: Family, columns: Any, coefficients: Floats) -> Floats:
        """Sum squares of scores over people: where their terms all but cancel, no digits are left."""
        if self.people.clusters is not None:
            groups = self.groups
            scores = np.zeros(len(groups.unit))
            for coefficient, sums in zip(coefficients, self.grouped(family, columns), strict=True):
                scores += groups.spread(coefficient) * sums
            return groups.products(scores, scores)
        place = self._place[self.sums.cell]
        wide = np.concatenate([np.zeros((len(coefficients), 1)), coefficients], axis=1)
        score = np.zeros(len(place))
        for coefficient, key in zip(wide, (family.base, *family.others), strict=True):
            column = columns[key]
            score += coefficient[place] if column is None else coefficient[place] * column
        score *= score
        score *= self.sums.values.counted_by[family.counted].squared
        return np.bincount(place, weights=score, minlength=wide.shape[1])[1:].astype(float)


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
