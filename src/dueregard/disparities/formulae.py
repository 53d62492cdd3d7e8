"""Dispersion between groups, as functions of values and populations along the last axis.

Every function takes arrays of shape (..., groups) and returns an array of shape (...). They also take
complex numbers, so that derivatives can be had by the complex step.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = [
    "absolute",
    "from_best",
    "from_mean",
    "from_reference",
    "mean_log_deviation",
    "shares",
    "theil",
    "variance",
    "weighted_mean",
]


def shares(population: Any) -> Any:
    """Population shares."""
    return population / population.sum(axis=-1, keepdims=True)


def weighted_mean(values: Any, population: Any) -> Any:
    """Mean of the groups' values, each counted by its people."""
    return (shares(population) * values).sum(axis=-1)


def absolute(difference: Any) -> Any:
    """Distance from zero; unlike `abs` it has a derivative in the complex plane."""
    return np.where(np.real(difference) < 0, -difference, difference)


def variance(values: Any, population: Any) -> Any:
    """Between-group variance: the mean over people of their group's squared distance from the mean."""
    mean = weighted_mean(values, population)
    return (shares(population) * (values - mean[..., None]) ** 2).sum(axis=-1)


def from_mean(values: Any, population: Any, *, weighted: bool) -> Any:
    """Mean distance of groups from the mean of all people, over people or over groups."""
    distance = absolute(values - weighted_mean(values, population)[..., None])
    return (shares(population) * distance).sum(axis=-1) if weighted else distance.mean(axis=-1)


def from_reference(values: Any, population: Any, *, weighted: bool, reference: int) -> Any:
    """Mean distance of groups from one of them, over people or over groups."""
    distance = absolute(values - values[..., reference, None])
    return (shares(population) * distance).sum(axis=-1) if weighted else distance.mean(axis=-1)


def from_best(values: Any, population: Any, *, weighted: bool, sign: float) -> Any:
    """Mean distance of groups from the best of them, over people or over groups.

    `sign` is 1 when higher values are better and -1 when lower ones are.
    """
    best = np.argmax(sign * np.real(values), axis=-1)[..., None]
    distance = sign * (np.take_along_axis(values, best, axis=-1) - values)
    return (shares(population) * distance).sum(axis=-1) if weighted else distance.mean(axis=-1)


def mean_log_deviation(values: Any, population: Any) -> Any:
    """Mean over people of the logarithm of the mean over the group's value."""
    mean = weighted_mean(values, population)
    return -(shares(population) * np.log(values / mean[..., None])).sum(axis=-1)


def theil(values: Any, population: Any) -> Any:
    """Mean over people of the ratio to the mean times its logarithm."""
    ratio = values / weighted_mean(values, population)[..., None]
    return (shares(population) * ratio * np.log(ratio)).sum(axis=-1)
