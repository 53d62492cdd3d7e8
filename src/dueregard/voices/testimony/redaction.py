"""Redaction: a machine suggests what may say who somebody is, a person decides, quotes wait for both.

Nothing here makes anybody anonymous. A story can be known by what happened in it, and no pattern sees that.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from dueregard.casebook.testimony import Passage, Review, ReviewedSpan, Testimony
from dueregard.errors import UsageError
from dueregard.voices.testimony.findings import Suggestion
from dueregard.voices.testimony.recognised_dates import DATES_AND_ADDRESSES
from dueregard.voices.testimony.recognised_names import (
    capitals_inside,
    repeated_names,
    titled_and_introduced,
)
from dueregard.voices.testimony.recognisers import RECOGNISERS

__all__ = ["ReviewState", "fingerprint", "make_review", "redacted", "review_state", "suggest_redactions"]

ReviewState = Literal["reviewed", "not reviewed", "changed since review", "more found since review"]


def suggest_redactions(text: str, *, named_as: str | None = None) -> tuple[Suggestion, ...]:
    """Suggest what a person should look at before anything of a text is quoted.

    Parameters
    ----------
    text : str
        The words, in any language and script.
    named_as : str, optional
        A name that the text may hold.

    Returns
    -------
    tuple of Suggestion
        In the order of the text; none lies inside another. An empty answer does not mean that nobody can
        be known by the text.

    Examples
    --------
    >>> text = "Ring 07700 900123 or write to a.khan@example.org, BT1 5GS."
    >>> [(each.kind, text[each.start : each.end]) for each in suggest_redactions(text)]
    [('phone number', '07700 900123'), ('e-mail', 'a.khan@example.org'), ('postcode', 'BT1 5GS')]
    """
    text = _plain(text)
    found = [each for recogniser in (*RECOGNISERS, *DATES_AND_ADDRESSES) for each in recogniser.find(text)]
    names, capitals = list(titled_and_introduced(text)), list(capitals_inside(text))
    # Of two kinds for one word the surer one is told last, and stays.
    again = repeated_names(text, [*capitals, *names], also=named_as)
    return _outermost([*found, *names, *again, *capitals])


def _plain(text: str) -> str:
    """Write digits, blanks and hyphens of every script as ours, letter for letter, so that places stay."""
    strange = {letter for letter in text if not letter.isascii()}
    return text.translate({ord(letter): plain for letter in strange if (plain := _ours(letter)) != letter})


def _ours(letter: str) -> str:
    if letter.isdecimal():
        return str(int(letter))
    kind = unicodedata.category(letter)
    return " " if kind == "Zs" else "-" if kind == "Pd" else letter


def _outermost(found: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Leave out what lies inside another suggestion; of equals the one that was found first stays."""
    kept: list[Suggestion] = []
    reach = -1
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if each.end > reach:
            kept.append(each)
            reach = each.end
    return tuple(kept)


def fingerprint(text: str, *, salt: str) -> str:
    """Hash a text under a salt, so that a review can tell that the text was changed.

    Parameters
    ----------
    text : str
        The words.
    salt : str
        Hexadecimal digits.

    Returns
    -------
    str
        HMAC-SHA256, in hexadecimal. It lies in the private folder only: whoever holds salt and hash can
        test guesses of a short text.

    Examples
    --------
    >>> fingerprint("We wait.", salt="00" * 16)[:8]
    '7e1c2bf0'
    """
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def make_review(
    testimony: Testimony,
    *,
    by: str,
    on: date,
    salt: str,
    keep: Iterable[int] = (),
    also: Iterable[tuple[int, int]] = (),
) -> Review:
    """Record a person's decision: every suggestion is struck out but for those kept, and more may be added.

    Parameters
    ----------
    testimony : Testimony
        What was reviewed.
    by : str
        Who reviewed it.
    on : datetime.date
        When.
    salt : str
        32 random hexadecimal digits.
    keep : iterable of int
        Suggestions that stay, by their number from 1.
    also : iterable of (int, int)
        Further stretches to strike out: first character and the one after the last, counted from 0.

    Returns
    -------
    Review
        What goes into the file of reviews.

    Raises
    ------
    UsageError
        When a number or a stretch is not there.
    """
    found = suggest_redactions(testimony.text, named_as=testimony.named_as)
    kept = set(keep)
    if stray := sorted(kept - set(range(1, len(found) + 1))):
        raise UsageError(
            f"There is no suggestion {stray[0]}.", found=f"The testimony has {len(found)}, counted from 1."
        )
    spans = [
        ReviewedSpan(start=each.start, end=each.end, kind=each.kind, redact=number not in kept)
        for number, each in enumerate(found, start=1)
    ]
    for start, end in also:
        if not 0 <= start < end <= len(testimony.text):
            raise UsageError(
                "A stretch to strike out lies outside the text.",
                found=f"The text has {len(testimony.text)} characters.",
            )
        spans.append(ReviewedSpan(start=start, end=end, kind="redacted", redact=True))
    return Review(
        testimony=testimony.id,
        reviewed_by=by,
        reviewed_on=on,
        salt=salt,
        fingerprint=fingerprint(testimony.text, salt=salt),
        spans=tuple(sorted(spans, key=lambda each: (each.start, each.end))),
    )


def review_state(testimony: Testimony, review: Review | None) -> ReviewState:
    """Say whether a testimony's quotes have been looked at as they stand now.

    Parameters
    ----------
    testimony : Testimony
        The words.
    review : Review or None
        The decision, when there is one.

    Returns
    -------
    str
        ``"reviewed"`` lets quotes be published; any other state holds them back.
    """
    if review is None:
        return "not reviewed"
    if not hmac.compare_digest(review.fingerprint, fingerprint(testimony.text, salt=review.salt)):
        return "changed since review"
    found = suggest_redactions(testimony.text, named_as=testimony.named_as)
    if any(not _decided(each, review.spans) for each in found):
        return "more found since review"
    return "reviewed"


def _decided(suggestion: Suggestion, spans: Sequence[ReviewedSpan]) -> bool:
    return any(span.start <= suggestion.start and suggestion.end <= span.end for span in spans)


def redacted(text: str, passage: Passage, review: Review) -> str:
    """Write a passage with what was struck out replaced by its kind in brackets.

    Parameters
    ----------
    text : str
        The whole text.
    passage : Passage
        The part to write.
    review : Review
        What is struck out.

    Returns
    -------
    str
        The words on one line for each paragraph.

    Examples
    --------
    >>> span = ReviewedSpan(start=4, end=9, kind="name", redact=True)
    >>> review = Review(
    ...     testimony="t1",
    ...     reviewed_by="AB",
    ...     reviewed_on=date(2026, 11, 2),
    ...     salt="00" * 16,
    ...     fingerprint="00" * 32,
    ...     spans=(span,),
    ... )
    >>> redacted("Ask Aisha, she waits.", Passage(start=0, end=21), review)
    'Ask [name], she waits.'
    """
    parts: list[str] = []
    position = passage.start
    for span in sorted(review.spans, key=lambda each: (each.start, -each.end)):
        if span.redact and span.end > position and span.start < passage.end:
            parts.append(text[position : max(position, span.start)])
            # Two struck out stretches that touch are told once.
            if span.start >= position:
                parts.append(f"[{span.kind}]")
            position = span.end
    parts.append(text[position : passage.end])
    paragraphs = "".join(parts).split("\n\n")
    return "\n\n".join(line for each in paragraphs if (line := " ".join(each.split())))
