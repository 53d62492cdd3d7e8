"""How good one forecast was, by proper scores; pure functions of numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from dueregard.errors import UsageError

__all__ = ["Score", "interval_score", "score", "widened"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What an outturn says of a forecast.

    Attributes
    ----------
    error : float
        Outturn less forecast.
    error_se : float or None
        Its standard error, of forecast and outturn together; None where neither has one.
    inside : bool or None
        Whether the outturn lies in the interval, widened by the outturn's own error if it has one; None
        without an interval.
    as_printed : bool or None
        Whether it lies in the interval as printed.
    z : float or None
        The error in standard errors.
    interval_score : float or None
        Of Gneiting and Raftery; lower is better, in the unit of the forecast.
    pit : float or None
        The probability that the forecast gave to less than what turned out.
    """

    error: float
    error_se: float | None
    inside: bool | None
    as_printed: bool | None
    z: float | None
    interval_score: float | None
    pit: float | None


def interval_score(low: float, high: float, outturn: float, *, level: float = 0.95) -> float:
    """Score an interval: its width, and a penalty for what falls outside.

    Parameters
    ----------
    low, high : float
        The interval.
    outturn : float
        What was observed.
    level : float
        Its confidence level.

    Returns
    -------
    float
        (high - low) + 2/a (low - x) where x < low, + 2/a (x - high) where x > high, with a = 1 - level.

    References
    ----------
    Gneiting and Raftery 2007, Strictly proper scoring rules, prediction, and estimation, Journal of the
    American Statistical Association 102, 359-378, eq. 43.

    Examples
    --------
    >>> interval_score(0.0, 4.0, 2.0), round(interval_score(0.0, 4.0, 5.0, level=0.95), 9)
    (4.0, 44.0)
    """
    if not 0 < level < 1:
        raise UsageError(f"A confidence level lies between 0 and 1; found {level:g}.")
    outside = max(low - outturn, 0.0) + max(outturn - high, 0.0)
    return (high - low) + 2.0 / (1.0 - level) * outside


def widened(
    estimate: float, low: float, high: float, *, level: float, se: float | None
) -> tuple[float, float]:
    """Widen a forecast's interval by the error that the outturn itself has.

    Parameters
    ----------
    estimate, low, high : float
        The forecast.
    level : float
        Its confidence level.
    se : float, optional
        Standard error of the outturn.

    Returns
    -------
    tuple of float
        Each half is the root of its own square and that of the outturn's half-width: independent errors add
        in squares, and an interval that is not symmetric stays so.

    Examples
    --------
    >>> widened(10.0, 7.0, 13.0, level=0.95, se=None)
    (7.0, 13.0)
    >>> [round(end, 2) for end in widened(10.0, 7.0, 13.0, level=0.95, se=4.0 / 1.959964)]
    [5.0, 15.0]
    """
    if not se:
        return low, high
    own = float(special.ndtri((1.0 + level) / 2.0)) * se
    return estimate - math.hypot(estimate - low, own), estimate + math.hypot(high - estimate, own)


def score(
    *,
    estimate: float,
    se: float | None,
    low: float | None,
    high: float | None,
    level: float | None,
    outturn: float,
    outturn_se: float | None = None,
) -> Score:
    """Score one forecast.

    Parameters
    ----------
    estimate, se, low, high, level : float, optional
        The forecast.
    outturn, outturn_se : float, optional
        What was observed, and its standard error.

    Returns
    -------
    Score

    Examples
    --------
    >>> found = score(estimate=10.0, se=3.0, low=4.0, high=16.0, level=0.95, outturn=18.0, outturn_se=4.0)
    >>> found.error, found.error_se, found.z, found.as_printed, found.inside
    (8.0, 5.0, 1.6, False, True)
    """
    outturn = float(outturn)
    error = outturn - estimate
    spread = math.hypot(se or 0.0, outturn_se or 0.0)
    error_se = spread if se is not None or outturn_se is not None else None
    z = error / spread if spread > 0 else None
    inside = printed = points = None
    if low is not None and high is not None and level is not None:
        printed = _within(low, high, outturn)
        inside = _within(*widened(estimate, low, high, level=level, se=outturn_se), outturn)
        points = interval_score(low, high, outturn, level=level)
    return Score(
        error=error,
        error_se=error_se,
        inside=inside,
        as_printed=printed,
        z=z,
        interval_score=points,
        pit=None if z is None else float(special.ndtr(z)),
    )


def _within(low: float, high: float, value: float) -> bool:
    """Compare with allowance for how numbers are written down."""
    slack = 1e-9 * max(abs(low), abs(high), abs(value))
    return low - slack <= value <= high + slack
