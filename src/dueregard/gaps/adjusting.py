"""Many comparisons at once: discoveries and ranks, among the cells that may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from dueregard.disclosure import Cell, Sides, cell_of
from dueregard.estimates import Record, benjamini_hochberg, rank_intervals
from dueregard.gaps.labels import EVERYONE_ELSE
from dueregard.gaps.pieces import Piece
from dueregard.measures.catalogue import better_value

__all__ = ["with_discoveries", "with_ranks"]

MOST_RANKED = 60
"""Beyond so many groups nobody reads ranks, and their simulation takes long."""


def with_discoveries(pieces: Sequence[Piece], *, withheld: frozenset[Cell], sides: Sides) -> list[Piece]:
    """Flag the gaps that stand out among all gaps of an outcome.

    Parameters
    ----------
    pieces : sequence of Piece
        The whole grid.
    withheld : frozenset of Cell
        Cells that will not be shown; their gaps take no part.
    sides : Sides
        The cells of each gap.

    Returns
    -------
    list of Piece
        Gaps have ``discovery`` set beside their verdict. Gaps to the reference group are one family for
        each outcome, over all characteristics, measures and both bases; gaps to everyone else another.

    References
    ----------
    Benjamini and Hochberg (1995), JRSS B 57, 289-300, at 5%.
    """
    families: dict[Hashable, list[tuple[int, int, float]]] = defaultdict(list)
    for i, piece in enumerate(pieces):
        if piece.is_levels or not piece.records:
            continue
        for j, p in enumerate(piece.estimates.test()):
            record = piece.records[j]
            if record.status in ("ok", "approximate") and withheld.isdisjoint(sides.find(record)):
                families[record.outcome, record.reference == EVERYONE_ELSE].append((i, j, float(p)))
    found: dict[tuple[int, int], bool] = {}
    for family in families.values():
        flags = benjamini_hochberg([p for *_, p in family])
        found |= {
            (i, j): bool(flag)
            for (i, j, p), flag in zip(family, flags, strict=True)
            if p == p  # noqa: PLR0124
        }
    return [
        replace(
            piece,
            records=tuple(
                replace(record, discovery=found.get((i, j))) for j, record in enumerate(piece.records)
            ),
        )
        for i, piece in enumerate(pieces)
    ]


def with_ranks(
    pieces: Sequence[Piece], *, withheld: Collection[Cell], better: Mapping[str, Literal["higher", "lower"]]
) -> list[Piece]:
    """Rank the groups of each characteristic, with the ranks that the data allow.

    Parameters
    ----------
    pieces : sequence of Piece
        The whole grid.
    withheld : collection of Cell
        Cells that will not be shown; they are not ranked, so the ranks do not place them.
    better : mapping of str to str
        For each outcome, which values are better; 1 is best. Of an index of inequality or poverty lower ones
        are, whatever the outcome.

    Returns
    -------
    list of Piece
        Levels of one variable have ``rank`` set, if some values of their measure are better than others.
    """
    return [_ranked(piece, withheld=withheld, better=better) for piece in pieces]


def _ranked(
    piece: Piece, *, withheld: Collection[Cell], better: Mapping[str, Literal["higher", "lower"]]
) -> Piece:
    shown = [
        i
        for i, record in enumerate(piece.records)
        if record.status in ("ok", "approximate") and cell_of(record) not in withheld
    ]
    if not piece.is_levels or len(piece.records[0].by) != 1 or not 2 <= len(shown) <= MOST_RANKED:
        return piece
    first = piece.records[0]
    direction = better_value(first.measure, better.get(first.outcome or "", "higher"))
    if direction is None:
        return piece
    intervals = rank_intervals(piece.estimates.select(shown), better=direction).intervals
    ranks = dict(zip(shown, intervals, strict=True))
    records: list[Record] = [replace(record, rank=ranks.get(i)) for i, record in enumerate(piece.records)]
    return replace(piece, records=tuple(records))
