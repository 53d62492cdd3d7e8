"""What ``--release`` does to an answer: the gate, and nothing beside it that counts people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from dueregard.errors import DueRegardError, PeopleError, UsageError

if TYPE_CHECKING:
    from dueregard.engine import Measure
    from dueregard.estimates import Record

__all__ = ["discreet_notes", "discreetly", "refuse_rows", "released", "uncounted", "ungrouped_note"]

WHY = (
    "A value is withheld when it, or a result that could be worked out from it, is of few people, of few "
    "people at one end, or mostly of one person."
)


def refuse_rows(measures: Sequence[Measure]) -> None:
    """Refuse measures whose rows are not people.

    Parameters
    ----------
    measures : sequence of Measure
        What is to be released.

    Raises
    ------
    UsageError
        For measures of published groups or of tallies: how many people are behind a row is not known.
    """
    from dueregard.engine import Gathered, Tallied

    of_rows = list(dict.fromkeys(each.name for each in measures if isinstance(each, Gathered | Tallied)))
    if of_rows:
        raise UsageError(
            "--release is for tables of people; here a row is a group or a tally.",
            found=f"Of such rows: {', '.join(of_rows)}.",
            remedy="Leave out --release where the rows are published already; for people, ask for a measure "
            "of people.",
        )


def released(records: Sequence[Record], *, count: Literal["sample", "full"]) -> list[Record]:
    """Apply the disclosure gate to the results of one call.

    Parameters
    ----------
    records : sequence of Record
        All of them.
    count : {"sample", "full"}
        Whether the people are a full count.

    Returns
    -------
    list of Record
        In the same order.
    """
    from dueregard.disclosure import Policy, Table, release

    table = Table(name="estimates", title="Estimates", records=tuple(records), count=count, same_people=True)
    return [record for each in release([table], policy=Policy()).tables for record in each.records]


def discreet_notes(notes: Sequence[str], records: Sequence[Record]) -> list[str]:
    """Leave out the notes that hold numbers: they count people.

    Parameters
    ----------
    notes : sequence of str
        What was decided while reading.
    records : sequence of Record
        What is released.

    Returns
    -------
    list of str
        The others; that some are left out; and why values are withheld, where any is.
    """
    kept = [note for note in notes if not re.search(r"\d", note)]
    if len(kept) < len(notes):
        kept.append("Notes that count people are left out of a release.")
    if any(record.status == "withheld" for record in records):
        kept.append(WHY)
    return kept


def ungrouped_note(people: int, by: Sequence[str], *, release: bool) -> list[str]:
    """Say that people are in no group.

    Parameters
    ----------
    people : int
        How many.
    by : sequence of str
        What groups are made by.
    release : bool
        Then not how many.

    Returns
    -------
    list of str
        Nothing where everybody is in a group.

    Examples
    --------
    >>> ungrouped_note(3, ["area", "sex"], release=False)
    ['3 people without a value of area or sex are in no group and are left out.']
    >>> ungrouped_note(3, ["area"], release=True)
    ['People without a value of area are in no group and are left out.']
    """
    if not people:
        return []
    who = "People" if release else "1 person" if people == 1 else f"{people:,} people"
    verbs = "is in no group and is" if who == "1 person" else "are in no group and are"
    return [f"{who} without a value of {' or '.join(by)} {verbs} left out."]


@contextmanager
def discreetly(*, release: bool) -> Iterator[None]:
    """Keep errors from counting people.

    Parameters
    ----------
    release : bool
        Whether they must not.
    """
    try:
        yield
    except DueRegardError as error:
        if release and error.discreet is not None:
            raise error.discreetly() from None
        raise


@contextmanager
def uncounted(*, release: bool) -> Iterator[None]:
    """Keep errors about rows from counting people: no numbers of people, and no row numbers.

    Parameters
    ----------
    release : bool
        Whether they must not.
    """
    try:
        with discreetly(release=release):
            yield
    except PeopleError as error:
        if not release:
            raise
        wrong = re.sub(r"\b[\d,]+ (?=(?:eligible )?(?:people|rows)\b)", "some ", error.wrong)
        raise PeopleError(wrong, remedy=error.remedy) from None
