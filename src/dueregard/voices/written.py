"""When two written values are the same: capitals, blanks and kinds of dash do not matter, words do."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["folded"]

_DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_QUOTES = dict.fromkeys(map(ord, "‘’ʼ"), "'")


def folded(text: str) -> str:
    """Write a value so that equal ones are equal.

    Parameters
    ----------
    text : str
        As somebody typed it.

    Returns
    -------
    str
        For comparing only: without regard to capitals, surrounding and repeated blanks, composed or
        decomposed accents, and the dashes and apostrophes that word processors put in.

    Examples
    --------
    >>> folded(" Non–Binary  or other "), folded("16 – 34") == folded("16-34")
    ('non-binary or other', True)
    """
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return _DASH.sub("-", " ".join(plain.casefold().split()))
