"""Limits of regions: what the places of each must get together, for any rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.limits import Limit, Limits, limits_of
from dueregard.options.allocation.places import Places, named, places_of

__all__ = ["Part", "RegionLimits", "Regions", "share_within"]

Part = Callable[[NDArray[np.int64], float], FloatArray]
"""Shares a budget among some of the places, given by their rows."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regions:
    """Which region each of n places lies in, and what was asked of m regions.

    Attributes
    ----------
    names : tuple of str, length m
        Regions.
    member : ndarray of int (n,)
        The region of each place.
    floor, cap : Limit, optional
        Of a region's total: shares of its present total, or amounts a head of its people.
    """

    names: tuple[str, ...]
    member: NDArray[np.int64]
    floor: Limit | None = None
    cap: Limit | None = None

    @classmethod
    def of(cls, labels: Sequence[object], *, floor: Limit | None = None, cap: Limit | None = None) -> Regions:
        """Gather places into regions.

        Parameters
        ----------
        labels : sequence of n objects
            The region of each place.
        floor, cap : Limit, optional
            Of regions.

        Returns
        -------
        Regions
            In the order in which they first appear.

        Examples
        --------
        >>> Regions.of(["N", "S", "N"]).member
        array([0, 1, 0])
        """
        texts = [str(label) for label in labels]
        order = {name: place for place, name in enumerate(dict.fromkeys(texts))}
        return cls(
            names=tuple(order),
            member=np.array([order[text] for text in texts], dtype=np.int64),
            floor=floor,
            cap=cap,
        )

    def totals(self, amounts: FloatArray) -> FloatArray:
        """Add up by region.

        Parameters
        ----------
        amounts : ndarray (n,)
            Of places.

        Returns
        -------
        ndarray (m,)
            Of regions.
        """
        return np.asarray(np.bincount(self.member, weights=amounts, minlength=len(self.names)), float)

    def limits(
        self, places: Places, *, budget: float, of_places: Limits, current: FloatArray | None
    ) -> RegionLimits:
        """Work out what each region may get, with the limits of its places.

        Parameters
        ----------
        places : Places
            n places.
        budget : float
            What is shared out.
        of_places : Limits
            Floors and caps of places.
        current : ndarray (n,), optional
            What shares of the present are of.

        Returns
        -------
        RegionLimits

        Raises
        ------
        DueRegardError
            When limits of regions cannot be kept, alone or with those of their places.
        """
        now = None if current is None else self.totals(current)
        together = places_of(self.names, population=self.totals(places.population), current=now)
        asked = limits_of(together, budget=budget, floor=self.floor, cap=self.cap, current=now)
        least, most = self.totals(of_places.low), self.totals(of_places.high)
        for at_fault, what in (
            (asked.low > most * (1 + 1e-12), "a region's floor is above what the caps of its places let out"),
            (asked.high < least * (1 - 1e-12), "a region's cap is below the floors of its places"),
        ):
            if at_fault.any():
                raise DueRegardError(
                    f"The budget is infeasible: {what}.",
                    found=f"It is so in {named(at_fault, self.names)}.",
                    remedy="Loosen the limits of the region, or of its places.",
                )
        low, high = np.maximum(asked.low, least), np.minimum(asked.high, most)
        for total, side, short in ((low.sum(), "floors", "above"), (high.sum(), "caps", "below")):
            if (total - budget) * (1 if short == "above" else -1) > 1e-12 * budget:
                raise DueRegardError(
                    f"The budget is infeasible: the {side} of regions and places cannot be kept together.",
                    found=f"They add up to {total:,.12g}, {short} the budget of {budget:,.12g}.",
                    remedy="Loosen the limits of regions or of places, or change the budget.",
                )
        return RegionLimits(low=low, high=np.maximum(low, high), asked=asked)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegionLimits:
    """The least and the most of m regions.

    Attributes
    ----------
    low, high : ndarray (m,)
        Amounts, with the limits of places.
    asked : Limits
        Those of regions alone.
    """

    low: FloatArray
    high: FloatArray
    asked: Limits


def share_within(budget: float, *, regions: Regions, limits: RegionLimits, share: Part) -> FloatArray:
    """Share a budget by a rule so that regions keep to their limits.

    Parameters
    ----------
    budget : float
        What is shared out.
    regions : Regions
        Of n places.
    limits : RegionLimits
        Of the regions.
    share : callable
        The rule, for some of the places and a budget of theirs. It must be one under which everybody gets
        more, or the same, of a larger budget, as all of this room's are.

    Returns
    -------
    ndarray (n,)
        Amounts.

    Notes
    -----
    The budget is shared as if there were no regions. Of the regions beyond a limit, those on the side that
    is further out in all are put on it for good, and what is left is shared among the others. Each round
    fixes a region at least, and what it fixes is right, because the rule is a separable concave problem,
    and so is the sharing between regions that it implies.

    References
    ----------
    Bitran and Hax (1981), Management Science 27, 431-441 (disaggregation by fixing variables).

    Examples
    --------
    >>> from dueregard.options.allocation.filling import fill
    >>> people = np.array([1.0, 1.0, 2.0])
    >>> def equal(rows, money):
    ...     none, any_ = np.zeros(len(rows)), np.full(len(rows), np.inf)
    ...     return fill(money, slope=people[rows], low=none, high=any_)
    >>> two = Regions.of(["N", "N", "S"])
    >>> bounds = Limits(low=np.array([0.0, 0.0]), high=np.array([40.0, np.inf]))
    >>> held = RegionLimits(low=bounds.low, high=bounds.high, asked=bounds)
    >>> share_within(100.0, regions=two, limits=held, share=equal)
    array([20., 20., 60.])
    """
    amounts = np.zeros(len(regions.member))
    free = np.ones(len(regions.names), dtype=bool)
    left, near = budget, 1e-12 * budget
    while free.any():
        rows = np.flatnonzero(free[regions.member])
        amounts[rows] = share(rows, left)
        totals = regions.totals(amounts)
        over = np.where(free, np.maximum(totals - limits.high, 0), 0)
        under = np.where(free, np.maximum(limits.low - totals, 0), 0)
        if over.max() <= near and under.max() <= near:
            return amounts
        caps, floors = over.sum(), under.sum()
        fixed = ((over > near) & (caps >= floors)) | ((under > near) & (floors >= caps))
        for region in np.flatnonzero(fixed):
            own = np.flatnonzero(regions.member == region)
            total = float(limits.high[region] if over[region] > near else limits.low[region])
            amounts[own] = share(own, total) if total > 0 else 0.0
            left -= total
        free &= ~fixed
    return amounts
