"""Kitagawa's decomposition (in work)."""

from __future__ import annotations

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.findings import Decomposition
from dueregard.errors import UsageError

__all__ = ["decompose_kitagawa"]


def decompose_kitagawa(comparison: Comparison, options: Options) -> Decomposition:
    """Refuse, for now."""
    raise UsageError("Kitagawa's decomposition is in work.")
