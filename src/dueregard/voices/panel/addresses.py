"""Who shares an address, whatever way it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["households_of"]

_NOT_A_LETTER = re.compile(r"[^\w]|_")


def households_of(columns: Sequence[Sequence[str]], *, count: int) -> tuple[int, ...]:
    """Number the households: people with equal addresses share a number.

    Capitals, blanks, punctuation and accents' composition make no difference: ``Flat 1, 2 High St.`` is
    ``flat 1 2 high st``, and ``LL57 1AA`` is ``ll571aa``. Who has no address shares it with nobody.

    Parameters
    ----------
    columns : sequence of sequences of str, each of length n
        The columns that make up an address; none when addresses do not matter.
    count : int
        n, the number of people.

    Returns
    -------
    tuple of int, length n
        From 0, in the order in which they first appear.

    Examples
    --------
    >>> households_of([["1 High St", "1 HIGH ST.", "", ""], ["AB1 2CD", "ab12cd", "", ""]], count=4)
    (0, 0, 1, 2)
    """
    numbers: dict[tuple[str, ...] | int, int] = {}
    found = []
    for person in range(count):
        address = tuple(_plain(column[person]) for column in columns)
        key: tuple[str, ...] | int = address if any(address) else person
        found.append(numbers.setdefault(key, len(numbers)))
    return tuple(found)


def _plain(text: str) -> str:
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())
