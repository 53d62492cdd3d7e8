"""Options of measures as users write them, checked."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dueregard.errors import UsageError, did_you_mean

__all__ = ["choice", "number", "numbers", "share", "switch"]


def number(
    given: object,
    *,
    option: str,
    above: float = -math.inf,
    below: float = math.inf,
    at_least: float = -math.inf,
    at_most: float = math.inf,
) -> float:
    """Read a number.

    Parameters
    ----------
    given : object
        A number, or text that is one.
    option : str
        What it is called, for messages.
    above, below, at_least, at_most : float
        Its bounds.

    Returns
    -------
    float
        Finite.

    Raises
    ------
    UsageError
        When it is none, or outside its bounds.

    Examples
    --------
    >>> number("0.5", option="epsilon", above=0)
    0.5
    """
    try:
        value = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = math.nan
    if math.isfinite(value) and above < value < below and at_least <= value <= at_most:
        return value
    bounds = {"above": above, "below": below, "at least": at_least, "at most": at_most}
    said = " and ".join(f"{word} {bound:g}" for word, bound in bounds.items() if math.isfinite(bound))
    raise UsageError(
        f"{option} must be a number{' ' + said if said else ''}.",
        found=f"It was {given}.",
        remedy=f"Write {option}=... as a plain number.",
    )


def numbers(given: object, *, option: str) -> tuple[float, ...]:
    """Read a list of numbers.

    Parameters
    ----------
    given : object
        Numbers, or text such as ``[0, 100]``.
    option : str
        What they are called, for messages.

    Returns
    -------
    tuple of float
        Each of them finite.

    Raises
    ------
    UsageError
        When it is no list of numbers.

    Examples
    --------
    >>> numbers("[0, 1, 5]", option="bands")
    (0.0, 1.0, 5.0)
    """
    parts = given.strip().strip("[]()").split(",") if isinstance(given, str) else given
    try:
        found = tuple(float(part) for part in parts)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        found = ()
    if found and all(math.isfinite(each) for each in found):
        return found
    raise UsageError(
        f"{option} must be a list of numbers.",
        found=f"It was {given}.",
        remedy=f"Write {option}=[0, 100], with brackets.",
    )


def share(given: object, *, option: str) -> float:
    """Read a share strictly between 0 and 1.

    Parameters
    ----------
    given : object
        A number, or text that is one.
    option : str
        What it is called, for messages.

    Returns
    -------
    float
        The share.

    Raises
    ------
    UsageError
        When it is none.
    """
    return number(given, option=option, above=0, below=1)


def choice(given: object, known: Sequence[str], *, option: str) -> str:
    """Read one of several words.

    Parameters
    ----------
    given : object
        The word.
    known : sequence of str
        The words there are.
    option : str
        What it is called, for messages.

    Returns
    -------
    str
        The word.

    Raises
    ------
    UsageError
        When it is none of them.
    """
    word = str(given)
    if word in known:
        return word
    raise UsageError(
        f"There is no {option} {word!r}.",
        found=f"There are: {', '.join(known)}.",
        remedy=did_you_mean(word, known) or None,
    )


def switch(given: object, *, option: str) -> bool:
    """Read yes or no.

    Parameters
    ----------
    given : object
        A truth, or text such as ``yes`` or ``false``.
    option : str
        What it is called, for messages.

    Returns
    -------
    bool
        The truth.

    Raises
    ------
    UsageError
        When it is neither.
    """
    if isinstance(given, bool):
        return given
    word = str(given).strip().lower()
    if word in ("yes", "true", "1"):
        return True
    if word in ("no", "false", "0"):
        return False
    raise UsageError(f"{option} is yes or no.", found=f"It was {given}.")
