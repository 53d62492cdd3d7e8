"""Functions of groups whose intervals are computed beforehand, and others, called alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dueregard.disparities import Groups
from dueregard.estimates import Estimates

__all__ = ["at_any_level", "at_levels"]


def at_levels(
    function: Callable[..., Estimates], groups: Groups, levels: Sequence[float], **told: Any
) -> Estimates:
    """Call a function that computes its intervals with the values.

    Parameters
    ----------
    function : callable
        Of :mod:`dueregard.disparities`.
    groups : Groups
        What it is computed from.
    levels : sequence of float
        Confidence levels.
    **told
        Its options.

    Returns
    -------
    Estimates
        With limits at these levels.
    """
    return function(groups, level=tuple(levels), **told)


def at_any_level(
    function: Callable[..., Estimates], groups: Groups, levels: Sequence[float], **told: Any
) -> Estimates:
    """Call a function whose intervals follow from the standard errors.

    Parameters
    ----------
    function : callable
        Of :mod:`dueregard.disparities`.
    groups : Groups
        What it is computed from.
    levels : sequence of float
        Confidence levels, not needed.
    **told
        Its options.

    Returns
    -------
    Estimates
        Of any level.
    """
    return function(groups, **told)
