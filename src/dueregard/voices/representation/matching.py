"""Which group of a comparator a person of the body belongs to, though the two tables write it differently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dueregard.casebook import canonical_name
from dueregard.errors import did_you_mean
from dueregard.voices.written import folded

__all__ = ["Matched", "crossed", "is_stated", "match_levels", "named"]

_NOT_STATED = frozenset(
    (
        "",
        "[x]",
        "did not say",
        "does not apply",
        "don't know",
        "missing",
        "n/a",
        "n/k",
        "no answer",
        "no response",
        "not answered",
        "not applicable",
        "not asked",
        "not given",
        "not known",
        "not recorded",
        "not stated",
        "prefer not to answer",
        "prefer not to say",
        "rather not say",
        "refused",
        "undisclosed",
        "unknown",
    )
)
_BETWEEN = re.compile(r"(?:aged?\s+)?(\d+(?:\.\d+)?)\s*(?:-|to|and)\s*(\d+(?:\.\d+)?)(?:\s*years?)?")
_FROM = re.compile(r"(?:aged?\s+)?(\d+(?:\.\d+)?)\s*(?:\+|plus|and over|and above|or over|or older|or more)")
_BELOW = re.compile(r"(?:aged?\s+)?(?:under|below|less than|<)\s*(\d+(?:\.\d+)?)")
_DATE = re.compile(
    r"\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2}"
    r"|\d{4}-\d{2}-\d{2}(?:[t ][\d:]+)?"
)
_MANGLED = "Has a spreadsheet turned a band such as 5-9 into a date?"
_TRUTHS = {"true": "yes", "false": "no", "y": "yes", "n": "no", "yes": "yes", "no": "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What the codes of a variable of the body are.

    Attributes
    ----------
    levels : mapping of str to str
        The comparator's level, by code.
    absent : mapping of str to str
        Codes that the comparator does not have, each with what may have been meant, or nothing.
    """

    levels: Mapping[str, str]
    absent: Mapping[str, str]


def crossed(text: str) -> tuple[str, ...]:
    """Take apart what a star crosses: characteristics, or levels.

    Parameters
    ----------
    text : str
        As written.

    Returns
    -------
    tuple of str
        One for each, without surrounding blanks.

    Examples
    --------
    >>> crossed("sex * age")
    ('sex', 'age')
    """
    return tuple(part.strip() for part in text.split("*"))


def is_stated(code: str | None) -> bool:
    """Say whether a code tells a group, or that the answer is not there.

    Parameters
    ----------
    code : str or None
        As it is in a table.

    Returns
    -------
    bool
        False for nothing, and for what forms offer and clerks write instead of an answer.

    Examples
    --------
    >>> is_stated("None"), is_stated("Prefer not to say"), is_stated(None)
    (True, False, False)
    """
    return code is not None and folded(code) not in _NOT_STATED


def match_levels(codes: Iterable[str], levels: Sequence[str]) -> Matched:
    """Find each code of the body among the levels of the comparator.

    Parameters
    ----------
    codes : iterable of str
        Distinct codes of the body: texts, or numbers written out.
    levels : sequence of str
        The comparator's.

    Returns
    -------
    Matched
        By the same words; else, for numbers, by the band they fall into, such as ``16-34``, ``75 and over``,
        ``under 16``; yes and no match true and false. What is not stated is in neither.

    Examples
    --------
    >>> match_levels(["asian", "Wite", "prefer not to say"], ["White", "Asian"])
    Matched(levels={'asian': 'Asian'}, absent={'Wite': "Did you mean 'White'?"})
    >>> match_levels(["17", "80"], ["under 16", "16 to 64", "65+"]).levels
    {'17': '16 to 64', '80': '65+'}
    """
    known = {folded(level): level for level in reversed(levels)}
    truths = {_TRUTHS[word]: level for word, level in known.items() if word in _TRUTHS}
    bands = {level: ends for level in levels if (ends := _band(folded(level))) is not None}
    found: dict[str, str] = {}
    absent: dict[str, str] = {}
    for code in codes:
        word = folded(code)
        if not is_stated(code):
            continue
        level = known.get(word) or truths.get(_TRUTHS.get(word, "")) or _in_band(word, bands)
        if level is not None:
            found[code] = level
        else:
            absent[code] = _MANGLED if _DATE.fullmatch(word) else did_you_mean(code, levels, limit=1)
    return Matched(levels=found, absent=absent)


def named(name: str, names: Iterable[str]) -> str | None:
    """Find a variable by its name, in any case, or by another name that a characteristic is known by.

    Parameters
    ----------
    name : str
        As asked for.
    names : iterable of str
        Those there are.

    Returns
    -------
    str or None
        The one that is meant.

    Examples
    --------
    >>> named("Ethnicity", ["sex", "ethnic_group"])
    'ethnic_group'
    """
    listed = list(names)
    ways = (lambda text: text, folded, lambda text: folded(canonical_name(text)))
    for way in ways:
        for each in listed:
            if way(each) == way(name):
                return each
    return None


def _band(level: str) -> tuple[float, float] | None:
    """Lowest number of a band, and the number from which it no longer holds."""
    if (between := _BETWEEN.fullmatch(level)) is not None:
        low, high = float(between[1]), float(between[2])
        return (low, high + 1) if low <= high else None
    if (above := _FROM.fullmatch(level)) is not None:
        return float(above[1]), float("inf")
    if (below := _BELOW.fullmatch(level)) is not None:
        return float("-inf"), float(below[1])
    return None


def _in_band(word: str, bands: Mapping[str, tuple[float, float]]) -> str | None:
    """Name the band that a number falls into, or that is the same band otherwise written."""
    if (ends := _band(word)) is not None:
        return next((level for level, other in bands.items() if other == ends), None)
    try:
        number = float(word)
    except ValueError:
        return None
    return next((level for level, (low, high) in bands.items() if low <= number < high), None)
