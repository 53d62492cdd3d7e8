"""People in order of a value, level by level: what a rank-based estimator is written in.

Everything here is exact and in memory; where the people come from is :mod:`dueregard.engine.order_rows`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.levelled import LevelledPeople
from dueregard.engine.ordering import in_order
from dueregard.engine.scored import Floats, Scored

__all__ = ["BANDWIDTHS", "OrderedPeople"]

BANDWIDTHS = ("convey", "n_eff")
"""Kernel bandwidths: sd times the sum of weights, or the effective number of people, to the power -1/5."""

_ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False)
class OrderedPeople(LevelledPeople):
    """People with a valid value, by level, each level in rising order of one of their columns.

    Attributes
    ----------
    order : int
        Which column rises within each level. Ties are in any order: no result may depend on it.

    Examples
    --------
    >>> people = OrderedPeople.of([5.0, 1.0, 3.0, 3.0], weight=[1.0, 1.0, 1.0, 1.0])
    >>> people.running(people.y), people.middle(1.0), people.quantile(0.5).values
    (array([ 1.,  4.,  7., 12.]), array([0.5, 2. , 2. , 3.5]), array([3.]))
    """

    order: int = 0
    _quantiles: dict[Any, Scored] = field(default_factory=dict, repr=False)
    _kernels: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        *columns: Any,
        weight: Any = None,
        level: Any = None,
        levels: int | None = None,
        order: int = 0,
        scored: bool = True,
    ) -> OrderedPeople:
        """Put people in order.

        Parameters
        ----------
        *columns : array_like (n,)
            The outcome's columns, without missing values.
        weight : array_like (n,), optional
            Positive; by default ones.
        level : array_like of int (n,), optional
            By default everybody is in level 0.
        levels : int, optional
            How many levels there are; by default one more than the highest.
        order : int
            The column to order by.
        scored : bool
            Whether influence is wanted.

        Returns
        -------
        OrderedPeople
            The people with a positive weight.
        """
        given = [np.asarray(column, dtype=float) for column in columns]
        size = len(given[0])
        weights = np.ones(size) if weight is None else np.asarray(weight, dtype=float)
        of_level = np.zeros(size, dtype=np.int64) if level is None else np.asarray(level, dtype=np.int64)
        count = levels if levels is not None else int(of_level.max(initial=0)) + 1
        kept = np.flatnonzero(weights > 0)
        place, starts = in_order(given[order][kept], of_level[kept], count)
        chosen = kept[place]
        return cls(
            weight=weights[chosen],
            columns=tuple(column[chosen] for column in given),
            starts=starts,
            order=order,
            scored=scored,
        )

    @property
    def rank_value(self) -> Floats:
        """The column that people are ordered by (n,)."""
        return self.columns[self.order]

    def running(self, x: Any) -> Floats:
        """Cumulate in order, own contribution included.

        Parameters
        ----------
        x : ndarray (n,) or float
            What to cumulate.

        Returns
        -------
        ndarray (n,)
            Running ``sum(w x)`` within each level. Among ties it depends on their order.
        """
        if isinstance(x, float) and x == 1.0:
            return self._cumulated.copy()
        return self._running(np.asarray(self.weight * x, dtype=float))

    def _running(self, result: Floats) -> Floats:
        for start, end in pairwise(self.starts):
            np.cumsum(result[start:end], out=result[start:end])
        return result

    @cached_property
    def ties(self) -> NDArray[np.int64]:
        """Where each run of equal values of one level starts, (t,)."""
        value = self.rank_value
        fresh = np.ones(len(self), dtype=bool)
        fresh[1:] = value[1:] != value[:-1]
        fresh[self.starts[:-1][np.diff(self.starts) > 0]] = True
        return np.flatnonzero(fresh)

    def through(self, x: Any) -> Floats:
        """Cumulate in order, everybody tied with a person included.

        Parameters
        ----------
        x : ndarray (n,) or float
            What to cumulate.

        Returns
        -------
        ndarray (n,)
            ``sum of w x over the people of the level whose value is at most one's own``.
        """
        running = self.running(x)
        ends = np.append(self.ties[1:], len(self)) - 1
        return np.repeat(running[ends], np.diff(np.append(self.ties, len(self))))

    def middle(self, x: Any) -> Floats:
        """Cumulate to the middle of everybody tied with a person.

        Parameters
        ----------
        x : ndarray (n,) or float
            What to cumulate.

        Returns
        -------
        ndarray (n,)
            What lies below, plus half of what is tied: with ``x = 1`` the mid-rank times N.
        """
        if not len(self):
            return np.zeros(0)
        tied = np.add.reduceat(self.weight * x * self.ones, self.ties)
        return self.through(x) - np.repeat(tied, np.diff(np.append(self.ties, len(self)))) / 2

    def reached(self, share: Any) -> Floats:
        """Find the lowest value at or below which a share of each level lies: the inverse of F.

        Parameters
        ----------
        share : float or ndarray (d,)
            Shares of people.

        Returns
        -------
        ndarray (d,)
            NaN for an empty level.
        """
        target = np.broadcast_to(np.asarray(share, dtype=float), (self.levels,)) * self.size * (1 - _ROUNDING)
        return self.reached_sum(np.minimum(target, self.size))

    def reached_sum(self, target: Floats) -> Floats:
        """Find the lowest value at or below which people of a given weight lie.

        Parameters
        ----------
        target : ndarray (d,)
            Sums of weights.

        Returns
        -------
        ndarray (d,)
            NaN for an empty level, and for more than everybody.
        """
        result = np.full(self.levels, np.nan)
        for level, (start, end) in enumerate(pairwise(self.starts)):
            if end > start and np.isfinite(target[level]):
                at = int(np.searchsorted(self._cumulated[start:end], target[level], side="left"))
                # The last person is reached by everybody's weight, however that was summed.
                if at < end - start or target[level] <= self.size[level]:
                    result[level] = self.rank_value[min(start + at, end - 1)]
        return result

    @cached_property
    def _cumulated(self) -> Floats:
        return self._running(self.weight.astype(float))

    def at_most(self, values: Any) -> NDArray[np.bool_]:
        """Say who is at or below a value of their level.

        Parameters
        ----------
        values : ndarray (d,)
            One a level.

        Returns
        -------
        ndarray of bool (n,)
            Of the column that people are ordered by.
        """
        return np.asarray(self.rank_value <= self.each(values))

    def density(self, at: Any, *, bandwidth: str = "convey", x: Any = None) -> Floats:
        """Estimate the density of the ordered column, times N, at a value of each level.

        Parameters
        ----------
        at : ndarray (d,)
            Where.
        bandwidth : {"convey", "n_eff"}
            Gaussian kernel of width sd times the sum of weights (as R convey), or times the effective
            number of people (which does not depend on the scale of the weights), to the power -1/5.
        x : ndarray (n,), optional
            Weigh people by it besides: then the density of the totals of x.

        Returns
        -------
        ndarray (d,)
            ``sum(w x k((y - at) / h)) / h``; NaN where everybody has one value.
        """
        if not self.scored:
            return np.full(self.levels, np.nan)
        width = self.widths(bandwidth)
        kernel = self._kernel(np.asarray(at, dtype=float), width)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.sums(kernel if x is None else kernel * x) / (np.sqrt(2 * np.pi) * width))

    def _kernel(self, at: Floats, width: Floats) -> Floats:
        """Give everybody's kernel; the last one is kept, since totals are asked for after people."""
        key = (at.tobytes(), width.tobytes())
        if self._kernels.get("last", (None,))[0] != key:
            with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
                kernel = self.each(at)
                np.subtract(self.rank_value, kernel, out=kernel)
                kernel /= self.each(width)
                kernel *= kernel
                kernel *= -0.5
                np.exp(kernel, out=kernel)
            self._kernels["last"] = (key, kernel)
        found: Floats = self._kernels["last"][1]
        return found

    def widths(self, bandwidth: str) -> Floats:
        """Give the kernel's bandwidth in each level.

        Parameters
        ----------
        bandwidth : {"convey", "n_eff"}
            See :meth:`density`.

        Returns
        -------
        ndarray (d,)
            NaN where everybody has one value.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            people = self.size if bandwidth == "convey" else self.size**2 / self.sums(self.weight)
            deviation = self._deviation
            return np.where(deviation > 0, deviation * people**-0.2, np.nan)

    @cached_property
    def _deviation(self) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            centred = self.rank_value - self.each(self.sums(self.rank_value) / self.size)
            return np.sqrt(self.sums(centred * centred) / self.size)

    def quantile(self, p: float, *, bandwidth: str = "convey") -> Scored:
        """Quantile of the ordered column by level, scored by the density at it.

        Parameters
        ----------
        p : float
            The share of people at or below it.
        bandwidth : {"convey", "n_eff"}
            See :meth:`density`.

        Returns
        -------
        Scored
            The lowest value with at least p of the people at or below it. Kept, so that asking twice costs
            nothing.

        References
        ----------
        Osier (2009), Variance estimation for complex indicators of poverty and inequality using
        linearization techniques, Survey Research Methods 3, 167-195, section 3.
        """
        key = (p, bandwidth)
        if key not in self._quantiles:
            self._quantiles[key] = self._solve_quantile(p, bandwidth)
        return self._quantiles[key]

    def _solve_quantile(self, p: float, bandwidth: str) -> Scored:
        values = self.reached(p)
        if not self.scored:
            return Scored(values)
        below = self.total(self.at_most(values))
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = -1 / self.density(values, bandwidth=bandwidth)
        # Only the influence of the difference is used: its own value is zero up to a person's weight.
        return (below - self.number * p).mapped(values, slope)

    def reweighted(self, weight: Floats) -> OrderedPeople:
        """Give the same people other weights, for values only.

        Parameters
        ----------
        weight : ndarray (n,)
            Replicate weights, in the order of these people; zeros allowed.

        Returns
        -------
        OrderedPeople
            Without influence.
        """
        return OrderedPeople(
            weight=weight, columns=self.columns, starts=self.starts, order=self.order, scored=False
        )
