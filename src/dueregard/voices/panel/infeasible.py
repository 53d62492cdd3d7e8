"""When no panel meets the quotas: which of them conflict, and the least that would have to give."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError
from dueregard.voices.panel.grouping import Grouped
from dueregard.voices.panel.problem import PanelProblem
from dueregard.voices.panel.programs import least_cost, possible
from dueregard.voices.panel.targets import Quota, Targets

__all__ = ["InfeasibleQuotas", "Relaxation", "check_possible", "conflicting"]

PATIENCE = 10.0
_FAR = 10**6
_A_HAIR = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A bound of a quota, and what it would have to be.

    Attributes
    ----------
    quota : Quota
        The quota.
    side : str
        ``"minimum"`` or ``"maximum"``.
    before, after : int
        The bound as it is, and as it would have to be.

    Examples
    --------
    >>> quota = Quota(categories=("place",), features=("65+ rural",), minimum=4, maximum=6)
    >>> str(Relaxation(quota=quota, side="minimum", before=4, after=3))
    'place: 65+ rural: minimum 4 to 3'
    """

    quota: Quota
    side: str
    before: int
    after: int

    def __str__(self) -> str:
        return f"{self.quota.name}: {self.side} {self.before} to {self.after}"

    def to_dict(self) -> dict[str, Any]:
        """The relaxation for JSON.

        Returns
        -------
        dict
        """
        named = {"category": self.quota.category, "feature": self.quota.feature}
        return {**named, "bound": self.side, "before": self.before, "after": self.after}


class InfeasibleQuotas(DueRegardError):
    """No panel meets the quotas.

    Parameters
    ----------
    wrong, found, remedy : str
        As for every error.
    relaxations : sequence of Relaxation
        The least change after which a panel exists; empty when no change of quotas helps.
    conflict : sequence of tuple of Quota and str
        Bounds that cannot hold together, none of which can be spared; empty when they were not looked for.
    within_flex : bool
        Whether the relaxations keep to ``min_flex`` and ``max_flex``.
    """

    def __init__(
        self,
        wrong: str,
        *,
        found: str | None = None,
        remedy: str | None = None,
        discreet: str | None = None,
        relaxations: Sequence[Relaxation] = (),
        conflict: Sequence[tuple[Quota, str]] = (),
        within_flex: bool = True,
    ) -> None:
        super().__init__(wrong, found=found, remedy=remedy, discreet=discreet)
        self.relaxations = tuple(relaxations)
        self.conflict = tuple(conflict)
        self.within_flex = within_flex

    def to_dict(self) -> dict[str, Any]:
        """What went wrong, for JSON.

        Returns
        -------
        dict
        """
        return {
            "feasible": False,
            "conflict": [
                {"category": quota.category, "feature": quota.feature, "bound": side}
                for quota, side in self.conflict
            ],
            "relaxations": [each.to_dict() for each in self.relaxations],
            "within_flex": self.within_flex,
        }


def check_possible(group: Grouped, targets: Targets, *, seconds: float = PATIENCE) -> None:
    """Do nothing when a panel exists, and otherwise explain.

    Parameters
    ----------
    group : Grouped
        The pool as types.
    targets : Targets
        The quotas, in the order of the problem's first rows.
    seconds : float
        How long to look for the quotas that conflict.

    Raises
    ------
    InfeasibleQuotas
        When no panel meets the quotas.
    """
    problem = group.problem
    if possible(problem):
        return
    reasons = list(_plain_reasons(problem, targets))
    conflict = [] if reasons else conflicting(problem, targets, seconds=seconds)
    if conflict:
        shown = ", ".join(_bound(quota, side) for quota, side in conflict)
        reasons = [f"These cannot all hold: {shown}"]
    relaxations, within = _relaxed(problem, targets)
    raise InfeasibleQuotas(
        f"No panel of {problem.size} meets the quotas.",
        found=f"{'; '.join(reasons)}." if reasons else None,
        remedy=_advice(problem, targets, relaxations, within=within),
        relaxations=relaxations,
        conflict=conflict,
        within_flex=within,
    )


def conflicting(
    problem: PanelProblem, targets: Targets, *, seconds: float = PATIENCE
) -> list[tuple[Quota, str]]:
    """Find bounds that cannot hold together, such that without any one of them the others can.

    Each bound in turn is dropped for good when the rest still conflict (a deletion filter; Chinneck, 2008,
    Feasibility and Infeasibility in Optimization, section 6.1.1).

    Parameters
    ----------
    problem : PanelProblem
        Rules without a panel.
    targets : Targets
        The quotas.
    seconds : float
        When to stop.

    Returns
    -------
    list of tuple of Quota and str
        Each with ``"minimum"`` or ``"maximum"``; empty when time ran out or more than quotas conflict.
    """
    end = time.monotonic() + seconds
    lower, upper = problem.lower.copy(), problem.upper.copy()
    count = len(targets.quotas)
    free = replace(problem, lower=_with(lower, count, 0), upper=_with(upper, count, _FAR))
    if not possible(free):
        return []
    available = problem.rows @ problem.most
    kept: list[tuple[Quota, str]] = []
    for row, quota in enumerate(targets.quotas):
        for side, bounds, loose in (("minimum", lower, 0), ("maximum", upper, _FAR)):
            before = bounds[row]
            idle = before == 0 if side == "minimum" else before >= min(problem.size, available[row])
            bounds[row] = loose
            if idle:
                continue
            try:
                left = possible(
                    replace(problem, lower=lower, upper=upper), seconds=max(0.1, end - time.monotonic())
                )
            except TimeoutError:
                return []
            if left:
                bounds[row] = before
                kept.append((quota, side))
            if time.monotonic() > end:
                return []
    return kept


