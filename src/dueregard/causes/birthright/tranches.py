"""Ex-post inequality of opportunity: how far people of equal relative effort are from one another."""

from __future__ import annotations

import numpy as np

from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["TRANCHES", "same_effort"]

TRANCHES = 10
"""Tenths of each type, by outcome: whoever is in the same tenth of their type made the same effort."""


def same_effort(
    outcome: FloatArray, weight: FloatArray, kind: IntArray, *, tranches: int = TRANCHES
) -> tuple[FloatArray, FloatArray]:
    """Level the means of tranches of equal effort; what is left between types is unequal opportunity.

    Each type is ranked by outcome and cut into tranches at equal shares of its weight, by the middle of each
    person's own. Whoever is in the same tranche, whatever their type, is taken to have made the same effort
    (Roemer 1998). The mean of a type's tranche is divided by the mean of that tranche over all types.

    Parameters
    ----------
    outcome, weight : ndarray (n,)
        Of people in the order of their outcomes; ties in an order of their own.
    kind : ndarray of int (n,)
        Type of each.
    tranches : int
        How many.

    Returns
    -------
    values, weights : ndarray (k,)
        Of each type's tranche with somebody in it: its mean relative to the tranche's, times the overall
        mean; and its weight.

    References
    ----------
    Checchi and Peragine (2010), Journal of Economic Inequality 8, 429-450, section 3.2; Roemer (1998),
    Equality of Opportunity.

    Examples
    --------
    >>> pay, kind = np.array([1.0, 2.0, 3.0, 6.0]), np.array([0, 1, 0, 1])
    >>> values, weights = same_effort(pay, np.ones(4), kind, tranches=2)
    >>> values.round(6), weights
    (array([2., 2., 4., 4.]), array([1., 1., 1., 1.]))
    """
    types = int(kind.max(initial=0)) + 1
    order = np.argsort(kind, kind="stable")
    own, of = weight[order], kind[order]
    starts = np.searchsorted(of, np.arange(types))
    running = np.cumsum(own)
    before = (running - own)[np.minimum(starts, len(own) - 1)]
    whole = np.bincount(of, weights=own, minlength=types)
    whole[whole == 0] = 1.0
    middle = (running - before[of] - own / 2) / whole[of]
    tranche = np.clip(np.floor(middle * tranches).astype(np.intp), 0, tranches - 1)
    cell = of * tranches + tranche
    weights = np.bincount(cell, weights=own, minlength=types * tranches)
    totals = np.bincount(cell, weights=own * outcome[order], minlength=types * tranches)
    by_tranche = [each.reshape(types, tranches).sum(0) for each in (totals, weights)]
    overall = totals.sum() / weights.sum()
    present = weights > 0
    mean = np.divide(by_tranche[0], by_tranche[1], out=np.ones(tranches), where=by_tranche[1] > 0)
    relative = np.divide(totals, weights, out=np.zeros_like(totals), where=present).reshape(types, tranches)
    with np.errstate(divide="ignore", invalid="ignore"):
        levelled = (relative * overall / mean).reshape(-1)
    return levelled[present], weights[present].astype(float)
