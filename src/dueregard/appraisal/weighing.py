"""What has to be weighed, for a reader with five minutes: of all that differs, what is named, in which order.

The order is declared and the same for every option, so that nobody chooses what is seen first: the stated
aim, then those who are worse off now or not yet born, then the largest, those better off now last. Nothing is
counted up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.appraisal.finding import PRINCIPLES, Principle
from dueregard.appraisal.profile import Edge, TradeOff
from dueregard.appraisal.words import amount, opening

__all__ = ["NAMED", "Weighed", "edge_words", "weighed"]

NAMED = 2
"""So many are named of each principle and side, stated aims apart; the rest is counted, and none left out."""

ASIDE = {"worse off": ", worse off now", "better off": ", better off now"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Two options by one principle.

    Attributes
    ----------
    principle : str
        Which.
    named : tuple of (tuple of Edge, tuple of Edge)
        What the first does better, and what the other does: those that are named, in order.
    more : tuple of (int, int)
        How many more there are on either side.
    """

    principle: Principle
    named: tuple[tuple[Edge, ...], tuple[Edge, ...]]
    more: tuple[int, int]


def weighed(pair: TradeOff) -> tuple[Weighed, ...]:
    """Choose what is named of a trade-off, principle by principle.

    Parameters
    ----------
    pair : TradeOff
        Two options, with all that each does better.

    Returns
    -------
    tuple of Weighed
        The principles by which they differ clearly, in their order.

    Examples
    --------
    >>> small = Edge(principle="outcome", who="Poor", kind="group", standing="worse off", by_how_much=1.0)
    >>> large = Edge(principle="outcome", who="Rich", kind="group", by_how_much=9.0)
    >>> aim = Edge(principle="outcome", who="the stated aim for Poor", kind="aim", by_how_much=0.1)
    >>> [row] = weighed(TradeOff(options=("A", "B"), words="", better=((large, small, aim), ())))
    >>> [each.who for each in row.named[0]], row.more
    (['the stated aim for Poor', 'Poor', 'Rich'], (0, 0))
    """
    rows = []
    for principle in PRINCIPLES:
        sides = [_chosen([each for each in side if each.principle == principle]) for side in pair.better]
        (first, left), (second, right) = sides
        if first or second:
            rows.append(Weighed(principle=principle, named=(first, second), more=(left, right)))
    return tuple(rows)


def edge_words(edge: Edge) -> str:
    """Say one thing that an option does better.

    Parameters
    ----------
    edge : Edge
        What.

    Returns
    -------
    str

    Examples
    --------
    >>> edge_words(
    ...     Edge(
    ...         principle="outcome",
    ...         who="Roma",
    ...         kind="group",
    ...         standing="worse off",
    ...         by_how_much=8.09,
    ...         unit="£ a week",
    ...     )
    ... )
    'Roma, worse off now: by £8.09 a week'
    >>> edge_words(Edge(principle="voice", who="", kind="whole"))
    'As a whole'
    """
    if edge.because:
        return f"{edge.because[:1].upper()}{edge.because[1:]}"
    if not edge.who:
        return "As a whole"
    if edge.measure == "losers_share":
        return f"Fewer people lose: by {amount(edge.by_how_much or 0.0, edge.unit)}"
    size = "" if edge.by_how_much is None else f": by {amount(edge.by_how_much, edge.unit)}"
    over = " each over the years" if (edge.measure or "").startswith("present_value") else ""
    return f"{opening(edge.who)}{ASIDE.get(edge.standing, '')}{size}{over}"


def _chosen(edges: Sequence[Edge]) -> tuple[tuple[Edge, ...], int]:
    ordered = sorted(edges, key=_order)
    aims = [each for each in ordered if each.kind == "aim"]
    others = [each for each in ordered if each.kind != "aim"]
    return (*aims, *others[:NAMED]), max(0, len(others) - NAMED)


def _order(edge: Edge) -> tuple[object, ...]:
    first = edge.kind == "aim"
    sharp = edge.standing == "worse off" or edge.unborn or edge.kind == "whole"
    return (
        not first,
        not sharp,
        edge.standing == "better off",
        edge.crossed,
        -(edge.by_how_much or 0.0),
        edge.who,
    )