def _with(bounds: NDArray[np.int64], count: int, value: int) -> NDArray[np.int64]:
    changed = bounds.copy()
    changed[:count] = value
    return changed


def _plain_reasons(problem: PanelProblem, targets: Targets) -> Iterator[str]:
    """What a reader can check with a pencil."""
    size = problem.size
    for category in targets.categories:
        own = [quota for quota in targets.quotas if quota.categories == (category,)]
        fewest, most = sum(quota.minimum for quota in own), sum(quota.maximum for quota in own)
        if fewest > size:
            yield f"The minimums of {category} add up to {fewest}, and the panel has {size} seats"
        if own and most < size:
            yield f"The maximums of {category} add up to {most}, and the panel has {size} seats"
    for row, quota in enumerate(targets.quotas):
        people = int(problem.rows[row].astype(np.int64) @ problem.members)
        if people < quota.minimum:
            yield f"{quota.name} has a minimum of {quota.minimum}, and {people or 'nobody'} in the pool"


def _relaxed(problem: PanelProblem, targets: Targets) -> tuple[list[Relaxation], bool]:
    """The least total change: within the flexible bounds where that is enough."""
    declared = any(quota.least is not None or quota.most is not None for quota in targets.quotas)
    for within in (True, False) if declared else (False,):
        found = _least_change(problem, targets, within=within)
        if found is not None:
            return found, within or not declared
    return [], not declared


def _least_change(problem: PanelProblem, targets: Targets, *, within: bool) -> list[Relaxation] | None:
    kinds, rows, count = len(problem.members), len(problem.rows), len(targets.quotas)
    quotas = targets.quotas
    room = [_room(quota, problem.size, within=within) for quota in quotas]
    slack = np.vstack([np.eye(count), np.zeros((rows - count, count))])
    one = np.append(np.ones(kinds), np.zeros(2 * count))[None, :]
    # Columns: the seats of each type, how far minimums fall, how far maximums rise, the largest change.
    matrix = np.vstack(
        [
            np.hstack([problem.rows, slack, np.zeros_like(slack), np.zeros((rows, 1))]),
            np.hstack([problem.rows, np.zeros_like(slack), -slack, np.zeros((rows, 1))]),
            np.hstack([one, np.zeros((1, 1))]),
            np.hstack([np.zeros((2 * count, kinds)), np.eye(2 * count), -np.ones((2 * count, 1))]),
        ]
    )
    # Of changes of one total, evenly spread ones come first, and last those that lower small minimums: 1 to 0
    # leaves a group without a seat.
    smallness = [1 + _A_HAIR / max(1, quota.minimum) for quota in quotas]
    best = least_cost(
        np.concatenate([np.zeros(kinds), smallness, np.ones(count), [0.5 / (problem.size + 1)]]),
        rows=matrix,
        lower=np.concatenate([problem.lower, np.zeros(rows), [problem.size], np.full(2 * count, -_FAR)]),
        upper=np.concatenate([np.full(rows, _FAR), problem.upper, [problem.size], np.zeros(2 * count)]),
        most=np.concatenate([problem.most, *np.transpose(room).reshape(2, count), [_FAR]]),
    )
    if best is None:
        return None
    lowered, raised = best.values[kinds : kinds + count], best.values[kinds + count : kinds + 2 * count]
    changes = []
    for quota, less, more in zip(quotas, lowered.tolist(), raised.tolist(), strict=True):
        if less:
            changes.append(_change(quota, "minimum", quota.minimum, -less))
        if more:
            changes.append(_change(quota, "maximum", quota.maximum, more))
    return changes


def _room(quota: Quota, size: int, *, within: bool) -> tuple[int, int]:
    """How far a minimum may fall and a maximum may rise."""
    if quota.firm:
        return 0, 0
    least = quota.least if within and quota.least is not None else 0
    most = quota.most if within and quota.most is not None else quota.maximum + size
    return quota.minimum - least, most - quota.maximum


def _change(quota: Quota, side: str, before: int, by: int) -> Relaxation:
    return Relaxation(quota=quota, side=side, before=before, after=before + by)


def _bound(quota: Quota, side: str) -> str:
    return f"{quota.name} {side} {quota.minimum if side == 'minimum' else quota.maximum}"


def _advice(
    problem: PanelProblem, targets: Targets, relaxations: Sequence[Relaxation], *, within: bool
) -> str:
    if not relaxations:
        return "No change of the quotas helps: give a smaller --size, or recruit more people."
    total = sum(abs(each.after - each.before) for each in relaxations)
    seats = "by one seat" if total == 1 else f"by {total} seats in all"
    beyond = "" if within else " Nothing within min_flex and max_flex is enough, so this goes beyond them."
    return f"The least change that allows a panel is {seats}: {'; '.join(map(str, relaxations))}.{beyond}"
