"""The stage: from a casebook and its people to who was heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dueregard.casebook import Casebook, Voices, voices_files
from dueregard.disclosure import Policy
from dueregard.voices.comparing import body_heard, took_part
from dueregard.voices.designing import designed
from dueregard.voices.findings import Lottery, Silence, VoicesFindings
from dueregard.voices.hearing import hear
from dueregard.voices.residents import affected, residents
from dueregard.voices.seating import seat
from dueregard.voices.sharp_end import DisadvantagedGroup, find_sharp_end
from dueregard.voices.standards import standards_of
from dueregard.voices.telling import tell

if TYPE_CHECKING:
    from dueregard.casebook import VoicesFiles
    from dueregard.people import People

__all__ = ["find_voices", "silences_of"]


def find_voices(
    people: People | None,
    casebook: Casebook,
    *,
    on: date,
    worst_off: Sequence[DisadvantagedGroup] = (),
    sought: Sequence[DisadvantagedGroup] = (),
    options: Mapping[str, Sequence[str]] | None = None,
) -> VoicesFindings:
    """Find out who was heard: in a consultation, on bodies, by lot, in testimony.

    A part that is absent is a silence with a remedy, and never stops the others; a part that is there and
    cannot be read is an error, never left out.

    Parameters
    ----------
    people : People or None
        The people's table.
    casebook : Casebook
        With its files about voices.
    on : datetime.date
        The day for which consent and standards are judged.
    worst_off : sequence of DisadvantagedGroup
        Those who are worst off by figures that may be shown: were they heard?
    sought : sequence of DisadvantagedGroup
        Further groups that are asked after.
    options : mapping of str to sequence of str, optional
        Who designed each option.

    Returns
    -------
    VoicesFindings
        Tables for the gate, and what may be said beside them.

    Raises
    ------
    CasebookError
        When files are missing or not valid.
    PeopleError
        When a table cannot be read.
    """
    files, spec = voices_files(casebook), casebook.specification.voices or Voices()
    policy = Policy.of(casebook.specification)
    whole, touched = residents(people, casebook), affected(people, casebook)
    place = (
        next(iter(casebook.specification.people.places), "place")
        if casebook.specification.people
        else "place"
    )
    hearing = hear(files, spec.consultation, residents=whole, policy=policy)
    telling = tell(files.testimony, on=on, place=place, policy=policy)
    bodies = [
        body_heard(body, file, residents=whole, affected=touched)
        for body, file in zip(spec.bodies, files.bodies, strict=True)
    ]
    tables = [
        None if hearing is None else took_part(hearing.groups, residents=whole, affected=touched),
        None if hearing is None else hearing.table,
        None if telling is None else telling.table,
        *(table for _, table in bodies),
    ]
    heard = [*(() if hearing is None else hearing.people), *(() if telling is None else telling.heard)]
    return VoicesFindings(
        on=on,
        population=whole.title,
        affected="" if touched is None else touched.title,
        tables=tuple(table for table in tables if table is not None),
        silences=tuple(silences_of(files, spec)),
        consultation=None if hearing is None else hearing.consulted,
        bodies=tuple(body for body, _ in bodies),
        lottery=_lottery(files, spec, policy),
        testimony=None if telling is None else telling.findings,
        standards=()
        if hearing is None
        else standards_of(spec.consultation.standards, casebook.specification, on=on),
        sharp_end=find_sharp_end(worst_off, heard, threshold=policy.threshold) if heard else (),
        sought=find_sharp_end(sought, heard, threshold=policy.threshold) if heard else (),
        designed=designed(casebook.specification, whole, options=options or {}),
    )


def _lottery(files: VoicesFiles, spec: Voices, policy: Policy) -> Lottery | None:
    if files.respondents is None or files.targets is None:
        return None
    return seat(files.respondents, files.targets, spec.panel, policy=policy)


def silences_of(files: VoicesFiles, spec: Voices) -> Iterator[Silence]:
    """Name the parts of the method for which the casebook has nothing.

    Parameters
    ----------
    files : VoicesFiles
        What is there.
    spec : Voices
        What the casebook says.

    Yields
    ------
    Silence
        Each with a remedy.
    """
    if files.votes is None:
        yield Silence(
            part="consultation",
            reason="Nobody was consulted: there are no votes on statements",
            remedy="Put statements to residents and place votes.csv, statements.csv and participants.csv in "
            "voices/",
        )
    elif files.participants is None:
        yield Silence(
            part="consultation",
            reason="It is not known who took part in the consultation",
            remedy="Ask participants, with their consent, what is asked of everybody, and place it in "
            "voices/participants.csv",
        )
    if not spec.bodies:
        yield Silence(
            part="bodies",
            reason="It is not known who sits on the body that decides",
            remedy="Name it under [[voices.bodies]], with a table of its members",
        )
    if files.testimony is None:
        yield Silence(
            part="testimony",
            reason="Nobody told of their life in their own words",
            remedy="Ask, write it down within the consent people give, and place it in voices/testimony/",
        )
