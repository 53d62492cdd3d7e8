"""The values that a bundle from others may hold: plain texts, numbers that are numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from dueregard.alliance.members import ambiguous

__all__ = [
    "LONGEST",
    "MOST_GROUPS",
    "Refused",
    "flag",
    "number",
    "optional",
    "scalar",
    "text",
    "texts",
    "whole",
]

LONGEST = 4_000
"""Letters of a text."""
LARGEST = 1e18
"""No number of people, and no amount of money, comes near it."""
MOST_GROUPS = 20
"""Groups or parameters of a figure."""

_MARKUP = re.compile(r"<[A-Za-z/!?]|&[#A-Za-z]\w*;")


class Refused(Exception):
    """A bundle cannot be used.

    Parameters
    ----------
    why : str
        What is wrong with it: "it ...".
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def text(value: Any, where: str) -> str:
    r"""Take a text.

    Parameters
    ----------
    value : object
        What stands there.
    where : str
        The part that it stands in, for messages; what stands there is not repeated.

    Returns
    -------
    str
        The same.

    Raises
    ------
    Refused
        When it is no text, too long, or could pass for something else.

    Examples
    --------
    >>> text("income < 60% of the median", "outcome")
    'income < 60% of the median'
    >>> text("<script>", "outcome")
    Traceback (most recent call last):
        ...
    dueregard.alliance.bundle_fields.Refused: a text of its outcome has marks of HTML
    """
    if not isinstance(value, str):
        raise Refused(f"its {where} is not a text")
    why = _fault(value)
    if why:
        raise Refused(f"a text of its {where} {why}")
    return value


@lru_cache(maxsize=4_096)
def _fault(value: str) -> str | None:
    """Say what is wrong with a text; most of them stand in a bundle many times."""
    if len(value) > LONGEST:
        return f"has more than {LONGEST:,} letters"
    if _MARKUP.search(value):
        return "has marks of HTML"
    why = ambiguous(value)
    return f"is not what it seems: {why}" if why else None


def optional(value: Any, where: str) -> str | None:
    """Take a text, or nothing; see :func:`text`.

    Parameters
    ----------
    value : object
        What stands there.
    where : str
        The part that it stands in.

    Returns
    -------
    str or None
    """
    return None if value is None else text(value, where)


def texts(value: Any, where: str) -> dict[str, str]:
    """Take a few texts by name; see :func:`text`.

    Parameters
    ----------
    value : object
        What stands there.
    where : str
        The part that it stands in.

    Returns
    -------
    dict of str to str
    """
    if not isinstance(value, dict) or len(value) > MOST_GROUPS:
        raise Refused(f"its {where} is not what it should be")
    return {text(name, where): text(each, where) for name, each in value.items()}


def number(value: Any) -> float | None:
    """Take a number, or nothing.

    Parameters
    ----------
    value : object
        What stands there.

    Returns
    -------
    float or None
    """
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Refused("a number in it is none")
    if value is not None and abs(value) > LARGEST:
        raise Refused("it has a number that is too large")
    return value


def whole(value: Any, where: str) -> int:
    """Take a whole number from nought up.

    Parameters
    ----------
    value : object
        What stands there.
    where : str
        The part that it stands in.

    Returns
    -------
    int
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refused(f"its {where} is not a whole number")
    return value


def flag(value: Any, where: str) -> bool:
    """Take yes or no.

    Parameters
    ----------
    value : object
        What stands there.
    where : str
        The part that it stands in.

    Returns
    -------
    bool
    """
    if not isinstance(value, bool):
        raise Refused(f"its {where} is neither true nor false")
    return value


def scalar(value: Any) -> Any:
    """Take a text, a number, yes or no, nothing, or a short list of these.

    Parameters
    ----------
    value : object
        What stands there.

    Returns
    -------
    object
        The same.
    """
    if isinstance(value, list) and len(value) <= 100:
        return [scalar(each) for each in value if not isinstance(each, list)]
    if value is None or isinstance(value, bool | int | float):
        return value
    return text(value, "values")
