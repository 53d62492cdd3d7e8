"""Quotes: within consent, reviewed by a person, without anything that leads back to a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dueregard.casebook.code_frame import CodeFrame
from dueregard.casebook.testimony import Passage, Review, Testimony
from dueregard.voices.testimony.findings import Quote, Standing
from dueregard.voices.testimony.redaction import redacted
from dueregard.voices.testimony.themes import Decided

__all__ = ["quotes_of"]


def quotes_of(
    testimonies: Sequence[Testimony],
    *,
    standings: Sequence[Standing],
    reviews: Sequence[Review],
    decided: Mapping[str, Decided],
    frame: CodeFrame | None,
    fewest: int = 10,
) -> tuple[Quote, ...]:
    """Write the passages that may be published.

    Parameters
    ----------
    testimonies : sequence of Testimony
        Those that count.
    standings : sequence of Standing
        What may be done with each; only quotable ones are quoted.
    reviews : sequence of Review
        What is struck out.
    decided : mapping of str to Decided
        The themes of each testimony, for passages that carry none of their own.
    frame : CodeFrame or None
        Gives the order of the themes.
    fewest : int
        A role or language that fewer individuals share is left out: it could single somebody out. It is
        the disclosure threshold.

    Returns
    -------
    tuple of Quote
        By theme, then by their words, so that the order says nothing of the files.
    """
    quotable = {each.testimony for each in standings if each.quotable}
    review_of = {each.testimony: each for each in reviews}
    people = [each for each in testimonies if each.kind == "individual"]
    roles = Counter(each.role for each in people)
    languages = Counter(each.language for each in people)
    found = [
        Quote(
            words=words,
            themes=_themes(passage, decided.get(each.id), frame),
            role=each.role if each.kind == "organisation" or roles[each.role] >= fewest else None,
            kind=each.kind,
            named_as=each.named_as if each.consent.allows("quote_named") else None,
            language=each.language if languages[each.language] >= fewest else None,
        )
        for each in testimonies
        if each.id in quotable
        for passage in each.passages
        if (words := redacted(each.text, passage, review_of[each.id]))
    ]
    order = {code.id: place for place, code in enumerate(frame.codes)} if frame else {}
    return tuple(
        sorted(found, key=lambda quote: ([order[code] for code in quote.themes] or [len(order)], quote.words))
    )


def _themes(passage: Passage, decided: Decided | None, frame: CodeFrame | None) -> tuple[str, ...]:
    if frame and passage.codes:
        return frame.with_parents(passage.codes)
    return decided.codes if decided else ()
