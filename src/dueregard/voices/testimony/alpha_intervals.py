"""How sure alpha is: the units that were read twice are drawn again and again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dueregard.errors import UsageError
from dueregard.voices.testimony.findings import AlphaInterval, Metric
from dueregard.voices.testimony.krippendorff import Readings, alpha_of, disagreement

__all__ = ["RELIABLE", "TENTATIVE", "advice", "alpha_interval"]

RELIABLE = 0.8
TENTATIVE = 2 / 3
"""Krippendorff (2004), Content Analysis, 2nd edition, p. 241: rely on codes with alpha of .800 or more; draw
tentative conclusions only from .667 to .800."""

FEWEST = 10
"""With fewer units no interval is given: resamples of so few hold too little."""

Floats = NDArray[np.float64]

_AT_ONCE = 2_000_000


def alpha_interval(
    readings: Readings,
    *,
    metric: Metric,
    coders: int,
    seed: int,
    resamples: int = 2000,
    level: float = 0.95,
) -> AlphaInterval:
    """Compute alpha with a percentile bootstrap interval; units are resampled, coders stay.

    A bootstrap cannot see disagreement that happens not to be there: of twenty units read alike it says 1 to
    1. So the interval is widened to hold the alphas at the exact (Clopper-Pearson) limits of the observed
    disagreement, taken as a share of the largest possible one and with the expected disagreement as it is.

    Parameters
    ----------
    readings : Readings
        What coders made of units.
    metric : str
        For the record.
    coders : int
        How many coders there are, for the record.
    seed : int
        Seeds the resamples.
    resamples : int
        How many; those in which nothing varies have no alpha and are left out.
    level : float
        Confidence level.

    Returns
    -------
    AlphaInterval
        Without limits for fewer than 10 units, or where nothing varies in a tenth of the resamples.

    Raises
    ------
    UsageError
        When the level is not between 0 and 1, or there are no resamples.

    References
    ----------
    Zapf, A. et al. (2016), Measuring inter-rater reliability for nominal data: which coefficients and
    confidence intervals are appropriate?, BMC Medical Research Methodology 16, 93. Krippendorff's own
    algorithm (Hayes and Krippendorff 2007) draws pairs of readings, as if those of one unit were independent.

    Examples
    --------
    >>> from dueregard.voices.testimony.krippendorff import numeric_readings
    >>> rows = [[1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0], [1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0]]
    >>> found = alpha_interval(numeric_readings(rows, metric="nominal"), metric="nominal", coders=2, seed=1)
    >>> round(found.alpha, 2), round(found.low, 2), round(found.high, 2)
    (0.68, 0.07, 1.0)
    """
    if not 0 < level < 1 or resamples < 1:
        raise UsageError("The level lies between 0 and 1, and there is at least one resample.")
    units = len(readings.counts)
    whole = float(alpha_of(readings)) if units else np.nan
    drawn = _resampled(readings, resamples=resamples, seed=seed) if units >= FEWEST else np.empty(0)
    used = drawn[~np.isnan(drawn)]
    sure = not np.isnan(whole) and len(used) >= 0.9 * resamples
    low, high = _limits(readings, used, level=level) if sure else (None, None)
    return AlphaInterval(
        alpha=None if np.isnan(whole) else whole,
        low=low,
        high=high,
        level=level,
        metric=metric,
        units=units,
        coders=coders,
        resamples=len(used),
    )


def _limits(readings: Readings, used: Floats, *, level: float) -> tuple[float, float]:
    low, high = np.quantile(used, [(1 - level) / 2, (1 + level) / 2])
    units = len(readings.counts)
    share, whole = disagreement(readings)
    few, many = share * units, (1 - share) * units
    most = float(special.betaincinv(few + 1, many, (1 + level) / 2)) if many > 0 else 1.0
    least = float(special.betaincinv(few, many + 1, (1 - level) / 2)) if few > 0 else 0.0
    return min(float(low), float(1 - whole * most)), max(float(high), float(1 - whole * least))


def _resampled(readings: Readings, *, resamples: int, seed: int) -> Floats:
    units, values = readings.counts.shape
    generator = np.random.Generator(np.random.PCG64(seed))
    # Distances that depend on the resample take a matrix for each of them.
    each = values**2 if readings.distances(np.ones((1, values))).ndim == 3 else values
    step = max(1, _AT_ONCE // max(units, each))
    parts = [
        alpha_of(readings, _times(generator, min(step, resamples - start), units))
        for start in range(0, resamples, step)
    ]
    return np.concatenate(parts)


def _times(generator: np.random.Generator, resamples: int, units: int) -> Floats:
    """Count how often each unit is in each resample."""
    drawn = generator.integers(units, size=(resamples, units)) + units * np.arange(resamples)[:, None]
    return np.bincount(drawn.ravel(), minlength=resamples * units).reshape(resamples, units).astype(float)


def advice(interval: AlphaInterval) -> str:
    """Say what coding with such an alpha may be relied on for.

    Parameters
    ----------
    interval : AlphaInterval
        Alpha and its interval.

    Returns
    -------
    str
        A sentence, by Krippendorff's thresholds.

    Examples
    --------
    >>> found = AlphaInterval(
    ...     alpha=0.71,
    ...     low=0.55,
    ...     high=0.84,
    ...     level=0.95,
    ...     metric="nominal",
    ...     units=40,
    ...     coders=2,
    ...     resamples=2000,
    ... )
    >>> advice(found)
    'Good for tentative conclusions only; the interval reaches below 0.667: code more of them twice.'
    """
    if interval.units == 0:
        return "Not known: nothing was coded by two coders."
    if interval.alpha is None:
        return "Not known: the coders gave everything the same code, so there is nothing to agree on."
    if interval.units < FEWEST:
        return f"Too few to tell: fewer than {FEWEST} were coded twice."
    if interval.alpha < TENTATIVE:
        return "Not to be relied upon: alpha is below 0.667. Sharpen the definition and code again."
    if interval.alpha >= RELIABLE:
        words, doubtful = "Reliable", "Looks reliable"
    else:
        words = doubtful = "Good for tentative conclusions only"
    if interval.low is None:
        return f"{doubtful}; too few were coded twice to say how sure that is."
    if interval.low < TENTATIVE:
        return f"{doubtful}; the interval reaches below 0.667: code more of them twice."
    return f"{words}."
