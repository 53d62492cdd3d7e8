"""Which words of testimony may stand in public on a day, wherever they were published before."""

from __future__ import annotations

from datetime import date

from dueregard.casebook.testimony import TestimonyFolder
from dueregard.voices.testimony.redaction import redacted
from dueregard.voices.testimony.standing import standings

__all__ = ["Quoted", "quotes_allowed"]

Quoted = tuple[str, str | None]
"""The words as they are published, and the name beside them, if any."""


def quotes_allowed(folder: TestimonyFolder, *, on: date) -> frozenset[Quoted]:
    """List every quote that may be published.

    Parameters
    ----------
    folder : TestimonyFolder
        What was read.
    on : datetime.date
        The day for which consent is judged.

    Returns
    -------
    frozenset of (str, str or None)
        Words with redactions made. Who agreed to be named may also be quoted without the name.

    Examples
    --------
    >>> quotes_allowed(TestimonyFolder(), on=date(2026, 11, 28))
    frozenset()
    """
    quotable = {each.testimony for each in standings(folder, on=on) if each.quotable}
    reviews = {each.testimony: each for each in folder.reviews}
    found: set[Quoted] = set()
    for each in folder.testimonies:
        if each.id in quotable:
            words = {redacted(each.text, passage, reviews[each.id]) for passage in each.passages}
            named = {each.named_as if each.consent.allows("quote_named") else None, None}
            found |= {(text, name) for text in words for name in named}
    return frozenset(found)
