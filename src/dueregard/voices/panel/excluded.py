"""Whom the quotas keep off every panel, and which quotas do."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.identifiers import by_number
from dueregard.voices.panel.infeasible import conflicting
from dueregard.voices.panel.problem import PanelProblem
from dueregard.voices.panel.programs import best_panel, possible
from dueregard.voices.panel.targets import Quota, Targets

__all__ = ["Exclusion", "excluded_types", "exclusions"]

PATIENCE = 5.0
NEVER = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """People who are on no panel that meets the quotas.

    Attributes
    ----------
    ids : tuple of str
        Who.
    because : tuple of tuple of Quota and str
        Bounds (``"minimum"`` or ``"maximum"``) that cannot all hold with one of them on the panel; empty when
        they were not found in time, or addresses are the reason.
    """

    ids: tuple[str, ...]
    because: tuple[tuple[Quota, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """The exclusion for JSON.

        Returns
        -------
        dict
        """
        quotas = [
            {"category": quota.category, "feature": quota.feature, "bound": side}
            for quota, side in self.because
        ]
        return {"ids": list(self.ids), "because": quotas}


def excluded_types(problem: PanelProblem, probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which types are on no panel.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    probabilities : array of float, shape (T,)
        Chances in a lottery: only who has none can be on no panel.

    Returns
    -------
    array of bool, shape (T,)
    """
    doubtful = probabilities <= NEVER
    while doubtful.any():
        best = best_panel(problem, doubtful.astype(float))
        if best is None or not best.values[doubtful].any():
            break
        doubtful &= best.values == 0
    return doubtful


def exclusions(
    problem: PanelProblem,
    targets: Targets,
    *,
    excluded: NDArray[np.bool_],
    ids: Sequence[Sequence[str]],
    seconds: float = PATIENCE,
) -> list[Exclusion]:
    """Find for each excluded type the quotas that keep it off every panel.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    targets : Targets
        The quotas.
    excluded : array of bool, shape (T,)
        Types on no panel.
    ids : sequence of sequences of str, one for each type
        Who they are.
    seconds : float
        When to stop looking for reasons.

    Returns
    -------
    list of Exclusion
        Types with the same reasons together.
    """
    end = time.monotonic() + seconds
    found: dict[tuple[tuple[Quota, str], ...], list[str]] = {}
    for kind in np.flatnonzero(excluded).tolist():
        left = end - time.monotonic()
        known = next((each for each in found if each and _enough(problem, targets, each, kind)), None)
        because = known or (tuple(_because(problem, targets, kind, seconds=left)) if left > 0 else ())
        found.setdefault(because, []).extend(ids[kind])
    return [
        Exclusion(ids=tuple(sorted(people, key=by_number)), because=because)
        for because, people in found.items()
    ]


def _because(
    problem: PanelProblem, targets: Targets, kind: int, *, seconds: float
) -> list[tuple[Quota, str]]:
    closed = [
        (quota, "maximum")
        for row, quota in enumerate(targets.quotas)
        if problem.rows[row, kind] and quota.maximum == 0
    ]
    if closed:
        return closed[:1]
    return conflicting(_with_a_seat(problem, kind), targets, seconds=seconds)


def _enough(problem: PanelProblem, targets: Targets, bounds: Sequence[tuple[Quota, str]], kind: int) -> bool:
    """Whether bounds that exclude another type exclude this one."""
    lower, upper = problem.lower.copy(), problem.upper.copy()
    for row, quota in enumerate(targets.quotas):
        lower[row] = quota.minimum if (quota, "minimum") in bounds else 0
        upper[row] = quota.maximum if (quota, "maximum") in bounds else problem.size
    return not possible(_with_a_seat(replace(problem, lower=lower, upper=upper), kind))


def _with_a_seat(problem: PanelProblem, kind: int) -> PanelProblem:
    seat = np.zeros((1, len(problem.members)), dtype=np.int8)
    seat[0, kind] = 1
    return replace(
        problem,
        rows=np.vstack([problem.rows, seat]),
        lower=np.append(problem.lower, 1),
        upper=np.append(problem.upper, problem.size),
    )
