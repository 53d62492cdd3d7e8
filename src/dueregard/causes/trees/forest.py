"""A forest of conditional inference trees: many types of birth, averaged."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from dueregard.causes.designs import SampleDesign
from dueregard.causes.trees.bags import Bags, averaged
from dueregard.causes.trees.beginning import Growth, checked_growth, sampled_design
from dueregard.causes.trees.cells import cells_of
from dueregard.causes.trees.inputs import Levels, checked_people, checked_weights, named_levels
from dueregard.causes.trees.rules import Rules
from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray

__all__ = ["Forest", "grow_forest"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forest:
    """What a forest says of each person.

    Attributes
    ----------
    predictions : ndarray, shape (n,)
        Mean over all trees of the mean outcome in the person's leaf, whether or not the tree was grown with
        the person: what ``predict`` of partykit's ``cforest`` gives by default, and what GEOM measures.
    out_of_bag : ndarray, shape (n,)
        The same over trees that were grown without the person; not a number where there is none.
    trees : int
        How many trees.
    leaves : float
        Leaves of a tree, on average.
    mtry : int
        Circumstances looked at in each node.
    subsample : float
        Share of people (of primary units, in a clustered sample) that a tree is grown with.
    seed : int
        Where draws come from.
    """

    predictions: FloatArray = field(repr=False)
    out_of_bag: FloatArray = field(repr=False)
    trees: int
    leaves: float
    mtry: int
    subsample: float
    seed: int


def grow_forest(
    outcome: ArrayLike,
    codes: ArrayLike,
    levels: Levels,
    *,
    weight: ArrayLike | None = None,
    trees: int = 200,
    subsample: float = 0.632,
    mtry: int | None = None,
    min_size: int = 10,
    min_split: int = 20,
    design: SampleDesign | None = None,
    growth: Growth = "design",
    seed: int,
) -> Forest:
    """Grow trees on parts of the people, looking at some circumstances in each node, and average them.

    Each tree is grown without replacement on a share of the people and split on until leaves are small;
    p values only choose the circumstance.

    Parameters
    ----------
    outcome : array-like, shape (n,)
        How people fare.
    codes : array-like of int, shape (n, v)
        Level of each circumstance, from 0.
    levels : mapping of str to sequence of str, or sequence of sequences
        Names of the levels.
    weight : array-like, shape (n,), optional
        Sampling weights. By default the design's, else ones.
    trees : int
        How many.
    subsample : float
        Share of people that a tree is grown with; of primary units, where the design has clusters.
    mtry : int, optional
        Circumstances looked at in each node; by default the root of their number, rounded up.
    min_size, min_split : int
        Fewest people of a leaf, and of a node that is split.
    design : SampleDesign, optional
        How people were selected.
    growth : {"design", "unweighted"}
        Whether splits and means of leaves are weighted, and clusters are kept together.
    seed : int
        Where draws come from; print it, results depend on it.

    Returns
    -------
    Forest
        Predictions.

    Raises
    ------
    UsageError
        When arrays do not fit together, an outcome is missing or an option is not possible.

    References
    ----------
    Hothorn & Zeileis (2015), Journal of Machine Learning Research 16, 3905-3909; Brunori, Hufe & Mahler
    (2023), Scandinavian Journal of Economics 125, 900-932, section 3.

    Examples
    --------
    >>> import numpy as np
    >>> parents = np.repeat([0, 1], 100)
    >>> forest = grow_forest(10 + 5 * parents, parents, {"parents": ["routine", "managers"]}, trees=5, seed=1)
    >>> forest.predictions[[0, 199]], forest.mtry
    (array([10., 15.]), 1)
    """
    checked_growth(growth)
    named = named_levels(levels)
    y, grid = checked_people(outcome, codes, named)
    w = checked_weights(design.weight if weight is None and design is not None else weight, size=len(y))
    tried = math.ceil(math.sqrt(len(named))) if mtry is None else mtry
    if not 0 < subsample < 1 or trees < 1 or tried < 1:
        raise UsageError(
            "A forest has at least one tree, grown with a share of people between 0 and 1.",
            found=f"trees is {trees!r}, subsample {subsample!r} and mtry {mtry!r}.",
        )
    sampled = None if growth == "unweighted" else sampled_design(w, design)
    cells = cells_of(grid)
    bags = Bags(
        cells=cells,
        outcome=y - np.average(y, weights=w),
        weight=None if sampled is None else w,
        unit=sampled.psu if sampled is not None and sampled.clustered else None,
        named=named,
        rules=Rules(alpha=1.0, min_size=min_size, min_split=min_split),
        mtry=tried,
        subsample=subsample,
        rng=np.random.Generator(np.random.PCG64(seed)),
    )
    average = averaged(bags, trees=trees)
    centre = float(np.average(y, weights=w))
    return Forest(
        predictions=centre + average.everybody,
        out_of_bag=centre + average.out_of_bag,
        trees=trees,
        leaves=average.leaves / trees,
        mtry=min(tried, len(named)),
        subsample=subsample,
        seed=seed,
    )
