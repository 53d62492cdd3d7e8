"""Sentences that count nobody: what estimators say to an analyst, as it may be said to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["discreet", "significant", "steady"]

_PEOPLE = re.compile(
    r"(?<![\w.])\d[\d,]*(?: of (?:the )?\d[\d,]*)?(?P<adjective>(?: [a-z-]+)?) (?:people|persons?)\b"
    r"(?P<verb> (?:has|is|was))?"
)
_PLURAL = {"has": "have", "is": "are", "was": "were"}
_IN_BRACKETS = re.compile(r" \([^()]*\d[^()]*\)")
_COUNT = re.compile(r"(?<![\w.])\d[\d,]*(?![\w%.]*\d)(?! (?:point|replicate|repeat|tree|group|level|type))")
_SHARE = re.compile(r"(?<![\w.])\d[\d.]*%")


def discreet(sentences: Iterable[str]) -> tuple[str, ...]:
    """Take numbers of people out of sentences.

    Parameters
    ----------
    sentences : iterable of str
        As an analyst may read them.

    Returns
    -------
    tuple of str
        "Some people" in place of how many; brackets with numbers are left out, and so is every sentence in
        which a share or another number of people may be left.

    Examples
    --------
    >>> discreet(["3 people have an outcome of nought.", "The forest has 200 trees.", "7 of 90 (8%) left."])
    ('Some people have an outcome of nought.', 'The forest has 200 trees.')
    """
    found = (_told(sentence) for sentence in sentences)
    return tuple(dict.fromkeys(each for each in found if each))


def _told(sentence: str) -> str:
    text = _PEOPLE.sub(_some, _IN_BRACKETS.sub("", sentence))
    if _SHARE.search(text) or _COUNT.search(text):
        return ""
    return text[:1].upper() + text[1:]


def _some(found: re.Match[str]) -> str:
    verb = found["verb"]
    plural = f" {_PLURAL[verb.strip()]}" if verb else ""
    return f"some{found['adjective']} people{plural}"


def significant(value: float, digits: int = 3) -> float:
    """Round to a number of significant digits.

    Parameters
    ----------
    value : float
        Any finite value.
    digits : int
        How many.

    Returns
    -------
    float

    Examples
    --------
    >>> significant(0.123456), significant(-1234.5), significant(0.0)
    (0.123, -1230.0, 0.0)
    """
    return float(f"{value:.{digits}g}")


def steady(value: float | None) -> float | None:
    """Round to what does not hang on how many processors add up.

    Parameters
    ----------
    value : float or None
        Of a model.

    Returns
    -------
    float or None
        Eight significant digits: the same on every run, so that signatures of it do not lapse.

    Examples
    --------
    >>> steady(0.1 + 0.2), steady(None)
    (0.3, None)
    """
    return None if value is None else significant(value, 8)
