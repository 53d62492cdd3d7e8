"""The ledger: who designed the assessment, and what they chose to share of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.voices.findings import Designed, Designer

if TYPE_CHECKING:
    from dueregard.casebook import Specification

__all__ = ["designed"]


def designed(specification: Specification) -> Designed:
    """Set up the ledger of who asked for which outcome.

    Parameters
    ----------
    specification : Specification
        Its outcomes say ``authored_by``; ``[[authors]]`` says who that is.

    Returns
    -------
    Designed
        Authors in the casebook's order, then others who are only named.
    """
    known = {author.id.casefold(): author for author in specification.authors}
    parts: dict[str, list[str]] = {author.id: [] for author in specification.authors}
    unsigned = []
    for outcome in specification.outcomes:
        if not outcome.authored_by:
            unsigned.append(f"outcome: {outcome.name}")
            continue
        author = known.get(outcome.authored_by.casefold())
        parts.setdefault(author.id if author else outcome.authored_by, []).append(f"outcome: {outcome.name}")
    designers = tuple(
        Designer(
            name=name,
            parts=tuple(made),
            characteristics=dict(known[name.casefold()].characteristics) if name.casefold() in known else {},
        )
        for name, made in parts.items()
    )
    return Designed(designers=designers, unsigned=tuple(unsigned))
