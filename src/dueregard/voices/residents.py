"""Those who could have been heard: for each characteristic, the best table that counts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dueregard.casebook import Casebook, Published, Voices, canonical_name
from dueregard.errors import CasebookError
from dueregard.people.written_rows import read_written_rows
from dueregard.voices.groups import KnownGroups, known_groups
from dueregard.voices.representation.margins import Margins, margins_from
from dueregard.voices.representation.microdata import Microdata
from dueregard.voices.representation.shares import NotCompared, Shares

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["Residents", "affected", "residents"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Residents:
    """People to compare with, characteristic by characteristic.

    Attributes
    ----------
    title : str
        What to call them.
    margins : mapping of str to Margins
        What is known of a characteristic without the people's table.
    microdata : Microdata or None
        The people's table, for everything else.
    """

    title: str
    margins: Mapping[str, Margins] = field(default_factory=dict)
    microdata: Microdata | None = None
    known: dict[tuple[str, ...], Shares] = field(init=False, default_factory=dict, repr=False)

    @property
    def kind(self) -> Literal["known", "sample"]:
        """Whether any of it carries sampling error."""
        return "known" if self.microdata is None else self.microdata.kind

    @property
    def basis(self) -> str:
        """What is counted."""
        return "the casebook's tables" if self.microdata is None else self.microdata.basis

    @property
    def names(self) -> tuple[str, ...]:
        """The characteristics that they can be divided by."""
        known = () if self.microdata is None else tuple(self.microdata.people.schema.variables)
        return tuple(dict.fromkeys([*known, *self.margins]))

    def shares(self, variables: tuple[str, ...]) -> Shares:
        """Give the groups of some variables, crossed.

        Parameters
        ----------
        variables : tuple of str
            Names.

        Returns
        -------
        Shares
            Theirs.

        Raises
        ------
        NotCompared
            When no table has them.
        """
        if variables not in self.known:
            self.known[variables] = self._shares(variables)
        return self.known[variables]

    def _shares(self, variables: tuple[str, ...]) -> Shares:
        if len(variables) == 1 and variables[0] in self.margins:
            return self.margins[variables[0]].shares(variables)
        if self.microdata is None:
            raise NotCompared(f"No table counts {self.title} by {' and '.join(variables)}.")
        return self.microdata.shares(variables)

    def groups(self, names: Iterable[str]) -> dict[str, KnownGroups]:
        """Say which groups characteristics have.

        Parameters
        ----------
        names : iterable of str
            Characteristics, or columns that may be called as one.

        Returns
        -------
        dict of str to KnownGroups
            By the name of the characteristic; what is not known is left out.
        """
        names = [name for name in self.names if name in {canonical_name(each) for each in names}]
        variables = {} if self.microdata is None else self.microdata.people.schema.variables
        found = {}
        for name in names:
            grouping = variables[name].grouping if name in variables else None
            try:
                levels = [level for (level,) in self.shares((name,)).levels]
            except NotCompared:
                levels = []
            found[name] = known_groups(name, grouping=grouping, levels=levels)
        return found


def residents(people: People | None, casebook: Casebook) -> Residents:
    """Find out who could have been heard.

    Parameters
    ----------
    people : People or None
        The people's table.
    casebook : Casebook
        Which says who among them could, and which published tables count them better.

    Returns
    -------
    Residents
        A characteristic comes from the casebook's own figures, from a published table that it prefers, from
        the people's table, or from any published table, in this order.

    Raises
    ------
    CasebookError
        When a published table cannot be read as declared.
    """
    spec = (casebook.specification.voices or Voices()).population
    tables = casebook.specification.published
    preferred = [table for table in tables if table.name in spec.published]
    held = set() if people is None else set(people.schema.variables)
    other = [
        table
        for table in tables
        if table.kind == "count" and table.characteristic and table.characteristic not in held
    ]
    margins = {
        table.characteristic: _published(casebook, table, people)
        for table in (*other, *preferred)
        if table.characteristic
    }
    margins |= {
        name: margins_from({name: groups}, title="the casebook's figures")
        for name, groups in spec.margins.items()
    }
    asked = people.where(spec.among) if people is not None and spec.among else people
    return Residents(
        title=spec.label or "the population",
        margins=margins,
        microdata=None if asked is None else Microdata(people=asked),
    )


def affected(people: People | None, casebook: Casebook) -> Residents | None:
    """Find those whom the decision touches most.

    Parameters
    ----------
    people : People or None
        The people's table.
    casebook : Casebook
        Which may say who they are.

    Returns
    -------
    Residents or None
        None when it does not say.
    """
    spec = (casebook.specification.voices or Voices()).affected
    if people is None or spec is None:
        return None
    return Residents(title=spec.label, microdata=Microdata(people=people.where(spec.among)))


def _published(casebook: Casebook, table: Published, people: People | None) -> Margins:
    """Read a published table of counts, its groups under the casebook's names."""
    assert table.characteristic is not None
    rows = read_written_rows(casebook.path_of(table.source))
    name = canonical_name(table.characteristic)
    grouping = people.schema.groupings.get(name) if people is not None else None
    known = known_groups(name, grouping=grouping, levels=())
    counts: dict[str, float] = {}
    for level, value in zip(rows.column(table.columns.level), rows.column(table.columns.value), strict=True):
        number = _number(value)
        if level and number is not None:
            label = known.labels.get(level.casefold(), level)
            counts[label] = counts.get(label, 0.0) + number
    if not sum(counts.values()) > 0:
        raise CasebookError(
            f"{table.source} has no number in its column {table.columns.value!r}.",
            remedy="Name the column that holds the counts.",
        )
    return margins_from({name: counts}, title=table.name)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None
