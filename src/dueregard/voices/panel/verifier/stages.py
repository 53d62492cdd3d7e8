"""Leximin proved again, stage by stage.

A stage gives people weights w >= 0 and a bound that no panel's weight is above. So in no lottery q is the
weighted sum of chances above it. Let p be the lottery, q a better one, and a the least chance that differs
between them: the smaller of the two chances. It must be that of somebody i in p who has more in q; whoever
has less in q still has at least a = p_i. So in a stage that settles i

    w_i (q_i - p_i) <= bound - sum of w p + sum of w (p - p_i) over people whose chance is larger,

and when the right-hand side is nothing, q cannot be better. If that holds for everybody, p is the leximin
lottery, and otherwise the largest right-hand side divided by w_i says how far from it p can be. A chance
cannot rise above 1 either.

The proof names one person of each kind; those who are alike in every quota and household share the weight.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any

from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.verifier.bound import heaviest_panel
from dueregard.voices.panel.verifier.checks import Check, some
from dueregard.voices.panel.verifier.tables import kinds_of_people
from dueregard.voices.panel.volunteers import Pool

__all__ = ["leximin_check"]

PROVED = 2e-6
"""How near a certified lottery has to come to the optimum: its gap, and as much for rounded weights."""
NEAR = 1e-7
PATIENCE = 120.0
Record = Mapping[str, Any]


def leximin_check(record: Record, pool: Pool, targets: Targets) -> Check:
    """Prove again that nobody's chance can rise without lowering one that is as small or smaller.

    Parameters
    ----------
    record : mapping
        A published panel of the leximin algorithm.
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.

    Returns
    -------
    Check
    """
    chances, out = record["probabilities"], set(record["excluded"])
    alike = {name: people for people in kinds_of_people(pool, targets) for name in people}
    settled: set[str] = set()
    end = time.monotonic() + PATIENCE
    worst = 0.0
    for number, stage in enumerate(record["stages"], start=1):
        weights = {who: weight for one, weight in stage["weights"].items() for who in alike[one]}
        if min(weights.values()) < 0:
            return _failed(f"Stage {number} has weights below zero.")
        if time.monotonic() > end:
            told = f"{number - 1} of {len(record['stages'])} stages of the proof were proved again in time."
            return Check(name="leximin", passed=None, told=told)
        found = heaviest_panel(weights, pool, targets, size=record["size"])
        if found is None:
            return Check(name="leximin", passed=None, told=f"Stage {number} was not finished in time.")
        if found.bound > stage["bound"] + NEAR:
            return _failed(f"A panel is heavier than the bound of stage {number} of the proof.")
        for one in (name for name in stage["settled"] if name not in out):
            spare = _spare(one, weights, chances, bound=stage["bound"]) / len(alike[one])
            worst = max(worst, min(spare, 1.0 - chances[one]))
            settled.update(alike[one])
    rest = sorted(set(chances) - settled - out)
    if rest:
        return _failed(f"No stage of the proof settles the chance of {some(rest)}.")
    return _verdict(record, worst)


def _spare(one: str, weights: Mapping[str, float], chances: Mapping[str, float], *, bound: float) -> float:
    """How much more somebody can have in a better lottery, all who are alike taken together."""
    if not weights.get(one):
        return math.inf
    spare = bound - sum(weight * chances[who] for who, weight in weights.items())
    larger = sum(weight * max(0.0, chances[who] - chances[one]) for who, weight in weights.items())
    return max(0.0, spare + larger) / weights[one]


def _verdict(record: Record, worst: float) -> Check:
    if worst > PROVED and record["certified"]:
        return _failed(f"The proof leaves {worst:.1g} between a chance and its optimum, which is too much.")
    stages = f"{len(record['stages'])} {'stage' if len(record['stages']) == 1 else 'stages'}"
    told = (
        f"In {stages}: nobody's chance can rise by more than {max(worst, 1e-9):.1g} without lowering one "
        "that is as small or smaller. That is what leximin means."
    )
    return Check(name="leximin", passed=True, told=told)


def _failed(told: str) -> Check:
    return Check(name="leximin", passed=False, told=told)
