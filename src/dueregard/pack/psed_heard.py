"""The part of an equality impact assessment on who was asked, what was heard, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from dueregard.appraisal.duty_words import day_words
from dueregard.pack.psed_evidence import OFFICER
from dueregard.pack.titles import group_name
from dueregard.pack.voices_summary import missing_sentences
from dueregard.pack.word_blocks import Blank, Block, Bullets, Grid, Heading, Paragraph
from dueregard.pack.written import Written

if TYPE_CHECKING:
    from dueregard.casebook import Specification

__all__ = ["heard_blocks"]

_DID = {"yes": "We did", "in part": "We did in part", "no": "We did not"}


def heard_blocks(written: Written | None, specification: Specification) -> Iterator[Block]:
    """Write the part on consultation.

    Parameters
    ----------
    written : Written or None
        The last assessment; None where there is none.
    specification : Specification
        The casebook.

    Yields
    ------
    Block
        What was asked and heard; a blank where nobody was.
    """
    yield Heading(text="Who was asked, and what was heard")
    voices = {} if written is None else written.beside.get("voices", {})
    blocks = [*_asked(specification), *([] if written is None else _took_part(written, voices))]
    blocks += [*_opposed(voices), *_told(voices)]
    if not blocks:
        yield Blank(
            what="who was asked, how, when, and what they said",
            who=OFFICER,
            hint="Name the groups, and those that were not reached. The folder voices/ of the casebook can "
            "hold votes, statements and testimony.",
        )
    yield from blocks
    if written is not None:
        yield from _answers(written.beside.get("dialogue", {}))


def _asked(specification: Specification) -> Iterator[Block]:
    voices = specification.voices
    asked = voices.consultation.standards if voices else None
    if asked is None:
        return
    if asked.opened and asked.closed:
        text = f"The consultation was open from {day_words(asked.opened)} to {day_words(asked.closed)}."
        yield Paragraph(text=text)
    if asked.ways:
        yield Paragraph(text=f"Ways to take part: {', '.join(asked.ways)}.")


def _took_part(written: Written, voices: Mapping[str, Any]) -> Iterator[Block]:
    missing = tuple(
        f"{each.lead}: {each.text}"
        for each in missing_sentences(written.voices(), str(voices.get("compared_with", "the population")))
    )
    if missing:
        yield Paragraph(lead="Fewer than their share took part:", text="")
        yield Bullets(items=missing)
    silent = tuple(f"{each['reason']}. {each['remedy']}." for each in voices.get("silences", ()))
    if silent:
        yield Bullets(items=silent)


def _opposed(voices: Mapping[str, Any]) -> Iterator[Block]:
    objections = [each for each in (voices.get("consultation") or {}).get("objections", ()) if each["groups"]]
    against = [each for each in objections if each["against_the_whole"]]
    if against:
        yield Paragraph(
            lead="Opposed by a group though most agree:",
            text="of each group that is large enough to be shown, however small its share of all.",
        )
        yield Grid(
            title="What groups oppose",
            header=("Statement", "Who opposes it", "Everybody"),
            rows=tuple((each["text"], "; ".join(each["groups"]), each["lead"]) for each in against),
        )


def _told(voices: Mapping[str, Any]) -> Iterator[Block]:
    silent = [each for each in voices.get("sharp_end", ()) if each["heard"] == "nobody or too few to show"]
    if silent:
        yield Paragraph(lead="Worst off, and nobody or too few of them heard:", text="")
        yield Bullets(items=tuple(group_name(tuple(each["by"].items())) for each in silent))
    themes = (voices.get("testimony") or {}).get("themes", ())
    if themes:
        labels = "; ".join(each["label"] for each in themes)
        yield Paragraph(
            lead="Themes of testimony:", text=f"{labels}. The words themselves stand in the pack."
        )


def _answers(dialogue: Mapping[str, Any]) -> Iterator[Block]:
    said = [each for each in dialogue.get("said", ()) if each.get("text")]
    if said:
        yield Heading(text="Objections, and what was answered", level=2)
        yield Grid(
            title="You said, we did, we did not because",
            header=("Objection", "Raised by", "Answer"),
            rows=tuple((each["text"], each["raised_by"] or "Not said", _answer(each)) for each in said),
        )
    findings = [each for each in dialogue.get("said", ()) if not each.get("text") and each.get("answers")]
    if findings:
        yield Heading(text="Negative findings, and what was answered", level=2)
        yield Grid(
            title="Findings that were answered",
            header=("Finding", "Answer"),
            rows=tuple((_about(each), str(_answer(each))) for each in findings),
        )
    unanswered = dialogue.get("unanswered", ())
    if unanswered:
        are = "finding is" if len(unanswered) == 1 else "findings are"
        yield Paragraph(
            text=f"{len(unanswered):,} negative {are} not answered yet. They stand in the pack and are not "
            "removed."
        )


def _about(said: Mapping[str, Any]) -> str:
    parts = [said.get(key) for key in ("option", "outcome", "level")]
    return ", ".join(str(part) for part in parts if part) or str(said["id"])


def _answer(said: Mapping[str, Any]) -> str | Blank:
    if not said["answers"]:
        return Blank(
            what=f"an answer to the objection “{said['id']}”", who="whoever answers for the proposal"
        )
    return " ".join(_one(each) for each in said["answers"])


def _one(answer: Mapping[str, Any]) -> str:
    because = f" Because: {answer['because'].rstrip('.')}." if answer.get("because") else ""
    when = day_words(date.fromisoformat(answer["on"]))
    told = answer["text"].rstrip(".")
    return f"{_DID[answer['did']]}: {told}.{because} ({answer['by']}, {when})"
