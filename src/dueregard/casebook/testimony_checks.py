"""What the files of testimony say about each other: codes that the frame has, parents that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dueregard.casebook.code_frame import CodeFrame, FrameVersion, ThemeCode
from dueregard.casebook.testimony import Review, ReviewedSpan, Testimony
from dueregard.casebook.testimony_fields import CodeFramePart, ReviewPart
from dueregard.errors import did_you_mean

__all__ = ["PlacedCodes", "check_codes", "check_frame", "frame_of", "review_of"]

PlacedCodes = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
"""Codes with the place where they were written, by testimony and coder."""


def check_frame(part: CodeFramePart) -> Iterator[str]:
    """Find where a code frame contradicts itself.

    Parameters
    ----------
    part : CodeFramePart
        The frame, each part of which is valid.

    Yields
    ------
    str
        One problem, as a sentence.
    """
    ids = [code.id for code in part.codes]
    for place, code in enumerate(part.codes):
        if code.id.casefold() in [other.casefold() for other in ids[:place]]:
            yield f"The code {code.id!r} is given twice."
        if code.parent is not None and code.parent not in ids:
            hint = did_you_mean(code.parent, ids)
            yield f"The code {code.id!r} has the parent {code.parent!r}, which is no code. {hint}".strip()
        elif code.id in _ancestors(code.id, part):
            yield f"The code {code.id!r} is its own ancestor."
    versions = [*(each.version for each in part.history), part.version]
    dates = [*(each.date for each in part.history), part.date]
    if len(set(versions)) < len(versions):
        yield "Two versions of the frame have one name."
    if dates != sorted(dates):
        yield "The versions of the frame are not in the order of their dates, the oldest first."


def _ancestors(code: str, part: CodeFramePart) -> list[str]:
    parents = {each.id: each.parent for each in part.codes}
    found: list[str] = []
    parent = parents.get(code)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = parents.get(parent)
    return found


def frame_of(part: CodeFramePart) -> CodeFrame:
    """Make the code frame.

    Parameters
    ----------
    part : CodeFramePart
        As the file has it.

    Returns
    -------
    CodeFrame
        The frame.
    """
    return CodeFrame(
        version=part.version,
        date=part.date,
        codes=tuple(ThemeCode(**each.model_dump()) for each in part.codes),
        history=tuple(FrameVersion(**each.model_dump()) for each in part.history),
    )


def review_of(part: ReviewPart) -> Review:
    """Make a review.

    Parameters
    ----------
    part : ReviewPart
        As the file has it.

    Returns
    -------
    Review
        The review, its spans in the order of the text.
    """
    spans = sorted(part.spans, key=lambda each: (each.start, each.end))
    return Review(
        testimony=part.testimony,
        reviewed_by=part.reviewed_by,
        reviewed_on=part.reviewed_on,
        salt=part.salt,
        fingerprint=part.fingerprint,
        spans=tuple(ReviewedSpan(**each.model_dump()) for each in spans),
    )


def check_codes(
    testimonies: Iterable[Testimony], codes: PlacedCodes, frame: CodeFrame | None
) -> Iterator[str]:
    """Find codes that the frame does not have.

    Parameters
    ----------
    testimonies : iterable of Testimony
        Those that were read; codes of withdrawn ones are not looked at.
    codes : mapping
        Codes and where they were written, by testimony and coder.
    frame : CodeFrame or None
        The frame.

    Yields
    ------
    str
        One problem, as a sentence.
    """
    gone = {each.id for each in testimonies if each.withdrawn}
    written = [
        each for (testimony, _), found in codes.items() if testimony not in gone for each in found if each[0]
    ]
    if frame is None:
        if written:
            yield f"{written[0][1]}: a code is given, and no codeframe.toml says what it means."
        return
    known = [code.id for code in frame.codes]
    for code, place in written:
        if code not in known:
            yield f"{place}: {_unknown(code, known, frame)}"


def _unknown(code: str, known: Sequence[str], frame: CodeFrame) -> str:
    dropped = any(code in version.codes for version in frame.history)
    if dropped:
        return f"the code {code!r} was dropped from the frame before version {frame.version!r}: code it anew."
    hint = did_you_mean(code, known) or f"Its codes are: {', '.join(known)}."
    return f"the frame has no code {code!r}. {hint}"
