"""When two backends agree: to the rounding of double precision, and how much of it there is."""

from __future__ import annotations

from typing import Any

import numpy as np

TOLERANCE = 1e-12
"""Relative, of values and standard errors."""


def close(left: Any, right: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether numbers agree relative to their size; missing ones with missing ones."""
    known = np.isfinite(right)
    if (np.isfinite(left) != known).any():
        return False
    return bool(np.all(np.abs(left - right)[known] <= tolerance * np.abs(right[known])))


def close_as_parts(left: Any, right: Any, *, squared: bool) -> bool:
    """Whether parts of a whole agree: a small one is the difference of large ones, whose rounding it has.

    Of standard errors the squares are compared, which is where the rounding is.
    """
    known = np.isfinite(right)
    if (np.isfinite(left) != known).any():
        return False
    power = 2 if squared else 1
    one, other = left[known] ** power, right[known] ** power
    floor = 1e-14 * np.abs(other).max(initial=0.0)
    return bool(np.all(np.abs(one - other) <= power * TOLERANCE * np.abs(other) + floor))


def close_at_nothing(left: Any, right: Any, scale: Any) -> bool:
    """Whether numbers agree that are 0 but for rounding, or the root of such a number."""
    same = np.isfinite(left) == np.isfinite(right)
    return bool(np.all(same)) and bool(np.all(np.abs(left - right)[np.isfinite(right)] <= 1e-6 * scale))


def close_as_correlations(left: Any, right: Any, size: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether covariances agree, relative to the errors that they are of."""
    if left.shape != right.shape or (np.isfinite(left) != np.isfinite(right)).any():
        return False
    scale = np.where(np.isfinite(size) & (size > 0), size, 1.0)
    return bool(np.nanmax(np.abs(left - right) / np.outer(scale, scale), initial=0.0) <= tolerance)
