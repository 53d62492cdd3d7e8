"""One stage by itself: every option held against the five principles, without writing anything."""

from __future__ import annotations

import os

from dueregard.appraisal import Appraisal
from dueregard.appraisal.scrutiny import hear_dialogue, scrutinise

# The same people, figures and gate as an assessment has: what is printed here is what would be published.
from dueregard.assess import Progress, _appraised, _measured, _people
from dueregard.consequences import released_consequences
from dueregard.disclosure import Release
from dueregard.options import load_with_options
from dueregard.record import notes_of_stewards, objections_in_reviews
from dueregard.register import Register
from dueregard.register.seen import seen_before

__all__ = ["released_appraisal"]


def released_appraisal(
    location: str | os.PathLike[str], *, progress: Progress | None = None
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
    tell = progress or (lambda doing, share: None)
    casebook, options = load_with_options(location)
    people = _people(casebook, tell)
    before = Register(casebook.out / "register.jsonl").entries()
    reviewed = objections_in_reviews(casebook, before)
    dialogue = hear_dialogue(casebook, people, options, seen=seen_before(before), also=reviewed)
    _, findings, voices, tried, released = _measured(people, casebook, options, tell)
    predicted = released_consequences(released, tried) if tried.any else None
    steward = notes_of_stewards(casebook, before)
    found = _appraised(
        released,
        casebook,
        findings,
        voices=voices,
        predicted=predicted,
        options=options,
        steward=steward,
    )
    scrutiny = scrutinise(
        released,
        casebook,
        dialogue,
        on=voices.on,
        consequences=predicted,
        voices=voices,
        entries=before,
        appraisal=found,
    )
    return released, scrutiny.attached_to(found)
