"""Levels that only one of two groups has: what they would go with in the other cannot be learnt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dueregard.causes.decompositions.model_matrix import Covariate
from dueregard.causes.factors import Factor
from dueregard.errors import PeopleError
from dueregard.estimates.source import BoolArray

__all__ = ["both_sided"]

_SHOWN = 8


def both_sided(
    covariates: Sequence[Covariate],
    in_reference: BoolArray,
    *,
    group: str,
    labels: tuple[str, str],
    drop: bool,
) -> tuple[BoolArray, list[str]]:
    """Find the people whose levels both groups have.

    Parameters
    ----------
    covariates : sequence of Covariate
        Of the people of both groups.
    in_reference : ndarray of bool (n,)
        Who belongs to the reference group.
    group : str
        What groups differ by.
    labels : pair of str
        The reference group and the other.
    drop : bool
        Whether people of other levels are left out; otherwise they are refused.

    Returns
    -------
    kept : ndarray of bool (n,)
        Who remains: leaving some out may leave further levels to one group.
    notes : list of str
        Who was left out.

    Raises
    ------
    PeopleError
        When a level is in one group only and that is refused, or nobody remains of a group.
    """
    kept: BoolArray = np.ones(len(in_reference), bool)
    notes: list[str] = []
    factors = [(each.name, each.values) for each in covariates if isinstance(each.values, Factor)]
    while True:
        before = int(kept.sum())
        for name, factor in factors:
            alone = _alone(factor, kept, in_reference)
            if not alone:
                continue
            if not drop:
                raise _refusal(name, factor, alone, group, labels)
            levels = [level for side in alone.values() for level in side]
            gone = kept & np.isin(factor.codes, levels)
            told = _told(factor, alone, group, labels)
            notes.append(_note(name, told, int(gone.sum())))
            kept &= ~gone
        if not (kept & in_reference).any() or not (kept & ~in_reference).any():
            raise PeopleError(
                "No level of the covariates has people of both groups.",
                found="The groups do not overlap.",
                remedy="Join levels into larger ones, or name other covariates.",
            )
        if int(kept.sum()) == before:
            return kept, notes


def _alone(factor: Factor, kept: BoolArray, in_reference: BoolArray) -> dict[int, list[int]]:
    """Levels of one side only, by side: 0 the reference group, 1 the other."""
    count = len(factor.levels)
    there = [
        np.bincount(factor.codes[kept & who], minlength=count) > 0 for who in (in_reference, ~in_reference)
    ]
    sides = {side: [int(at) for at in np.flatnonzero(there[side] & ~there[1 - side])] for side in (0, 1)}
    return {side: levels for side, levels in sides.items() if levels}


def _told(factor: Factor, alone: dict[int, list[int]], group: str, labels: tuple[str, str]) -> str:
    parts = []
    for side, levels in alone.items():
        names = [repr(factor.levels[at]) for at in levels[:_SHOWN]]
        more = f" and {len(levels) - _SHOWN} more" if len(levels) > _SHOWN else ""
        parts.append(f"only {group} {labels[side]!r} has {', '.join(names)}{more}")
    return "; ".join(parts)


def _refusal(
    name: str, factor: Factor, alone: dict[int, list[int]], group: str, labels: tuple[str, str]
) -> PeopleError:
    return PeopleError(
        f"{name!r} has levels that only one of the groups has: what they go with in the other is not known.",
        found=f"O{_told(factor, alone, group, labels)[1:]}.",
        remedy="Join them with other levels, leave the covariate out, or compare only people whose levels "
        "both groups have (one_sided = drop; --one-sided drop).",
    )


def _note(name: str, told: str, count: int) -> str:
    who = "1 person was" if count == 1 else f"{count:,} people were"
    return f"{who} left out, because of {name!r} {told}: the gap is without them."
