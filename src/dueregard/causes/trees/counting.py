"""How many tests p values are adjusted for, exactly as R partykit counts them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Rows", "counts_when_constant"]

_TOLERANCE = 2.0**-26
"""The root of the machine's precision: partykit tests a circumstance whose variance is at least this."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """People one by one, for the rare decision that needs them.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
        As given, in the order of the rows.
    times : ndarray, shape (n,)
        How often each row counts.
    of_row : ndarray of int, shape (n,)
        Their cells.
    """

    outcome: FloatArray = field(repr=False)
    times: FloatArray = field(repr=False)
    of_row: IntArray = field(repr=False)

    def within(self, cells: IntArray) -> tuple[FloatArray, FloatArray]:
        """Outcomes and counts of the rows in some cells, in the order of the rows."""
        inside = np.zeros(int(self.of_row.max()) + 1, dtype=bool)
        inside[cells] = True
        chosen = inside[self.of_row]
        return self.outcome[chosen], self.times[chosen]


def counts_when_constant(outcome: FloatArray, times: FloatArray) -> bool:
    """Say whether partykit counts a circumstance of which only one level is left in a node.

    It means to leave those out. But it tells them by a variance, n/(n - 1) V n - 1/(n - 1) V n², that
    rounding often leaves above its tolerance when outcomes are large numbers, such as incomes in pounds a
    year; the circumstance then counts, with a p value of 1. Whether that happens depends on the last digits
    of V, and thus on the order of rows. Sums are made here in the same order, so that trees agree.

    Parameters
    ----------
    outcome, times : ndarray, shape (n,)
        Of the people in the node, in the order of the rows.

    Returns
    -------
    bool
        Whether it counts.

    Examples
    --------
    >>> import numpy as np
    >>> counts_when_constant(np.array([0.0, 1.0, 1.0]), np.ones(3))
    False
    """
    n = float(np.cumsum(times)[-1])
    mean = np.cumsum(times * outcome)[-1] / n
    variance = np.cumsum(times * (outcome - mean) * (outcome - mean))[-1] / n
    first, second = n / (n - 1) * variance * n, 1 / (n - 1) * variance * n * n
    return bool(first - second >= _TOLERANCE)
