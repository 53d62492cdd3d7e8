"""What an opinion map is made of: crowds, groups and arrows, on a plane from -1 to 1."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MapArrow", "MapGroup", "MapSquare", "MapView", "where_words"]

NEAR = 0.15
"""So near to an axis counts as on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSquare:
    """A square of the map with enough people in it.

    Attributes
    ----------
    x, y : float
        The middle of the people in it, from -1 (left, bottom) to 1.
    people : int
        How many they are.
    """

    x: float
    y: float
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapGroup:
    """A group of people who vote alike, large enough to be drawn.

    Attributes
    ----------
    number : int
        As in ``opinions.groups``.
    letter : str
        What it is called: A for the largest.
    people : int or None
        Its members; None where their number would give away that of a smaller group.
    x, y : float
        Its centre.
    wide, high : float
        Half axes of an ellipse around it, within which about half of its members would lie if they were
        spread evenly about the centre (a bivariate normal distribution).
    angle : float
        Of the long axis, in degrees, anticlockwise.
    """

    number: int
    letter: str
    people: int | None
    x: float
    y: float
    wide: float
    high: float
    angle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArrow:
    """Where people lie who agree with a statement.

    Attributes
    ----------
    statement : int
        Its place in ``votes.statements``.
    x, y : float
        The tip; the arrow starts in the middle, and a long one pulls people further apart.
    towards : str
        The letter of the group in whose direction it points most; empty without groups.
    """

    statement: int
    x: float
    y: float
    towards: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """All that is drawn.

    Attributes
    ----------
    people : int
        Everybody who voted often enough to be placed.
    side : float
        The side of a square, where the whole map is 2.
    squares : tuple of MapSquare
        Those with enough people.
    some_hidden : bool
        Whether people are in squares that are not drawn.
    groups : tuple of MapGroup
        The groups that are large enough, if there are groups at all.
    has_groups : bool
        Whether groups were found that are stable.
    arrows : tuple of MapArrow
        The statements that pull furthest, in different directions.
    """

    people: int
    side: float
    squares: tuple[MapSquare, ...]
    some_hidden: bool
    groups: tuple[MapGroup, ...]
    has_groups: bool
    arrows: tuple[MapArrow, ...]


def where_words(x: float, y: float) -> str:
    """Say where a place on the map is.

    Parameters
    ----------
    x, y : float
        From -1 to 1.

    Returns
    -------
    str
        In words.

    Examples
    --------
    >>> where_words(-0.6, 0.4), where_words(0.5, 0.0), where_words(0.1, 0.1)
    ('upper left', 'right', 'near the middle')
    """
    across = "" if abs(x) < NEAR else "left" if x < 0 else "right"
    up = "" if abs(y) < NEAR else "lower" if y < 0 else "upper"
    if up and not across:
        return "below" if y < 0 else "above"
    return " ".join(part for part in (up, across) if part) or "near the middle"
