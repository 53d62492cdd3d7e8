"""Whether the files about voices can be read as the casebook says, before anything is analysed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dueregard.casebook import Casebook, Voices, voices_files
from dueregard.casebook.testimony_files import read_testimony
from dueregard.voices.comparing import members_of
from dueregard.voices.find import silences_of
from dueregard.voices.hearing import read_consultation
from dueregard.voices.residents import residents
from dueregard.voices.seating import read_panel

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["check_voices"]


def check_voices(people: People | None, casebook: Casebook) -> tuple[str, ...]:
    """Read every file about voices, and say what is lacking.

    Parameters
    ----------
    people : People or None
        The people's table.
    casebook : Casebook
        With its files about voices.

    Returns
    -------
    tuple of str
        What is lacking and what was decided while reading, in sentences; nothing in them counts people.

    Raises
    ------
    CasebookError
        When a file is missing, or holds groups or keys that the casebook does not know.
    PeopleError
        When a table cannot be read, or no panel meets the quotas.
    """
    return tuple(_checked(people, casebook))


def _checked(people: People | None, casebook: Casebook) -> Iterator[str]:
    files, spec = voices_files(casebook), casebook.specification.voices or Voices()
    if not files.any:
        yield "nobody's is in the casebook. Put votes, testimony or a panel's files into voices/."
        return
    whole = residents(people, casebook)
    if files.votes is not None:
        read_consultation(files, spec.consultation, whole)
    for body, file in zip(spec.bodies, files.bodies, strict=True):
        members_of(body, file, whole)
    if files.respondents is not None and files.targets is not None:
        read_panel(files.respondents, files.targets, spec.panel)
    if files.testimony is not None:
        yield from read_testimony(files.testimony).notes
    for silence in silences_of(files, spec):
        yield f"{silence.reason}. {silence.remedy}."
