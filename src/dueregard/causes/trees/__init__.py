"""Types of birth by conditional inference trees and forests."""

from dueregard.causes.trees.forest import Forest, grow_forest
from dueregard.causes.trees.single import grow_tree
from dueregard.causes.trees.tree import Node, Tree

__all__ = ["Forest", "Node", "Tree", "grow_forest", "grow_tree"]
