"""The stage: from people and a casebook to the evidence grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dueregard.casebook import Casebook, Specification
from dueregard.disclosure import Policy, Sides, Table, withheld_cells
from dueregard.errors import CasebookError
from dueregard.gaps.absent import empty_levels, split_by_evidence, without_values
from dueregard.gaps.adjusting import with_discoveries, with_ranks
from dueregard.gaps.changes import change_pieces
from dueregard.gaps.columns import Column, column_of
from dueregard.gaps.evidence import EvidenceGap, missing_characteristics
from dueregard.gaps.findings import GapsFindings
from dueregard.gaps.grid import Grid
from dueregard.gaps.linking import latest_waves, nesting_among, quantities_of
from dueregard.gaps.periods import latest_wave
from dueregard.gaps.pieces import Piece
from dueregard.gaps.published import published_tables
from dueregard.gaps.rows import Row, rows_of
from dueregard.gaps.targets import target_tables

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["find_gaps"]

TOGETHER = 1_000_000
"""People up to whom all outcomes are asked for in one call."""


def find_gaps(people: People | None, casebook: Casebook) -> GapsFindings:
    """Measure who is left behind: every outcome for every group, place and generation.

    Rows are the nine protected characteristics, socio-economic position, places, generations, whatever else
    the casebook declares, and its intersections. Every cell is an estimate with its interval, its gap to the
    reference group and its gap to everyone else (crude and age-standardised), or an evidence gap with a
    reason, an owner and a date. Nothing is left out because something else is missing.

    An outcome that is observed in several periods is shown for the latest, and its gaps by period in tables
    of their own.

    Parameters
    ----------
    people : People or None
        The people; None when the casebook rests on published tables alone.
    casebook : Casebook
        The outcomes, intersections, published tables and evidence gaps.

    Returns
    -------
    GapsFindings
        Tables for the disclosure gate, and the evidence gaps.

    Raises
    ------
    CasebookError
        When no outcome has a single value.

    References
    ----------
    Equality Act 2010 s.149; House of Commons Treasury Committee, HC 1606 paragraphs 74 and 75.
    """
    specification = casebook.specification
    grid = _grid_of(people, specification) if people is not None else ()
    tables = (*grid, *target_tables(specification.outcomes, grid))
    tables = (*tables, *published_tables(people, casebook))
    _refuse_nothing(specification, tables)
    withheld = withheld_cells(tables, policy=Policy.of(specification))
    gaps: list[EvidenceGap] = [
        *missing_characteristics(specification, seen=_seen(tables)),
        *empty_levels(specification, grid, withheld=withheld),
    ]
    return GapsFindings(tables=tables, evidence_gaps=tuple(dict.fromkeys(gaps)))


def _grid_of(people: People, specification: Specification) -> tuple[Table, ...]:
    rows = rows_of(specification, schema=people.schema)
    columns = [column for column in map(column_of, specification.outcomes) if column]
    usable, absent = split_by_evidence(people, columns)
    waves = _waves(people, usable)
    pieces = [piece for row in rows for piece in _row(waves, people, absent, row)]
    changes = [piece for row in rows for wave in waves for piece in _changes(people, wave, row)]
    return _adjusted([*pieces, *changes], rows, specification, people)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Wave:
    """Outcomes that are observed in the same periods, at the latest of them."""

    period: str | None
    grid: Grid


def _waves(people: People, columns: Sequence[Column]) -> tuple[_Wave, ...]:
    # A joint covariance of all outcomes grows with their square, and none of it is used between outcomes:
    # where it is not cheap, each outcome is asked for by itself.
    apart = people.count > TOGETHER
    together: dict[tuple[str | None, str | None], list[Column]] = defaultdict(list)
    for column in columns:
        together[column.outcome.period, column.outcome.name if apart else None].append(column)
    return tuple(_wave(people, period, chosen) for (period, _), chosen in together.items())


def _wave(people: People, period: str | None, columns: Sequence[Column]) -> _Wave:
    if period is None:
        return _Wave(period=None, grid=Grid.of(people, columns=columns))
    latest, at_latest = latest_wave(people, period, columns)
    return _Wave(period=period, grid=Grid.of(latest, columns=at_latest))


def _row(waves: Sequence[_Wave], people: People, absent: Sequence[Column], row: Row) -> Iterator[Piece]:
    for wave in waves:
        yield from wave.grid.pieces(row)
    yield from without_values(people, absent, row)


def _changes(people: People, wave: _Wave, row: Row) -> Iterator[Piece]:
    if wave.period is None or row.kind == "intersection":
        return
    for column, reference in wave.grid.references(row):
        yield from change_pieces(people, column, row, reference)


def _adjusted(
    pieces: Sequence[Piece], rows: Sequence[Row], specification: Specification, people: People
) -> tuple[Table, ...]:
    """Add discoveries and ranks, which only what may be shown takes part in, and make tables."""
    titles = {row.name: row.title for row in rows}
    linked: dict[str, Any] = {
        "nesting": nesting_among(people),
        "implied": latest_waves(people, specification),
        "quantities": quantities_of(specification.outcomes),
    }
    raw = tuple(replace(table, **linked) for table in _tables(pieces, titles, people))
    withheld = withheld_cells(raw, policy=Policy.of(specification))
    sides = Sides.of(record for table in raw for record in table.records if record.contrast is None)
    flagged = with_discoveries(pieces, withheld=withheld, sides=sides)
    better = {outcome.name: outcome.better for outcome in specification.outcomes}
    ranked = _tables(with_ranks(flagged, withheld=withheld, better=better), titles, people)
    return tuple(replace(table, **linked) for table in ranked)


def _tables(pieces: Sequence[Piece], titles: dict[str, str], people: People) -> tuple[Table, ...]:
    grouped: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        grouped[piece.table].append(piece)
    return tuple(
        Table(
            name=name,
            title=titles.get(name) or f"{_changed(name, titles)}: over time",
            records=tuple(record for piece in some for record in piece.records),
            count=people.design.count,
        )
        for name, some in grouped.items()
    )


def _changed(name: str, titles: dict[str, str]) -> str:
    ending = name.removeprefix("change-")
    return next((title for known, title in titles.items() if known.endswith(ending)), "Changes")


def _seen(tables: Sequence[Table]) -> set[tuple[str, str]]:
    return {
        (next(iter(record.by)), record.outcome or "")
        for table in tables
        for record in table.records
        if len(record.by) == 1 and record.contrast is None and record.estimate is not None
    }


def _refuse_nothing(specification: Specification, tables: Sequence[Table]) -> None:
    if any(record.estimate is not None for table in tables for record in table.records):
        return
    names = ", ".join(repr(outcome.name) for outcome in specification.outcomes) or "none"
    raise CasebookError(
        "No outcome of the casebook has a single value.",
        found=f"Its outcomes are: {names}.",
        remedy="Check the outcomes' columns, [people] where, and whether the missing codes cover everything.",
    )
