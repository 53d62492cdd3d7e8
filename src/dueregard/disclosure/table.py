"""A table of records as it stands before the disclosure gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dueregard.estimates import Record

__all__ = ["Table", "name_of_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Records that are read together, under a title.

    Parameters
    ----------
    name : str
        A slug, unique in a release; names the table's file.
    title : str
        What the table shows, in words.
    records : tuple of Record
        The records, in the order in which they are read.
    note : str
        What a reader must know, printed with the table.
    count : {"sample", "full"}
        ``"full"`` when the people are a full count, in which few yeses or noes are disclosive
        although many people were asked.
    already_public : bool
        Whether somebody else has published every value of the table (a census table, an official
        rate). Such a table passes the gate as it is.
    same_people : bool
        Whether all records are of the same people, as the results of one call are: then two results of
        one group can be subtracted (see :mod:`dueregard.disclosure.differences`).
    nesting : tuple of pairs of (str, str)
        Groups inside other groups, each a variable and a level: a ward and the district that it is in.
    implied : tuple of (str, str)
        Levels that everybody in tables without these variables has: the year of the latest wave.
    quantities : mapping of str to str
        What each outcome measures, where several outcomes are of one quantity among different people: their
        results are subtracted like those of one outcome.
    one_model : bool
        Whether all values of an outcome are of one model of the table's groups: each tells something of all
        of them, so they are withheld together as soon as one group is.

    Examples
    --------
    >>> Table(name="everyone", title="Everyone", records=()).count
    'sample'
    """

    name: str
    title: str
    records: tuple[Record, ...]
    note: str = ""
    count: Literal["sample", "full"] = "sample"
    already_public: bool = False
    same_people: bool = False
    nesting: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()
    implied: tuple[tuple[str, str], ...] = ()
    quantities: Mapping[str, str] = field(default_factory=dict)
    one_model: bool = False


def name_of_table(text: str) -> str:
    """Make the name of a table, or a part of it, of words that somebody chose.

    Parameters
    ----------
    text : str
        The words.

    Returns
    -------
    str
        Their letters and numbers in lower case, with hyphens between.

    Examples
    --------
    >>> name_of_table("Planning committee (2026)")
    'planning-committee-2026'
    """
    return "-".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())
