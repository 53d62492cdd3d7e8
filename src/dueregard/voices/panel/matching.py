"""Values that a spreadsheet has turned into dates, and the bands that they were."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dueregard.voices.written import folded

__all__ = ["band_behind_date", "looks_like_date"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/ ]([a-z]{3})[a-z]*")
_MONTH_YEAR = re.compile(r"([a-z]{3})[a-z]*[-/ ](\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[t ]00:00(?::00)?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")


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
