"""A tree as plain text, for terminals and plain e-mails."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from dueregard.causes.trees.tree import Node, Tree

__all__ = ["tree_text"]

_NARROWEST = 24


def tree_text(tree: Tree, *, unit: str = "", width: int = 100, decimals: int | None = None) -> str:
    """Draw a tree with branches, and its leaves with their people, share and mean outcome.

    Parameters
    ----------
    tree : Tree
        What is drawn.
    unit : str
        Of the outcome, put after the mean.
    width : int
        Letters of a line.
    decimals : int, optional
        Of means; by default so that three digits show.

    Returns
    -------
    str
        Lines.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.causes.trees import grow_tree
    >>> parents = np.repeat([0, 1], 100)
    >>> tree = grow_tree(
    ...     10 + 5 * parents + np.tile([-1, 1], 100), parents, {"parents": ["routine", "managers"]}
    ... )
    >>> print(tree_text(tree))
    Everybody: mean 12.5, 200 people
    |-- parents: routine -> mean 10.0, 50% (100 people)
    `-- parents: managers -> mean 15.0, 50% (100 people)
    """
    root = tree.nodes[0]
    places = _decimals(root.mean) if decimals is None else decimals
    head = f"Everybody: {_mean(root, unit, places)}, {root.n:,} people"
    return "\n".join([head, *_branches(tree, root, "", unit=unit, width=width, places=places)])


def _branches(tree: Tree, node: Node, indent: str, *, unit: str, width: int, places: int) -> Iterator[str]:
    if node.variable is None or node.left is None or node.right is None:
        return
    label = tree.labels[node.variable]
    for number, side in zip((node.left, node.right), tree.sides(node.id), strict=True):
        child, last = tree.node(number), number == node.right
        text = f"{label}: {side}"
        if child.is_leaf:
            text += f" -> {_mean(child, unit, places)}, {child.share:.0%} ({child.n:,} people)"
        first, below = ("`-- ", "    ") if last else ("|-- ", "|   ")
        lines = textwrap.wrap(text, width=max(_NARROWEST, width - len(indent) - 4)) or [""]
        yield f"{indent}{first}{lines[0]}"
        for line in lines[1:]:
            yield f"{indent}{below}  {line}"
        yield from _branches(tree, child, indent + below, unit=unit, width=width, places=places)


def _mean(node: Node, unit: str, places: int) -> str:
    return f"mean {node.mean:,.{places}f}{' ' if unit else ''}{unit}"


def _decimals(value: float) -> int:
    size = abs(value)
    return 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
