"""When two written values are the same: capitals, blanks and kinds of dash do not matter, words do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["band_behind_date", "folded", "looks_like_date"]

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_QUOTES = dict.fromkeys(map(ord, "‘’ʼ"), "'")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/ ]([a-z]{3})[a-z]*")
_MONTH_YEAR = re.compile(r"([a-z]{3})[a-z]*[-/ ](\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[t ]00:00(?::00)?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")


def folded(text: str) -> str:
    """Write a value so that equal ones are equal.

    Parameters
    ----------
    text : str
        As somebody typed it.

    Returns
    -------
    str
        Without regard to capitals, surrounding and repeated blanks, composed or decomposed accents, and the
        dashes and apostrophes that word processors put in.

    Examples
    --------
    >>> folded(" Non–Binary  or other "), folded("16 – 29") == folded("16-29")
    ('non-binary or other', True)
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    words = " ".join(plain.casefold().split())
    return re.sub(r"(?<=\d) ?- ?(?=\d)", "-", words)


def looks_like_date(text: str) -> bool:
    """Say whether a spreadsheet may have made a value from something else, such as an age band.

    Parameters
    ----------
    text : str
        A value.

    Returns
    -------
    bool

    Examples
    --------
    >>> [looks_like_date(each) for each in ("05-Sep", "2026-09-05", "Oct-19", "16-29", "September")]
    [True, True, True, False, False]
    """
    return _numbers(text) is not None


def band_behind_date(text: str, known: Sequence[str]) -> str | None:
    """Find the known value that a spreadsheet may have turned into a date.

    Parameters
    ----------
    text : str
        A value that looks like a date.
    known : sequence of str
        The values that were expected.

    Returns
    -------
    str or None

    Examples
    --------
    >>> band_behind_date("05-Sep", ["0-4", "5-9", "10-14"]), band_behind_date("Oct-14", ["5-9", "10-14"])
    ('5-9', '10-14')
    """
    pairs = _numbers(text) or ()
    for value in known:
        if re.sub(r"\b0+(?=\d)", "", folded(value)) in pairs:
            return value
    return None


def _numbers(text: str) -> tuple[str, ...] | None:
    """The bands, either way round, that a date may come from; None when the text is no date."""
    plain = folded(text)
    if (match := _DAY_MONTH.fullmatch(plain)) and match[2] in _MONTHS:
        first, second = int(match[1]), _MONTHS.index(match[2]) + 1
    elif (match := _MONTH_YEAR.fullmatch(plain)) and match[1] in _MONTHS:
        first, second = _MONTHS.index(match[1]) + 1, int(match[2]) % 100
    elif match := _ISO.fullmatch(plain):
        year, first, second = int(match[1]), int(match[2]), int(match[3])
        return (f"{first}-{second}", f"{second}-{first}", f"{first}-{year % 100}")
    elif match := _SLASHED.fullmatch(plain):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        return (f"{first}-{second}", f"{second}-{first}", f"{second}-{year % 100}")
    else:
        return None
    return (f"{first}-{second}", f"{second}-{first}")
