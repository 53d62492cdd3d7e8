"""What instruments may see: only what has passed the disclosure gate, and what the casebook declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from dueregard.appraisal.finding import Unknown

if TYPE_CHECKING:
    from dueregard.casebook import Specification
    from dueregard.causes import ReleasedCauses
    from dueregard.consequences import ReleasedConsequences
    from dueregard.disclosure import Release, Table
    from dueregard.estimates import Record
    from dueregard.gaps import EvidenceGap
    from dueregard.options import DeclaredOption, Option
    from dueregard.voices import VoicesFindings

__all__ = ["Evidence", "StewardNote", "evidence_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardNote:
    """What the steward for future generations says.

    Attributes
    ----------
    steward : str
        Who.
    position : {"assent", "dissent"}
        Whether they assent.
    text : str
        Their words.
    option : str or None
        The option it is about; None for all.
    """

    steward: str
    position: str
    text: str
    option: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What instruments turn into findings.

    Attributes
    ----------
    specification : Specification
        What was asked.
    tables : tuple of Table
        Released tables.
    consequences : ReleasedConsequences or None
        What may be shown of options.
    causes : ReleasedCauses or None
        What gaps and inequality go with; None where nobody looked.
    voices : VoicesFindings or None
        What may be said of voices: without its tables, which have not passed the gate.
    gaps : tuple of EvidenceGap
        What is not known.
    options : tuple of Option
        As declared.
    evaluated : frozenset of str
        Options whose effect was found by an evaluation.
    steward : tuple of StewardNote
        Notes of the steward for future generations; empty where there is none yet.
    """

    specification: Specification
    tables: tuple[Table, ...] = field(repr=False)
    consequences: ReleasedConsequences | None = None
    voices: VoicesFindings | None = None
    gaps: tuple[EvidenceGap, ...] = ()
    options: tuple[Option, ...] = ()
    evaluated: frozenset[str] = frozenset()
    steward: tuple[StewardNote, ...] = ()
    causes: ReleasedCauses | None = None

    def records(self, prefix: str) -> Iterator[tuple[Table, Record]]:
        """Go through released records.

        Parameters
        ----------
        prefix : str
            How the name of a table begins.

        Yields
        ------
        Table, Record
            In their order.
        """
        for table in self.tables:
            if table.name.startswith(prefix):
                for record in table.records:
                    yield table, record

    def better(self, outcome: str | None) -> Literal["higher", "lower"] | None:
        """Say which value of an outcome is better; None where it is not known."""
        found = (each.better for each in self.specification.outcomes if each.name == outcome)
        return next(found, None)

    def statements_about(self, option: str) -> Mapping[str, str]:
        """Name the statements that bear on an option, as the casebook declares.

        Parameters
        ----------
        option : str
            Its name.

        Returns
        -------
        mapping of str to str
            By a statement's id, whether who agrees says that something is wrong (``raises``) or that nothing
            is (``denies``).
        """
        about = self.specification.voices.about if self.specification.voices else ()
        name = option.casefold()
        return {
            each.statement: each.agreeing
            for each in about
            if each.statement and name in {other.casefold() for other in each.options}
        }

    @property
    def statements_placed(self) -> frozenset[str]:
        """The statements that are declared to be about anything."""
        about = self.specification.voices.about if self.specification.voices else ()
        return frozenset(each.statement for each in about if each.statement)

    def owned(self, what: str, characteristic: str, outcome: str | None = None) -> Unknown:
        """Say that something is not known, with the owner and date that the casebook gives.

        Parameters
        ----------
        what : str
            In words.
        characteristic : str
            Which characteristic or part of the method it is about.
        outcome : str, optional
            Which outcome.

        Returns
        -------
        Unknown
            Without owner and date where nobody declared the gap.
        """
        declared: Sequence[tuple[str | None, date | None]] = [
            (gap.owner, gap.due)
            for gap in self.specification.evidence_gaps
            if gap.characteristic == characteristic and gap.outcome in (None, outcome)
        ]
        owner, due = declared[0] if declared else (None, None)
        return Unknown(what=what, owner=owner, due=due)


def evidence_of(
    release: Release,
    *,
    specification: Specification,
    consequences: ReleasedConsequences | None = None,
    voices: VoicesFindings | None = None,
    gaps: Sequence[EvidenceGap] = (),
    options: Sequence[DeclaredOption] = (),
    evaluated: frozenset[str] = frozenset(),
    steward: Sequence[StewardNote] = (),
    causes: ReleasedCauses | None = None,
) -> Evidence:
    """Gather what instruments may see.

    Parameters
    ----------
    release : Release
        Tables that have passed the disclosure gate.
    specification : Specification
        The casebook.
    consequences : ReleasedConsequences, optional
        What may be shown of options.
    voices : VoicesFindings, optional
        Who was heard. What of it has not passed the gate is left out here.
    gaps : sequence of EvidenceGap
        What is not known.
    options : sequence of DeclaredOption
        The casebook's options.
    evaluated : frozenset of str
        Options whose effect was found by an evaluation.
    steward : sequence of StewardNote
        From reviews by the steward for future generations.
    causes : ReleasedCauses, optional
        What gaps and inequality go with.

    Returns
    -------
    Evidence
    """
    told = None
    if voices is not None:
        spoken = voices.testimony and replace(
            voices.testimony, individuals=0, organisations=0, records=(), left_out={}, quotes_held_back={}
        )
        told = replace(voices, tables=(), testimony=spoken)
    return Evidence(
        specification=specification,
        tables=release.tables,
        consequences=consequences,
        voices=told,
        gaps=tuple(gaps),
        options=tuple(each.option for each in options if each.option is not None),
        evaluated=evaluated,
        steward=tuple(steward),
        causes=causes,
    )
