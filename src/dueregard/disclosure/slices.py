"""Values of a slice of a group: extreme quantiles and the shares of thin slices are few people's values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dueregard.disclosure.policy import Policy
from dueregard.estimates import Record

__all__ = ["is_thin", "thinnest"]

MIDDLE = 0.5
FIXED: Mapping[str, float] = {"quintile_share_ratio": 0.2, "palma_ratio": 0.1}
"""The thinnest slices of measures that have no parameters for them."""
OF_THE_POOR = frozenset({"poor_median", "relative_median_poverty_gap"})
"""Measures of the middle one of those below a line."""


def is_thin(record: Record, *, policy: Policy) -> bool:
    """Say whether a value is of a slice with fewer people than the threshold.

    Parameters
    ----------
    record : Record
        A level.
    policy : Policy
        The rules.

    Returns
    -------
    bool
        False for measures that are not of slices.
    """
    if record.measure in OF_THE_POOR and record.support.events:
        return record.support.events < policy.threshold
    share = thinnest(record.measure, record.parameters)
    people = min(record.support.n, record.support.n_effective)
    # The tolerance is for shares such as 1 - 0.9, which is a little less than 0.1.
    return share is not None and people * share < policy.threshold - 1e-9


def thinnest(measure: str, parameters: Mapping[str, Any]) -> float | None:
    """Give the share of a group that is in the thinnest slice a measure tells of.

    Parameters
    ----------
    measure : str
        Its name.
    parameters : mapping
        Its options: ``p``, or ``lower`` and ``upper``.

    Returns
    -------
    float or None
        Of a quantile the people at or beyond it, on the side with fewer; of a share the slice or the rest,
        whichever has fewer. None for measures that are not of slices, for the whole group, and for the
        median, which has half the group on either side.

    Examples
    --------
    >>> thinnest("quantile", {"p": 0.95}) == 1 - 0.95, thinnest("share", {"lower": 0.5, "upper": 0.75})
    (True, 0.25)
    >>> thinnest("quantile", {"p": 0.5}), thinnest("mean", {})
    (None, None)
    """
    match measure:
        case "quantile":
            p = float(parameters["p"])
            return None if p == MIDDLE else min(p, 1 - p)
        case "percentile_ratio":
            return min(float(parameters["lower"]), 1 - float(parameters["upper"]))
        case "lorenz" | "lower_total":
            return _slice(0.0, float(parameters["p"]))
        # The share of a published group in all groups has the same name and no slice.
        case "share" if "lower" in parameters:
            return _slice(float(parameters["lower"]), float(parameters["upper"]))
        case _:
            return FIXED.get(measure)


def _slice(lower: float, upper: float) -> float | None:
    inside = upper - lower
    return None if inside in (0.0, 1.0) else min(inside, 1 - inside)
