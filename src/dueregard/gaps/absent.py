"""Outcomes and groups without any value: they get a status, a reason and an evidence gap."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dueregard.casebook import Specification
from dueregard.disclosure import Cell, Table, cell_of
from dueregard.errors import PeopleError
from dueregard.estimates import Estimates, Support
from dueregard.gaps.catalogue import ask, key_of
from dueregard.gaps.columns import PEOPLE, Column, column_of
from dueregard.gaps.evidence import EvidenceGap, declared
from dueregard.gaps.labels import CRUDE
from dueregard.gaps.pieces import NOT_APPLICABLE, Piece, piece_of
from dueregard.gaps.rows import Row

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["empty_levels", "outcomes_without_values", "split_by_evidence", "without_values"]

MISSING = "every value of the outcome is missing"


def outcomes_without_values(people: People, specification: Specification) -> tuple[str, ...]:
    """Name the outcomes that nobody has a value of.

    Parameters
    ----------
    people : People
        The people.
    specification : Specification
        With the outcomes.

    Returns
    -------
    tuple of str
        Their names; outcomes that only published tables hold are not among them.

    Raises
    ------
    CasebookError
        When a measure or one of its options is unknown.
    ColumnNotFound
        When an outcome's column is absent.
    PeopleError
        When an outcome holds text or infinite values.
    """
    columns = [column for column in map(column_of, specification.outcomes) if column]
    return tuple(column.outcome.name for column in split_by_evidence(people, columns)[1])


def split_by_evidence(
    people: People, columns: Sequence[Column]
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Part the outcomes that have a value from those that have none at all.

    Parameters
    ----------
    people : People
        The people.
    columns : sequence of Column
        The outcomes.

    Returns
    -------
    tuple of tuple of Column
        Those with values and those without.
    """
    found = _have_values(people, columns)
    return (
        tuple(column for column, has in zip(columns, found, strict=True) if has),
        tuple(column for column, has in zip(columns, found, strict=True) if not has),
    )


def without_values(people: People, columns: Sequence[Column], row: Row) -> Iterator[Piece]:
    """Fill the cells of outcomes that have no value, so that they are not silently absent.

    Parameters
    ----------
    people : People
        The people.
    columns : sequence of Column
        The outcomes without values.
    row : Row
        The row.

    Yields
    ------
    Piece
        For each outcome and measure, the row's levels, not estimable.
    """
    if not columns:
        return
    levels = ask(people, [PEOPLE], row.variables).pick(key_of(PEOPLE))
    size = len(levels)
    for column in columns:
        for measure in column.measures:
            labels = tuple(
                replace(
                    label,
                    measure=measure.name,
                    parameters=measure.parameters,
                    outcome=measure.label,
                    unit=measure.unit,
                    method=None,
                )
                for label in levels.labels
            )
            nothing = Estimates(
                np.full(size, np.nan), labels=labels, supports=(Support(),) * size, reasons=(MISSING,) * size
            )
            yield piece_of(nothing, table=row.name, basis=CRUDE)


def empty_levels(
    specification: Specification, tables: Iterable[Table], *, withheld: Collection[Cell]
) -> Iterator[EvidenceGap]:
    """Name the groups that have no value of an outcome although it applies to them.

    Parameters
    ----------
    specification : Specification
        The casebook, whose declared gaps may have an owner.
    tables : iterable of Table
        The grid.
    withheld : collection of Cell
        Cells that will not be shown: that one of them is empty must not be told here.

    Yields
    ------
    EvidenceGap
        One for each group of one characteristic and outcome.
    """
    for table in tables:
        for record in table.records:
            empty = record.contrast is None and record.status == "not_estimable" and len(record.by) == 1
            if (
                not empty
                or record.parameters.get("basis") != CRUDE
                or record.reason == NOT_APPLICABLE
                or cell_of(record) in withheld
            ):
                continue
            [(characteristic, level)] = record.by.items()
            known = declared(specification, characteristic, record.outcome)
            yield EvidenceGap(
                characteristic=characteristic,
                outcome=record.outcome,
                level=level,
                reason=record.reason or "no value",
                owner=known.owner if known else None,
                due=known.due if known else None,
            )


def _have_values(people: People, columns: Sequence[Column]) -> list[bool]:
    """Ask for all outcomes at once, and one by one only where one of them is refused."""
    try:
        found = ask(people, [column.valid for column in columns], ()) if columns else None
    except PeopleError as error:
        # People refuse a column that is empty; here it is a finding, and the other outcomes go on.
        if not error.wrong.startswith("Every value of"):
            raise
        return [False] if len(columns) == 1 else [_have_values(people, [column])[0] for column in columns]
    return [found.pick(key_of(column.valid)).supports[0].n > 0 for column in columns] if found else []
