"""Sentences about options without what would count people: for a release, and for a pack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["LEFT_OUT", "uncapped", "uncounted", "without_numbers"]

LEFT_OUT = "Notes that count people are left out of a release."

_COUNTED = re.compile(r"\b(\d[\d,]*) (people|rows|persons|households|families|children|pensioners)\b")
_WITHOUT_CAP = re.compile(
    r"Without its cap it would cost [\d,.]+; (?:every amount is cut to [\d.]+%|(served .*?))\. That is"
)


def uncounted(text: str, *, threshold: int | None = None) -> str:
    """Leave out of a sentence how many people it is about.

    Parameters
    ----------
    text : str
        A sentence.
    threshold : int, optional
        The fewest people that may be counted; by default none may.

    Returns
    -------
    str
        The same with "some people", or "a few people" where there is a threshold.

    Examples
    --------
    >>> uncounted("For 1,204 people this is not known.")
    'For some people this is not known.'
    >>> uncounted("3 people have no outcome.", threshold=10)
    'A few people have no outcome.'
    """
    word = "some" if threshold is None else "a few"

    def replaced(match: re.Match[str]) -> str:
        if threshold is not None and int(match[1].replace(",", "")) >= threshold:
            return match[0]
        return f"{word.capitalize() if match.start() == 0 else word} {match[2]}"

    return _COUNTED.sub(replaced, text)


def uncapped(text: str) -> str:
    """Leave out of a sentence what an option would cost without its cap.

    Parameters
    ----------
    text : str
        A sentence.

    Returns
    -------
    str
        That the cap is reached, where it was a sentence about that.

    Examples
    --------
    >>> uncapped("Without its cap it would cost 1,200; every amount is cut to 41.7%. That is taken as known.")
    'Its cap is reached: every amount is cut alike. That is taken as known.'
    """

    def replaced(match: re.Match[str]) -> str:
        return f"Its cap is reached: {match[1] or 'every amount is cut alike'}. That is"

    return _WITHOUT_CAP.sub(replaced, text)


def without_numbers(notes: Iterable[str]) -> Iterator[str]:
    """Leave out notes that hold numbers.

    Parameters
    ----------
    notes : iterable of str
        On the people.

    Yields
    ------
    str
        The others, and that some are left out.
    """
    every = list(notes)
    kept = [note for note in every if not re.search(r"\d", note)]
    yield from kept
    if len(kept) < len(every):
        yield LEFT_OUT
