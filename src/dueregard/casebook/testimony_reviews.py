"""Writing down what a reviewer decided; the file holds places and kinds, never the words."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dueregard.casebook.testimony import Review
from dueregard.casebook.whole_file import write_whole

__all__ = ["write_reviews"]

_NOTICE = (
    "# What reviewers decided to strike out of testimony before it is quoted: places in the text and kinds,",
    "# never the words. Written by `dueregard testimony CASEBOOK --review ID --by NAME`.",
    "format = 1",
)


def write_reviews(file: str | os.PathLike[str], reviews: Iterable[Review]) -> None:
    """Write the file of reviews anew, all or nothing.

    Parameters
    ----------
    file : path
        ``redactions.toml`` in the folder of testimony.
    reviews : iterable of Review
        Every review that is to be kept.
    """
    path = Path(file)
    lines = [*_NOTICE]
    for review in sorted(reviews, key=lambda each: each.testimony):
        lines += _review(review)
    write_whole(path, "\n".join(lines) + "\n")


def _review(review: Review) -> Iterator[str]:
    yield from ("", "[[reviews]]")
    yield f"testimony = {_text(review.testimony)}"
    yield f"reviewed_by = {_text(review.reviewed_by)}"
    yield f"reviewed_on = {review.reviewed_on.isoformat()}"
    yield f"salt = {_text(review.salt)}"
    yield f"fingerprint = {_text(review.fingerprint)}"
    if not review.spans:
        yield "spans = []"
        return
    yield "spans = ["
    for span in review.spans:
        redact = str(span.redact).lower()
        yield f"  {{ start = {span.start}, end = {span.end}, kind = {_text(span.kind)}, redact = {redact} }},"
    yield "]"


def _text(value: str) -> str:
    # JSON's escapes are TOML's; only the delete character is allowed in the one and not in the other.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
