"""Many samples of one size, and what each says of everything that is estimated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dueregard.estimates import Estimates

from .samples import Sampler, everybody
from .subjects import Key, Seen, look

__all__ = ["LEVEL", "Runs", "run", "truths"]

LEVEL = 0.95
"""Of the intervals."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Runs:
    """Results of samples; k values, s samples; NaN where a sample has none.

    Attributes
    ----------
    keys : tuple of (str, str) (k,)
        What each value is.
    values, se, df, low, high : ndarray (s, k)
        Estimates, standard errors, degrees of freedom, and limits of intervals.
    effective, units : ndarray (s,)
        Effective people and sampling units of each sample.
    """

    keys: tuple[Key, ...]
    values: np.ndarray
    se: np.ndarray
    df: np.ndarray
    low: np.ndarray
    high: np.ndarray
    effective: np.ndarray
    units: np.ndarray


def truths(sampler: Sampler, chosen: tuple[str, ...]) -> dict[Key, float]:
    """What is true of the whole population."""
    seen = look(everybody(sampler.people), chosen)
    return dict(zip(seen.keys, np.concatenate([each.values for each in seen.estimates]), strict=True))


def run(
    sampler: Sampler, chosen: tuple[str, ...], truth: Mapping[Key, float], *, samples: range, seed: int
) -> Runs:
    """Draw samples and estimate everything of each.

    Parameters
    ----------
    sampler : Sampler
        Draws them.
    chosen : tuple of str
        Measures as users write them.
    truth : mapping of (str, str) to float
        From :func:`truths`, for the results there can be.
    samples : range
        Which: the same number is always the same sample.
    seed : int
        For other samples.
    """
    place = {key: at for at, key in enumerate(truth)}
    found = np.full((5, len(samples), len(place)), np.nan)
    size = np.zeros((2, len(samples)))
    for row, sample in enumerate(samples):
        random = np.random.default_rng([seed, sampler.size, sampler.areas, sample])
        seen = look(sampler.draw(random), chosen, level=LEVEL)
        at = [place[key] for key in seen.keys]
        found[:, row, at] = np.hstack([_read(each) for each in seen.estimates])
        size[:, row] = _size(seen)
    return Runs(
        keys=tuple(place),
        values=found[0],
        se=found[1],
        df=found[2],
        low=found[3],
        high=found[4],
        effective=size[0],
        units=size[1],
    )


def _read(estimates: Estimates) -> np.ndarray:
    """Five rows: values, standard errors, degrees of freedom and limits."""
    low, high = estimates.interval(LEVEL).T
    return np.stack([estimates.values, estimates.se, estimates.df, low, high])


def _size(seen: Seen) -> tuple[float, int]:
    """Effective people and units of the whole sample, from the widest value."""
    supports = [support for estimates in seen.estimates for support in estimates.supports]
    widest = max(supports, key=lambda support: support.n)
    return widest.n_effective, widest.units
