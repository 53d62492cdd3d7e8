"""The cause map: what is thought to come before what, how that is known, and what would have to hold.

A map without a line for a cause is honest; a line without a kind is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dueregard.causes.findings import EdgeTold

__all__ = ["KINDS", "Link", "chains"]

KINDS = {
    "descriptive": "Descriptive: it is so",
    "associational": "Associational: the two go together",
    "causal": "Causal: the one changes the other",
}
ARROWS = {"descriptive": "···›", "associational": "– –›", "causal": "——›"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line of the map from what came just before in its chain."""

    arrow: str
    kind: str
    to: str


def chains(edges: Sequence[EdgeTold]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """String lines together where one begins with what another ends with.

    Parameters
    ----------
    edges : sequence of EdgeTold
        The map.

    Returns
    -------
    tuple of (str, tuple of Link)
        Each chain: where it begins, and its lines. Every line of the map is in one chain.

    Examples
    --------
    >>> from dueregard.causes.findings import EdgeTold
    >>> ward = EdgeTold(before="ward", after="time", kind="descriptive")
    >>> missed = EdgeTold(before="time", after="missed", kind="associational")
    >>> [(start, [link.to for link in links]) for start, links in chains([missed, ward])]
    [('ward', ['time', 'missed'])]
    """
    ends = {edge.after for edge in edges}
    left = sorted(edges, key=lambda edge: edge.before in ends)
    found = []
    while left:
        first = left.pop(0)
        links = [first]
        while following := next((edge for edge in left if edge.before == links[-1].after), None):
            left.remove(following)
            links.append(following)
        found.append((first.before, tuple(_link(edge) for edge in links)))
    return tuple(found)


def _link(edge: EdgeTold) -> Link:
    return Link(arrow=ARROWS.get(edge.kind, "›"), kind=edge.kind, to=edge.after)
