"""A life table as it is written, and the survivors to each age that it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dueregard.errors import UsageError

__all__ = ["survival_from"]

_AGE = ("age", "x")
_SURVIVORS = ("lx", "l_x", "survivors", "l")
_DYING = ("qx", "q_x", "q", "probability_of_dying")


def survival_from(rows: Sequence[Mapping[str, str]], *, title: str = "The life table") -> dict[int, float]:
    """Read survivors to each age from a life table.

    Parameters
    ----------
    rows : sequence of mapping
        Cells as written, by column: ``age``, and ``lx`` (survivors) or ``qx`` (the probability of dying
        before the next birthday).
    title : str
        What to call the table in messages.

    Returns
    -------
    dict of int to float
        The share that survives from birth to each age, from 0; between ages that the table leaves out,
        along a straight line.

    Raises
    ------
    UsageError
        When there are no such columns, an age is missing, or survivors become more.

    Examples
    --------
    >>> survival_from([{"age": "0", "qx": "0.5"}, {"age": "1", "qx": "1"}])
    {0: 1.0, 1: 0.5, 2: 0.0}
    >>> survival_from([{"age": "0", "lx": "1000"}, {"age": "2", "lx": "900"}])
    {0: 1.0, 1: 0.95, 2: 0.9}
    """
    columns = {name.strip().lower(): name for name in (rows[0] if rows else {})}
    age = next((columns[name] for name in _AGE if name in columns), None)
    survivors = next((columns[name] for name in _SURVIVORS if name in columns), None)
    dying = next((columns[name] for name in _DYING if name in columns), None)
    if age is None or (survivors is None and dying is None):
        raise UsageError(
            f"{title} needs the columns age, and lx (survivors) or qx (probability of dying).",
            found=f"It has: {', '.join(columns) or 'no rows'}.",
        )
    values = {int(_number(row, age, title)): _number(row, survivors or dying or "", title) for row in rows}
    ages = sorted(values)
    if ages[0] != 0:
        raise UsageError(f"{title} begins at age {ages[0]}.", remedy="It must begin at birth, age 0.")
    if survivors is None:
        return _from_probabilities(values, title)
    known = np.array([values[each] for each in ages])
    if known[0] <= 0 or (known < 0).any() or (np.diff(known) > 0).any():
        raise UsageError(f"The survivors in {title} must begin above nought, and never become more.")
    every = np.arange(ages[-1] + 1)
    return dict(zip(every.tolist(), np.interp(every, ages, known / known[0]).tolist(), strict=True))


def _from_probabilities(values: Mapping[int, float], title: str) -> dict[int, float]:
    ages = sorted(values)
    if ages != list(range(len(ages))):
        raise UsageError(
            f"{title} leaves ages out.", remedy="Give qx for every single age, or survivors (lx) instead."
        )
    chance = np.array([values[each] for each in ages])
    if ((chance < 0) | (chance > 1)).any():
        raise UsageError(f"The probabilities of dying in {title} must lie between 0 and 1.")
    alive = np.concatenate([[1.0], np.cumprod(1.0 - chance)])
    return dict(enumerate(alive.tolist()))


def _number(row: Mapping[str, str], column: str, title: str) -> float:
    text = str(row[column]).strip().replace(",", "")
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{title}: {column!r} holds {text!r}, which is no number.") from None
