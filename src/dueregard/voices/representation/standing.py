"""One group of a body: its chances under a fair draw, what the body could show, and the seats it lacks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from dueregard.voices.representation.fair_draw import FairDraw, two_sided

__all__ = ["POWER", "Standing", "ratio_limits", "seats_short", "standing"]

POWER = 0.8
"""The chance of being found at which an under-representation is called detectable."""
_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a fair draw says of one group; see :class:`~dueregard.voices.representation.GroupFinding`.

    Attributes
    ----------
    so_few, so_many : float
        Chance of at most, and of at least, the count that was seen.
    p : float
        Two-sided exact p-value.
    none : float
        Chance of nobody.
    power : float
        Chance that a true share of `alternative` times the fair one is found.
    power_more : float
        Chance that a share as many times larger is found, or one at which all others together have
        `alternative` times theirs, whichever is nearer to the fair share.
    detectable : float or None
        The largest ratio below one that is found with a chance of :data:`POWER`.
    """

    so_few: float
    so_many: float
    p: float
    none: float
    power: float
    power_more: float
    detectable: float | None


def standing(
    draw: FairDraw, group: int, observed: int, *, alternative: float = 0.5, level: float = 0.95
) -> Standing:
    """Work out what a fair draw says of one group.

    A group is found to have fewer than a fair draw would give when the chance of so few is at most
    (1 - level)/2, as the Clopper-Pearson interval has it. Power is the chance of that under another share.

    Parameters
    ----------
    draw : FairDraw
        The fair draw.
    group : int
        Which group.
    observed : int
        Its members.
    alternative : float
        The true share over the fair one at which power is stated.
    level : float
        One less the error allowed on both sides together.

    Returns
    -------
    Standing
        Its chances.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26, 404-413; the binomial distribution function as an incomplete
    beta function: Johnson, Kemp and Kotz (2005), Univariate Discrete Distributions, equation 3.34.

    Examples
    --------
    >>> board = FairDraw(n=12, shares=np.array([0.817, 0.183]))
    >>> white = standing(board, 0, 12)
    >>> round(white.so_many, 3), round(standing(board, 1, 0).none, 3)
    (0.088, 0.088)
    """
    chances = draw.chances(group)
    below = np.cumsum(chances)
    critical = int(np.searchsorted(below, (1 - level) / 2 * (1 + 1e-12), side="right")) - 1
    above = np.cumsum(chances[::-1])[::-1]
    critical_more = int(np.searchsorted(-above, -(1 - level) / 2 * (1 + 1e-12)))
    other = draw.chances(group, ratio=alternative)
    more = draw.chances(group, ratio=_times_more(draw, group, alternative))
    return Standing(
        so_few=1.0 if observed == draw.n else _chance(below[observed]),
        so_many=1.0 if observed == 0 else _chance(above[observed]),
        p=max(two_sided(chances, observed), float(np.finfo(float).tiny)),
        none=_chance(chances[0]),
        power=_chance(other[: critical + 1].sum()),
        power_more=_chance(more[critical_more:].sum()),
        detectable=_detectable(draw, group, critical),
    )


def ratio_limits(
    share: float,
    limits: tuple[float, float],
    *,
    fair: float,
    fair_limits: tuple[float, float] | None = None,
) -> tuple[float, float]:
    """Limits of a share over a fair share; where the latter is a sample's, both errors count.

    With theta the two shares and l, u their limits, the method of variance estimates recovery gives
    L = (theta1 theta2 - sqrt((theta1 theta2)² - l1 u2 (2 theta1 - l1)(2 theta2 - u2))) / (u2 (2 theta2 - u2))
    and U likewise with u1, l2 and a plus (Donner and Zou 2012, Statistical Methods in Medical Research 21,
    347-359, equation 9). With a known fair share it is the share's own interval divided by it.

    Parameters
    ----------
    share : float
        Of the body.
    limits : (float, float)
        Its limits.
    fair : float
        Share of the comparator; positive.
    fair_limits : (float, float), optional
        Its limits; None where it is known.

    Returns
    -------
    (float, float)
        Limits of the ratio; infinite where the fair share may be nought.

    Examples
    --------
    >>> ratio_limits(0.25, (0.05, 0.57), fair=0.5)
    (0.1, 1.14)
    """
    low, high = limits
    if fair_limits is None:
        return low / fair, high / fair
    under, over = fair_limits
    product = share * fair
    lower = _recovered(product, low * (2 * share - low), over * (2 * fair - over), sign=-1)
    upper = _recovered(product, high * (2 * share - high), under * (2 * fair - under), sign=1)
    return max(lower, 0.0), upper


def seats_short(count: int, share: float, seats: int) -> tuple[int, int]:
    """Count the seats that a group lacks.

    Parameters
    ----------
    count : int
        Its members.
    share : float
        Its fair share.
    seats : int
        Seats of the body.

    Returns
    -------
    (int, int)
        Seats lacking to the share's seats rounded half up, and to the fair floor, the same rounded down;
        never below 0. Both add seats to the group and leave the size of the body as it is.

    Examples
    --------
    >>> seats_short(0, 0.093, 12), seats_short(3, 0.51, 12)
    ((1, 1), (3, 3))
    """
    exact = share * seats
    nearest, floor = math.floor(exact + 0.5 + 1e-9), math.floor(exact + 1e-9)
    return max(nearest - count, 0), max(floor - count, 0)


def _chance(value: float) -> float:
    return float(min(max(value, 0.0), 1.0))


def _times_more(draw: FairDraw, group: int, alternative: float) -> float:
    most = draw.most_times(group)
    others = alternative + (1 - alternative) * most
    return min(1 / alternative, others) if alternative else most


def _detectable(draw: FairDraw, group: int, critical: int) -> float | None:
    """Solve for the ratio at which the chance of at most the critical count is :data:`POWER`."""
    if critical < 0:
        return None
    if draw.counts is None:
        share = special.betaincinv(critical + 1, draw.n - critical, 1 - POWER)
        return float(min(share / draw.shares[group], 1.0))
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        found = draw.chances(group, ratio=middle)[: critical + 1].sum() >= POWER
        low, high = (middle, high) if found else (low, middle)
    return low


def _recovered(product: float, first: float, second: float, *, sign: int) -> float:
    if second <= 0:
        return math.inf if sign > 0 else 0.0
    return (product + sign * math.sqrt(max(product**2 - first * second, 0.0))) / second
