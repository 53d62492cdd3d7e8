"""From a folder of testimony to what may be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from dueregard.casebook.code_frame import CodeFrame
from dueregard.casebook.testimony import Testimony, TestimonyFolder
from dueregard.voices.testimony.agreement import coding_agreement
from dueregard.voices.testimony.findings import Agreement, FrameChange, TestimonyFindings
from dueregard.voices.testimony.quotes import quotes_of
from dueregard.voices.testimony.standing import counted, held_back, left_out, may_be_read, standings
from dueregard.voices.testimony.themes import decided_codes, theme_records

__all__ = ["find_testimony", "frame_changes"]


def find_testimony(
    folder: TestimonyFolder,
    *,
    on: date,
    seed: int = 0,
    place: str = "place",
    fewest: int = 10,
    resamples: int = 2000,
) -> TestimonyFindings:
    """Find what testimony says, within what its givers agreed to.

    Parameters
    ----------
    folder : TestimonyFolder
        What was read.
    on : datetime.date
        The day for which consent is judged.
    seed : int
        Seeds the intervals of the coders' agreement.
    place : str
        The casebook's name for the level of the givers' places.
    fewest : int
        The disclosure threshold: a role or language that fewer share is not said beside a quote.
    resamples : int
        Bootstrap samples.

    Returns
    -------
    TestimonyFindings
        Without any id, and without anything of a withdrawn testimony. Its records have not passed the gate.

    Examples
    --------
    >>> find_testimony(TestimonyFolder(), on=date(2026, 11, 28)).individuals
    0
    """
    found = standings(folder, on=on)
    used = counted(folder, on=on)
    frame = folder.frame
    read = {each.id for each in folder.testimonies if not may_be_read(each, on=on)}
    codings = [each for each in folder.codings if each.testimony in read]
    decided = decided_codes(codings, frame) if frame else {}
    agreement = coding_agreement(codings, frame, seed=seed, resamples=resamples) if frame else None
    return TestimonyFindings(
        on=on,
        individuals=sum(each.kind == "individual" for each in used),
        organisations=sum(each.kind == "organisation" for each in used),
        left_out=left_out(folder, found),
        quotes_held_back=held_back(found),
        frame=frame,
        changes=frame_changes(frame) if frame else (),
        records=theme_records(used, decided=decided, frame=frame, place=place) if frame else (),
        quotes=quotes_of(
            used, standings=found, reviews=folder.reviews, decided=decided, frame=frame, fewest=fewest
        ),
        agreement=agreement,
        prompts=tuple(_prompts(used, frame, agreement, uncoded=sum(each.id not in decided for each in used))),
    )


def frame_changes(frame: CodeFrame) -> tuple[FrameChange, ...]:
    """List what each version of a code frame changed.

    Parameters
    ----------
    frame : CodeFrame
        The frame with its history.

    Returns
    -------
    tuple of FrameChange
        The oldest first; the first version is no change.
    """
    now = tuple(code.id for code in frame.codes)
    versions = [(each.version, each.date, each.codes, each.why) for each in frame.history]
    versions.append((frame.version, frame.date, now, ""))
    changes = []
    for (_, _, before, why), (version, since, after, _) in pairwise(versions):
        added = tuple(code for code in after if code not in before)
        dropped = tuple(code for code in before if code not in after)
        changes.append(FrameChange(version=version, date=since, added=added, dropped=dropped, why=why))
    return tuple(changes)


def _prompts(
    used: Sequence[Testimony], frame: CodeFrame | None, agreement: Agreement | None, *, uncoded: int
) -> Iterator[str]:
    if not used:
        return
    if frame is None:
        yield "There is no code frame, so nothing is counted by theme."
        return
    if uncoded:
        yield (
            _testimonies(uncoded, "has not been coded and stands", "have not been coded and stand")
            + " in no theme."
        )
    if agreement is None:
        yield "Nothing was coded by two people, so nobody knows how far the themes depend on who coded."
    elif agreement.awaiting:
        yield (
            f"The coders differ on {_testimonies(agreement.awaiting)}; until they agree, a code counts that "
            "at least half of them gave."
        )
    plain = _without_equality_codes(frame)
    if plain:
        yield (
            f"No equality sub-code stands under: {', '.join(plain)}. What only one group lives through is "
            "counted there with everybody's experience."
        )
    if len(frame.history) == 0:
        yield "The code frame has one version: review it once the first testimonies are coded."
    undated = sum(each.consent.given_on is None for each in used)
    if undated:
        yield f"The consent of {_testimonies(undated)} has no date."


def _without_equality_codes(frame: CodeFrame) -> list[str]:
    covered = {
        ancestor for code in frame.codes if code.characteristic for ancestor in frame.with_parents((code.id,))
    }
    return [code.label for code in frame.codes if code.parent is None and code.id not in covered]


def _testimonies(count: int, one: str = "", many: str = "") -> str:
    noun, verb = ("testimony", one) if count == 1 else ("testimonies", many)
    return f"{count} {noun} {verb}".strip()
