"""What an outsider can derive of every withheld cell, by linear programming."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from dueregard.disclosure.additive.answers import Intervals
from dueregard.disclosure.additive.outsider import Outsider, follows, propagated
from dueregard.disclosure.additive.parts import Part, parts
from dueregard.disclosure.additive.problem import AdditiveProblem

__all__ = ["NEAR", "attack"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NEAR = 1e-6
"""How much of what is asked may be lacking, for the solver's sake."""


def attack(
    problem: AdditiveProblem,
    withheld: NDArray[np.bool_] | None = None,
    *,
    insider: int = 0,
    seconds: float | None = None,
    largest: int = 4_000,
) -> Intervals:
    """Derive the interval of every withheld cell, from the least to the most that it can be.

    For each cell the least and the most of x[i] over ``equations @ x = 0`` and the limits of all cells: two
    linear programs, most of which need not be solved (see :mod:`dueregard.disclosure.additive.outsider`).
    Whole numbers are not asked for: an outsider who knows that the cells are counts may know more where
    several tables are linked; in a single two-way table he does not, as the ends are whole numbers there.

    Parameters
    ----------
    problem : AdditiveProblem
        The cells, and what is shown of those not withheld.
    withheld : array of bool, shape (n,), optional
        The cells withheld; by default the primary ones.
    insider : int
        The number of the insider who attacks, knowing his own cells; 0 for an outsider.
    seconds : float, optional
        When to stop: cells not reached by then are not `audited`.
    largest : int
        The most unknown cells of a part that is tried.

    Returns
    -------
    Intervals

    References
    ----------
    Fischetti, M. and Salazar-González, J. J. (2001), Management Science 47(7), 1008-1027, equations 1 to 4
    (the attacker's two subproblems). Hundepool, A. et al. (2012), Statistical Disclosure Control, 4.4.3.

    Examples
    --------
    Two small cells in a row hide each other, up to their sum:

    >>> row = AdditiveProblem.of([3, 4, 93, 100], equations=[[1, 1, 1, -1]], withheld=[1, 1, 0, 0])
    >>> found = attack(row)
    >>> found.low.tolist(), found.high.tolist(), found.recoverable.any()
    ([0.0, 0.0, 93.0, 100.0], [7.0, 7.0, 93.0, 100.0], np.False_)
    """
    hidden = problem.withheld if withheld is None else np.asarray(withheld, dtype=bool)
    own = (problem.insiders == insider) & (insider > 0)
    low = np.where(hidden, problem.lower, problem.shown_lower)
    high = np.where(hidden, problem.upper, problem.shown_upper)
    low[own] = high[own] = problem.values[own]
    audited, exact = np.ones(problem.cells, dtype=bool), True
    until = np.inf if seconds is None else monotonic() + seconds
    for part in parts(problem, (low < high) & ~own):
        wanted = hidden[part.cells]
        if not wanted.any():
            continue
        if part.size > largest or monotonic() > until:
            audited[part.cells[wanted]] = False
            continue
        found = _derived(part, wanted, until)
        low[part.cells[wanted]] = (problem.values[part.cells] + found.low)[wanted]
        high[part.cells[wanted]] = (problem.values[part.cells] + found.high)[wanted]
        audited[part.cells] = found.done
    exact = bool(audited[hidden].all())
    low, high = (
        np.maximum(low, np.minimum(problem.lower, problem.values)),
        np.minimum(high, np.maximum(problem.upper, problem.values)),
    )
    return Intervals(
        low=low,
        high=high,
        audited=audited,
        exact=exact,
        recoverable=hidden & audited & ~own & (high - low <= NEAR * (1 + np.abs(problem.values) * NEAR)),
        short=audited & ~own & problem.withheld & ~_wide_enough(problem, low, high),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Range:
    low: Floats
    high: Floats
    done: Flags


def _derived(part: Part, wanted: Flags, until: float) -> _Range:
    """Move every wanted cell down and up as far as it goes."""
    outsider = Outsider(part, wanted)
    fixed = follows(part.matrix)
    ends = propagated(part.matrix, *part.limits(wanted))
    near = 1e-9 * outsider.scale
    done = np.ones(part.size, dtype=bool)
    for cell in np.flatnonzero(wanted & ~fixed):
        for sign, end in ((-1, ends[0][cell]), (1, ends[1][cell])):
            known = (outsider.high if sign > 0 else outsider.low)[cell]
            if sign * known >= sign * end - near:
                continue
            if monotonic() > until:
                done[cell] = False
                break
            outsider.reach(int(cell), sign)
    low, high = np.where(done, outsider.low, part.least), np.where(done, outsider.high, part.most)
    return _Range(low=low, high=high, done=done)


def _wide_enough(problem: AdditiveProblem, low: Floats, high: Floats) -> Flags:
    below = np.minimum(problem.protection_lower, problem.values - problem.lower)
    above = np.minimum(problem.protection_upper, problem.upper - problem.values)
    width = np.minimum(problem.protection_width, problem.upper - problem.lower)
    near = NEAR * (1.0 + width)
    return np.asarray(
        (problem.values - low >= below - near)
        & (high - problem.values >= above - near)
        & (high - low >= width - near),
        dtype=np.bool_,
    )
