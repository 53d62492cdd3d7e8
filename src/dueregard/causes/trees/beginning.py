"""What a tree begins with: everybody in one node, and the test that their selection calls for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np

from dueregard.causes.designs import SampleDesign, design_of
from dueregard.causes.trees.cells import Cells, cells_of
from dueregard.causes.trees.frontier import Frontier, Tester
from dueregard.causes.trees.replicated import ReplicateTotals
from dueregard.causes.trees.sampled import SamplingUnits
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Growth", "by_design", "checked_growth", "roots", "sampled_design"]

Growth = Literal["design", "unweighted"]
"""Whether a tree's splits respect weights and design, or count people alike."""


def checked_growth(growth: str) -> None:
    """Refuse a way to grow that there is not.

    Parameters
    ----------
    growth : str
        As asked for.

    Raises
    ------
    UsageError
        When it is not known.
    """
    if growth not in get_args(Growth):
        raise UsageError(
            f"A tree cannot grow {growth!r}.",
            found=f"Ways to grow are {' and '.join(get_args(Growth))}.",
            remedy=did_you_mean(str(growth), get_args(Growth)) or None,
        )


def sampled_design(weight: FloatArray, design: SampleDesign | None) -> SampleDesign | None:
    """Give the design that tests are to respect; None where people count alike and were drawn one by one.

    Parameters
    ----------
    weight : ndarray, shape (n,)
        Of people.
    design : SampleDesign, optional
        As given.

    Returns
    -------
    SampleDesign or None
        Of people with weights that differ each a unit, where there is no design.

    Examples
    --------
    >>> import numpy as np
    >>> sampled_design(np.ones(3), None) is None, sampled_design(np.array([1.0, 2.0, 1.0]), None) is None
    (True, False)
    """
    differ = bool(np.ptp(weight) > 1e-12 * weight.max())
    if design is None:
        return design_of(len(weight), weight=weight) if differ else None
    if len(design.weight) != len(weight):
        raise UsageError(
            "The design is of other people.", found=f"It has {len(design.weight)}, not {len(weight)}."
        )
    plain = not design.sampling_error or design.is_simple
    return None if plain and not differ else design


def roots(
    cells: Cells,
    outcome: FloatArray,
    named: Mapping[str, tuple[str, ...]],
    *,
    people: FloatArray,
    weight: FloatArray | None = None,
) -> Frontier:
    """Put everybody into one node.

    Parameters
    ----------
    cells : Cells
        Profiles.
    outcome : ndarray, shape (n,)
        Less its mean, so that sums of squares keep their digits.
    named : mapping of str to tuple of str
        Levels.
    people, weight : ndarray, shape (n,)
        How many people each row is, and their weight; by default the same.

    Returns
    -------
    Frontier
        With one node.
    """
    counted = cells.total(people)
    w = people if weight is None else weight
    return Frontier(
        codes=cells.codes,
        sizes=tuple(len(each) for each in named.values()),
        cell=np.arange(cells.count, dtype=np.int64),
        node=np.zeros(cells.count, dtype=np.int64),
        people=counted,
        weight=counted if weight is None else cells.total(weight),
        total=cells.total(w * outcome),
        squares=cells.total(w * outcome**2),
        count=1,
    )


def by_design(
    design: SampleDesign, grid: IntArray, y: FloatArray, weight: FloatArray
) -> tuple[Cells, Tester]:
    """Prepare cells, and tests of them that respect a design.

    Parameters
    ----------
    design : SampleDesign
        How people were selected.
    grid : ndarray of int, shape (n, v)
        Codes.
    y, weight : ndarray, shape (n,)
        Outcomes less their mean, and weights.

    Returns
    -------
    tuple of Cells and Tester
        Cells are kept apart by primary unit, by stratum where each person is a unit.
    """
    if design.given is not None:
        cells = cells_of(grid)
        return cells, ReplicateTotals.of(design.given, cells, outcome=y)
    cells = cells_of(grid, beside=design.psu if design.clustered else design.stratum)
    return cells, SamplingUnits.of(design, cells, outcome=y, weight=weight)
