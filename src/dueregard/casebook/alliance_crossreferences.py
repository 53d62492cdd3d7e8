"""Where ``[alliance]`` contradicts itself: ids used twice, and demands that nobody could ever meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dueregard.casebook.alliance_specification import Alliance
    from dueregard.casebook.specification import Specification

__all__ = ["alliance_disagreements"]

Disagreement = tuple[tuple[str | int, ...], str]


def alliance_disagreements(spec: Specification) -> Iterator[Disagreement]:
    """Find where the part about the alliance contradicts itself.

    Parameters
    ----------
    spec : Specification
        The casebook.

    Yields
    ------
    (path, sentence)
        Each contradiction.
    """
    if spec.alliance is None:
        return
    yield from _named_once(spec.alliance)
    yield from _out_of_reach(spec.alliance)


def _named_once(alliance: Alliance) -> Iterator[Disagreement]:
    ids = [member.id for member in alliance.members]
    for position, name in enumerate(ids):
        if name in ids[:position]:
            yield ("alliance", "members", position, "id"), f"{name!r} is used twice: give each its own id"


def _out_of_reach(alliance: Alliance) -> Iterator[Disagreement]:
    for sector, needed in alliance.sectors.items():
        there = sum(member.sector == sector for member in alliance.members)
        if needed > there:
            asked = f"asks for {_counted(needed, 'signature')} of the sector {sector!r}"
            yield ("alliance", "sectors"), f"{asked}, which has {_counted(there, 'member')}"
    for key, needed, roles in (
        ("reviews", alliance.reviews, ("reviewer", "lived-experience reviewer")),
        ("lived_experience", alliance.lived_experience, ("lived-experience reviewer",)),
        ("steward", int(alliance.steward), ("steward for future generations",)),
    ):
        there = sum(any(role in member.roles for role in roles) for member in alliance.members)
        if needed > there:
            asked = f"asks for {_counted(needed, 'review')} by a {' or '.join(roles)}"
            have = "has" if there == 1 else "have"
            yield ("alliance", key), f"{asked}, and {_counted(there, 'member')} {have} that role"


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
