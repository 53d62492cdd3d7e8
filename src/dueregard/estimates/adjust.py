"""Many comparisons at once: which of them stand out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from dueregard.errors import UsageError
from dueregard.estimates.source import BoolArray, FloatArray

__all__ = ["benjamini_hochberg", "holm"]


def benjamini_hochberg(p: ArrayLike, *, level: float = 0.05) -> BoolArray:
    """Discoveries among many p-values, of which at most a given share is false on average.

    The step-up rule of Benjamini and Hochberg 1995, JRSS B 57, 289-300: reject the hypotheses of the m
    smallest p-values, with m the largest number for which the m-th is at most m/k times the level. It holds
    for independent and for positively dependent comparisons.

    Parameters
    ----------
    p : array of float, shape (k,)
        P-values; NaN where there is no test, which is then not counted.
    level : float
        The share of false discoveries to allow.

    Returns
    -------
    array of bool, shape (k,)
        True for a discovery.

    Raises
    ------
    UsageError
        When the level is not between 0 and 0.5.

    Examples
    --------
    >>> benjamini_hochberg([0.001, 0.03, 0.02, 0.8, float("nan")])
    array([ True,  True,  True, False, False])
    """
    if not 0 < level <= 0.5:
        raise UsageError(
            "The level is the share of false discoveries to allow.",
            found=f"It is {level}.",
            remedy="Write 0.05 to allow one in twenty.",
        )
    values = np.asarray(p, float)
    tested = np.sort(values[np.isfinite(values)])
    below = np.flatnonzero(tested <= level * np.arange(1, len(tested) + 1) / max(len(tested), 1))
    if not len(below):
        return np.zeros(values.shape, bool)
    return np.asarray(np.isfinite(values) & (values <= tested[below[-1]]))


def holm(p: ArrayLike) -> FloatArray:
    """P-values adjusted so that, over all comparisons, a false finding is no likelier than each says.

    The step-down rule of Holm 1979, Scandinavian Journal of Statistics 6, 65-70, as R's ``p.adjust`` has it:
    the i-th smallest of k is multiplied by k - i + 1, and none is below a smaller one. It holds whatever the
    dependence between comparisons.

    Parameters
    ----------
    p : array of float, shape (k,)
        P-values; NaN where there is no test, which is then not counted.

    Returns
    -------
    array of float, shape (k,)
        Adjusted, at most 1; NaN where there is no test.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03, float("nan")])
    array([0.03, 0.06, 0.06,  nan])
    """
    values = np.asarray(p, float)
    adjusted = np.full(values.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    steps = values[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted
