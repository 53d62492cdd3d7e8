"""What has to be weighed, as the page shows it: two options side by side, principle by principle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.appraisal.finding import PRINCIPLES
from dueregard.appraisal.weighing import edge_words, weighed
from dueregard.options import DO_NOTHING

if TYPE_CHECKING:
    from dueregard.appraisal import TradeOff

__all__ = ["PairRow", "PairView", "pair_views"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One principle of two options: what each does better, and how many more there are of either."""

    principle: str
    anchor: str
    sides: tuple[tuple[tuple[str, ...], int], tuple[tuple[str, ...], int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two options, and by which principles each does better for whom."""

    options: tuple[str, str]
    rows: tuple[PairRow, ...]


def pair_views(found: Sequence[TradeOff]) -> tuple[PairView, ...]:
    """Put trade-offs side by side.

    Parameters
    ----------
    found : sequence of TradeOff
        What has to be weighed.

    Returns
    -------
    tuple of PairView
        In the same order.
    """
    return tuple(_pair(each) for each in found)


def _pair(found: TradeOff) -> PairView:
    first, other = ("Do nothing" if option == DO_NOTHING else option for option in found.options)
    return PairView(
        options=(first, other),
        rows=tuple(
            PairRow(
                principle=PRINCIPLES[row.principle],
                anchor=f"principle-{row.principle}",
                sides=(
                    (tuple(map(edge_words, row.named[0])), row.more[0]),
                    (tuple(map(edge_words, row.named[1])), row.more[1]),
                ),
            )
            for row in weighed(found)
        ),
    )
