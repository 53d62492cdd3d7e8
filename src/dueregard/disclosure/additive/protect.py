"""Secondary suppression: withhold as little more as protects what is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from dueregard.disclosure.additive.answers import Protection
from dueregard.disclosure.additive.audit import missed
from dueregard.disclosure.additive.demands import Demands, demands, eased
from dueregard.disclosure.additive.disturbance import Disturber
from dueregard.disclosure.additive.ease import possible
from dueregard.disclosure.additive.improve import improve
from dueregard.disclosure.additive.parts import Part, numbered, parts
from dueregard.disclosure.additive.problem import AdditiveProblem
from dueregard.disclosure.additive.search import Late, Search

__all__ = ["protect"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
EFFORT = 150
"""Simplex steps spent on improving, for each cell,"""
MOST = 200_000
"""and at most."""
ROUNDS = 4
FIRMER = 1e-6
PUBLISHED = "It has been published already."
BOUND = "What is shown or known of linked cells that cannot be withheld bounds it more closely than asked."
LARGE = "{size:,} cells are linked, and no more than {largest:,} are tried together."
TIMED_OUT = "There was no time left."
UNSURE = "The audit could not confirm the protection that was found."


def protect(
    problem: AdditiveProblem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    largest: int = 4_000,
    effort: float = EFFORT,
) -> Protection:
    """Find cells to withhold so that no primary one can be derived more closely than asked.

    For each part of linked cells: build a protection, one demand after another; take out what it does not
    need; try others nearby; then attack the result afresh, and build on until the attack finds nothing.

    Parameters
    ----------
    problem : AdditiveProblem
        The cells and what is asked.
    seed : int
        What choices are drawn from. The same seed gives the same answer, as long as time does not run out.
    seconds : float, optional
        When to stop. Improving has at most half of it; parts that are not done by then are not `audited`.
    largest : int
        The most cells of a part that is tried; larger ones are not `audited`.
    effort : float
        Work spent on improving: simplex steps for each cell.

    Returns
    -------
    Protection

    References
    ----------
    Kelly, J. P., Golden, B. L. and Assad, A. A. (1992), Cell suppression: disclosure protection for
    sensitive tabular data, Networks 22, 397-417. Fischetti, M. and Salazar-González, J. J. (2001),
    Management Science 47(7), 1008-1027. Castro, J. (2012), Recent advances in optimization techniques for
    statistical tabular data protection, European Journal of Operational Research 216, 257-269, section 4.

    Examples
    --------
    Withholding 3 alone is no use, as the rest of the total is shown; withholding 6 as well is the least:

    >>> row = AdditiveProblem.of([3, 6, 91, 100], equations=[[1, 1, 1, -1]], withheld=[1, 0, 0, 0])
    >>> found = protect(row)
    >>> found.secondary.tolist(), found.safe
    ([False, True, False, False], True)
    """
    begun = monotonic()
    until = np.inf if seconds is None else begun + seconds
    improving = np.inf if seconds is None else begun + seconds / 2
    primary = problem.withheld & ~problem.fixed
    open_ = ~problem.fixed | (problem.shown_lower < problem.shown_upper)
    component = numbered(problem, open_)
    withheld, audited = primary.copy(), np.ones(problem.cells, dtype=bool)
    unprotectable = dict.fromkeys(np.flatnonzero(problem.withheld & problem.fixed).tolist(), PUBLISHED)
    unaudited: dict[int, str] = {}
    rounds = 0
    for number, part in enumerate(parts(problem, open_)):
        if not primary[part.cells].any():
            continue
        reason = LARGE.format(size=part.size, largest=largest) if part.size > largest else ""
        if not reason:
            found = _protect_part(
                problem, part, primary[part.cells], seed=seed, until=until, improving=improving, effort=effort
            )
            reason = found.reason
            withheld[part.cells] = found.withheld
            unprotectable |= {int(part.cells[cell]): why for cell, why in found.unprotectable.items()}
            rounds = max(rounds, found.rounds)
        if reason:
            unaudited[number] = reason
            audited[part.cells] = False
    secondary = withheld & ~primary
    return Protection(
        withheld=withheld,
        secondary=secondary,
        unprotectable=dict(sorted(unprotectable.items())),
        audited=audited,
        unaudited=unaudited,
        component=component,
        rounds=rounds,
        cost=float(problem.costs[secondary].sum()),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    withheld: Flags
    unprotectable: Mapping[int, str]
    rounds: int = 0
    reason: str = ""


def _protect_part(
    problem: AdditiveProblem,
    part: Part,
    primary: Flags,
    *,
    seed: int,
    until: float,
    improving: float,
    effort: float,
) -> _Found:
    movable = ~problem.fixed[part.cells]
    asked = demands(problem, part, primary)
    lacking: dict[int, str] = {}
    rounds = 0
    withheld = primary
    try:
        search = _search(problem, part, asked, primary, until=until)
        search.build()
        if search.impossible:
            amounts, short = possible(part, movable, asked, sorted(search.impossible), problem)
            lacking = dict.fromkeys(short, BOUND)
            search = _search(problem, part, eased(asked, amounts), primary, until=until)
            search.build()
        search.prune(search.secondary())
        search.settle()
        improve(search, part.matrix, steps=int(min(effort * part.size, MOST)), seed=seed, until=improving)
        search.show_idle()
        withheld = search.withheld.copy()
        while len(open_ := missed(part, withheld, search.asked, points=search.points(), until=until)):
            rounds += 1
            if rounds == ROUNDS:
                return _Found(withheld=withheld, unprotectable=lacking, rounds=rounds, reason=UNSURE)
            search = _firmer(search, open_)
            search.settle()
            search.show_idle()
            withheld = search.withheld.copy()
    except Late:
        return _Found(withheld=withheld, unprotectable=lacking, rounds=rounds, reason=TIMED_OUT)
    lacking |= {int(search.asked.cell[demand]): BOUND for demand in search.impossible}
    return _Found(withheld=withheld, unprotectable=lacking, rounds=rounds + 1)


def _search(problem: AdditiveProblem, part: Part, asked: Demands, primary: Flags, *, until: float) -> Search:
    costs = problem.costs[part.cells]
    unit = float(np.median(asked.amount)) if len(asked.amount) else 1.0
    disturber = Disturber(part, ~problem.fixed[part.cells], costs, unit=unit)
    return Search(disturber, asked, primary, until=until)


def _firmer(search: Search, demand: NDArray[np.int64]) -> Search:
    """Begin again from what is withheld, asking for a trifle more where the audit found something lacking."""
    amounts = search.asked.amount.copy()
    amounts[demand] *= 1 + FIRMER
    again = Search(search.disturber, eased(search.asked, amounts), search.primary, until=search.until)
    again.put(search.withheld)
    return again
