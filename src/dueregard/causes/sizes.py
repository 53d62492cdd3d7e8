"""Numbers whose squares a computer cannot hold: refused, before sums of them become nonsense."""

from __future__ import annotations

import numpy as np

from dueregard.errors import PeopleError
from dueregard.estimates.source import FloatArray

__all__ = ["MOST", "refuse_large", "refuse_sizes", "refuse_small"]

MOST = 1e100
"""No amount is larger; the products of three of them are still numbers."""


def refuse_sizes(text: str, values: FloatArray) -> None:
    """Refuse a column with huge numbers, or of tiny ones only.

    Parameters
    ----------
    text : str
        The column or expression.
    values : ndarray (n,)
        Of everybody who is looked at, all known.

    Raises
    ------
    PeopleError
        When one is beyond what can be squared and summed, or all are too near to nought for that.

    Examples
    --------
    >>> refuse_sizes("pay", np.array([9.0, 1e300]))
    Traceback (most recent call last):
    ...
    dueregard.errors.PeopleError: 'pay' has values larger than 1e+100, which cannot be squared and summed.
    People with one: 1.
    Correct these values, or leave these people out with a condition.
    """
    sizes = np.abs(values)
    if count := int((sizes > MOST).sum()):
        refuse_large(text, count)
    refuse_small(text, float(sizes.max(initial=0.0)))


def refuse_large(text: str, count: int) -> None:
    """Say that some people have a number that is too large.

    Parameters
    ----------
    text : str
        The column or expression.
    count : int
        How many people.

    Raises
    ------
    PeopleError
        Always.
    """
    raise PeopleError(
        f"{text!r} has values larger than {MOST:.0e}, which cannot be squared and summed.",
        found=f"People with one: {count:,}.",
        remedy="Correct these values, or leave these people out with a condition.",
        discreet="Some people have one.",
    )


def refuse_small(text: str, largest: float) -> None:
    """Refuse a column of numbers that are all too near to nought.

    Parameters
    ----------
    text : str
        The column or expression.
    largest : float
        The largest size of its values.

    Raises
    ------
    PeopleError
        When their squares would be nought, which they are not.

    Examples
    --------
    >>> refuse_small("pay", 0.0)
    >>> refuse_small("pay", 1e-200)
    Traceback (most recent call last):
    ...
    dueregard.errors.PeopleError: All values of 'pay' lie within 1e-100 of 0, where their squares vanish.
    Give them in a smaller unit.
    """
    if 0 < largest < 1 / MOST:
        raise PeopleError(
            f"All values of {text!r} lie within {1 / MOST:.0e} of 0, where their squares vanish.",
            remedy="Give them in a smaller unit.",
        )
