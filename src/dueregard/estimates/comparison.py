"""The arithmetic of comparing two values: difference, ratio and log-ratio, with their slopes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dueregard.estimates.source import FloatArray

__all__ = ["COMPARISONS", "Comparison", "Kind"]

Kind = Literal["difference", "ratio", "log_ratio"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Values compared with references, pair by pair.

    Attributes
    ----------
    value : array of float, shape (m,)
        The comparisons; NaN where there is none.
    slope, reference_slope : array of float, shape (m,)
        Derivatives with respect to the value and to its reference.
    failure : str, optional
        Why a comparison of two known values may have no value.
    """

    value: FloatArray
    slope: FloatArray
    reference_slope: FloatArray
    failure: str | None = None


def _difference(value: FloatArray, reference: FloatArray) -> Comparison:
    ones = np.ones_like(value)
    return Comparison(value=value - reference, slope=ones, reference_slope=-ones)


def _ratio(value: FloatArray, reference: FloatArray) -> Comparison:
    below = np.where(reference > 0, reference, np.nan)
    return Comparison(
        value=value / below,
        slope=1 / below,
        reference_slope=-value / below**2,
        failure="a ratio needs a reference above zero",
    )


def _log_ratio(value: FloatArray, reference: FloatArray) -> Comparison:
    above, below = np.where(value > 0, value, np.nan), np.where(reference > 0, reference, np.nan)
    return Comparison(
        value=np.log(above / below),
        slope=1 / above,
        reference_slope=-1 / below,
        failure="the logarithm of a ratio needs two values above zero",
    )


COMPARISONS: dict[Kind, Callable[[FloatArray, FloatArray], Comparison]] = {
    "difference": _difference,
    "ratio": _ratio,
    "log_ratio": _log_ratio,
}
