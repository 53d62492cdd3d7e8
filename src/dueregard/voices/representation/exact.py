"""All groups at once: the exact multinomial test under its three orderings, and the chi-square test."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dueregard.errors import UsageError
from dueregard.voices.representation.fair_draw import TIES, FairDraw, Floats
from dueregard.voices.representation.halves import FEASIBLE, tails, too_many

__all__ = ["ORDERINGS", "MultinomialTest", "multinomial_test"]

ORDERINGS = ("probability", "chi_square", "likelihood_ratio")
"""What makes an outcome at least as extreme as the one that was seen; they do not agree."""

DRAWS = 200_000
PIECE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MultinomialTest:
    """P-values of the hypothesis that a body is a fair draw.

    Attributes
    ----------
    n : int
        Members.
    probability : float
        Chance of outcomes that are no more probable than the one seen.
    chi_square : float
        Chance of outcomes whose chi-square statistic is as large.
    likelihood_ratio : float
        Chance of outcomes whose likelihood-ratio statistic is as large.
    asymptotic : float
        Of the chi-square statistic, by its distribution in large bodies.
    chi_square_statistic, likelihood_ratio_statistic : float
        The statistics.
    df : int
        Groups less one.
    method : {"exact", "simulated"}
        How the first three were computed.
    error : float, optional
        The largest standard error of the simulated ones.
    draws : int, optional
        Simulated bodies.
    seed : int, optional
        Of the simulation.
    """

    n: int
    probability: float
    chi_square: float
    likelihood_ratio: float
    asymptotic: float
    chi_square_statistic: float
    likelihood_ratio_statistic: float
    df: int
    method: Literal["exact", "simulated"] = "exact"
    error: float | None = None
    draws: int | None = None
    seed: int | None = None


def multinomial_test(
    observed: ArrayLike,
    shares: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    seed: int = 1,
    feasible: int = FEASIBLE,
) -> MultinomialTest:
    """Test whether counts of groups could be a fair draw, exactly.

    An outcome counts as at least as extreme when its probability is no higher, its chi-square statistic
    Σ(y - e)²/e no lower, or its likelihood-ratio statistic 2Σy log(y/e) no lower: three tests, which differ
    most in small bodies. Ties are equal within a relative 1e-7. All three sums run over every outcome, by
    halves (:mod:`dueregard.voices.representation.halves`); when those would be too many they are simulated,
    (1 + hits)/(1 + draws).

    Parameters
    ----------
    observed : array of int, shape (k,)
        Members of each group.
    shares : array of float, shape (k,)
        Positive; scaled to a sum of 1.
    counts : array of int, shape (k,), optional
        People of each group where the body is drawn from few, without replacement.
    seed : int
        Of the simulation.
    feasible : int
        The most partial outcomes to hold at once before simulating.

    Returns
    -------
    MultinomialTest
        Every p-value above 0 and at most 1.

    Raises
    ------
    UsageError
        When a share is not positive, or the body is larger than the population.

    References
    ----------
    Read and Cressie (1988), Goodness-of-Fit Statistics for Discrete Multivariate Data, chapters 2 and 5;
    Keich and Nagarajan (2006), Journal of Computational and Graphical Statistics 15, 779-802, on why
    enumerating every outcome is not needed; Davison and Hinkley (1997), Bootstrap Methods, section 4.2.

    Examples
    --------
    >>> test = multinomial_test([20, 4, 3, 2, 1], [0.817, 0.093, 0.04, 0.029, 0.021])
    >>> round(test.probability, 3), round(test.chi_square, 3), round(test.likelihood_ratio, 3)
    (0.08, 0.184, 0.418)
    """
    seen = np.asarray(observed, np.int64)
    draw = _drawn(seen, np.asarray(shares, float), None if counts is None else np.asarray(counts, np.int64))
    own = _extremes(draw, seen[:, None]).sum(axis=1)[:, 0]
    limits = own - np.array([TIES, *(TIES * own[1:] + 1e-10)])
    error = None
    if too_many(draw, feasible=feasible):
        found, error = _simulated(draw, limits, seed=seed)
    else:
        # A rounding must not leave out the outcome that was seen.
        least = math.exp(min(float(draw.weights(seen[:, None]).sum()) + draw.constant, 0.0))
        least = max(least, float(np.finfo(float).tiny))
        found = np.clip(tails(draw, _extremes(draw, np.arange(draw.n + 1)), limits), least, 1.0)
    chi, ratio, df = float(own[1]), max(float(own[2]), 0.0), len(seen) - 1
    return MultinomialTest(
        n=draw.n,
        probability=float(found[0]),
        chi_square=float(found[1]),
        likelihood_ratio=float(found[2]),
        asymptotic=float(special.gammaincc(df / 2, chi / 2)) if df else 1.0,
        chi_square_statistic=chi,
        likelihood_ratio_statistic=ratio,
        df=df,
        method="exact" if error is None else "simulated",
        error=error,
        draws=None if error is None else DRAWS,
        seed=None if error is None else seed,
    )


def _drawn(seen: NDArray[np.int64], shares: Floats, counts: NDArray[np.int64] | None) -> FairDraw:
    if np.any(shares <= 0) or np.any(seen < 0):
        raise UsageError(
            "A group needs a positive share to be tested.",
            remedy="Leave out groups that nobody in the population belongs to.",
        )
    if counts is not None and seen.sum() > counts.sum():
        raise UsageError("The body is larger than the population that it is drawn from.")
    return FairDraw(n=int(seen.sum()), shares=shares / shares.sum(), counts=counts)


def _extremes(draw: FairDraw, y: NDArray[np.int64]) -> Floats:
    """What counts of each group add to each ordering's statistic; higher is more extreme."""
    expected = draw.n * draw.shares[:, None]
    if draw.n == 0:
        return np.zeros((3, len(draw.shares), y.shape[-1]))
    chi = (y - expected) ** 2 / expected
    return np.stack([-draw.weights(y), chi, 2 * special.xlogy(y, y / expected)])


def _simulated(draw: FairDraw, limits: Floats, *, seed: int) -> tuple[Floats, float]:
    hits = np.zeros(3)
    for piece in range(DRAWS // PIECE):
        bodies = draw.simulate(PIECE, seed=seed + piece)
        hits += (_extremes(draw, bodies.T).sum(axis=1) >= limits[:, None]).sum(axis=1)
    found = (1 + hits) / (1 + DRAWS)
    return found, float(np.sqrt(found * (1 - found) / DRAWS).max())
