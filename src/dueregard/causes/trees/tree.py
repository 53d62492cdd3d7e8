"""A tree of types of birth: who is parted from whom by what nobody chooses, and how they fare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dueregard.causes.trees.words import level_words, type_words
from dueregard.errors import UsageError
from dueregard.estimates.source import IntArray

__all__ = ["Node", "Tree"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node of a tree.

    Attributes
    ----------
    id : int
        1 for the root; then the first child with all that comes of it, then the second.
    parent : int or None
        Of the root None.
    depth : int
        0 for the root.
    variable : str or None
        The circumstance that parts the node; None for a leaf.
    left, right : int or None
        Ids of the children.
    left_levels, right_levels : tuple of str
        Levels of the circumstance on each side that somebody in the node has.
    left_people, right_people : tuple of int
        How many people of the node have each of these levels.
    p : float or None
        Adjusted p value of the split, or of the nearest one to a split in a leaf; None without a test.
    statistic : float or None
        The test's statistic.
    n : int
        People.
    weight : float
        Their weights.
    share : float
        Their share of all weights, 0 to 1.
    mean : float
        Their weighted mean outcome.
    """

    id: int
    parent: int | None
    depth: int
    variable: str | None = None
    left: int | None = None
    right: int | None = None
    left_levels: tuple[str, ...] = ()
    right_levels: tuple[str, ...] = ()
    left_people: tuple[int, ...] = ()
    right_people: tuple[int, ...] = ()
    p: float | None = None
    statistic: float | None = None
    n: int
    weight: float
    share: float
    mean: float

    @property
    def is_leaf(self) -> bool:
        """Whether the node is a type: nothing parts it further."""
        return self.variable is None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tree:
    """Types of birth as the leaves of a tree.

    Attributes
    ----------
    nodes : tuple of Node
        In the order of their ids.
    levels : mapping of str to tuple of str
        Circumstances and their levels, in the order of the codes that the tree was grown on.
    labels : mapping of str to str
        Words for the circumstances.
    alpha : float
        Significance that splits.
    min_size : int
        Fewest people of a leaf.
    growth : str
        How splits were tested: ``permutation``, ``design`` or ``unweighted``.
    groups : mapping of str to str
        The kind of circumstance that each is: ``family``, ``ethnic_origin``, ``place`` or another.
    phrases : mapping of str to str
        Ways to say a circumstance, with ``{}`` for its levels.
    routes : mapping
        Of each node that is split the column, and for each code whether it goes to the left.
    hushed : bool
        Whether levels of few people at a fork are left unnamed (:func:`~.hushed.hushed`).
    """

    nodes: tuple[Node, ...]
    levels: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    alpha: float
    min_size: int
    growth: str
    groups: Mapping[str, str]
    phrases: Mapping[str, str]
    routes: Mapping[int, tuple[int, tuple[bool, ...]]] = field(repr=False)
    hushed: bool = False

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The types, from left to right."""
        return tuple(node for node in self.nodes if node.is_leaf)

    def node(self, number: int) -> Node:
        """Give the node of an id.

        Parameters
        ----------
        number : int
            Its id.

        Returns
        -------
        Node

        Raises
        ------
        UsageError
            When there is none.
        """
        if not 1 <= number <= len(self.nodes):
            raise UsageError(
                "The tree has no such node.", found=f"It has nodes 1 to {len(self.nodes)}, not {number!r}."
            )
        return self.nodes[number - 1]

    def path(self, number: int) -> tuple[Node, ...]:
        """List the nodes from the root to one.

        Parameters
        ----------
        number : int
            Its id.

        Returns
        -------
        tuple of Node
            The root first.
        """
        node: Node | None = self.node(number)
        found: list[Node] = []
        while node is not None:
            found.append(node)
            node = None if node.parent is None else self.node(node.parent)
        return tuple(reversed(found))

    def profile(self, number: int) -> dict[str, tuple[str, ...]]:
        """Say which levels the people of a node have, of the circumstances that tell them from others.

        Parameters
        ----------
        number : int
            Id of the node.

        Returns
        -------
        dict of str to tuple of str
            In the order in which the tree first splits by them; several splits by one circumstance are one.
        """
        found: dict[str, tuple[str, ...]] = {}
        way = self.path(number)
        for node, child in pairwise(way):
            assert node.variable is not None
            found[node.variable] = node.left_levels if child.id == node.left else node.right_levels
        return found

    def describe(self, number: int, *, most: int = 4) -> str:
        """Describe the people of a node in words.

        Parameters
        ----------
        number : int
            Id of the node, usually of a leaf.
        most : int
            Longer lists of levels are shortened.

        Returns
        -------
        str
            Such as "born to parents whose occupation is routine, in Harbour or Marsh".
        """
        return type_words(
            self.profile(number),
            levels=self._among(number),
            labels=self.labels,
            groups=self.groups,
            phrases=self.phrases,
            most=most,
        )

    def _among(self, number: int) -> Mapping[str, tuple[str, ...]]:
        """Levels among which those of a node are told: all, or those that its forks may name."""
        if not self.hushed:
            return self.levels
        return {
            node.variable: tuple(
                level
                for level in self.levels[node.variable]
                if level in node.left_levels or level in node.right_levels
            )
            for node in self.path(number)[:-1]
            if node.variable is not None
        }

    def sides(self, number: int, *, most: int = 4) -> tuple[str, str]:
        """Say what tells the two sides of a split from each other.

        Parameters
        ----------
        number : int
            Id of a node that is split.
        most : int
            Longer lists of levels are shortened.

        Returns
        -------
        tuple of str
            Levels of the left and of the right side.

        Raises
        ------
        UsageError
            When the node is a leaf.
        """
        node = self.node(number)
        if node.variable is None:
            raise UsageError("A leaf has no sides.", found=f"Node {number} is one.")
        seen = {*node.left_levels, *node.right_levels}
        there = [level for level in self.levels[node.variable] if level in seen]
        place = self.groups.get(node.variable, "") == "place"
        left, right = (
            level_words(levels, there, most=most, place=place)
            for levels in (node.left_levels, node.right_levels)
        )
        return left, right

    def leaf_of(self, codes: ArrayLike) -> IntArray:
        """Find the leaf of each profile; a level that nobody in a node had goes with the larger child.

        Parameters
        ----------
        codes : array-like of int, shape (n, v)
            Levels, in the order of ``levels``.

        Returns
        -------
        ndarray of int, shape (n,)
            Ids of leaves.
        """
        given = np.atleast_2d(np.asarray(codes, dtype=np.int64))
        leaf = np.ones(len(given), dtype=np.int64)
        for node in self.nodes:
            if node.left is None or node.right is None:
                continue
            here = np.flatnonzero(leaf == node.id)
            variable, left = self.routes[node.id]
            goes = np.asarray(left)[given[here, variable]]
            leaf[here] = np.where(goes, node.left, node.right)
        return leaf

    def to_dict(self) -> dict[str, Any]:
        """Give the tree as plain data for JSON.

        Returns
        -------
        dict
            ``alpha``, ``min_size``, ``growth`` and ``nodes``; leaves have ``words`` for their people, other
            nodes a ``label`` and words for their ``left_words`` and ``right_words``.
        """
        keys = ("id", "parent", "depth", "variable", "left", "right", "p", "statistic", "n", "weight")
        nodes = []
        for node in self.nodes:
            row: dict[str, Any] = {key: getattr(node, key) for key in keys}
            row |= {"share": node.share, "mean": node.mean}
            row |= {"left_levels": list(node.left_levels), "right_levels": list(node.right_levels)}
            if node.variable is None:
                row["words"] = self.describe(node.id)
            else:
                row["label"] = self.labels[node.variable]
                row["left_words"], row["right_words"] = self.sides(node.id)
            nodes.append(row)
        return {"alpha": self.alpha, "min_size": self.min_size, "growth": self.growth, "nodes": nodes}
