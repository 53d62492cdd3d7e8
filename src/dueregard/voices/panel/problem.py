"""The mathematics of a panel by lot, free of names: how many of each type, under linear rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.certificate import Stage

__all__ = ["PanelProblem", "TypeLottery"]

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PanelProblem:
    """Which panels are allowed.

    People whom no rule tells apart are one type and have one selection probability. A panel is a vector z of
    whole numbers, one for each type, with ``lower <= rows @ z <= upper``, ``0 <= z <= most`` and
    ``z.sum() == size``.

    Attributes
    ----------
    members : array of int, shape (T,)
        How many people each type has.
    most : array of int, shape (T,)
        The most of them that one panel may hold: all of them, unless they share addresses.
    rows : array of int8, shape (R, T)
        Which types each rule counts: quotas, intersectional quotas, one row for each kind of household.
    lower, upper : array of int, shape (R,)
        The fewest and the most that each rule allows.
    size : int
        Seats on the panel.
    """

    members: Counts
    most: Counts
    rows: NDArray[np.int8]
    lower: Counts
    upper: Counts
    size: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TypeLottery:
    """A lottery over panels of types, and what is proved about it.

    Attributes
    ----------
    panels : array of int, shape (S, T)
        How many of each type each panel holds.
    shares : array of float, shape (S,)
        The probability of each panel; positive, with sum 1.
    probabilities : array of float, shape (T,)
        The selection probability of each member of a type: ``shares @ panels / members``.
    algorithm : str
        What was asked for: leximin, maximin, nash, minimax or goldilocks.
    objective, bound : float
        What the algorithm maximises (minimises, for minimax and goldilocks), as attained and as bounded by
        proof. For leximin they are 0 and the largest shortfall from the proved optimum; for Nash the mean of
        everybody's logarithm of probability. Who is on no panel is left out of smallest ones and logarithms.
    gap : float
        The proven distance between the two, never negative. For leximin: the most by which anybody's
        probability can lie below the optimum, which is the relaxation's or that of the stages; out of time,
        below probabilities that no lottery precedes in leximin order.
    proof : str
        How it was proved: ``"relaxation attained"`` (no lottery can beat seats that may be split, and this
        one equals them), ``"exact stagewise"`` or ``"dual bound"`` (branch and bound over panels), or
        ``"time limit"`` (the best so far).
    stages : tuple of Stage
        For leximin the proof of each stage; see :mod:`~dueregard.voices.panel.certificate`.
    """

    panels: Counts
    shares: Floats
    probabilities: Floats
    algorithm: str
    objective: float
    bound: float
    gap: float
    proof: str
    stages: tuple[Stage, ...] = ()

    @property
    def certified(self) -> bool:
        """Whether the lottery is proved optimal to within 1e-6."""
        return self.gap <= CERTIFIED


CERTIFIED = 1e-6
"""The largest proven gap at which a lottery is called optimal."""
