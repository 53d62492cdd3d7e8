"""Contrasts fall when either side falls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dueregard.disclosure.cells import Cell, Family, cell_of, family_of
from dueregard.disclosure.sums import apart_among
from dueregard.estimates import Record

__all__ = ["Sides"]

# Comparisons with what is made of all levels together.
COLLECTIVE = frozenset({"average", "best"})
POOLED = "everyone else"
OVER_PERIODS = "difference of differences"
OF_PARTS = "decomposition"
JOINED = "; "


@dataclass(frozen=True, slots=True)
class Sides:
    """An index from contrasts to the cells that they put together.

    Parameters
    ----------
    known : collection of Cell
        The cells that exist in the release.
    families : mapping of Family to set of Cell
        The same by family.
    holders : mapping
        For each subject and each (variable, level), the cells that have it.
    labels : mapping
        For each subject's family and each label, the cells it may mean: "female, Asian" names the
        levels of a cell in order.
    people : mapping of Cell to int
        The people of each cell.
    """

    known: Collection[Cell]
    families: Mapping[Family, set[Cell]]
    holders: Mapping[tuple[tuple[str, ...], tuple[str, str]], set[Cell]]
    labels: Mapping[tuple[Family, str], set[Cell]]
    people: Mapping[Cell, int]

    @classmethod
    def of(cls, records: Iterable[Record]) -> Sides:
        """Index the levels of a release.

        Parameters
        ----------
        records : iterable of Record
            The records of levels (not contrasts).

        Returns
        -------
        Sides
            The index.
        """
        families: dict[Family, set[Cell]] = defaultdict(set)
        holders: dict[tuple[tuple[str, ...], tuple[str, str]], set[Cell]] = defaultdict(set)
        labels: dict[tuple[Family, str], set[Cell]] = defaultdict(set)
        known = set()
        people: dict[Cell, int] = {}
        for record in records:
            cell = cell_of(record)
            known.add(cell)
            people[cell] = _people(record)
            families[cell.family].add(cell)
            labels[cell.family, ", ".join(record.by.values())].add(cell)
            for item in cell.levels:
                holders[cell.family.subject, item].add(cell)
        return cls(known, families, holders, labels, people)

    def find(self, record: Record) -> frozenset[Cell]:
        """Find the cells whose values a contrast puts together.

        Parameters
        ----------
        record : Record
            A contrast.

        Returns
        -------
        frozenset of Cell
            The record's own cell and that of its reference; every level for a comparison with the average
            or the best; the cells of the periods for a change; the same cells of the other outcome for a
            change from one outcome to another. A contrast to "everyone else" tells, with its own cell,
            the value and the number of all groups together: the cell of all these people where there is
            one, or else every group of the family, of whom they are made. Were one of these hidden, the
            people whose group is not known would follow, and so might the hidden one.
        """
        references = _references(record)
        found: set[Cell] = set()
        for outcome in (record.outcome, *references):
            family = family_of(record, outcome=outcome)
            for reference in references or [""]:
                found |= self.labels.get((family, reference), set())
            for by in _possible(record, references):
                found |= self._meant(family, by, parts=record.contrast == OVER_PERIODS)
            if COLLECTIVE.intersection(references):
                found |= self.families.get(family, set())
        if POOLED in references:
            found |= self._pooled(record)
        return frozenset(found)

    def lacks_few(self, record: Record, *, threshold: int) -> bool:
        """Say whether parts of a gap rest on all but few of the people of its two groups.

        Parameters
        ----------
        record : Record
            A contrast.
        threshold : int
            Fewer people than this are few.

        Returns
        -------
        bool
            True where few are left out, because a covariate of theirs is not known or in one group only:
            beside the values of the whole groups those of the parts would tell how they fare.
        """
        if record.contrast != OF_PARTS:
            return False
        own = cell_of(record)
        family = self.labels.get((own.family, record.reference or ""), set())
        people = [self.people[cell] for cell in {own, *family} if cell in self.people]
        return len(people) == 2 and 0 < abs(sum(people) - _people(record)) < threshold

    def _pooled(self, record: Record) -> set[Cell]:
        """Find the cell of all groups of a contrast together, or else all these groups."""
        own = cell_of(record)
        names = apart_among(record.by)
        apart = frozenset(item for item in own.levels if item[0] in names)
        family = {cell for cell in self.families.get(own.family, ()) if apart <= cell.levels}
        whole = Cell(Family(own.family.subject, frozenset(name for name, _ in apart)), apart)
        if self.people.get(whole) == _people(record):
            return {whole}
        return family

    def _meant(self, family: Family, by: Mapping[str, str], *, parts: bool) -> set[Cell]:
        cell = Cell(Family(family.subject, frozenset(by)), frozenset(by.items()))
        if cell in self.known and not parts:
            return {cell}
        holders = [self.holders.get((family.subject, item), set()) for item in by.items()]
        inside = set.intersection(*holders) if holders else set()
        return {cell for cell in inside if len(cell.levels) <= len(by) + 1}


def _people(record: Record) -> int:
    return record.support.n if record.n is None else record.n


def _references(record: Record) -> list[str]:
    """List what a contrast may be with: groups or outcomes, those of successive contrasts one by one."""
    if record.reference is None:
        return []
    return list(dict.fromkeys([record.reference, *record.reference.split(JOINED)]))


def _possible(record: Record, references: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """Give the record's own levels, and its levels with each replaced by the reference's label."""
    yield record.by
    for reference in references:
        for variable in record.by:
            yield {**record.by, variable: reference}
