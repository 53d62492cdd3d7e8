"""Look before you leap: whether a casebook is valid, and what its data can bear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dueregard.appraisal.answering import unfinished_dialogue
from dueregard.appraisal.scrutiny import hear_dialogue
from dueregard.casebook import Casebook, Specification
from dueregard.consequences import check_options
from dueregard.errors import CasebookError
from dueregard.gaps import outcomes_without_values
from dueregard.options import load_with_options
from dueregard.pack.data_protection import unsaid
from dueregard.pack.duties import unscreened
from dueregard.people import IntakeAudit, People, audit, people_from
from dueregard.record import objections_in_reviews
from dueregard.register import Register
from dueregard.register.seen import seen_before
from dueregard.voices import check_voices

__all__ = ["CheckReport", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found.

    Parameters
    ----------
    casebook : Casebook
        The casebook, which is valid.
    unfinished : tuple of str
        What an assessment does not need, but a reader of the pack will miss.
    audit : IntakeAudit or None
        What was found in the people; None for a casebook of published tables only.
    voices : tuple of str
        From whom nothing will be heard, and what to do about it.
    options : tuple of str
        What could be done, what to review of it, and what cannot be worked out.
    duties : tuple of str
        Which duties are still to be screened, and what is not said of data protection.
    dialogue : tuple of str
        Objections that nobody has answered, and what actions lack.
    """

    casebook: Casebook
    unfinished: tuple[str, ...]
    audit: IntakeAudit | None
    voices: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    dialogue: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Say what was found, a line each.

        Yields
        ------
        str
            Nothing in it tells a count below the disclosure threshold.
        """
        specification = self.casebook.specification
        outcomes = len(specification.outcomes)
        yield f"{self.casebook.file.name} is valid: {outcomes} {'outcome' if outcomes == 1 else 'outcomes'}."
        for sentence in self.unfinished:
            yield f"  to do: {sentence}"
        if self.audit is None:
            yield "There is no table of people: the figures will rest on published tables."
        else:
            yield f"{self.audit.rows:,} rows; {self.audit.people:,} people are assessed."
            for finding in self.audit.findings:
                yield f"  {finding.level}: {finding.sentence}"
        for sentence in self.voices:
            yield f"  voices: {sentence}"
        for sentence in self.options:
            yield f"  option: {sentence}"
        for sentence in self.duties:
            yield f"  duty: {sentence}"
        for sentence in self.dialogue:
            yield f"  to do: {sentence}"

    def to_dict(self) -> dict[str, Any]:
        """Give the same as plain data.

        Returns
        -------
        dict
            ``estimates`` (none: nothing is estimated), ``valid``, ``unfinished``, ``voices``, ``options``,
            ``duties``, ``dialogue`` and ``audit``.
        """
        audited = None if self.audit is None else self.audit.to_dict()
        return {
            "estimates": [],
            "valid": True,
            "unfinished": list(self.unfinished),
            "voices": list(self.voices),
            "options": list(self.options),
            "duties": list(self.duties),
            "dialogue": list(self.dialogue),
            "audit": audited,
        }


def check(location: str | Path) -> CheckReport:
    """Validate a casebook, see that its outcomes can be measured, and audit its data.

    Parameters
    ----------
    location : path
        The casebook: a folder, its casebook.toml, or a workbook (.xlsx).

    Returns
    -------
    CheckReport
        What was found.

    Raises
    ------
    CasebookError
        When the casebook is not valid; all problems are listed at once.
    PeopleError
        When the people cannot be read as declared, or an outcome holds text or infinite values.
    ColumnNotFound
        When a column is named that the people do not have.
    """
    casebook, options = load_with_options(location)
    people = people_from(casebook) if casebook.specification.people else None
    entries = Register(casebook.out / "register.jsonl").entries()
    reviewed = objections_in_reviews(casebook, entries)
    dialogue = hear_dialogue(casebook, people, options, seen=seen_before(entries), also=reviewed)
    return CheckReport(
        casebook=casebook,
        unfinished=(
            *_unfinished(casebook),
            *_unmeasured(people, casebook.specification),
        ),
        voices=check_voices(people, casebook),
        options=check_options(people, casebook, options),
        duties=(*unscreened(casebook), *unsaid(casebook.specification)),
        dialogue=tuple(unfinished_dialogue(dialogue, on=datetime.now(UTC).date())),
        audit=None if people is None else audit(people, casebook=casebook),
    )


def _unfinished(casebook: Casebook) -> Iterator[str]:
    specification = casebook.specification
    if not specification.outcomes:
        yield "[[outcomes]] is empty, so there is nothing to measure."
    if specification.question.decision_on is None:
        yield "[question] has no decision_on: an assessment must come before the decision."
    if not specification.question.owner:
        yield "[question] has no owner: nobody is named who decides."
    for gap in specification.evidence_gaps:
        if not gap.owner or gap.due is None:
            yield f"[[evidence_gaps]] {gap.characteristic}: it needs an owner and a due date."


def _unmeasured(people: People | None, specification: Specification) -> Iterator[str]:
    if people is None:
        return
    empty = outcomes_without_values(people, specification)
    if empty and len(empty) == len(specification.outcomes):
        raise CasebookError(
            f"Nobody has a value of {' or of '.join(map(repr, empty))}, so there is nothing to measure.",
            remedy="Check the columns, [people] where, and whether the missing codes cover everything.",
        )
    for name in empty:
        yield f"[[outcomes]] {name!r} has no value for anybody: it will stand as an evidence gap."
