"""Somebody who has a whole release of causes, and looks for few people in it.

Each function reads figures as they are told and gives what they leave open: the numbers of people that fit.
The same functions find the numbers exactly in the figures of an analyst: so one knows that they read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog

from dueregard.estimates import Record

THRESHOLD = 10


def people_of_a_share(share: float, se: float, *, steps: tuple[float, float], most: int) -> np.ndarray:
    """How many people a proportion can be of, whose standard error is the root of p(1 - p) over them."""
    fit = []
    for n in range(2, most + 1):
        yes = np.arange(np.floor((share - steps[0] / 2) * n), np.ceil((share + steps[0] / 2) * n) + 1)
        p = yes[(yes >= 0) & (yes <= n) & (np.abs(yes / n - share) <= steps[0] / 2 + 1e-9)] / n
        spread = np.sqrt(p * (1 - p) / n)
        # With or without one degree of freedom less.
        close = (spread - steps[1] / 2 <= se) & (se <= spread * np.sqrt(n / (n - 1)) + steps[1] / 2)
        if close.any():
            fit.append(n)
    return np.array(fit, int)


def people_of_parts(parts: dict[str, float], sizes: tuple[int, int], *, step: float) -> list[tuple[int, int]]:
    """How many of each group may have the first of two levels, by the parts of a three-fold decomposition.

    With deviation contrasts and shares a of the reference group and b of the other the parts of the covariate
    are 2(a - b)e, (2b - 1)d and 2(a - b)d for two unknown effects: interaction over coefficients is
    2(a - b) / (2b - 1), whatever these are.
    """
    one, other = (np.arange(1, size) for size in sizes)
    a, b = one[:, None] / sizes[0], other[None, :] / sizes[1]
    half = step / 2
    reach = np.abs(2 * b - 1) * half + np.abs(2 * (a - b)) * half
    miss = np.abs(parts["interaction"] * (2 * b - 1) - parts["coefficients"] * 2 * (a - b))
    fits = np.argwhere(miss <= reach + 1e-12)
    return [(int(one[i]), int(other[j])) for i, j in fits]


def range_of(
    wanted: np.ndarray,
    keys: np.ndarray,
    known: Sequence[tuple[np.ndarray, float, float]],
) -> tuple[float, float]:
    """The fewest and the most that some people can be, given ranges for other groups.

    Every smallest piece (people alike in all ``keys``) is an unknown number.
    """
    pieces, first = np.unique(keys, axis=0, return_index=True)
    rows, most = [], []
    for who, low, high in known:
        row = who[first].astype(float)
        rows += [row, -row]
        most += [high, -low]
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * wanted[first].astype(float),
            A_ub=np.array(rows),
            b_ub=np.array(most) + 1e-6,
            bounds=[(0, None)] * len(pieces),
        )
        ends.append(float(sign * found.fun) if found.status == 0 else sign * -np.inf)
    return ends[0], ends[1]


def is_narrow(low: float, high: float) -> bool:
    """Whether a range says that there are few, or is narrower than the threshold."""
    return high - low < THRESHOLD - 1e-4 or high < THRESHOLD - 1e-4


def rounded_to(record: Record) -> tuple[float, float]:
    """The steps that a type's mean and its error say they are rounded to; nought where they say none."""
    text = record.method or ""
    told = [text.partition(words)[2].partition(",")[0] for words in ("rounded to ", "its error to ")]
    return tuple(float(each) if each[:1].isdigit() else 0.0 for each in told)  # type: ignore[return-value]


def last_place(value: float) -> float:
    """The place of the last digit that is told."""
    text = f"{value:.12g}"
    return 10.0 ** -len(text.partition(".")[2]) if "e" not in text else 1e-9
