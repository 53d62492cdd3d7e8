"""The sharp end: of those who are worst off, from whom was nothing heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["DisadvantagedGroup", "SharpEnd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisadvantagedGroup:
    """A group that published estimates show to be worse off.

    Attributes
    ----------
    by : mapping of str to str
        Its levels, by characteristic.
    rank : int
        1 is the widest gap.
    outcomes : tuple of str
        The outcomes for which it is worse off.
    """

    by: Mapping[str, str]
    rank: int
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharpEnd:
    """Whether a disadvantaged group was heard, and what the organiser should do.

    Attributes
    ----------
    group : DisadvantagedGroup
        The group.
    heard : {"heard", "nobody", "nobody or too few to show", "not asked"}
        ``"not asked"`` when nobody who was heard was asked for one of its characteristics.
    count : int or None
        How many were heard, where that may be shown.
    action : str
        What to do; empty when the group was heard.
    """

    group: DisadvantagedGroup
    heard: Literal["heard", "nobody", "nobody or too few to show", "not asked"]
    count: int | None
    action: str
