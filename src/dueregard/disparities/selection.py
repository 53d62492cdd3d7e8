"""Choosing the groups that a comparison names: a level, an extreme, or an end of the order."""

from __future__ import annotations

from typing import Literal

import numpy as np

from dueregard.disparities.evaluation import Part
from dueregard.disparities.groups import Groups
from dueregard.errors import UsageError, did_you_mean

__all__ = ["better_sign", "check_choice", "chosen"]

EXTREMES = ("highest", "lowest")
ENDS = ("first", "last")


def better_sign(better: Literal["higher", "lower"]) -> float:
    """Turn a direction into a sign.

    Parameters
    ----------
    better : {"higher", "lower"}
        Which values are better.

    Returns
    -------
    float
        1 or -1.

    Raises
    ------
    UsageError
        When it is neither.

    Examples
    --------
    >>> better_sign("lower")
    -1.0
    """
    if better not in ("higher", "lower"):
        raise UsageError(f'Better is "higher" or "lower", not {better!r}.')
    return 1.0 if better == "higher" else -1.0


def check_choice(groups: Groups, which: str) -> None:
    """Check that a choice of group can be made.

    Parameters
    ----------
    groups : Groups
        The values.
    which : str
        A level, or "highest", "lowest", "first" or "last".

    Raises
    ------
    UsageError
        When it is none of these, or an end of an order that was not given.
    """
    levels = list(dict.fromkeys(label.by[groups.by] for label in groups.values.labels))
    if which in levels or which in EXTREMES:
        return
    if which not in ENDS:
        raise UsageError(
            f"{groups.by!r} has no level {which!r}.",
            found=f"Its levels are: {', '.join(levels)}; or say: {', '.join((*EXTREMES, *ENDS))}.",
            remedy=did_you_mean(which, [*levels, *EXTREMES, *ENDS]) or None,
        )
    if not groups.order:
        raise UsageError(
            f"The levels of {groups.by!r} have no {which} one.",
            found="No order was given.",
            remedy="Give order= the levels from the most disadvantaged to the most advantaged.",
        )


def chosen(groups: Groups, part: Part, which: str) -> int | None:
    """Find the group that is meant.

    Parameters
    ----------
    groups : Groups
        The values.
    part : Part
        Those that belong together.
    which : str
        A level, or "highest", "lowest", "first" or "last".

    Returns
    -------
    int or None
        Its place; None when it has no value. Of several with the highest value the one with most people,
        and of several with the lowest the one with fewest, then by name.
    """
    if part.position(which) is not None:
        return part.position(which)
    if which in EXTREMES and len(part.values):
        extreme = part.values.max() if which == "highest" else part.values.min()
        tied = sorted(
            np.flatnonzero(part.values == extreme), key=lambda i: (-part.population[i], part.levels[i])
        )
        return int(tied[0] if which == "highest" else tied[-1])
    if which in ENDS and groups.order:
        return part.position(groups.order[0] if which == "first" else groups.order[-1])
    return None
