"""Statistics of a distribution, each person's recentred influence on them, and how that itself varies.

The recentred influence R of a person is the statistic plus the influence of one person more like that one.
Its mean is the statistic, so that a regression of R on covariates splits the statistic as one of the
outcome splits the mean. Coefficients of such a regression also vary because R depends on the distribution.
With weights w that sum to W and columns z,

    W d(sum_i w_i z_i R_i / W) / d w_j  =  z_j R_j - ... + E[z dR / dw_j],

and the last term, ``shift``, is given here in closed form for each statistic.

References
----------
Firpo, Fortin and Lemieux (2009), Econometrica 77, 953-973; (2018), Econometrics 6(2), 28, section 3; for the
Gini, Monti (1991), Statistica 51, 561-577.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from dueregard.causes.decompositions.densities import Density, density_at, gaussian
from dueregard.causes.decompositions.quantiles import quantile_of
from dueregard.errors import PeopleError, UsageError, did_you_mean
from dueregard.estimates.source import FloatArray

__all__ = [
    "STATISTICS",
    "GiniIndex",
    "LogVariance",
    "Mean",
    "Quantile",
    "Statistic",
    "Variance",
    "statistics_asked",
]


class Statistic(Protocol):
    """A value of a distribution."""

    @property
    def name(self) -> str:
        """What its measure is called."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Its options."""

    def value(self, outcome: FloatArray, weight: FloatArray) -> float:
        """Compute the statistic."""

    def recentred(self, outcome: FloatArray, weight: FloatArray) -> FloatArray:
        """Give each person's recentred influence, shape (n,)."""

    def shift(self, outcome: FloatArray, weight: FloatArray, columns: FloatArray) -> FloatArray:
        """Give what each person moves the mean of columns (n, p) times recentred influence by, (n, p)."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean: recentred influence is the outcome."""

    name: str = "mean"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def value(self, outcome: FloatArray, weight: FloatArray) -> float:
        """Compute it."""
        return float(weight @ outcome / weight.sum())

    def recentred(self, outcome: FloatArray, weight: FloatArray) -> FloatArray:
        """Give the outcome."""
        return outcome

    def shift(self, outcome: FloatArray, weight: FloatArray, columns: FloatArray) -> FloatArray:
        """Give zeros."""
        return np.zeros_like(columns)


@dataclass(frozen=True, slots=True)
class Variance:
    """The variance, with all people as divisor: ``R = (y - mean)**2``."""

    name: str = "variance"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def value(self, outcome: FloatArray, weight: FloatArray) -> float:
        """Compute it."""
        return float(weight @ self.recentred(outcome, weight) / weight.sum())

    def recentred(self, outcome: FloatArray, weight: FloatArray) -> FloatArray:
        """Give squared deviations."""
        return np.asarray((outcome - weight @ outcome / weight.sum()) ** 2)

    def shift(self, outcome: FloatArray, weight: FloatArray, columns: FloatArray) -> FloatArray:
        """Through the mean."""
        deviation = outcome - weight @ outcome / weight.sum()
        return np.outer(-2 * deviation, (weight * deviation) @ columns / weight.sum())


@dataclass(frozen=True, slots=True)
class LogVariance:
    """The variance of the natural logarithm of an outcome above zero."""

    name: str = "log_variance"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def value(self, outcome: FloatArray, weight: FloatArray) -> float:
        """Compute it."""
        return Variance().value(_logarithms(outcome), weight)

    def recentred(self, outcome: FloatArray, weight: FloatArray) -> FloatArray:
        """Give squared deviations of logarithms."""
        return Variance().recentred(_logarithms(outcome), weight)

    def shift(self, outcome: FloatArray, weight: FloatArray, columns: FloatArray) -> FloatArray:
        """Through the mean of logarithms."""
        return Variance().shift(_logarithms(outcome), weight, columns)


@dataclass(frozen=True, slots=True)
class Quantile:
    """The value below which a share p of people is: ``R = q + (p - 1[y <= q]) / f(q)``."""

    p: float
    name: str = "quantile"

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Which quantile."""
        return {"p": self.p}

    def value(self, outcome: FloatArray, weight: FloatArray) -> float:
        """Compute it."""
        return quantile_of(outcome, weight, self.p)

    def density(self, outcome: FloatArray, weight: FloatArray) -> Density:
        """Give the density at it."""
        return density_at(outcome, weight, self.value(outcome, weight))

    def recentred(self, outcome: FloatArray, weight: FloatArray) -> FloatArray:
        """Give one of two values to everybody: above, or not."""
        density = self.density(outcome, weight)
        if density.height <= 0:
            raise PeopleError(
                f"The quantile {self.p:g} cannot be explained: too many people have the same value.",
                found="The density there is not known.",
                remedy="Ask for another quantile, or for the mean.",
            )
        return np.asarray(density.at + (self.p - (outcome <= density.at)) / density.height)

    def on_height(self, outcome: FloatArray, weight: FloatArray) -> FloatArray:
        """Give each person's influence on the height of the density at the quantile."""
        density, share = self.density(outcome, weight), weight / weight.sum()
        kernel = gaussian(outcome - density.at, density.bandwidth)
        moved = (self.p - (outcome <= density.at)) / density.height
        return np.asarray(kernel - float(share @ kernel) + density.slope * moved)

    def shift(self, outcome: FloatArray, weight: FloatArray, columns: FloatArray) -> FloatArray:
        """Through the quantile and through the density there."""
        density, share = self.density(outcome, weight), weight / weight.sum()
        kernel = gaussian(outcome - density.at, density.bandwidth)
        there = float(share @ kernel)
        above = self.p - (outcome <= density.at)
        moved = above / density.height
        local = (share * kernel) @ columns / there
        heights = self.on_height(outcome, weight)
        through_density = (share * above) @ columns / density.height**2
        return np.outer(moved, share @ columns - local) - np.outer(heights, through_density)


