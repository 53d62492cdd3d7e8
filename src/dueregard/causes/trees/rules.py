"""When a node is split, and by which circumstance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Rules", "adjusted", "ranked"]

_NEGLIGIBLE: Final = 1.4916681462400413e-154
"""p values below it (the root of the smallest float) are as good as zero: the statistic then decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What stops a tree.

    Attributes
    ----------
    alpha : float
        A node is split while the smallest adjusted p value is below it; 1 or more splits whatever the p.
    min_size : int
        Fewest people of a new node.
    min_split : int
        Fewest people of a node that is split.
    min_share : float
        A new node also has at least this share of the node that it came from.
    tries : int
        Circumstances to try, in the order of their p values, where no split of the first has enough people.
    """

    alpha: float = 0.01
    min_size: int = 50
    min_split: int = 20
    min_share: float = 0.01
    tries: int = 2

    def __post_init__(self) -> None:
        if not 0 < self.alpha <= 1:
            raise UsageError("alpha is a probability above 0, up to 1.", found=f"It is {self.alpha!r}.")
        if self.min_size < 1 or self.min_split < 2:
            raise UsageError(
                "A type has at least one person and a node that is split two.",
                found=f"min_size is {self.min_size!r} and min_split {self.min_split!r}.",
            )

    def least(self, size: FloatArray) -> FloatArray:
        """Fewest people of a new node, for nodes of these sizes.

        Examples
        --------
        >>> import numpy as np
        >>> Rules(min_size=50).least(np.array([100.0, 20_000.0]))
        array([ 50., 200.])
        """
        return np.maximum(float(self.min_size), np.ceil(self.min_share * size))


def adjusted(p: FloatArray, *, tests: IntArray) -> FloatArray:
    """Adjust p values for the number of circumstances that were tested: 1 - (1 - p)^m.

    Parameters
    ----------
    p : ndarray, shape (m, v)
        p values.
    tests : ndarray of int, shape (m,)
        How many tests count, node by node.

    Returns
    -------
    ndarray, shape (m, v)
        Adjusted ones.

    Examples
    --------
    >>> import numpy as np
    >>> adjusted(np.array([[0.01, 0.5]]), tests=np.array([2]))
    array([[0.0199, 0.75  ]])
    """
    with np.errstate(divide="ignore"):
        return -np.expm1(tests[:, None] * np.log1p(-p))


def ranked(p: FloatArray, statistic: FloatArray) -> IntArray:
    """Order the circumstances of each node by their p values, the smallest first.

    Among p values that are as good as zero the larger statistic comes first; among equal ones the later
    circumstance.

    Parameters
    ----------
    p, statistic : ndarray, shape (m, v)
        Of each node and circumstance; not a number where there was no test, which comes last.

    Returns
    -------
    ndarray of int, shape (m, v)
        Columns, best first.

    Examples
    --------
    >>> import numpy as np
    >>> ranked(np.array([[0.2, 0.01, np.nan]]), np.array([[1.0, 9.0, np.nan]]))
    array([[1, 0, 2]])
    """
    known = np.where(np.isnan(p), np.inf, p)
    rounded = np.where(known < _NEGLIGIBLE, 0.0, known)
    size = np.where(np.isnan(statistic), -np.inf, statistic)
    later = np.broadcast_to(np.arange(p.shape[1]), p.shape)
    return np.lexsort((-later, -size, rounded), axis=-1).astype(np.int64)
