"""Which records are about the same people: cells, and the families of cells that add up.

A *cell* is a group of people for whom an outcome is measured; its crude and its age-standardised
value are two records of one cell. A *family* is all cells of one measure and outcome over the same
variables (every ethnic group, say); its cells add up to those of any family over fewer variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dueregard.estimates import Record

__all__ = ["Cell", "Family", "cell_of", "family_of", "is_level"]

# These say how a value is adjusted, which periods or aim a contrast compares, or which part of it is told;
# not whom it is about.
ADJUSTMENTS = frozenset({"basis", "standard", "period", "from", "to", "target", "component", "variable"})

OF_ONE_GROUP = frozenset({"before", "losers", "without it"})
"""What an option's changes are compared with within a group: the same people before, or without the option;
winners with losers."""


@dataclass(frozen=True, slots=True)
class Family:
    """All cells of one measure and outcome over the same variables.

    Parameters
    ----------
    subject : tuple of str
        The outcome, the measure and its parameters, without adjustments.
    variables : frozenset of str
        The variables whose levels tell the cells apart.
    """

    subject: tuple[str, ...]
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One group of people for whom an outcome is measured.

    Parameters
    ----------
    family : Family
        The cells it adds up with.
    levels : frozenset of (str, str)
        The level of each variable.
    """

    family: Family
    levels: frozenset[tuple[str, str]]

    def on(self, variables: frozenset[str]) -> frozenset[tuple[str, str]]:
        """Give the levels of some of the variables.

        Parameters
        ----------
        variables : frozenset of str
            The variables wanted.

        Returns
        -------
        frozenset of (str, str)
            Their levels.
        """
        return frozenset(item for item in self.levels if item[0] in variables)


def is_level(record: Record) -> bool:
    """Say whether a record is of one group of people, so that it adds up with those of other groups.

    Parameters
    ----------
    record : Record
        Any.

    Returns
    -------
    bool
        True for what is no contrast, and for what an option changes for a group: such changes are contrasts
        with the same people before, and changes of parts add up to that of the whole.
    """
    return record.contrast is None or (record.reference in OF_ONE_GROUP and "option" in record.by)


def cell_of(record: Record, *, by: Mapping[str, str] | None = None) -> Cell:
    """Find the cell that a record is about.

    Parameters
    ----------
    record : Record
        A level, or a contrast (then its own side).
    by : mapping of str to str, optional
        Other levels than the record's own.

    Returns
    -------
    Cell
        The same for crude and age-standardised values.
    """
    levels = record.by if by is None else by
    return Cell(Family(tuple(_subject(record, record.outcome)), frozenset(levels)), frozenset(levels.items()))


def family_of(record: Record, *, outcome: str | None) -> Family:
    """Find the family of a record's cell, for its own outcome or another.

    Parameters
    ----------
    record : Record
        A level, or a contrast (then its own side).
    outcome : str or None
        The outcome.

    Returns
    -------
    Family
        That of the same groups for the outcome.
    """
    return Family(tuple(_subject(record, outcome)), frozenset(record.by))


def _subject(record: Record, outcome: str | None) -> Iterator[str]:
    yield outcome or ""
    yield record.measure
    # Beside a target, "by" is the year of the aim; elsewhere it is a measure's own option.
    adjustments = ADJUSTMENTS | {"by"} if "target" in record.parameters else ADJUSTMENTS
    for name in sorted(record.parameters):
        if name not in adjustments:
            yield f"{name}={record.parameters[name]!r}"
