"""Numbers of people rounded to a base, in full counts: the second half of the 10-5 rule.

What is rounded are counts of people: the number a value rests on, and values that are counts. A proportion is
worked out from the rounded counts, or it would tell the exact ones. Comparisons of proportions are rounded to
whole percentage points for the same reason. In a sample nothing is rounded: numbers say how many were asked.
"""

from __future__ import annotations

from dataclasses import replace

from dueregard.estimates import Record

__all__ = ["rounded"]

COUNTS = frozenset({"count", "winners", "losers", "recipients", "eligible_people"})
POINTS = 2
"""Decimals of comparisons of proportions."""


def rounded(record: Record, *, base: int) -> Record:
    """Round what a record of a full count says of people.

    Parameters
    ----------
    record : Record
        As it may be shown.
    base : int
        To multiples of what.

    Returns
    -------
    Record
        The same, rounded; other values are left as they are.

    References
    ----------
    Office for National Statistics, policy on disclosure control for tables: counts are rounded to 5.

    Examples
    --------
    >>> row = Record(measure="proportion", estimate=7 / 23, n=23, n_eff=23.0)
    >>> found = rounded(row, base=5)
    >>> found.n, found.estimate
    (25, 0.2)
    """
    if record.estimate is None:
        return record
    n = None if record.n is None else _near(record.n, base)
    estimate = record.estimate
    if record.measure in COUNTS:
        estimate = float(_near(estimate, base))
    elif record.measure == "proportion" and record.contrast is not None:
        estimate = round(estimate, POINTS)
    elif record.measure == "proportion" and n and record.n is not None:
        estimate = min(_near(estimate * record.n, base) / n, 1.0)
    return replace(
        record, n=n, n_eff=None if n is None or record.n_eff is None else float(n), estimate=estimate
    )


def _near(number: float, base: int) -> int:
    return int(base * ((number + base / 2) // base))
