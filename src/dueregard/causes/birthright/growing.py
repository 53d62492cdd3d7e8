"""Trees of a report: one of the whole sample, and all replicates' at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np

from dueregard.causes.birthright.asked import Settings, Tested
from dueregard.causes.birthright.profiles import Profiles, Totals
from dueregard.causes.sample import Sample
from dueregard.causes.trees import Tree, grow_forest, grow_tree
from dueregard.causes.trees.cells import cells_of
from dueregard.causes.trees.frontier import Frontier, LevelTotals, Tester, Tests
from dueregard.causes.trees.growing import grow, place
from dueregard.causes.trees.permuted import permutation_tests
from dueregard.causes.trees.replicated import ReplicateTotals
from dueregard.causes.trees.rules import Rules
from dueregard.causes.trees.sampled import SamplingUnits
from dueregard.causes.trees.single import roots
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Orchard"]

TREES_AGAIN = 25
"""Trees of a forest in replicates, at most."""

_ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Orchard:
    """Grows the trees of a report.

    Attributes
    ----------
    sample : Sample
        The people, with circumstances as factors.
    settings : Settings
        How trees are grown.
    groups : mapping of str to sequence of str
        Circumstances by group.
    deff : float
        What the design takes off the number of people in tests of replicates' trees.

    Notes
    -----
    The whole sample's tree is tested under the design, by totals of sampling units. In replicates that would
    cost units times replicates; their trees are tested by permutation of as many people as the design effect
    of the root's tests leaves.
    """

    sample: Sample = field(repr=False)
    settings: Settings
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    deff: float = 1.0

    @classmethod
    def of(cls, sample: Sample, settings: Settings, groups: Mapping[str, Sequence[str]]) -> Orchard:
        """Prepare to grow trees.

        Parameters
        ----------
        sample : Sample
            The people, with circumstances as factors.
        settings : Settings
            How trees are grown.
        groups : mapping of str to sequence of str
            Circumstances by group.

        Returns
        -------
        Orchard
        """
        plain = cls(sample=sample, settings=settings, groups=groups)
        grows = "tree" in settings.estimators or "expost" in settings.estimators
        if not (plain.by_design and grows and settings.replicates):
            return plain
        return replace(
            plain, deff=_design_effect(sample, np.log(sample.outcome) if plain.logs else sample.outcome)
        )

    @property
    def logs(self) -> bool:
        """Whether trees are grown on logarithms."""
        return self.settings.scale == "log"

    @property
    def splits(self) -> Tested:
        """How splits are tested."""
        return self.settings.tests_of(self.sample.design)

    @property
    def by_design(self) -> bool:
        """Whether weights and sampling units count in tests."""
        return self.splits == "design"

    def tree(self, columns: Sequence[int]) -> Tree:
        """Grow the whole sample's tree.

        Parameters
        ----------
        columns : sequence of int
            Which circumstances it may use.

        Returns
        -------
        Tree
        """
        factors = [self.sample.factors[column] for column in columns]
        names = {factor.name for factor in factors}
        y = self.sample.outcome
        return grow_tree(
            np.log(y) if self.logs else y,
            self.sample.codes[:, list(columns)],
            {factor.name: factor.levels for factor in factors},
            weight=self.sample.weight,
            alpha=self._alpha(columns),
            min_size=self.settings.min_size,
            design=self.sample.design if self.by_design else None,
            growth="unweighted" if self.splits == "unweighted" else "design",
            labels={factor.name: factor.label for factor in factors},
            groups={group: [name for name in own if name in names] for group, own in self.groups.items()},
        )

    def __call__(self, totals: Totals, profiles: Profiles, columns: tuple[int, ...]) -> IntArray:
        """Give the type of each profile: of the whole sample's tree, or of every replicate's.

        Parameters
        ----------
        totals : Totals
            Of profiles of these circumstances; one weighting is the whole sample's.
        profiles : Profiles
            Of these circumstances.
        columns : tuple of int
            Which they are.

        Returns
        -------
        ndarray of int (r, c)
            Types, from 0 in each weighting.
        """
        if len(totals.weight) == 1:
            return _from_nought(self.tree(columns).leaf_of(profiles.codes)[None])
        rules = Rules(alpha=self._alpha(columns), min_size=self.settings.min_size)
        grown = grow(self._roots(totals, profiles), rules=rules, test=self._test)
        rows, count = totals.weight.shape
        start = np.repeat(np.arange(rows, dtype=np.int64), count)
        cells = np.tile(np.arange(count, dtype=np.int64), rows)
        leaves = place(grown, profiles.codes.astype(np.int64), root=start, cell=cells)
        return _from_nought(leaves.reshape(rows, count))

    def _alpha(self, columns: Sequence[int]) -> float:
        """The level at which each circumstance is tested as strictly as among all of them.

        Tests are adjusted for their number, 1 - (1 - p)^m. With fewer circumstances each would be tested less
        strictly, and a circumstance that no tree uses would have a part below 0 for having been looked at.
        """
        share = len(columns) / len(self.sample.factors)
        return self.settings.alpha if share == 1 else float(-np.expm1(share * np.log1p(-self.settings.alpha)))

    def forest(
        self, weights: Iterator[FloatArray], profiles: Profiles, columns: tuple[int, ...]
    ) -> FloatArray | None:
        """Give the smoothed outcome of each profile by a forest, for each weighting of people.

        Parameters
        ----------
        weights : iterator of ndarray (n,)
            The sample's weights, or every replicate's.
        profiles : Profiles
            Of these circumstances.
        columns : tuple of int
            Which they are.

        Returns
        -------
        ndarray (r, c) or None
            Replicates have fewer trees, and only of all circumstances: of others there is None.
        """
        first = next(weights)
        if np.array_equal(first, self.sample.weight):
            return self._forest(first, profiles, columns, trees=self.settings.trees)[None]
        if len(columns) < len(self.sample.factors):
            return None
        few = min(self.settings.trees, TREES_AGAIN)
        again = chain([first], weights)
        return np.array([self._forest(each, profiles, columns, trees=few) for each in again])

    def _forest(
        self, weight: FloatArray, profiles: Profiles, columns: tuple[int, ...], *, trees: int
    ) -> FloatArray:
        there = np.flatnonzero(weight > 0)
        codes = self.sample.codes[:, list(columns)]
        # A forest's tests only choose circumstances; its means have weights, unless that is not wanted.
        weighted = self.settings.growth != "unweighted" and not self.sample.design.is_simple
        forest = grow_forest(
            self.sample.outcome[there],
            codes[there],
            {self.sample.factors[at].name: self.sample.factors[at].levels for at in columns},
            weight=weight[there],
            trees=trees,
            design=self.sample.design.among(there) if weighted else None,
            growth="design" if weighted else "unweighted",
            seed=self.settings.seed,
        )
        width = np.array(profiles.sizes, np.int64)
        key = np.ravel_multi_index(tuple(codes[there].T), tuple(width))
        found, place_of = np.unique(key, return_index=True)
        own = np.ravel_multi_index(tuple(profiles.codes.T), tuple(width))
        at = np.minimum(np.searchsorted(found, own), len(found) - 1)
        return np.where(found[at] == own, forest.predictions[place_of[at]], 0.0)

    def _roots(self, totals: Totals, profiles: Profiles) -> Frontier:
        rows, count = totals.weight.shape
        there = totals.people.ravel() > 0
        people = totals.people.ravel()[there]
        weight, total, squares = people, totals.plain, totals.plain_squares
        if self.by_design:
            weight = totals.weight.ravel()[there]
            centre = totals.log_centre if self.logs else totals.centre
            total = (totals.logs if self.logs else totals.outcome) - totals.weight * centre
            squares = totals.log_squares if self.logs else totals.squares
        return Frontier(
            codes=profiles.codes.astype(np.int64),
            sizes=profiles.sizes,
            cell=np.tile(np.arange(count, dtype=np.int64), rows)[there],
            node=np.repeat(np.arange(rows, dtype=np.int64), count)[there],
            people=people,
            weight=weight,
            total=total.ravel()[there],
            squares=squares.ravel()[there],
            count=rows,
        )

    def _test(self, frontier: Frontier, tables: Sequence[LevelTotals], mean: FloatArray) -> Tests:
        raw = frontier.by_node(frontier.squares)
        squares = raw - frontier.by_node(frontier.weight) * mean**2
        size = frontier.by_node(frontier.people) / self.deff
        statistic, p = permutation_tests(
            tables, size=size, squares=np.where(squares > _ROUNDING * raw, squares, 0.0)
        )
        counted = np.full(frontier.count, len(tables), dtype=np.int64)
        return Tests(statistic=statistic, p=p, counted=counted)


def _design_effect(sample: Sample, outcome: FloatArray) -> float:
    """Typical ratio of the permutation statistic to that under the design, over circumstances."""
    weight, design = sample.weight, sample.design
    y = outcome - np.average(outcome, weights=weight)
    grid = sample.codes.astype(np.int64)
    named = {factor.name: factor.levels for factor in sample.factors}
    test: Tester
    if design.given is not None:
        cells = cells_of(grid)
        test = ReplicateTotals.of(design.given, cells, outcome=y)
    else:
        cells = cells_of(grid, beside=design.psu if design.clustered else design.stratum)
        test = SamplingUnits.of(design, cells, outcome=y, weight=weight)
    root = roots(cells, y, named, people=np.ones(sample.size), weight=weight)
    mean = root.by_node(root.total) / root.by_node(root.weight)
    tables = root.level_totals(mean)
    told = test(root, tables, mean).statistic[0]
    squares, size = root.by_node(root.squares), root.by_node(root.people)
    plain = permutation_tests(tables, size=size, squares=squares)[0][0]
    levels = np.array([(table.counts[0] > 0).sum() - 1 for table in tables], float)
    known = np.isfinite(told) & (told > 0) & np.isfinite(plain) & (levels > 0)
    if not known.any():
        return 1.0
    return float(
        np.clip(np.median((plain / np.maximum(levels, 1))[known] / told[known]), 0.5, sample.size / 10)
    )


def _from_nought(kinds: IntArray) -> IntArray:
    """Number the types of each row from 0."""
    width = int(kinds.max()) + 1
    key = kinds + width * np.arange(len(kinds))[:, None]
    found, numbered = np.unique(key, return_inverse=True)
    first = np.searchsorted(found, width * np.arange(len(kinds)))
    return np.asarray(numbered.reshape(kinds.shape) - first[:, None])
