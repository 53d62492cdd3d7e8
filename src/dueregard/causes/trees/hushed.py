"""A tree as it may be published: on which side of a fork few people are is not told.

A fork parts levels by how the people of each fare. Where three people of a node have a level, its side says
whether these three fare well or badly; where it is one person and the outcome yes or no, it says which. And a
level on neither side is one that nobody has. So levels of few people, or of nobody, are not named at a fork.
"""

from __future__ import annotations

from dataclasses import replace

from dueregard.causes.trees.tree import Node, Tree

__all__ = ["OTHERS", "hushed"]

OTHERS = "any other"
"""What a side is called of which no level may be named."""


def hushed(tree: Tree, *, threshold: int) -> Tree:
    """Name at each fork only the levels that enough people have.

    Parameters
    ----------
    tree : Tree
        As it was grown.
    threshold : int
        Fewer people of a fork than this are few.

    Returns
    -------
    Tree
        The same people in the same nodes; levels of few people at a fork are named on neither side.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.causes.trees import grow_tree
    >>> born = np.repeat([0, 1, 2], [100, 100, 1])
    >>> tree = grow_tree(
    ...     np.tile([1.0, 2.0, 3.0], 67) + 5 * (born > 0), born, {"born": ["Ash", "Birch", "Cedar"]}
    ... )
    >>> tree.node(1).right_levels, hushed(tree, threshold=10).node(1).right_levels
    (('Birch', 'Cedar'), ('Birch',))
    """
    return replace(tree, nodes=tuple(_hushed(node, threshold) for node in tree.nodes), hushed=True)


def _hushed(node: Node, threshold: int) -> Node:
    if node.is_leaf:
        return node
    left, right = (
        tuple(level for level, people in zip(levels, counted, strict=True) if people >= threshold)
        for levels, counted in (
            (node.left_levels, node.left_people),
            (node.right_levels, node.right_people),
        )
    )
    return replace(
        node,
        left_levels=left or (OTHERS,),
        right_levels=right or (OTHERS,),
        left_people=(),
        right_people=(),
    )