@dataclass(frozen=True, slots=True)
class GiniIndex:
    """The Gini index: ``R = 1 - 2 m(y) / mean + M y / mean**2``, with m(y) = E min(Y, y) and M its mean."""

    name: str = "gini"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def value(self, outcome: FloatArray, weight: FloatArray) -> float:
        """Compute it."""
        share = weight / weight.sum()
        return float(1 - share @ _smaller(outcome, share) / self._mean(outcome, share))

    def recentred(self, outcome: FloatArray, weight: FloatArray) -> FloatArray:
        """Give the function above."""
        share = weight / weight.sum()
        mean, smaller = self._mean(outcome, share), _smaller(outcome, share)
        return np.asarray(1 - 2 * smaller / mean + (share @ smaller) * outcome / mean**2)

    def shift(self, outcome: FloatArray, weight: FloatArray, columns: FloatArray) -> FloatArray:
        """Through the mean, the distribution below each value, and the mean of the smaller of two."""
        share = weight / weight.sum()
        mean, smaller = self._mean(outcome, share), _smaller(outcome, share)
        middle = float(share @ smaller)
        with_smaller, with_outcome = (share * smaller) @ columns, (share * outcome) @ columns
        own = _smaller(outcome, share, columns) - with_smaller
        through_mean = 2 * with_smaller / mean**2 - 2 * middle * with_outcome / mean**3
        return np.asarray(
            -2 * own / mean
            + np.outer(outcome - mean, through_mean)
            + np.outer(2 * (smaller - middle), with_outcome / mean**2)
        )

    @staticmethod
    def _mean(outcome: FloatArray, share: FloatArray) -> float:
        mean = float(share @ outcome)
        if mean <= 0:
            raise PeopleError(
                "The Gini index needs an outcome whose mean is above zero.",
                remedy="Ask for --statistic variance, or for quantiles.",
            )
        return mean


STATISTICS: Mapping[str, Callable[[], Statistic]] = {
    "mean": Mean,
    "variance": Variance,
    "log_variance": LogVariance,
    "gini": GiniIndex,
}
"""Statistics by name; quantiles are asked for by their share."""


def statistics_asked(quantiles: tuple[float, ...], names: tuple[str, ...]) -> tuple[Statistic, ...]:
    """List statistics that were asked for by name and share.

    Parameters
    ----------
    quantiles : tuple of float
        Shares between 0 and 1.
    names : tuple of str
        ``mean``, ``variance``, ``log_variance``, ``gini``; ``quantile`` and ``median`` stand for the median.

    Returns
    -------
    tuple of Statistic
        Quantiles first; the median where nothing was asked for.

    Raises
    ------
    UsageError
        For an unknown name, or a share that is not between 0 and 1.

    Examples
    --------
    >>> statistics_asked((0.1,), ("gini",))
    (Quantile(p=0.1, name='quantile'), GiniIndex(name='gini', parameters={}))
    >>> statistics_asked((), ("ginni",))
    Traceback (most recent call last):
        ...
    dueregard.errors.UsageError: There is no statistic 'ginni' to decompose. Did you mean 'gini'?
    """
    shares = list(quantiles)
    others: list[Statistic] = []
    for name in dict.fromkeys(names):
        if name in ("quantile", "median"):
            shares += [] if quantiles else [0.5]
        elif name in STATISTICS:
            others.append(STATISTICS[name]())
        else:
            raise UsageError(
                f"There is no statistic {name[:80]!r} to decompose.",
                remedy=did_you_mean(name[:80], [*STATISTICS, "quantile", "median"])
                or f"Choose from: {', '.join(STATISTICS)}, quantile.",
            )
    if not shares and not others:
        shares = [0.5]
    for share in shares:
        if not 0 < share < 1:
            raise UsageError(
                f"A quantile is a share between 0 and 1, not {share:g}.",
                remedy=f"Write {share / 100:g} for {share:g} %."
                if 1 <= share < 100
                else "The median is 0.5.",
            )
    return (*(Quantile(share) for share in dict.fromkeys(shares)), *others)


def _logarithms(outcome: FloatArray) -> FloatArray:
    if (low := int((outcome <= 0).sum())) > 0:
        raise PeopleError(
            "The variance of logarithms needs an outcome above zero.",
            found=f"{low:,} people have zero or less.",
            remedy="Narrow the people (--where), or ask for --statistic variance or gini.",
            discreet="Some people have zero or less.",
        )
    return np.log(outcome)


def _smaller(outcome: FloatArray, share: FloatArray, columns: FloatArray | None = None) -> FloatArray:
    """The mean over people of the smaller of their outcome and each person's, times columns if given."""
    order = np.argsort(outcome, kind="stable")
    sorted_outcome = outcome[order]
    shape = (-1,) if columns is None else (-1, 1)
    by = share[order] if columns is None else share[order][:, None] * columns[order]
    outcomes = sorted_outcome.reshape(shape)
    least = np.cumsum(by * outcomes, axis=0)
    # With ties both sides give the same: a person's equals count as smaller or as larger.
    above = by.sum(axis=0) - np.cumsum(by, axis=0)
    result = np.empty_like(by)
    result[order] = least + outcomes * above
    return result
