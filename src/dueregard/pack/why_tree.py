"""The opportunity tree: who is born into what, how many they are, and how they fare.

A nested list is a tree that reads at any width, on paper and aloud; the table beside it holds the same types
from those who fare worst to those who fare best, with their intervals under one axis.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.listing import and_list
from dueregard.pack.chart import Axis, Mark, axis_over
from dueregard.pack.numbers import NumberFormat
from dueregard.pack.titles import lower_first
from dueregard.pack.views import GapView, Tick, ticks_of
from dueregard.pack.why_words import figure_cell, numbers_for
from dueregard.pack.words import heading

if TYPE_CHECKING:
    from dueregard.causes.findings import NodeTold
    from dueregard.causes.released import ReleasedBirthright, ReleasedType

__all__ = ["Branch", "TreeView", "TypeRow", "tree_view"]

MOST_NAMED = 4
"""Levels that are named of a branch; the branch beside it names its own."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """People alike in what they were born into."""

    letter: str
    words: str
    full: str
    share: str
    bar: float | None
    figure: GapView
    drawing: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A fork or an end of the tree."""

    of: str
    words: str
    forks: str
    end: TypeRow | None
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeView:
    """The tree of one outcome and the table of its types."""

    outcome: str
    what: str
    root: Branch | None
    types: tuple[TypeRow, ...]
    ticks: tuple[Tick, ...]


def tree_view(each: ReleasedBirthright) -> TreeView | None:
    """Put the tree of an outcome into words and marks.

    Parameters
    ----------
    each : ReleasedBirthright
        The outcome.

    Returns
    -------
    TreeView or None
        None where people were not told apart.
    """
    told = each.told
    if len(each.types) < 2:
        return None
    means = [one.mean for one in each.types]
    numbers = numbers_for(means, unit=told.unit, yes_no=told.yes_no)
    ends = (
        end
        for mean in means
        if mean is not None and mean.estimate is not None
        for end in (mean.estimate, mean.low, mean.high)
        if end is not None
    )
    axis = axis_over(ends)
    by_id = {node.id: node for node in told.nodes}
    rows = {one.told.node: _row(number, one, by_id, numbers, axis) for number, one in enumerate(each.types)}
    return TreeView(
        outcome=heading(told.outcome),
        what="share of people" if told.yes_no else f"average{numbers.unit and f', {told.unit}'}",
        root=_branch(told.nodes[0], told.nodes, rows) if told.nodes else None,
        types=tuple(rows.values()),
        ticks=ticks_of(axis, numbers) if axis else (),
    )


def _row(
    number: int,
    one: ReleasedType,
    nodes: Mapping[int, NodeTold],
    numbers: NumberFormat,
    axis: Axis | None,
) -> TypeRow:
    share = None if one.share is None else one.share.estimate
    mean = one.mean
    drawn = axis is not None and mean is not None and mean.estimate is not None
    return TypeRow(
        letter=LETTERS[number] if number < len(LETTERS) else str(number + 1),
        words=_path(one.told.node, nodes) or one.told.label,
        full=one.told.label,
        share="[c]" if share is None else f"{share:.0%}",
        bar=None if share is None else round(100 * share, 1),
        figure=figure_cell(mean, numbers) if mean is not None else _kept(),
        drawing=axis.mark(mean.estimate, mean.low, mean.high) if drawn else None,  # type: ignore[union-attr, arg-type]
    )


def _kept() -> GapView:
    return GapView(sense="unknown", verdict="", words="[c]")


def _path(end: int, nodes: Mapping[int, NodeTold]) -> str:
    """Say the way to an end: the last word on each circumstance."""
    said: dict[str, str] = {}
    here = nodes.get(end)
    while here is not None and here.parent is not None:
        above = nodes.get(here.parent)
        if above is None:
            break
        said.setdefault(above.variable, _levels(here, nodes.values()))
        here = above
    words = "; ".join(f"{lower_first(name)}: {levels}" for name, levels in reversed(said.items()))
    return words[:1].upper() + words[1:]


def _levels(node: NodeTold, nodes: Collection[NodeTold]) -> str:
    """Name a branch's levels, or say that they are the others where the branch beside it has fewer."""
    beside = [other for other in nodes if other.parent == node.parent and other.id != node.id]
    others = sum(len(other.branch) for other in beside)
    if len(node.branch) > MOST_NAMED and others < len(node.branch):
        named = and_list([level for other in beside for level in other.branch], last="or")
        return (
            f"any of {len(node.branch)} others than {named}"
            if others <= MOST_NAMED
            else (f"any of {len(node.branch)} others")
        )
    return and_list(list(node.branch), last="or")


def _branch(node: NodeTold, nodes: Sequence[NodeTold], rows: Mapping[int, TypeRow]) -> Branch:
    above = next((other for other in nodes if other.id == node.parent), None)
    return Branch(
        of=above.variable if above else "",
        words=_levels(node, nodes) if above else "Everyone",
        forks=node.variable,
        end=rows.get(node.id),
        below=tuple(_branch(other, nodes, rows) for other in nodes if other.parent == node.id),
    )
