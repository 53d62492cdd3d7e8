"""Events that are not independent: rows that count people by how many events each of them had."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError
from dueregard.rates.arrays import FloatArray, column
from dueregard.rates.groups import Groups

__all__ = ["check_frequencies", "rows_that_differ"]


def check_frequencies(event_frequency: ArrayLike | None, *, independent_events: bool) -> None:
    """Check that event frequencies are given exactly when events are not independent.

    Parameters
    ----------
    event_frequency : array-like, optional
        Events of each person of the row.
    independent_events : bool
        What the caller says of the events.

    Raises
    ------
    UsageError
        When they do not go together, or are not whole numbers above zero.

    Examples
    --------
    >>> check_frequencies([1, 2, 3], independent_events=False)
    """
    if independent_events and event_frequency is not None:
        raise UsageError(
            "Event frequencies are only used for events that are not independent.",
            remedy="Say independent_events=False, or leave event_frequency out.",
        )
    if independent_events:
        return
    if event_frequency is None:
        raise UsageError(
            "Events that are not independent need their frequencies.",
            remedy="Give one row for each number of events a person had, with event_frequency.",
        )
    times = column(event_frequency, name="the event frequency")
    if not np.all((times >= 1) & (times == np.floor(times))):
        raise UsageError("Event frequencies are whole numbers above zero.", found="Others were found.")


def rows_that_differ(values: FloatArray, *, groups: Groups) -> NDArray[np.bool_]:
    """Find rows whose value is not that of their group's first row.

    Parameters
    ----------
    values : ndarray, shape (n,)
        What should be the same throughout a group.
    groups : Groups
        Which row belongs to which group.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    return np.asarray(values != groups.first(values)[groups.codes])
