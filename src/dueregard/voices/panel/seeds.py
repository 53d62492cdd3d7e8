"""Public random numbers: a seed that everybody saw, hashed so that anybody can work out the same draw.

The i-th block for a purpose is the SHA-256 of the UTF-8 text ``dueregard panel 1|purpose|lottery|seed|i``,
where ``lottery`` is the hash of the lottery in hexadecimal and i counts from 0; a block is read as a whole
number from 0 to 2^256 - 1. A number below n is the first block that is less than the largest multiple of n,
modulo n: every number is equally likely. With `sha256sum` and a calculator that is done by hand.

The content of a lottery holds only texts and whole numbers, so that everybody's program writes it alike. Its
hash is the SHA-256 of its JSON text with sorted keys, no blanks between, and letters as they are, in UTF-8.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["RULE", "Stream", "content_hash", "plain_seed"]

RULE = "dueregard panel 1"
_SPAN = 2**256


def plain_seed(seed: str | int) -> str:
    """Write a seed as it is hashed: without blanks at its ends, and with single ones inside.

    Parameters
    ----------
    seed : str or int
        A number, the value of a public randomness beacon, the winning numbers of a lottery, ...

    Returns
    -------
    str

    Examples
    --------
    >>> plain_seed("  4 8  15 16"), plain_seed(7)
    ('4 8 15 16', '7')
    """
    return " ".join(str(seed).split())


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the hash that a lottery is committed to by.

    Parameters
    ----------
    content : mapping
        Texts, whole numbers, and lists and mappings of them.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> content_hash({"size": 2})[:8]
    '7028e13f'
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Stream:
    """Random numbers for one purpose.

    Parameters
    ----------
    purpose : str
        What they are for; different purposes have unrelated numbers.
    lottery : str
        The hash of the lottery.
    seed : str
        The seed, as :func:`plain_seed` writes it.

    Examples
    --------
    >>> Stream("ticket", lottery="00", seed="7").below(1000)
    43
    """

    def __init__(self, purpose: str, *, lottery: str, seed: str) -> None:
        self._stem = f"{RULE}|{purpose}|{lottery}|{seed}|"
        self._used = 0

    def below(self, n: int) -> int:
        """Draw a whole number from 0 to n - 1.

        Parameters
        ----------
        n : int
            At least 1.

        Returns
        -------
        int
        """
        limit = _SPAN - _SPAN % n
        while True:
            digest = hashlib.sha256(f"{self._stem}{self._used}".encode()).digest()
            self._used += 1
            block = int.from_bytes(digest, "big")
            if block < limit:
                return block % n

    def shuffled(self, things: Sequence[int]) -> list[int]:
        """Put things in a random order, from the last place down (Durstenfeld 1964, Algorithm 235).

        Parameters
        ----------
        things : sequence of int
            Anything; one thing needs no number.

        Returns
        -------
        list of int
        """
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
