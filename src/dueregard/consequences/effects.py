"""What an option changes for each person, as arrays: everything that is estimated is a total of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.welfare import (
    ElasticityOfUtility,
    distributional_weight,
    switching_elasticity,
)
from dueregard.options import Applied

__all__ = ["BANDS", "Baseline", "changes_of", "deciles", "effects_of", "switching_of", "worth_of"]

Array = NDArray[np.float64]

BANDS = (
    "loses more than 5%",
    "loses up to 5%",
    "no change",
    "gains up to 5%",
    "gains more than 5%",
)
"""Bands of winners and losers, by change as a share of the outcome before."""

NOTHING = 1e-9
"""A change smaller than this share of the outcome (or of 1) is rounding, and counts as none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Baseline:
    """People before any option.

    Attributes
    ----------
    outcome : ndarray (n,)
        NaN where it is missing.
    weight : ndarray (n,)
        Survey weights.
    line : float
        The poverty line before; it stays there for those who move over it.
    median : float
        The median before.
    household : ndarray of int (n,), optional
        With `scale`: whose outcome is shared.
    scale : ndarray (n,), optional
        Equivalence scale of each person's household.
    """

    outcome: Array = field(repr=False)
    weight: Array = field(repr=False)
    line: float
    median: float
    household: NDArray[np.int64] | None = None
    scale: Array | None = None


def changes_of(applied: Applied, baseline: Baseline) -> Array:
    """Give the change of each person's outcome.

    Parameters
    ----------
    applied : Applied
        Amounts and payments by person.
    baseline : Baseline
        People before.

    Returns
    -------
    ndarray (n,)
        Amount minus payment; where the outcome is equivalised household income, the sum over the household
        divided by its scale. NaN where the outcome is missing.
    """
    own = (applied.amount if applied.option.counts_as_income else 0.0) - applied.payment
    if baseline.household is not None and baseline.scale is not None:
        shared = np.bincount(baseline.household, weights=own)
        own = shared[baseline.household] / baseline.scale
    return np.where(np.isnan(baseline.outcome), np.nan, own)


def effects_of(
    applied: Applied, baseline: Baseline, *, elasticity: ElasticityOfUtility
) -> Mapping[str, Array]:
    """Give everything that is added up over people.

    Parameters
    ----------
    applied : Applied
        Amounts, costs and payments by person.
    baseline : Baseline
        People before.
    elasticity : ElasticityOfUtility
        Of the distributional weights.

    Returns
    -------
    dict of str to ndarray (n,)
        ``change``, ``after``, ``cost``, ``received``, ``gain`` and ``loss`` (1 or 0), ``gained`` and
        ``lost`` (sizes), ``out`` and ``into`` (over the line), ``net_poor`` (into less out), ``left`` (the
        reverse), ``impoverished`` and ``poor_gain`` (fiscal impoverishment and gains of the poor, Higgins
        and Lustig 2016, Journal of Development Economics 122, 63-75), ``band``, ``relative`` (the change
        over what was there, of those who had something), ``welfare_*`` (the change times distributional
        weights), ``worth`` (what is given is worth to those who get it, where that is money of the public
        purse), ``switching`` and ``switching_slope``, whose ratio is the switching elasticity.
    """
    before, line = baseline.outcome, baseline.line
    change = changes_of(applied, baseline)
    some = np.abs(change) > NOTHING * np.maximum(1.0, np.abs(before))
    gain, loss = some & (change > 0), some & (change < 0)
    after = before + change
    poor, still = before <= line, after <= line
    floor = np.minimum(np.minimum(before, after), line)
    valid = ~np.isnan(change)

    def counted(who: NDArray[np.bool_]) -> Array:
        return np.where(valid, who.astype(float), np.nan)

    into, out = counted(~poor & still), counted(poor & ~still)
    found = {
        "change": change,
        "after": after,
        "cost": applied.cost,
        "received": applied.received,
        "gain": counted(gain),
        "loss": counted(loss),
        "gained": np.where(gain, change, 0.0 * change),
        "lost": np.where(loss, change, 0.0 * change),
        "out": out,
        "into": into,
        "net_poor": into - out,
        "left": out - into,
        "impoverished": np.minimum(before, line) - floor,
        "poor_gain": np.minimum(after, line) - floor,
        "band": np.where(valid, _bands(change, before, gain, loss), np.nan),
    }
    found["relative"] = np.divide(change, before, out=np.full(len(before), np.nan), where=before > 0)
    income = np.maximum(before, elasticity.lowest_share * baseline.median)
    for eta in elasticity.sweep:
        # Where half of all have nothing of the outcome, nobody stands in a proportion to the middle.
        welfare = (
            distributional_weight(income, median=baseline.median, elasticity=eta)
            if baseline.median > 0
            else np.ones(len(income))
        )
        found[f"welfare_{eta:g}"] = welfare * change
    found["worth"] = worth_of(applied)
    return found | _switching(applied, baseline, change, income)


