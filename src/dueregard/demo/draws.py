"""The few ways in which the model draws an answer, each of them vectorised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.levels import LEVELS
from dueregard.errors import UsageError

__all__ = ["Columns", "along", "answers", "bounded", "effect", "ordered", "stage_generator"]

Columns = dict[str, NDArray[Any]]


def stage_generator(seed: int, stage: str) -> np.random.Generator:
    """Give a stage of the model its own stream of random numbers.

    Each stage has its own, so that a change to one stage leaves the draws of the others as they were,
    and the two years of the town share theirs.

    Parameters
    ----------
    seed : int
        The seed of the town.
    stage : str
        The name of the stage.

    Returns
    -------
    numpy.random.Generator

    Raises
    ------
    UsageError
        When the seed is negative.

    Examples
    --------
    >>> bool(stage_generator(1, "work").random() == stage_generator(1, "work").random())
    True
    >>> bool(stage_generator(1, "work").random() == stage_generator(1, "health").random())
    False
    """
    if seed < 0:
        raise UsageError("A seed must be 0 or more.", found=f"It is {seed}.", remedy="Give another seed.")
    return np.random.default_rng([seed, crc32(stage.encode())])


def effect(table: Sequence[tuple[str, float]], column: str, codes: NDArray[Any]) -> NDArray[np.float64]:
    """Look up the effect of each person's answer; answers that the table leaves out have none.

    Parameters
    ----------
    table : sequence of (str, float)
        Answers and their effects.
    column : str
        The question the labels answer.
    codes : ndarray of int, shape (people,)
        The answers.

    Returns
    -------
    ndarray of float, shape (people,)

    Examples
    --------
    >>> effect([("male", 0.3)], "sex", np.array([0, 1])).tolist()
    [0.0, 0.3]
    """
    effects = dict(table)
    by_code = np.array([*(effects.get(label, 0.0) for label in LEVELS[column]), 0.0])
    return np.asarray(by_code[codes])  # the last entry is for the code UNKNOWN


def along(curve: Sequence[tuple[float, float]], x: NDArray[Any]) -> NDArray[np.float64]:
    """Read a curve given by its corners, straight between them and level beyond.

    Parameters
    ----------
    curve : sequence of (float, float)
        Corners, from left to right.
    x : ndarray, shape (people,)
        Where to read it.

    Returns
    -------
    ndarray of float, shape (people,)

    Examples
    --------
    >>> along([(20, 0.0), (40, 1.0)], np.array([10, 30, 50])).tolist()
    [0.0, 0.5, 1.0]
    """
    corners = np.array(curve, dtype=float)
    return np.asarray(np.interp(x, corners[:, 0], corners[:, 1]))


def answers(random: np.random.Generator, log_odds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Draw yes or no with given log-odds.

    Parameters
    ----------
    random : numpy.random.Generator
    log_odds : ndarray of float, shape (people,)

    Returns
    -------
    ndarray of bool, shape (people,)

    Examples
    --------
    >>> answers(np.random.default_rng(1), np.array([-50.0, 50.0])).tolist()
    [False, True]
    """
    return random.logistic(size=len(log_odds)) < log_odds


def ordered(
    random: np.random.Generator, latent: NDArray[np.float64], cuts: Sequence[float]
) -> NDArray[np.int8]:
    """Draw an ordered answer from a proportional-odds model.

    Parameters
    ----------
    random : numpy.random.Generator
    latent : ndarray of float, shape (people,)
        The higher, the higher the answer.
    cuts : sequence of float
        Rising borders between one answer and the next.

    Returns
    -------
    ndarray of int8, shape (people,)
        Codes from 0 to ``len(cuts)``.

    Notes
    -----
    P(answer <= j) = logistic(cut_j - latent): McCullagh (1980), Journal of the Royal Statistical
    Society B 42, 109-142.

    Examples
    --------
    >>> ordered(np.random.default_rng(1), np.array([-50.0, 0.0, 50.0]), [-20.0, 20.0]).tolist()
    [0, 1, 2]
    """
    position = latent + random.logistic(size=len(latent))
    return np.searchsorted(np.array(cuts), position).astype(np.int8)


def bounded(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.int16]:
    """Round to whole numbers within bounds.

    Parameters
    ----------
    values : ndarray of float
    low, high : float
        The bounds.

    Returns
    -------
    ndarray of int16

    Examples
    --------
    >>> bounded(np.array([-3.0, 4.6, 99.0]), 0, 10).tolist()
    [0, 5, 10]
    """
    return np.clip(np.rint(values), low, high).astype(np.int16)
