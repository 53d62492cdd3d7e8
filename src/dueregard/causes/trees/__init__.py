"""Types of birth by conditional inference trees and forests."""

from dueregard.causes.trees.forest import Forest, grow_forest
from dueregard.causes.trees.hushed import hushed
from dueregard.causes.trees.single import grow_tree
from dueregard.causes.trees.survival import survival_scores
from dueregard.causes.trees.text import tree_text
from dueregard.causes.trees.tree import Node, Tree

__all__ = ["Forest", "Node", "Tree", "grow_forest", "grow_tree", "hushed", "survival_scores", "tree_text"]