def worth_of(applied: Applied) -> Array:
    """Give what each person would pay for what is given: a pound for a pound.

    Parameters
    ----------
    applied : Applied
        The option, applied.

    Returns
    -------
    ndarray (n,)
        NaN where what is given is not money's worth from the public purse: for a change in a service, whose
        effect may be in any unit, and for pay that employers raise.
    """
    if applied.option.kind in ("service_change", "wage_floor"):
        return np.full(len(applied.amount), np.nan)
    return applied.amount


def switching_of(applied: Applied, baseline: Baseline, change: Array, income: Array) -> float | None:
    """Find the elasticity at which an option is just worth its cost.

    Parameters
    ----------
    applied : Applied
        The option, applied.
    baseline : Baseline
        People before.
    change, income : ndarray (n,)
        What changes for whom; incomes above 0.

    Returns
    -------
    float or None
        None where there is none from 0 to 5.
    """
    if not baseline.median > 0:
        return None
    paid = float((applied.payment * baseline.weight).sum())
    known = ~np.isnan(change)
    return switching_elasticity(
        change[known],
        income[known],
        baseline.weight[known],
        median=baseline.median,
        outside=applied.total_cost - paid,
    )


def _switching(applied: Applied, baseline: Baseline, change: Array, income: Array) -> dict[str, Array]:
    """Two columns whose ratio is the switching elasticity, with its influence: a step of Newton's method."""
    found = switching_of(applied, baseline, change, income)
    if found is None:
        nothing = np.full(len(change), np.nan)
        return {"switching": nothing, "switching_slope": nothing}
    ratio = np.log(baseline.median / income)
    weighted = np.nan_to_num(np.exp(found * ratio) * change)
    slope = np.nan_to_num(ratio) * weighted
    return {
        "switching": found * slope - (weighted - (applied.cost - applied.payment)),
        "switching_slope": slope,
    }


def _bands(change: Array, before: Array, gain: NDArray[np.bool_], loss: NDArray[np.bool_]) -> Array:
    """Number the band; from nothing, any gain is more than 5%."""
    much = np.abs(change) > 0.05 * np.abs(before)
    band = np.full(len(change), 2.0)
    band[gain] = np.where(much[gain], 4.0, 3.0)
    band[loss] = np.where(much[loss], 0.0, 1.0)
    return band


def deciles(outcome: Array, weight: Array) -> Array:
    """Put people into tenths by the outcome before, each with a tenth of the people.

    Parameters
    ----------
    outcome : ndarray (n,)
        NaN where it is missing.
    weight : ndarray (n,)
        Survey weights.

    Returns
    -------
    ndarray (n,)
        1 to 10; people with the same outcome are in the same tenth, that of their middle. NaN where it is
        missing.

    Examples
    --------
    >>> deciles(np.arange(20.0), np.ones(20))[[0, 1, 2, 19]]
    array([ 1.,  1.,  2., 10.])
    """
    values, place = np.unique(np.where(np.isnan(outcome), np.inf, outcome), return_inverse=True)
    known = np.where(np.isnan(outcome), 0.0, weight)
    mass = np.bincount(place, weights=known, minlength=len(values))
    total = mass.sum()
    middle = (np.cumsum(mass) - mass / 2) / total if total > 0 else np.zeros(len(values))
    tenth = np.minimum(np.floor(10 * middle + 1e-9) + 1, 10.0)
    return np.where(np.isnan(outcome), np.nan, tenth[place])
