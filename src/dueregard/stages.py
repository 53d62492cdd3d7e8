"""One stage of an assessment by itself, from the same people and through the same gate; writing nothing."""

from __future__ import annotations

from pathlib import Path

from dueregard.appraisal import Appraisal
from dueregard.appraisal.scrutiny import hear_dialogue
from dueregard.casebook import load_casebook
from dueregard.causes import ReleasedCauses
from dueregard.consequences import ReleasedConsequences, find_consequences, released_consequences
from dueregard.disclosure import Policy, Release, release
from dueregard.gaps import find_gaps
from dueregard.measured import Progress, hear_voices, measure, read_the_people, silent
from dueregard.options import load_with_options
from dueregard.record import REGISTER, notes_of_stewards, objections_in_reviews
from dueregard.register import Register
from dueregard.register.seen import seen_before
from dueregard.voices import VoicesFindings

__all__ = [
    "released_appraisal",
    "released_gaps",
    "released_options",
    "released_voices",
    "released_why",
]


def released_gaps(location: str | Path, *, progress: Progress | None = None) -> Release:
    """Measure the gaps of a casebook, through its disclosure gate, and write nothing.

    Parameters
    ----------
    location : path
        The casebook.
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    Release
        Every table that an assessment would publish.
    """
    casebook, tell = load_casebook(location), progress or silent
    return measure(read_the_people(casebook, tell), casebook, (), tell).release


def released_why(location: str | Path, *, progress: Progress | None = None) -> ReleasedCauses:
    """Find what gaps and inequality go with, through the casebook's disclosure gate, and write nothing.

    Parameters
    ----------
    location : path
        The casebook.
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    ReleasedCauses
        What an assessment would publish of causes.
    """
    casebook, tell = load_casebook(location), progress or silent
    return measure(read_the_people(casebook, tell), casebook, (), tell).causes


def released_voices(
    location: str | Path, *, progress: Progress | None = None
) -> tuple[Release, VoicesFindings]:
    """Find out who was heard, through the casebook's disclosure gate, and write nothing.

    Parameters
    ----------
    location : path
        The casebook.
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    Release
        Every table about voices that an assessment would publish.
    VoicesFindings
        What may be said beside them.
    """
    tell = progress or silent
    casebook, options = load_with_options(location)
    people = read_the_people(casebook, tell)
    tell("Measuring who is left behind", 0.3)
    findings = find_gaps(people, casebook) if casebook.specification.outcomes else None
    tell("Hearing who was heard", 0.7)
    policy = Policy.of(casebook.specification)
    shown = release(findings.tables, policy=policy) if findings else None
    voices = hear_voices(people, casebook, shown, options)
    return release(voices.tables, policy=policy), voices


def released_options(location: str | Path, *, progress: Progress | None = None) -> ReleasedConsequences:
    """Find out what each option would do, through the casebook's disclosure gate, and write nothing.

    Parameters
    ----------
    location : path
        The casebook.
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    ReleasedConsequences
        What an assessment would publish of options.
    """
    tell = progress or silent
    casebook, options = load_with_options(location)
    people = read_the_people(casebook, tell)
    tell("Measuring who is left behind", 0.2)
    findings = find_gaps(people, casebook) if options and casebook.specification.outcomes else None
    tell("Trying each option", 0.5)
    beside = findings.tables if findings else ()
    tried = find_consequences(people, casebook, options=options, beside=beside)
    return released_consequences(
        release((*beside, *tried.tables), policy=Policy.of(casebook.specification)), tried
    )


def released_appraisal(
    location: str | Path, *, progress: Progress | None = None
) -> tuple[Release, Appraisal]:
    """Hold every option against the five principles, through the casebook's disclosure gate.

    Parameters
    ----------
    location : path
        The casebook: a folder, its casebook.toml, or a workbook (.xlsx).
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    Release
        Every table that an assessment would publish.
    Appraisal
        The profile that rests on them, with objections at the cells that they are about.

    Raises
    ------
    CasebookError
        When the casebook is not valid.
    PeopleError
        When the people cannot be read as declared.
    """
    tell = progress or silent
    casebook, options = load_with_options(location)
    people = read_the_people(casebook, tell)
    before = Register(casebook.out / REGISTER).entries()
    reviewed = objections_in_reviews(casebook, before)
    dialogue = hear_dialogue(casebook, people, options, seen=seen_before(before), also=reviewed)
    found = measure(people, casebook, options, tell)
    appraisal = found.appraise(notes_of_stewards(casebook, before))
    scrutiny = found.scrutinise(dialogue, entries=before, appraisal=appraisal)
    return found.release, scrutiny.attached_to(appraisal)
