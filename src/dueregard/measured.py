"""What a casebook's people come to, as it may be shown: an assessment publishes it, a stage prints it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dueregard.appraisal import Appraisal, StewardNote, appraise, evidence_of
from dueregard.appraisal.scrutiny import Scrutiny, scrutinise
from dueregard.casebook import Casebook
from dueregard.casebook.objections import Dialogue
from dueregard.causes import ReleasedCauses, find_causes, released_causes
from dueregard.causes.sharp import SharpStratum, sharp_strata, with_voices
from dueregard.consequences import ReleasedConsequences, find_consequences, released_consequences
from dueregard.disclosure import EarlierRelease, Policy, Release, Table, release
from dueregard.gaps import GapsFindings, find_gaps, worst_off
from dueregard.options import DeclaredOption
from dueregard.pack.public.reading import earlier_releases
from dueregard.people import IntakeAudit, People, audit, people_from
from dueregard.register import Entry
from dueregard.voices import DisadvantagedGroup, VoicesFindings, find_voices

__all__ = ["Measured", "Progress", "hear_voices", "measure", "read_the_people", "silent"]

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was found of a casebook's people, and how much of it may be shown.

    Parameters
    ----------
    casebook : Casebook
        What was asked.
    options : sequence of DeclaredOption
        What could be done.
    audit : IntakeAudit or None
        What was found when the people were read; None for a casebook of published tables only.
    gaps : GapsFindings
        Who is left behind, and what is not known.
    voices : VoicesFindings
        Who was heard.
    release : Release
        Every figure that passed the disclosure gate.
    consequences : ReleasedConsequences or None
        What is predicted of options, as it may be shown; None where there are no options.
    causes : ReleasedCauses
        What gaps and inequality go with, as it may be shown.
    """

    casebook: Casebook
    options: Sequence[DeclaredOption]
    audit: IntakeAudit | None
    gaps: GapsFindings
    voices: VoicesFindings
    release: Release
    consequences: ReleasedConsequences | None
    causes: ReleasedCauses

    def appraise(self, steward: Sequence[StewardNote] = ()) -> Appraisal:
        """Hold every option against the five principles.

        Parameters
        ----------
        steward : sequence of StewardNote
            What stewards for future generations say.

        Returns
        -------
        Appraisal
        """
        return appraise(
            evidence_of(
                self.release,
                specification=self.casebook.specification,
                consequences=self.consequences,
                causes=self.causes,
                voices=self.voices,
                gaps=self.gaps.evidence_gaps,
                options=self.options,
                steward=steward,
            )
        )

    def scrutinise(self, dialogue: Dialogue, *, entries: Sequence[Entry], appraisal: Appraisal) -> Scrutiny:
        """Hold number against voice, and findings against what was objected and answered.

        Parameters
        ----------
        dialogue : Dialogue
            What was objected, answered and planned.
        entries : sequence of Entry
            Of the register, as it was before.
        appraisal : Appraisal
            The five principles.

        Returns
        -------
        Scrutiny
        """
        return scrutinise(
            self.release,
            self.casebook,
            dialogue,
            on=self.voices.on,
            consequences=self.consequences,
            voices=self.voices,
            entries=entries,
            appraisal=appraisal,
        )


def read_the_people(casebook: Casebook, tell: Progress) -> People | None:
    """Read the people of a casebook.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    tell : callable
        Told what is being done.

    Returns
    -------
    People or None
        None for a casebook of published tables only.

    Raises
    ------
    PeopleError
        When they cannot be read as declared.
    """
    tell("Reading the people", 0.1)
    # One thread adds in one order: the same people give the same figures to the last digit, so that reviews
    # and signatures of them do not lapse when a casebook is assessed again.
    return people_from(casebook, threads=1) if casebook.specification.people else None


