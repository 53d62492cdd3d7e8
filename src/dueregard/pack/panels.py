"""From released records to panels: one measure of one outcome, a line for each group and basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.pack.words import anchor

if TYPE_CHECKING:
    from dueregard.disclosure import Table
    from dueregard.estimates import Record

__all__ = ["CRUDE", "EVERYONE_ELSE", "STANDARDISED", "Line", "Panel", "panels_of"]

CRUDE = "crude"
STANDARDISED = "age-standardised"
EVERYONE_ELSE = "everyone else"

Group = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One group on one basis: its value and its gaps.

    Parameters
    ----------
    group : tuple of (characteristic, level)
        Which people; empty for everyone.
    basis : str
        `crude` or `age-standardised`.
    value : Record or None
        The group's own estimate.
    gaps : mapping of str to Record
        Its contrasts, by what it is compared with.
    """

    group: Group
    basis: str
    value: Record | None
    gaps: Mapping[str, Record]

    @property
    def label(self) -> str:
        """The group in words, such as "female, 16 to 24"."""
        return ", ".join(level for _, level in self.group) or "Everyone"

    @property
    def gap(self) -> Record | None:
        """The contrast with everyone else; where there is none, the first."""
        return self.gaps.get(EVERYONE_ELSE) or next(iter(self.gaps.values()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One measure of one outcome in one table.

    Parameters
    ----------
    table : str
        The table's name.
    outcome, measure : str
        What is measured, and how it is summed up.
    parameters : tuple of (str, str)
        The measure's options, without the basis.
    lines : tuple of Line
        In the order of the records; bases of a group follow each other.
    whom : str
        Whom a share is a share of, such as "people in work", where the casebook says.
    """

    table: str
    outcome: str
    measure: str
    parameters: Group
    lines: tuple[Line, ...]
    whom: str = ""

    @property
    def id(self) -> str:
        """The panel's address on the page."""
        return anchor(self.table, self.outcome, self.measure, *(value for _, value in self.parameters))

    @property
    def references(self) -> tuple[str, ...]:
        """What the groups are compared with; everyone else last."""
        found = dict.fromkeys(reference for line in self.lines for reference in line.gaps)
        return tuple(sorted(found, key=lambda reference: reference == EVERYONE_ELSE))

    @property
    def records(self) -> Iterator[Record]:
        """Every record that the panel shows."""
        for line in self.lines:
            if line.value is not None:
                yield line.value
            yield from line.gaps.values()

    def on(self, basis: str) -> dict[Group, Line]:
        """Return the lines on one basis, by group."""
        return {line.group: line for line in self.lines if line.basis == basis}

    def headline(self) -> tuple[Line, ...]:
        """Return one line a group: age-standardised where its gap was estimated, otherwise crude."""
        crude, standard = self.on(CRUDE), self.on(STANDARDISED)
        chosen = dict.fromkeys(line.group for line in self.lines)
        return tuple(
            standard[group]
            if group in standard and (group not in crude or _decided(standard[group]))
            else crude[group]
            for group in chosen
        )


def _decided(line: Line) -> bool:
    return line.gap is not None and line.gap.status in ("ok", "approximate")


def _basis(record: Record) -> str:
    return str(record.parameters.get("basis", CRUDE))


def _parameters(record: Record) -> Group:
    return tuple((name, str(value)) for name, value in record.parameters.items() if name != "basis")


def _line(group: Group, basis: str, records: Sequence[Record]) -> Line:
    values = [record for record in records if record.contrast is None]
    gaps = {
        record.reference or record.contrast or "": record for record in records if record.contrast is not None
    }
    return Line(group=group, basis=basis, value=values[0] if values else None, gaps=gaps)


def _lines(records: Sequence[Record]) -> tuple[Line, ...]:
    found: dict[Group, dict[str, list[Record]]] = {}
    for record in records:
        found.setdefault(tuple(record.by.items()), {}).setdefault(_basis(record), []).append(record)
    return tuple(
        _line(group, basis, bases[basis])
        for group, bases in found.items()
        for basis in sorted(bases, key=lambda basis: basis != CRUDE)
    )


def panels_of(table: Table) -> tuple[Panel, ...]:
    """Sort a table's records into panels.

    Parameters
    ----------
    table : Table
        A released table.

    Returns
    -------
    tuple of Panel
        In the order of the records.
    """
    found: dict[tuple[str, str, Group], list[Record]] = {}
    for record in table.records:
        key = (record.outcome or "", record.measure, _parameters(record))
        found.setdefault(key, []).append(record)
    return tuple(
        Panel(
            table=table.name, outcome=outcome, measure=measure, parameters=parameters, lines=_lines(records)
        )
        for (outcome, measure, parameters), records in found.items()
    )
