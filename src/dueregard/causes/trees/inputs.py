"""What trees are grown from, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Levels", "checked_people", "checked_weights", "named_levels"]

Levels = Mapping[str, Sequence[str]] | Sequence[Sequence[str]]
"""The levels of each circumstance in the order of codes: by name, or without names."""

MOST_LEVELS = 1_000
"""With more levels than this types would be lists of codes."""


def named_levels(levels: Levels) -> dict[str, tuple[str, ...]]:
    """Name the circumstances.

    Parameters
    ----------
    levels : mapping of str to sequence of str, or sequence of sequences
        Levels by circumstance, in the order of the columns of codes.

    Returns
    -------
    dict of str to tuple of str
        Without names ``circumstance 1`` and so on.

    Raises
    ------
    UsageError
        When there is none, or one has too many levels.

    Examples
    --------
    >>> named_levels([["f", "m"]])
    {'circumstance 1': ('f', 'm')}
    """
    if isinstance(levels, Mapping):
        named = {str(name): tuple(map(str, each)) for name, each in levels.items()}
    else:
        named = {f"circumstance {k}": tuple(map(str, each)) for k, each in enumerate(levels, start=1)}
    many = [name for name, each in named.items() if len(each) > MOST_LEVELS]
    if many:
        raise UsageError(
            f"A circumstance of a tree has at most {MOST_LEVELS:,} levels.",
            found=f"{many[0]} has {len(named[many[0]]):,}.",
            remedy="Group them, for instance areas into larger ones.",
        )
    if not named:
        raise UsageError("A tree needs at least one circumstance.", found="There is none.")
    return named


def checked_people(
    outcome: ArrayLike, codes: ArrayLike, named: Mapping[str, tuple[str, ...]]
) -> tuple[FloatArray, IntArray]:
    """Check outcomes and codes.

    Parameters
    ----------
    outcome : array-like, shape (n,)
        Known and finite.
    codes : array-like of int, shape (n, v)
        0 to one below the number of levels.
    named : mapping of str to tuple of str
        Levels of the v circumstances.

    Returns
    -------
    tuple of ndarray, shapes (n,) and (n, v)
        As float and as int.

    Raises
    ------
    UsageError
        When they do not fit together, an outcome is not known, or a code stands for no level.

    Examples
    --------
    >>> checked_people([1.5, 2], [[0], [1]], {"sex": ("f", "m")})
    (array([1.5, 2. ]), array([[0],
           [1]]))
    """
    y, grid = np.asarray(outcome, dtype=np.float64), np.asarray(codes)
    grid = grid[:, None] if grid.ndim == 1 else grid
    if y.ndim != 1 or not len(y):
        raise UsageError("A tree needs the outcome of at least one person.", found=f"Its shape is {y.shape}.")
    if grid.shape != (len(y), len(named)):
        raise UsageError(
            "A tree needs a code for each person and circumstance.",
            found=f"Codes have shape {grid.shape}, for {len(y)} people and {len(named)} circumstances.",
        )
    if not np.all(np.isfinite(y)):
        raise UsageError(
            "A tree needs the outcome of everybody.",
            found=f"{int((~np.isfinite(y)).sum())} of {len(y)} outcomes are missing or infinite.",
            remedy="Leave these people out, and say how many they are.",
        )
    if not np.issubdtype(grid.dtype, np.integer):
        raise UsageError("Codes of levels are whole numbers.", found=f"They are {grid.dtype}.")
    top = np.array([len(each) for each in named.values()])
    outside = (grid.min(axis=0) < 0) | (grid.max(axis=0) >= top)
    if outside.any():
        name = list(named)[int(np.argmax(outside))]
        raise UsageError(
            "Codes of levels count from 0 to one below the number of levels.",
            found=f"Codes of {name} are outside 0 to {len(named[name]) - 1}.",
        )
    return y, grid.astype(np.int64, copy=False)


def checked_weights(weight: ArrayLike | None, *, size: int, name: str = "weight") -> FloatArray:
    """Check weights; without any, everybody has 1.

    Parameters
    ----------
    weight : array-like, shape (n,), optional
        Zero or more.
    size : int
        How many people there are.
    name : str
        What it is called.

    Returns
    -------
    ndarray, shape (n,)
        Weights.

    Raises
    ------
    UsageError
        When there are too few or many, one is missing or below zero, or none is above zero.

    Examples
    --------
    >>> checked_weights(None, size=2)
    array([1., 1.])
    """
    if weight is None:
        return np.ones(size)
    w = np.asarray(weight, dtype=np.float64)
    if w.shape != (size,):
        raise UsageError(
            f"Each person needs one {name}.", found=f"Its shape is {w.shape}, for {size} people."
        )
    if not np.all(np.isfinite(w)) or np.any(w < 0) or not np.any(w > 0):
        raise UsageError(
            f"Each {name} is a number of zero or more, and some are above zero.",
            found=f"{int((~((w >= 0) & np.isfinite(w))).sum())} of {size} are missing, infinite or negative.",
        )
    return w
