"""The cause map: what is said to lead to what, each line with how it is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dueregard.causes.findings import EdgeTold

if TYPE_CHECKING:
    from dueregard.casebook import CauseEdge

__all__ = ["KINDS", "edges_of"]

KINDS = {
    "descriptive": "counted: it says how things stand, and nothing of why",
    "associational": "the two go together in these people; something else may be behind both",
    "causal": "the one brings about the other, if the assumption holds",
}
"""What each kind of line means."""


def edges_of(declared: Sequence[CauseEdge]) -> tuple[EdgeTold, ...]:
    """Read the lines that a casebook declares.

    Parameters
    ----------
    declared : sequence of CauseEdge
        As written.

    Returns
    -------
    tuple of EdgeTold
        Each once, in their order. Nothing that is measured here adds a line: what goes together in a table
        is no cause.

    Examples
    --------
    >>> edges_of([])
    ()
    """
    return tuple(
        dict.fromkeys(
            EdgeTold(
                before=edge.from_,
                after=edge.to,
                kind=edge.kind,
                assumption=edge.assumption or "",
                source=edge.source or "",
                outcomes=edge.outcomes,
            )
            for edge in declared
        )
    )
