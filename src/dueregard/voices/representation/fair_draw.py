"""A fair draw: how many of each group a body would have if its members were drawn by lot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

__all__ = ["FairDraw", "Floats", "two_sided"]

Floats = NDArray[np.float64]
TIES = 1e-7
"""Probabilities that differ by less than this, relatively, count as equal, as in R's exact tests."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FairDraw:
    """A body of n drawn at random.

    Attributes
    ----------
    n : int
        Members of the body.
    shares : array of float, shape (k,)
        Share of each group among those drawn from; positive, with sum 1.
    counts : array of int, shape (k,), optional
        People of each group: then nobody is drawn twice, and counts in the body are hypergeometric.
        Without them, counts are multinomial.

    Examples
    --------
    >>> FairDraw(n=2, shares=np.array([0.5, 0.5])).chances(0).round(2)
    array([0.25, 0.5 , 0.25])
    >>> FairDraw(n=2, shares=np.array([0.5, 0.5]), counts=np.array([2, 2])).chances(0).round(4)
    array([0.1667, 0.6667, 0.1667])
    """

    n: int
    shares: Floats
    counts: NDArray[np.int64] | None = None

    def weights(self, y: NDArray[np.int64]) -> Floats:
        """Logarithms of what counts of each group contribute to the probability of an outcome.

        Parameters
        ----------
        y : array of int, shape (k, m) or (m,)
            Counts of each group; those of one row are counts of every group.

        Returns
        -------
        array of float, shape (k, m)
            The probability of an outcome is the product of its counts' weights, times a constant.
        """
        if self.counts is None:
            return np.asarray(special.xlogy(y, self.shares[:, None]) - special.gammaln(y + 1))
        return _log_choose(self.counts[:, None], y)

    def weights_together(self, groups: slice) -> Floats:
        """Logarithms of what each number of members of several groups together contributes.

        Parameters
        ----------
        groups : slice
            Which groups.

        Returns
        -------
        array of float, shape (n + 1,)
            Sums of the products of their weights.
        """
        y = np.arange(self.n + 1)
        if self.counts is None:
            return np.asarray(special.xlogy(y, self.shares[groups].sum()) - special.gammaln(y + 1))
        return _log_choose(self.counts[groups].sum(), y)

    @property
    def constant(self) -> float:
        """Logarithm of what the product of weights is multiplied by."""
        if self.counts is None:
            return float(special.gammaln(self.n + 1))
        return -float(_log_choose(self.counts.sum(), self.n))

    def chances(self, group: int, *, ratio: float = 1.0) -> Floats:
        """Probabilities of each count of one group.

        Parameters
        ----------
        group : int
            Which.
        ratio : float
            What its share among those drawn from is multiplied by.

        Returns
        -------
        array of float, shape (n + 1,)
            Probabilities of 0 to n members.
        """
        y = np.arange(self.n + 1)
        if self.counts is None:
            return _binomial(self.n, min(ratio * float(self.shares[group]), 1.0), y)
        everybody, own = int(self.counts.sum()), round(ratio * int(self.counts[group]))
        log = _log_choose(own, y) + _log_choose(everybody - own, self.n - y) + self.constant
        return np.asarray(np.exp(log))

    def most_times(self, group: int) -> float:
        """How many times its fair share a group has when it is everybody.

        Parameters
        ----------
        group : int
            Which.

        Returns
        -------
        float
            At least 1.
        """
        if self.counts is None:
            return 1 / float(self.shares[group])
        return float(self.counts.sum()) / float(self.counts[group])

    def simulate(self, draws: int, *, seed: int) -> NDArray[np.int64]:
        """Draw bodies.

        Parameters
        ----------
        draws : int
            How many.
        seed : int
            Of the generator (PCG64).

        Returns
        -------
        array of int, shape (draws, k)
            Members of each group.
        """
        generator = np.random.Generator(np.random.PCG64(seed))
        if self.counts is None:
            return np.asarray(generator.multinomial(self.n, self.shares, size=draws))
        return np.asarray(
            generator.multivariate_hypergeometric(self.counts, self.n, size=draws, method="marginals")
        )


def two_sided(chances: ArrayLike, observed: int) -> float:
    """P-value of one count: the probability of all counts no more probable than it.

    As `binom.test` of R and `scipy.stats.binomtest` do it (Clopper and Pearson 1934 choose the tails
    otherwise, for their interval).

    Parameters
    ----------
    chances : array of float, shape (n + 1,)
        Probabilities of 0 to n.
    observed : int
        The count.

    Returns
    -------
    float
        Above 0, at most 1.

    Examples
    --------
    >>> two_sided([0.25, 0.5, 0.25], 0)
    0.5
    """
    probabilities = np.asarray(chances, float)
    own = probabilities[observed]
    return float(min(probabilities[probabilities <= own * (1 + TIES)].sum(), 1.0))


def _binomial(n: int, share: float, y: NDArray[np.int64]) -> Floats:
    log = special.gammaln(n + 1) - special.gammaln(y + 1) - special.gammaln(n - y + 1)
    return np.asarray(np.exp(log + special.xlogy(y, share) + special.xlog1py(n - y, -share)))


def _log_choose(people: ArrayLike, taken: ArrayLike) -> Floats:
    """Logarithm of a binomial coefficient; minus infinity where more are taken than there are."""
    many, few = np.asarray(people, float), np.asarray(taken, float)
    rest = np.maximum(many - few, 0)
    log = special.gammaln(many + 1) - special.gammaln(np.maximum(few, 0) + 1) - special.gammaln(rest + 1)
    return np.asarray(np.where((few > many) | (few < 0), -np.inf, log))
