"""Proportional approval voting (PAV), exactly: the k statements with the best harmonic score, by a MIP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.voices.opinions.approval_rules import TIED, sequential_proportional_approval
from dueregard.voices.opinions.approvals import Approvals

__all__ = ["ExactApproval", "harmonic_score", "proportional_approval"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactApproval:
    """The outcome of the search.

    Attributes
    ----------
    chosen : tuple of int
        Columns, in order.
    score, bound : float
        The harmonic score reached, and one that no choice can exceed.
    """

    chosen: tuple[int, ...]
    score: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether no choice can have a better score."""
        return self.bound <= self.score * (1 + 1e-9) + 1e-6


def harmonic_score(approvals: Approvals, chosen: Sequence[int]) -> float:
    """Sum 1 + 1/2 + ... + 1/j over all people, j being how many chosen statements somebody approves.

    Parameters
    ----------
    approvals : Approvals
        Who approves what.
    chosen : sequence of int
        Columns.

    Returns
    -------
    float
        The PAV score.

    Examples
    --------
    >>> from dueregard.voices.opinions.approval_rules import _two_camps
    >>> harmonic_score(_two_camps(), [0, 1]), harmonic_score(_two_camps(), [0, 2])
    (7.5, 9.0)
    """
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, len(chosen) + 1))])
    return float(approvals.people @ harmonic[approvals.chosen_of_each(chosen)])


def proportional_approval(approvals: Approvals, size: int, *, seconds: float = 60.0) -> ExactApproval:
    """Find the statements with the best harmonic score.

    Parameters
    ----------
    approvals : Approvals
        Who approves what.
    size : int
        How many are chosen.
    seconds : float
        When to stop searching; then the best so far is given with its bound.

    Returns
    -------
    ExactApproval
        Proven, unless time ran out.

    Notes
    -----
    One binary y for each statement, and for each row of people as many z between 0 and 1 as it can have
    chosen approvals, worth 1, 1/2, 1/3, ...; their sum is at most that of the y it approves, and since their
    worth falls the solver fills them in order.

    References
    ----------
    Thiele (1895); Lackner and Skowron (2023), Multi-Winner Voting with Approval Preferences, section 5.2.

    Examples
    --------
    >>> from dueregard.voices.opinions.approval_rules import _two_camps
    >>> found = proportional_approval(_two_camps(), 2)
    >>> found.chosen, found.score, found.proven
    ((0, 2), 9.0, True)
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    columns = len(approvals.statements)
    row, step = _steps(approvals, size)
    steps = len(row)
    worth = np.concatenate([np.zeros(columns), approvals.people[row] / step])
    taken = sparse.csr_array((np.ones(steps), (row, np.arange(steps))), shape=(len(approvals.people), steps))
    earned = sparse.hstack([approvals.matrix, -taken], format="csr")
    together = np.concatenate([np.ones(columns), np.zeros(steps)])[None, :]
    found = milp(
        -worth,
        constraints=[LinearConstraint(earned, 0, np.inf), LinearConstraint(together, size, size)],
        bounds=Bounds(0, 1),
        integrality=np.concatenate([np.ones(columns), np.zeros(steps)]),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    greedy = sorted(sequential_proportional_approval(approvals, size))
    options = [greedy]
    if found.x is not None:
        options.append(_first_of_equals(approvals, np.flatnonzero(found.x[:columns] > 0.5).tolist()))
    chosen = max(options, key=lambda option: harmonic_score(approvals, option) + TIED * (option != greedy))
    score = harmonic_score(approvals, chosen)
    limit = float(approvals.people.sum()) * sum(1 / (step + 1) for step in range(size))
    bound = limit if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    return ExactApproval(chosen=tuple(chosen), score=score, bound=max(score, bound))


def _first_of_equals(approvals: Approvals, chosen: list[int]) -> list[int]:
    """Exchange statements for earlier ones of the same worth: of choices that tie, one of the first."""
    picked = sorted(chosen)
    for _ in range(len(picked) * len(approvals.statements)):
        better = _exchange(approvals, picked)
        if better is None:
            return picked
        picked = better
    return picked


def _exchange(approvals: Approvals, picked: list[int]) -> list[int] | None:
    for place in reversed(range(len(picked))):
        rest = picked[:place] + picked[place + 1 :]
        gains = approvals.matrix.T @ (approvals.people / (approvals.chosen_of_each(rest) + 1.0))
        gains[rest] = -np.inf
        same = np.flatnonzero(gains >= gains[picked[place]] - TIED * max(1.0, gains[picked[place]]))
        if same[0] < picked[place]:
            return sorted([*rest, int(same[0])])
    return None


def _steps(approvals: Approvals, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row of people that each z belongs to, and which of its steps it is, from 1."""
    most = np.minimum(np.diff(approvals.matrix.indptr), size)
    row = np.repeat(np.arange(len(most)), most)
    start = np.repeat(np.cumsum(most) - most, most)
    return row, np.arange(len(row)) - start + 1
