"""Reading a comparator from a file: people one by one, or a table of shares and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dueregard.errors import PeopleError, UsageError
from dueregard.people import People, read_people
from dueregard.people.written_rows import read_written_rows
from dueregard.voices.representation.margins import Margins
from dueregard.voices.representation.microdata import Microdata
from dueregard.voices.representation.shares import Comparator
from dueregard.voices.representation.tables import margins_in

__all__ = ["Sampled", "read_comparator"]

_AS_WRITTEN = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
LARGEST = 20_000
"""Rows above which a table is of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """How the people of a comparator were chosen, and which of them count.

    Attributes
    ----------
    weight, strata, cluster : str, optional
        Columns of the survey design.
    where : str, optional
        Which rows count.
    full : bool
        Whether the table holds everybody.
    """

    weight: str | None = None
    strata: str | None = None
    cluster: str | None = None
    where: str | None = None
    full: bool = False

    @property
    def of_people(self) -> bool:
        """Whether anything is said that only a table of people can have."""
        return self.full or any((self.weight, self.strata, self.cluster, self.where))


def read_comparator(
    source: str, *, sampled: Sampled | None = None, bands: Mapping[str, Sequence[float]] | None = None
) -> Comparator:
    """Read a comparator.

    Parameters
    ----------
    source : str
        A file. A table of shares or counts is recognised by its columns; see
        :func:`dueregard.voices.representation.tables.margins_in`. Anything else is a table of people.
    sampled : Sampled, optional
        What is said of people; then the table is read as one of people.
    bands : mapping of str to sequence of float, optional
        Lower ends of bands of columns of numbers.

    Returns
    -------
    Comparator
        Margins or Microdata.

    Raises
    ------
    PeopleError
        When the file cannot be read.
    UsageError
        When weights are declared of a full count.
    """
    told = sampled or Sampled()
    if told.full and told.weight is not None:
        raise UsageError(
            "A full count has no weights.", remedy="Leave out the weight, or do not declare it a full count."
        )
    if told.of_people:
        return Microdata(people=_people(source, told), bands=bands or {})
    try:
        people = _people(source, told)
    except PeopleError:
        if (table := _margins(source)) is None:
            raise
        return table
    table = _margins(source) if people.count <= LARGEST else None
    return table or Microdata(people=people, bands=bands or {})


def _people(source: str, told: Sampled) -> People:
    return read_people(
        source,
        weight=told.weight,
        strata=told.strata,
        cluster=told.cluster,
        count="full" if told.full else "sample",
        where=told.where,
    )


def _margins(source: str) -> Margins | None:
    """Read a table of figures; None where the file holds people."""
    if not source.lower().partition("#")[0].endswith(_AS_WRITTEN):
        return None
    try:
        table = read_written_rows(source)
    except PeopleError:
        return None  # what is wrong with it is said when it is read as people
    return margins_in(table)
