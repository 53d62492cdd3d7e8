"""Tests of shares that Polis uses, with one vote added: against a half, and of two groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.counts import VoteCounts

__all__ = ["SIGNIFICANT", "above_half", "difference", "everybody_else"]

Floats = NDArray[np.float64]

SIGNIFICANT = 1.2816
"""The 90th percentile of the normal distribution: tests are one-sided."""


def above_half(success: Floats, trials: Floats) -> Floats:
    """Say by how many standard errors a share is above a half.

    Parameters
    ----------
    success, trials : array of float
        Votes in a direction, and all votes.

    Returns
    -------
    array of float
        2 sqrt(S + 1) ((A + 1)/(S + 1) - 1/2).

    Examples
    --------
    >>> import numpy as np
    >>> above_half(np.array([35.0]), np.array([40.0])).round(4)
    array([4.8414])
    """
    return np.asarray(2 * np.sqrt(trials + 1) * ((success + 1) / (trials + 1) - 0.5))


def difference(success: Floats, trials: Floats, *, other_success: Floats, other_trials: Floats) -> Floats:
    """Say by how many standard errors the share of one group is above that of another.

    Parameters
    ----------
    success, trials : array of float
        Of the group.
    other_success, other_trials : array of float
        Of all others.

    Returns
    -------
    array of float
        The z of two proportions with one vote added to each; 0 where everybody has that opinion.

    Examples
    --------
    >>> import numpy as np
    >>> one, other = np.array([13.0, 14.0]), np.array([5.0, 22.0])
    >>> difference(one[:1], one[1:], other_success=other[:1], other_trials=other[1:]).round(4)
    array([4.0581])
    """
    a, b = (success + 1) / (trials + 1), (other_success + 1) / (other_trials + 1)
    pooled = (success + other_success + 2) / (trials + other_trials + 2)
    spread = pooled * (1 - pooled) * (1 / (trials + 1) + 1 / (other_trials + 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(spread > 0, (a - b) / np.sqrt(spread), 0.0)


def everybody_else(groups: VoteCounts) -> VoteCounts:
    """Count the votes of all groups but each.

    Parameters
    ----------
    groups : VoteCounts
        Shape (groups, statements).

    Returns
    -------
    VoteCounts
        Likewise.
    """
    return VoteCounts(
        agree=groups.agree.sum(axis=0) - groups.agree,
        disagree=groups.disagree.sum(axis=0) - groups.disagree,
        passed=groups.passed.sum(axis=0) - groups.passed,
    )
