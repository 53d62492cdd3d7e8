"""The groups that people put themselves in, in a small table of voices, under the casebook's own names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dueregard.casebook import ParticipantColumn, canonical_name
from dueregard.engine import Grouping
from dueregard.errors import CasebookError, ColumnNotFound, did_you_mean
from dueregard.voices.representation.matching import is_stated
from dueregard.voices.written import folded

__all__ = ["KnownGroups", "groups_of", "known_groups"]

_LONGEST = 40
"""Longer cells are not repeated in messages: they may be somebody's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGroups:
    """The groups of a characteristic as the casebook knows them.

    Attributes
    ----------
    name : str
        The characteristic, by its one name.
    labels : mapping of str to str
        From each code and each label, in small letters, to the label.
    bands : tuple of float
        Where bands of a number start, if it is made of one.
    band_labels : tuple of str
        What they are called.
    closed : bool
        Whether there are no other groups, so that anything else is an error.
    """

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    bands: tuple[float, ...] = ()
    band_labels: tuple[str, ...] = ()
    closed: bool = True

    def find(self, cell: str) -> str | None:
        """Name the group of a cell.

        Parameters
        ----------
        cell : str
            As somebody wrote it.

        Returns
        -------
        str or None
            None when it is no group that is known.

        Examples
        --------
        >>> age = KnownGroups(name="age", bands=(16.0, 65.0), band_labels=("16 to 64", "65 and over"))
        >>> age.find("70"), age.find("65 and over"), age.find("old")
        ('65 and over', '65 and over', None)
        """
        found = self.labels.get(folded(cell))
        if found is None and self.bands:
            found = self._band(cell)
        return found if found is not None or self.closed else cell

    def _band(self, cell: str) -> str | None:
        for label in self.band_labels:
            if folded(label) == folded(cell):
                return label
        try:
            number = float(cell)
        except ValueError:
            return None
        inside = [label for low, label in zip(self.bands, self.band_labels, strict=True) if number >= low]
        return inside[-1] if inside else None


def known_groups(name: str, *, grouping: Grouping | None, levels: Sequence[str]) -> KnownGroups:
    """Collect what the casebook knows of a characteristic.

    Parameters
    ----------
    name : str
        The characteristic.
    grouping : Grouping or None
        How it splits the people's table, when it does.
    levels : sequence of str
        The groups of whom people are compared with; empty when it is not known.

    Returns
    -------
    KnownGroups
        Open where nothing is known: then groups are called as they are written.
    """
    labels = {folded(level): level for level in levels}
    if grouping is not None and grouping.bands is not None:
        return KnownGroups(
            name=name, labels=labels, bands=tuple(grouping.bands), band_labels=grouping.band_labels
        )
    if grouping is not None and grouping.labels:
        coded = {folded(code): label for code, label in grouping.labels.items()}
        labels = coded | {folded(label): label for label in grouping.declared} | labels
    return KnownGroups(name=name, labels=labels, closed=bool(labels))


def groups_of(
    cells: Mapping[str, Iterable[str | None]],
    *,
    title: str,
    given: Mapping[str, ParticipantColumn],
    known: Mapping[str, KnownGroups],
    place: str,
) -> dict[str, tuple[str | None, ...]]:
    """Read the groups that the people of a table put themselves in.

    Parameters
    ----------
    cells : mapping of str to iterable of (str or None)
        For each column of the table, what it says of each of them.
    title : str
        What to call the table in messages.
    given : mapping of str to ParticipantColumn
        Which column holds which characteristic; without any, columns that are called as one.
    known : mapping of str to KnownGroups
        The casebook's characteristics.
    place : str
        Where the casebook says it, for messages, such as ``voices.consultation``.

    Returns
    -------
    dict of str to tuple of (str or None)
        For each characteristic, everybody's group; None for whoever did not say.

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    CasebookError
        When cells are no group of the characteristic; all of them are named at once.

    Examples
    --------
    >>> sex = KnownGroups(name="sex", labels={"f": "Women", "m": "Men"})
    >>> groups_of({"Sex": ["F", ""]}, title="m.csv", given={}, known={"sex": sex}, place="voices.bodies")
    {'sex': ('Women', None)}
    """
    columns = dict(given) or {
        canonical_name(column): ParticipantColumn(column=column)
        for column in cells
        if canonical_name(column) in known
    }
    found: dict[str, tuple[str | None, ...]] = {}
    problems: list[str] = []
    for name, column in columns.items():
        groups = known.get(name) or KnownGroups(name=name, closed=False)
        said = _cells(cells, column.column, title)
        own = {folded(code): label for code, label in column.labels.items()}
        missing = {folded(code) for code in column.missing}
        read = tuple(
            None if not is_stated(cell) or folded(cell) in missing else _find(cell, own, groups)
            for cell in said
        )
        found[name] = tuple(None if group is None else group or None for group in read)
        unknown = Counter(cell for cell, group in zip(said, read, strict=True) if group == "")
        problems += [_unknown(cell, times, groups, name) for cell, times in unknown.items()]
    if problems:
        raise CasebookError(
            "\n- ".join([f"{title} has groups that the casebook does not know.", *problems]),
            remedy=f"Correct the table, or say what they are in [{place}.characteristics.<name>]: "
            "labels for groups, missing for those who did not say.",
        )
    return found


def _cells(table: Mapping[str, Iterable[str | None]], name: str, title: str) -> list[str]:
    found = next((column for column in table if column.casefold() == name.casefold()), None)
    if found is None:
        raise ColumnNotFound(name, table, where=title)
    return [cell or "" for cell in table[found]]


def _find(cell: str, own: Mapping[str, str], groups: KnownGroups) -> str:
    """Name a group; the empty text for one that is not known."""
    return groups.find(own.get(folded(cell), cell)) or ""


def _unknown(cell: str, times: int, groups: KnownGroups, name: str) -> str:
    shown = repr(cell) if len(cell) <= _LONGEST else "a long text"
    levels = dict.fromkeys([*groups.labels.values(), *groups.band_labels])
    hint = did_you_mean(cell, levels) if len(cell) <= _LONGEST else ""
    rows = "1 row" if times == 1 else f"{times} rows"
    return f"{shown} is no group of {name} ({rows}). {hint}".strip()
