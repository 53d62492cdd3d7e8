"""Where a point, its interval and the reference line stand on a row's chart, in per cent of its width.

The table is the chart: each row carries a small SVG whose x-coordinates are percentages, so text and marks
never scale, rows line up under one axis, and the numbers stay text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Axis", "Mark", "axis_over"]

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One row's drawing, in per cent of the chart's width.

    Parameters
    ----------
    point : float
        The estimate.
    low, width : float or None
        Where the interval begins and how wide it is; None for a full count.
    """

    point: float
    low: float | None
    width: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One scale for all rows of a panel.

    Parameters
    ----------
    start, end : float
        The values at its two ends, in the units of the estimates.
    ticks : tuple of float
        The values that are labelled.

    Examples
    --------
    >>> axis = axis_over([0.22, 0.57])
    >>> axis.start, axis.end, axis.place(0.3)
    (0.2, 0.6, 25.0)
    """

    start: float
    end: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Return a value's place, from 0 (left) to 100 (right)."""
        share = (value - self.start) / (self.end - self.start)
        return round(100 * min(max(share, 0.0), 1.0), 1)

    def mark(self, estimate: float, low: float | None, high: float | None) -> Mark:
        """Place one estimate and its interval."""
        if low is None or high is None:
            return Mark(point=self.place(estimate), low=None, width=None)
        left = self.place(low)
        return Mark(point=self.place(estimate), low=left, width=round(self.place(high) - left, 1))


def _nice_step(span: float, parts: int) -> float:
    rough = span / parts
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def axis_over(values: Iterable[float], *, parts: int = 4) -> Axis | None:
    """Choose round ends and ticks that cover the values.

    Parameters
    ----------
    values : iterable of float
        Estimates and the ends of their intervals.
    parts : int
        About how many steps between ticks.

    Returns
    -------
    Axis or None
        None when there is no finite value.

    Examples
    --------
    >>> axis_over([212.0, 415.0]).ticks
    (200.0, 300.0, 400.0, 500.0)
    """
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return None
    least, most = min(finite), max(finite)
    size = max(abs(least), abs(most))
    # Values that are one number, but for rounding, get an axis around it.
    span = most - least if most - least > 1e-9 * size else size or 1.0
    step = _nice_step(span, parts)
    first, last = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
    last = max(last, first + 1)
    ticks = tuple(float(f"{step * k:.12g}") for k in range(first, last + 1))
    return Axis(start=ticks[0], end=ticks[-1], ticks=ticks)
