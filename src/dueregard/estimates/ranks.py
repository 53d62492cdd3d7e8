"""Ranks with their uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["RankIntervals", "rank_intervals"]

# A difference's variance below this share of the two variances is rounding, not uncertainty.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class RankIntervals:
    """Ranks and the ranks that fit the data; 1 is best.

    Attributes
    ----------
    ranks : tuple of int or None, length k
        Rank of each value, ties sharing the better one; None where there is no value.
    intervals : tuple of (int, int) or None, length k
        Lowest and highest rank that the data allow.
    level : float
        Confidence level.
    simultaneous : bool
        Whether all intervals hold together, or each by itself.
    method : str
        How they were computed.
    """

    ranks: tuple[int | None, ...]
    intervals: tuple[tuple[int, int] | None, ...]
    level: float
    simultaneous: bool
    method: str


def rank_intervals(
    estimates: Estimates,
    *,
    better: Literal["higher", "lower"] = "higher",
    level: float = 0.95,
    simultaneous: bool = False,
    draws: int = 4000,
    seed: int = 20240117,
) -> RankIntervals:
    """Confidence intervals for the ranks of values among one another.

    A value's rank is at least one more than the number of values that are significantly better, and at most
    the number of values less those significantly worse. Differences are compared with a critical value that
    holds for all of the value's differences together (or, with `simultaneous`, for all pairs): the quantile
    of the largest studentised difference, simulated from the joint covariance. This is the single-step
    procedure of Mogstad, Romano, Shaikh and Wilhelm 2024, Review of Economic Studies 91, 476-518, sections
    3.1 and 3.2. With finite degrees of freedom the draws are multivariate t.

    Parameters
    ----------
    estimates : Estimates
        The values to rank: one measure, every group once.
    better : {"higher", "lower"}
        Which values are better.
    level : float
        Confidence level.
    simultaneous : bool
        Whether all intervals should hold together at this level.
    draws : int
        Number of simulations.
    seed : int
        Seed of the simulations; the same seed gives the same intervals.

    Returns
    -------
    RankIntervals
        Values that are not there, or have no error, are not ranked. A full count has exact ranks.

    Raises
    ------
    UsageError
        When `better` is neither.

    Examples
    --------
    >>> from dueregard.estimates import Covariance, Estimates, Label
    >>> labels = tuple(Label(measure="mean", by={"area": name}) for name in "abc")
    >>> spread = Covariance.independent([1.0, 1.0, 1.0], identity="survey")
    >>> rank_intervals(Estimates([9.0, 8.0, 1.0], sources=(spread,), labels=labels)).intervals
    ((1, 2), (1, 2), (3, 3))
    """
    if better not in ("higher", "lower"):
        raise UsageError(f'Better is "higher" or "lower", not {better!r}.')
    known = np.flatnonzero(np.isfinite(estimates.values))
    covariance = estimates.select(known).covariance()
    # Of a group of one person there is a value, and no error that it could be ranked by.
    sure = np.isfinite(np.diag(covariance))
    known, covariance = known[sure], covariance[np.ix_(sure, sure)]
    chosen = estimates.select(known)
    worth = chosen.values if better == "higher" else -chosen.values
    se = _difference_se(covariance)
    deviations = _deviations(covariance, df=_least(chosen.df), draws=draws, seed=seed)
    critical = _critical_values(deviations, se, level=level, simultaneous=simultaneous)[:, None]
    lead = _studentised(worth[:, None] - worth, se)
    low, high = 1 + (lead < -critical).sum(axis=1), len(known) - (lead > critical).sum(axis=1)
    ranks = 1 + (worth > worth[:, None]).sum(axis=1)
    place = {position: i for i, position in enumerate(known.tolist())}
    everywhere = [place.get(position) for position in range(len(estimates))]
    return RankIntervals(
        ranks=tuple(None if i is None else int(ranks[i]) for i in everywhere),
        intervals=tuple(None if i is None else (int(low[i]), int(high[i])) for i in everywhere),
        level=level,
        simultaneous=simultaneous,
        method="Mogstad, Romano, Shaikh and Wilhelm 2024, single step" if chosen.sources else "full count",
    )


def _difference_se(covariance: FloatArray) -> FloatArray:
    """Standard error of every pair's difference, shape (k, k); zero where only rounding is left."""
    variance = np.diag(covariance)
    both = variance[:, None] + variance
    difference = both - 2 * covariance
    return np.sqrt(np.where(difference > ROUNDING * both, difference, 0.0))


def _studentised(difference: FloatArray, se: FloatArray) -> FloatArray:
    """Differences over their standard errors; infinite where a difference is certain."""
    certain = np.where(difference == 0, 0.0, np.copysign(np.inf, difference))
    return np.divide(difference, se, out=certain, where=se > 0)


def _deviations(covariance: FloatArray, *, df: float, draws: int, seed: int) -> FloatArray:
    """Draws of multivariate t around zero, shape (draws, k); normal when df is infinite."""
    random = np.random.default_rng(seed)
    sizes, directions = np.linalg.eigh(covariance)
    normal = random.standard_normal((draws, len(sizes))) @ (directions * np.sqrt(np.maximum(sizes, 0.0))).T
    if not np.isfinite(df):
        return np.asarray(normal)
    return np.asarray(normal * np.sqrt(df / random.chisquare(df, (draws, 1))))


def _critical_values(
    deviations: FloatArray, se: FloatArray, *, level: float, simultaneous: bool
) -> FloatArray:
    """Quantile of each value's largest studentised difference, or of the largest of all, shape (k,)."""
    largest = np.empty(deviations.shape)
    for i in range(len(se)):
        differences = np.abs(deviations[:, [i]] - deviations)
        usable = se[i] > 0
        largest[:, i] = (differences[:, usable] / se[i, usable]).max(axis=1, initial=0.0)
    if simultaneous:
        largest[:] = largest.max(axis=1, keepdims=True, initial=0.0)
    return np.asarray(np.quantile(largest, level, axis=0, method="higher"))


def _least(df: FloatArray) -> float:
    positive = df[df > 0]
    return float(positive.min()) if len(positive) else np.inf
