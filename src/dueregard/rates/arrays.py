"""What the functions of this room accept: columns of numbers, confidence levels, multipliers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError

__all__ = ["LEVELS", "FloatArray", "column", "columns", "confidence_levels", "positive"]

FloatArray: TypeAlias = NDArray[np.float64]

LEVELS = (0.95, 0.998)
"""The confidence levels that English public-health tables show: about 2 and about 3 standard errors."""


def column(values: ArrayLike, *, name: str) -> FloatArray:
    """Read one column of numbers; what is missing becomes NaN.

    Parameters
    ----------
    values : array-like, shape (n,)
        Numbers; ``None``, NaN and infinities count as missing.
    name : str
        What it is, for messages.

    Returns
    -------
    ndarray of float, shape (n,)

    Raises
    ------
    UsageError
        When it is not a column of numbers.

    Examples
    --------
    >>> column([1, None, 3], name="the counts")
    array([ 1., nan,  3.])
    """
    found = np.asarray(values)
    if found.dtype.kind in "USmM":
        raise UsageError(f"Numbers are needed for {name}.", found=f"They are of type {found.dtype}.")
    try:
        numbers = np.atleast_1d(found).astype(float)
    except (TypeError, ValueError) as error:
        raise UsageError(f"Numbers are needed for {name}.", found=str(error).capitalize() + ".") from error
    if numbers.ndim != 1:
        raise UsageError(
            f"One column is needed for {name}.", found=f"It has {numbers.ndim} dimensions.", remedy=None
        )
    return np.where(np.isfinite(numbers), numbers, np.nan)


def columns(**named: ArrayLike) -> list[FloatArray]:
    """Read several columns of one table; a single number stands for every row.

    Parameters
    ----------
    **named : array-like
        Columns by name.

    Returns
    -------
    list of ndarray, shape (n,)
        In the order given.

    Raises
    ------
    UsageError
        When their lengths differ.

    Examples
    --------
    >>> columns(counts=[1, 2], populations=10)
    [array([1., 2.]), array([10., 10.])]
    """
    read = {name: column(values, name=name.replace("_", " ")) for name, values in named.items()}
    size = max((len(each) for each in read.values()), default=0)
    odd = {name: len(each) for name, each in read.items() if len(each) not in {1, size}}
    if odd:
        raise UsageError(
            "The columns have different numbers of rows.",
            found="; ".join(f"{name.replace('_', ' ')}: {len(each)}" for name, each in read.items()) + ".",
        )
    return [np.broadcast_to(each, (size,)).copy() if len(each) < size else each for each in read.values()]


def confidence_levels(levels: float | Iterable[float]) -> tuple[float, ...]:
    """Check confidence levels.

    Parameters
    ----------
    levels : float or iterable of float
        Between 0 and 1.

    Returns
    -------
    tuple of float

    Raises
    ------
    UsageError
        For a level that is not between 0 and 1, such as a percentage.

    Examples
    --------
    >>> confidence_levels(0.95)
    (0.95,)
    """
    asked = tuple(float(level) for level in np.atleast_1d(np.asarray(levels, float)))
    for level in asked:
        if not 0 < level < 1:
            raise UsageError(
                "A confidence level lies between 0 and 1.",
                found=f"{level:g} does not.",
                remedy=f"Write {level / 100:g} for {level:g} %." if 1 < level < 100 else None,
            )
    if not asked:
        raise UsageError("No confidence level is given.", remedy="Give at least one, such as 0.95.")
    return asked


def positive(value: float, *, name: str) -> float:
    """Check that a number is above zero.

    Parameters
    ----------
    value : float
        The number.
    name : str
        What it is, to start the message.

    Returns
    -------
    float

    Raises
    ------
    UsageError
        When it is not above zero.

    Examples
    --------
    >>> positive(100, name="The multiplier")
    100.0
    """
    if not (np.isfinite(value) and value > 0):
        raise UsageError(f"{name} must be above zero.", found=f"It is {value}.")
    return float(value)
