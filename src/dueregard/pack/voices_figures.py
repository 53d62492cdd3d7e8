"""The released figures about voices, looked up by what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dueregard.disclosure import Release
    from dueregard.estimates import Record

__all__ = ["BODIES", "STATEMENTS", "THEMES", "TOOK_PART", "Figures", "figures_of"]

TOOK_PART = "voices-took-part"
BODIES = "voices-body-"
STATEMENTS = "voices-statements"
THEMES = "voices-themes"

Group = frozenset[tuple[str, str]]
Key = tuple[str, str, Group, str]


def _option(record: Record) -> str:
    """Give the options that tell records of one group and measure apart."""
    told = record.parameters
    return "|".join(str(told[name]) for name in sorted(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Records of the tables about voices.

    Parameters
    ----------
    tables : mapping of str to tuple of Record
        By the table's name.
    """

    tables: Mapping[str, tuple[Record, ...]]
    found: dict[Key, Record] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for table, records in self.tables.items():
            for record in records:
                key = (table, record.measure, frozenset(record.by.items()), _option(record))
                self.found.setdefault(key, record)

    def find(
        self, table: str, measure: str, *, by: Mapping[str, str] | None = None, **options: str
    ) -> Record | None:
        """Look a figure up.

        Parameters
        ----------
        table, measure : str
            Where it stands, and what it is.
        by : mapping of str to str, optional
            The group; everybody without it.
        **options : str
            Its parameters.

        Returns
        -------
        Record or None
            None where there is none, or it has no value.
        """
        option = "|".join(options[name] for name in sorted(options))
        return self.found.get((table, measure, frozenset((by or {}).items()), option))

    def groups(self, table: str) -> dict[str, list[str]]:
        """List the groups of a table.

        Parameters
        ----------
        table : str
            Its name.

        Returns
        -------
        dict of str to list of str
            Levels by characteristic, in the table's order; crossed ones are left out.
        """
        levels: dict[str, dict[str, None]] = {}
        for record in self.tables.get(table, ()):
            if len(record.by) == 1:
                ((name, level),) = record.by.items()
                levels.setdefault(name, {})[level] = None
        return {name: list(found) for name, found in levels.items()}


def figures_of(release: Release) -> Figures:
    """Collect the released figures about voices.

    Parameters
    ----------
    release : Release
        Everything that may be shown.

    Returns
    -------
    Figures
    """
    return Figures(
        tables={table.name: table.records for table in release.tables if table.name.startswith("voices-")}
    )
