"""Means over the groups of a crossing with all that they have in common, and those of everyone else.

Groups are disjoint: a value rests on a few parts of its own group, and on what its stratum has in common. An
outcome that is the sum of two others, such as income after as income before and its change, is kept as that
sum, so that changes of gaps lose no digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dueregard.engine.blocks import joined
from dueregard.engine.cells import Cells
from dueregard.engine.complements import complement_cells
from dueregard.engine.crossing import block_of, smooth_found
from dueregard.engine.gradients import gradient, value_of
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import complement
from dueregard.engine.many.blocks import blocks_of, cells_over, levels_over
from dueregard.engine.many.clusters import Groups
from dueregard.engine.many.families import Family
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.products import LevelProducts
from dueregard.engine.many.smooth import LevelSums, cells_of_levels
from dueregard.engine.many.sums import BlockSums
from dueregard.engine.many.values import Values
from dueregard.engine.protocols import Smooth, one
from dueregard.engine.scored import Floats
from dueregard.engine.spread import Form, FullCount, Part, totals_of
from dueregard.engine.supports import supports_of
from dueregard.estimates import Estimates, Roots, Source
from dueregard.estimates.source import Sparse

__all__ = ["joint_over"]


def joint_over(
    people: ManyPeople, measures: Sequence[Smooth], groupings: Sequence[Grouping]
) -> Iterator[Estimates]:
    """Estimate means by groups, with their joint covariance.

    Parameters
    ----------
    people : ManyPeople
        With the columns of the measures.
    measures : sequence of Smooth
        Of one column each, which the same people have; functions of its total and of the number of people.
    groupings : sequence of Grouping
        Each by itself.

    Yields
    ------
    Estimates
        One a grouping, in order; each knows everyone else.
    """
    values = Values(people)
    crossings = [(grouping,) for grouping in groupings]
    found: dict[int, Estimates] = {}
    for block in blocks_of(people, crossings):
        cells = cells_over(people, block)
        sums = BlockSums(values, cells.cell, block.cells)
        for index in block.crossings:
            levels, level = levels_over(people, block, cells, crossings[index])
            of = LevelSums(sums=sums, levels=levels, level=level)
            found[index] = _estimates(of, measures)
    yield from (found[index] for index in range(len(crossings)))


def _estimates(of: LevelSums, measures: Sequence[Smooth]) -> Estimates:
    cells = cells_of_levels(of, measures)
    parts = None if of.people.strata is None else _Parts.of(of, measures)
    found = _solved(of, measures, cells, parts, None)

    def rest(variable: str) -> Estimates:
        return _solved(of, measures, complement_cells(cells, variable), parts, variable)

    return replace(found, rest=rest)


def _solved(
    of: LevelSums, measures: Sequence[Any], cells: Cells, parts: _Parts | None, without: str | None
) -> Estimates:
    spread: Any = _Joint(parts=parts, of=of, without=without)
    shown: Any = FullCount() if parts is None else spread
    scan: Any = _Scan(cells=cells, spread=spread)
    counted = of.units if without is None else of.units_elsewhere
    supports = {
        each.outcome: supports_of(cells, each.outcome, None, counted=counted(each.outcome))
        for each in measures
    }
    blocks = [
        block_of(each, of.levels, smooth_found(scan, each), supports=supports[each.outcome], spread=shown)
        for each in measures
    ]
    return joined(blocks, spread, ())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scan:
    """What a smooth measure is solved over."""

    cells: Cells
    spread: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Parts:
    """Roots of the covariance of what groups add up to: of their number, and of each column's residuals.

    Attributes
    ----------
    columns : tuple of str
        The columns that outcomes are sums of.
    multiple : ndarray (m, d)
        Each column's mean in each group, that it is taken less.
    own, taken : scipy.sparse array
        Rows of parts, and of what is shared; a column for each group and, within it, for the number and
        each of the columns.
    token : object
        Of this call.
    """

    columns: tuple[str, ...]
    multiple: Floats
    own: Sparse = field(repr=False)
    taken: Sparse = field(repr=False)
    token: object = field(default_factory=object, repr=False)

    @classmethod
    def of(cls, of: LevelSums, measures: Sequence[Smooth]) -> _Parts:
        """Sum products by group, and take their roots."""
        values, strata = of.sums.values, of.people.strata
        assert strata is not None
        columns = tuple(dict.fromkeys(part for each in measures for part in _addends(of.people, each)))
        mark, _ = values.counted(measures[0].outcome)
        outcome = {name: ("column", mark, name) for name in columns}
        family = Family(counted=mark, base="one", others=tuple(outcome.values()))
        arrays: dict[Any, Any] = {"one": None}
        arrays |= {key: np.nan_to_num(values.array(name)) for name, key in outcome.items()}
        found = of.products(family, arrays)
        sums, multiple = found.by_stratum.copy(), found.multiple
        if of.people.clusters is None:
            roots = _roots(_matrices(found))
            own: Sparse = (
                sparse.block_diag([*roots], format="csr") if len(roots) else sparse.csr_array((0, 0))
            )
        else:
            own = _of_units(of.groups, of.grouped(family, arrays), multiple)
        for at in range(len(columns)):
            sums[1 + at] -= multiple[at] * sums[0]
        wide = np.moveaxis(sums, 0, 2).reshape(sums.shape[1], -1)
        added, taken = strata.roots(wide)
        return cls(
            columns=columns,
            multiple=multiple,
            own=sparse.vstack([own, sparse.csr_array(added)], format="csr"),
            taken=sparse.csr_array(taken),
        )


def _addends(people: ManyPeople, measure: Smooth) -> tuple[str, ...]:
    name = measure.outcome.columns[0]
    return people.sums.get(name, (name,))


def _matrices(found: LevelProducts) -> Floats:
    """Put products of one and of the columns less their means together, by group: (d, 1 + m, 1 + m)."""
    count, levels = found.cross.shape
    result = np.zeros((levels, 1 + count, 1 + count))
    result[:, 0, 0] = found.base
    result[:, 0, 1:] = result[:, 1:, 0] = found.cross.T
    result[:, 1:, 1:] = np.moveaxis(found.own, 2, 0)
    return result


def _roots(matrices: Floats) -> Floats:
    """Give upper roots of positive matrices, some of which are singular: (d, k, k)."""
    size = matrices.shape[1]
    root = np.zeros_like(matrices)
    for j in range(size):
        left = matrices[:, j, j] - (root[:, :j, j] ** 2).sum(axis=1)
        root[:, j, j] = np.sqrt(np.maximum(left, 0.0))
        for i in range(j + 1, size):
            cross = matrices[:, j, i] - (root[:, :j, j] * root[:, :j, i]).sum(axis=1)
            root[:, j, i] = np.divide(cross, root[:, j, j], out=np.zeros_like(cross), where=root[:, j, j] > 0)
    return root


def _of_units(groups: Groups, sums: Sequence[Floats], multiple: Floats) -> Sparse:
    """Give a root of the products that groups have in common through the sampling units that they share."""
    level, width = groups.level, len(sums)
    base = sums[0]
    left = [base, *(x - groups.spread(mean) * base for x, mean in zip(sums[1:], multiple, strict=True))]
    shape = (int(groups.unit.max(initial=-1)) + 1, width * (len(groups.starts) - 1))
    entries = np.concatenate([groups.scaled(x, root=True) for x in left])
    columns = np.concatenate([level * width + at for at in range(width)])
    scores = sparse.csc_array((entries, (np.tile(groups.unit, width), columns)), shape=shape)
    gram = sparse.csr_array(scores.T @ scores)
    size = np.sqrt(gram.diagonal())
    scale = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    # Groups that share no unit have nothing in common: their roots are taken apart.
    count, part = connected_components(gram, directed=False)
    order, starts = np.argsort(part, kind="stable"), np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(part, minlength=count), out=starts[1:])
    rows, places, found = [], [], []
    for begin, end in pairwise(starts):
        some = order[begin:end]
        dense = gram[some][:, some].toarray() * np.outer(scale[some], scale[some])
        values, vectors = np.linalg.eigh(dense)
        found.append(((np.sqrt(np.maximum(values, 0.0)) * vectors).T * size[some]).ravel())
        rows.append(np.repeat(np.arange(begin, end), end - begin))
        places.append(np.tile(some, end - begin))
    if not found:
        return sparse.csr_array((0, 0))
    where = (np.concatenate(rows), np.concatenate(places))
    return sparse.csr_array((np.concatenate(found), where), shape=(shape[1], shape[1]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Joint:
    """Values as combinations of what groups add up to."""

    parts: _Parts | None
    of: LevelSums
    without: str | None
    method: str = "Taylor linearisation"
    by_unit: bool = False

    def part(self, cells: Cells, form: Form, scan: Any) -> Part:
        """Solve a form over cells, and find how much each group moves it."""
        totals, count = totals_of(cells, form)
        slopes = gradient(form, totals, count, list(form.moments))
        return Part(
            values=value_of(form, totals, count),
            spread=None if self.parts is None else self._loads(form, slopes),
        )

    def _loads(self, form: Any, slopes: Floats) -> Sparse:
        """Give the coefficient of each group's number and columns in each value: (d (1 + m), d)."""
        assert self.parts is not None
        addends = _addends(self.of.people, form)
        places = [self.parts.columns.index(name) for name in addends]
        of_one, of_column = np.zeros(slopes.shape[1]), np.zeros(slopes.shape[1])
        for build, slope in zip(form.moments.values(), slopes, strict=True):
            if build is one:
                of_one += slope
            else:
                of_column += slope
        of_mean = self.parts.multiple[places].sum(axis=0)
        width = 1 + len(self.parts.columns)
        rows, columns, entries = [], [], []
        for level, others in enumerate(self._groups()):
            group = np.asarray(others, dtype=np.int64)
            rows.append(group * width)
            entries.append(of_one[level] + of_column[level] * of_mean[group])
            for place in places:
                rows.append(group * width + 1 + place)
                entries.append(np.full(len(group), of_column[level]))
            columns.append(np.full((1 + len(places)) * len(group), level))
        shape = (width * slopes.shape[1], slopes.shape[1])
        if not rows:
            return sparse.csr_array(shape)
        where = (np.concatenate(rows), np.concatenate(columns))
        return sparse.csr_array((np.concatenate(entries), where), shape=shape)

    def _groups(self) -> Sequence[Sequence[int]]:
        """Which groups each value is of."""
        levels = self.of.levels
        if self.without is None:
            return [(level,) for level in range(len(levels))]
        if self.without not in levels.variables:
            return [()] * len(levels)
        return complement(levels, self.without)

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Put values side by side."""
        if self.parts is None:
            return None
        people = self.of.people
        assert people.strata is not None
        loads = sparse.hstack([part.spread for part in parts], format="csr")
        return Roots(
            identity=people.table.identity,
            parts=self.parts.own @ loads,
            shared=self.parts.taken @ loads,
            df=people.strata.df,
            token=self.parts.token,
        )