def measure(
    people: People | None, casebook: Casebook, options: Sequence[DeclaredOption], tell: Progress
) -> Measured:
    """Audit the people, measure gaps and look for causes, hear voices, try options; let through what may be.

    Parameters
    ----------
    people : People or None
        See :func:`read_the_people`.
    casebook : Casebook
        What is asked.
    options : sequence of DeclaredOption
        What could be done.
    tell : callable
        Told what is being done.

    Returns
    -------
    Measured
        All tables went through the gate together, beside what was published earlier.

    Raises
    ------
    CasebookError
        When no outcome has a single value.
    """
    tell("Auditing the data", 0.2)
    audited = audit(people, casebook=casebook) if people else None
    tell("Measuring who is left behind", 0.35)
    gaps = find_gaps(people, casebook)
    # What may be shown hangs on what was published before: who is withheld for it takes part in no model.
    earlier = earlier_releases(casebook.out)
    shown = _shown(gaps, casebook, earlier)
    tell("Looking for causes", 0.5)
    causes = find_causes(people, casebook, shown=shown)
    tell("Hearing who was heard", 0.55)
    voices = hear_voices(people, casebook, shown, options, strata=sharp_strata(causes))
    tell("Trying each option", 0.65)
    tried = find_consequences(people, casebook, options=options, beside=gaps.tables)
    tell("Protecting people", 0.9)
    tables = (*gaps.tables, *causes.tables, *voices.tables, *tried.tables, *_audit_tables(audited))
    released = release(tables, policy=Policy.of(casebook.specification), earlier=earlier)
    return Measured(
        casebook=casebook,
        options=options,
        audit=audited,
        gaps=gaps,
        voices=voices,
        release=released,
        consequences=released_consequences(released, tried) if tried.any else None,
        causes=_heard_of(released_causes(released, causes), voices),
    )


def hear_voices(
    people: People | None,
    casebook: Casebook,
    shown: Release | None,
    options: Sequence[DeclaredOption],
    *,
    strata: Sequence[SharpStratum] = (),
) -> VoicesFindings:
    """Find out who was heard, as of today.

    Parameters
    ----------
    people : People or None
        See :func:`read_the_people`.
    casebook : Casebook
        What is asked.
    shown : Release or None
        Who is left behind, where it was measured, as it may be shown: whoever is worst off is looked for
        among the voices.
    options : sequence of DeclaredOption
        What could be done, with its authors.
    strata : sequence of SharpStratum
        Crossings at the sharp end, which are looked for too.

    Returns
    -------
    VoicesFindings
    """
    worst = () if shown is None else _worst_off(shown, casebook)
    sought = tuple(DisadvantagedGroup(by=each.by, rank=each.rank) for each in strata)
    authored = {each.option.name: each.option.authored_by for each in options if each.option is not None}
    on = datetime.now(UTC).date()
    return find_voices(people, casebook, on=on, worst_off=worst, sought=sought, options=authored)


def _shown(gaps: GapsFindings, casebook: Casebook, earlier: Sequence[EarlierRelease]) -> Release:
    return release(gaps.tables, policy=Policy.of(casebook.specification), earlier=earlier)


def _worst_off(shown: Release, casebook: Casebook) -> tuple[DisadvantagedGroup, ...]:
    """Name those who are worst off, by nothing but what may be shown."""
    return tuple(
        DisadvantagedGroup(by=group.by, rank=rank, outcomes=group.outcomes)
        for rank, group in enumerate(worst_off(shown.tables, casebook.specification), start=1)
    )


def _heard_of(causes: ReleasedCauses, voices: VoicesFindings) -> ReleasedCauses:
    """Say of the strata at the sharp end whether anybody of them was heard."""
    heard = {
        tuple(sorted(each.group.by.items())): (each.heard, each.words, each.action) for each in voices.sought
    }
    return replace(causes, sharp=with_voices(causes.sharp, heard))


def _audit_tables(audited: IntakeAudit | None) -> tuple[Table, ...]:
    found = () if audited is None else audited.tables
    return tuple(
        Table(name=each.name, title=each.title, records=each.records, note=each.note, count=each.count)
        for each in found
    )


def silent(_doing: str, _share: float) -> None:
    """Tell nobody."""
