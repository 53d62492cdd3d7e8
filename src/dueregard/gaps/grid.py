"""Every cell of the grid: values, gaps to the reference group and gaps to everyone else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dueregard.estimates import Estimates
from dueregard.gaps.catalogue import Catalogue, Key, ask, compact, key_of
from dueregard.gaps.columns import PEOPLE, Column, crude_only, is_average
from dueregard.gaps.comparing import against_others, against_reference
from dueregard.gaps.labels import CRUDE, STANDARDISED
from dueregard.gaps.others import others_of_means, others_over
from dueregard.gaps.pieces import Piece, cautious, explained, piece_of
from dueregard.gaps.references import Reference, choose_reference, declared_references
from dueregard.gaps.rows import AGE, Row
from dueregard.gaps.same_ages import against_reference_at_same_ages
from dueregard.gaps.standardising import Standard, standard_of, standardise

if TYPE_CHECKING:
    from dueregard.engine import Measure
    from dueregard.people import People

__all__ = ["Grid"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Groups:
    """A row's groups on one basis, and everyone else for each of them."""

    levels: Estimates
    others: Estimates | None
    by_age: Estimates | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Outcomes over the rows of the grid.

    Every row costs two calls of the engine whatever the number of outcomes, one crude and one by age band;
    a further one where there are medians or other measures that are not averages, and one where a group
    has no value.

    Parameters
    ----------
    people : People
        The people.
    columns : tuple of Column
        The outcomes.
    standards : mapping of str to Standard
        The age structure to standardise to, for each outcome that has one.
    """

    people: People
    columns: tuple[Column, ...]
    standards: dict[str, Standard] = field(default_factory=dict)

    @classmethod
    def of(cls, people: People, *, columns: Sequence[Column]) -> Grid:
        """Prepare the grid: find the age structures.

        Parameters
        ----------
        people : People
            The people.
        columns : sequence of Column
            The outcomes.

        Returns
        -------
        Grid
            Ready for :meth:`pieces`.
        """
        standards: dict[str, Standard] = {}
        if AGE in people.schema.groupings and columns:
            ages = ask(people, [column.asked for column in columns], (AGE,))
            for column in columns:
                found = standard_of(people.schema.standard, ages=ages.pick(key_of(column.asked)))
                if found:
                    standards[column.outcome.name] = found
        return cls(people=people, columns=tuple(columns), standards=standards)

    def pieces(self, row: Row) -> Iterator[Piece]:
        """Estimate every cell of a row.

        Parameters
        ----------
        row : Row
            The row.

        Yields
        ------
        Piece
            For each outcome and measure: the groups' values, their gaps to the reference group, their gaps to
            everyone else; first crude, then age-standardised where that says anything.
        """
        averages = [measure for column in self.columns for measure in column.linear]
        others = [measure for column in self.columns for measure in column.other]
        valid = [column.valid for column in self.columns]
        # Counting everybody keeps the groups in which nobody has a value.
        crude = ask(self.people, [PEOPLE, *valid, *averages], row.variables)
        ordered = ask(self.people, [PEOPLE, *others], row.variables) if others else crude
        # Why a group has no value needs further counts, which most rows need not take.
        empty = any(support.n == 0 for support in crude.estimates.supports)
        counts = ask(self.people, [PEOPLE, *self._asked], row.variables) if empty else None
        by_age = None
        if row.standardisable and averages and self.standards:
            by_age = ask(self.people, [*valid, *averages], (*row.variables, AGE))
        for column in self.columns:
            reference = self._reference(crude, column, row)
            for key in column.keys:
                average = is_average(key)
                groups = _groups(crude if average else ordered, counts, column, key, row)
                standard = self.standards.get(column.outcome.name)
                alone = row.standardisable and standard is not None and not average
                note = crude_only(key) if alone else None
                yield from _compared(groups, row, reference, basis=CRUDE, note=note)
                if by_age and standard and average:
                    aged = _aged(by_age, groups, column, key, standard)
                    yield from _compared(aged, row, reference, basis=STANDARDISED, standard=standard)

    def references(self, row: Row) -> Iterator[tuple[Column, Reference | None]]:
        """Choose every outcome's reference group of a row.

        Parameters
        ----------
        row : Row
            The row.

        Yields
        ------
        (Column, Reference or None)
            Each outcome with the group that the others are compared with.
        """
        valid = [column.valid for column in self.columns]
        if valid:
            crude = ask(self.people, [PEOPLE, *valid], row.variables)
            for column in self.columns:
                yield column, self._reference(crude, column, row)

    @property
    def _asked(self) -> list[Measure]:
        return [column.asked for column in self.columns]

    def _reference(self, crude: Catalogue, column: Column, row: Row) -> Reference | None:
        if not row.variables:
            return None
        valid = crude.pick(key_of(column.valid))
        declared = declared_references(self.people.schema)
        return choose_reference(valid, sizes=np.nan_to_num(valid.values).tolist(), declared=declared)


def _groups(values: Catalogue, counts: Catalogue | None, column: Column, key: Key, row: Row) -> _Groups:
    """Find the groups' own values and those of everyone else, crude."""
    if not is_average(key):
        levels = _told(values.pick(key), counts, column)
        outside = others_over(levels, row.variables[0]) if len(row.variables) == 1 else None
        return _Groups(levels=levels, others=outside)
    levels, valid = _halves(compact(values.pick(key, key_of(column.valid))))
    levels = _told(levels, counts, column)
    return _Groups(levels=levels, others=others_of_means(levels, valid) if len(levels) > 1 else None)


def _told(levels: Estimates, counts: Catalogue | None, column: Column) -> Estimates:
    """Say of which groups the values are doubtful, and why others have none."""
    if counts is not None:
        asked, people = counts.pick(key_of(column.asked)), counts.pick(key_of(PEOPLE))
        levels = explained(
            levels,
            asked=np.nan_to_num(asked.values).tolist(),
            people=np.nan_to_num(people.values).tolist(),
        )
    return cautious(levels)


def _aged(by_age: Catalogue, crude: _Groups, column: Column, key: Key, standard: Standard) -> _Groups:
    """Find the same, age-standardised."""
    levels, counts = _halves(compact(by_age.pick(key, key_of(column.valid))))
    others = None
    if crude.others is not None:
        outside = others_of_means(levels, counts, within=AGE)
        others = standardise(outside, crude=crude.others, standard=standard)
    values = standardise(levels, crude=crude.levels, standard=standard)
    return _Groups(levels=values, others=others, by_age=levels)


def _compared(
    groups: _Groups,
    row: Row,
    reference: Reference | None,
    *,
    basis: str,
    standard: Standard | None = None,
    note: str | None = None,
) -> Iterator[Piece]:
    levels, note = groups.levels, standard.note if standard else note
    yield piece_of(levels, table=row.name, basis=basis, note=note)
    if reference is not None and len(levels) > 1:
        words = "; ".join(part for part in (note, reference.words) if part)
        yield piece_of(_gaps(groups, reference, standard), table=row.name, basis=basis, note=words)
    if groups.others is not None:
        yield piece_of(against_others(levels, groups.others), table=row.name, basis=basis, note=note)


def _gaps(groups: _Groups, reference: Reference, standard: Standard | None) -> Estimates:
    if groups.by_age is None or standard is None:
        return against_reference(groups.levels, reference)
    return against_reference_at_same_ages(
        groups.levels, groups.by_age, shares=standard.shares, reference=reference
    )


def _halves(both: Estimates) -> tuple[Estimates, Estimates]:
    middle = len(both) // 2
    return both.select(slice(0, middle)), both.select(slice(middle, None))
