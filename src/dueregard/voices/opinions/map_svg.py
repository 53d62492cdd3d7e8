"""The opinion map as an SVG that needs no colour: letters, shapes, dashes and its text say the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from dueregard.voices.opinions.map_parts import MapArrow, MapGroup, MapSquare, MapView, where_words
from dueregard.voices.opinions.votes import Votes

__all__ = ["SHAPES", "map_svg"]

SHAPES = ("circle", "square", "diamond", "triangle", "pentagon")
"""The mark of each group, in their order."""

SIDE = 320
MIDDLE = SIDE / 2
SPAN = 142.0
"""Half the map in pixels, so that arrows' labels stay inside."""

_DASHES = ("none", "7 4", "2 3", "9 3 2 3", "4 2")
_COLOURS = ("#0b4f8a", "#8a3200", "#22602b", "#4b2a7b", "#5b4300")
_SIZES = {"diamond": 4, "triangle": 3, "pentagon": 5}


def map_svg(view: MapView, votes: Votes, *, prefix: str = "opinion-map") -> str:
    """Draw the map.

    Parameters
    ----------
    view : MapView
        What may be shown.
    votes : Votes
        For the statements' names.
    prefix : str
        Of the ids in the picture, which must be the only ones of the page.

    Returns
    -------
    str
        An ``svg`` element of 320 units, whose text is 13 units high, with a title and a description.

    Examples
    --------
    >>> import numpy as np
    >>> empty = np.array([], np.int32)
    >>> votes = Votes(
    ...     participants=(),
    ...     statements=(),
    ...     participant=empty,
    ...     statement=empty,
    ...     value=np.array([], np.int8),
    ...     kept=np.array([], bool),
    ... )
    >>> nothing = MapView(
    ...     people=0, side=1.0, squares=(), some_hidden=False, groups=(), has_groups=False, arrows=()
    ... )
    >>> map_svg(nothing, votes).startswith('<svg xmlns="http://www.w3.org/2000/svg" role="img"')
    True
    """
    title, told = f"{prefix}-title", f"{prefix}-description"
    most = max((square.people for square in view.squares), default=1)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{title} {told}" '
        f'viewBox="0 0 {SIDE} {SIDE}" width="100%" style="max-width:40rem" '
        'font-family="system-ui, Segoe UI, Roboto, Liberation Sans, Arial, sans-serif" font-size="13">'
    )
    parts = [
        opening,
        f'<title id="{title}">Opinion map</title>',
        f'<desc id="{told}">{escape(_description(view, votes))}</desc>',
        f'<rect width="{SIDE}" height="{SIDE}" fill="#fff"/>',
        f'<path d="M{MIDDLE} 8V{SIDE - 8}M8 {MIDDLE}H{SIDE - 8}" stroke="#d3d9de" fill="none"/>',
        *(_square(square, view.side, most) for square in view.squares),
        *(_arrow(arrow) for arrow in view.arrows),
        *(_ellipse(group) for group in view.groups),
        *(part for arrow in view.arrows for part in _name(arrow, votes, view.groups)),
        *(_mark(group) for group in view.groups),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _description(view: MapView, votes: Votes) -> str:
    many = f"{view.people:,} people; who votes alike lies near each other. Circles count people; "
    many += "places with few people are left out. " if view.some_hidden else "all are drawn. "
    if view.groups:
        listed = "; ".join(
            f"group {group.letter}, a {_shape(group)}"
            + (f", {group.people:,} people" if group.people else "")
            + f", {where_words(group.x, group.y)}"
            for group in view.groups
        )
        groups = f"Groups: {listed}. "
    else:
        groups = "There are no stable groups. " if not view.has_groups else "All groups are too small. "
    arrows = "; ".join(
        f"{votes.statements[arrow.statement].id} {where_words(arrow.x, arrow.y)}" for arrow in view.arrows
    )
    pulled = f"An arrow points to those who agree with a statement: {arrows}." if arrows else ""
    return f"{many}{groups}{pulled}".strip()


def _at(x: float, y: float) -> tuple[float, float]:
    return round(MIDDLE + SPAN * x, 1), round(MIDDLE - SPAN * y, 1)


def _square(square: MapSquare, side: float, most: int) -> str:
    x, y = _at(square.x, square.y)
    radius = 0.48 * side * SPAN * math.sqrt(square.people / most)
    return f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="#b9c6cd"/>'


def _arrow(arrow: MapArrow) -> str:
    x, y = _at(arrow.x, arrow.y)
    turn = math.atan2(y - MIDDLE, x - MIDDLE)
    head = "".join(
        f"L{x - 8 * math.cos(turn + side):.1f} {y - 8 * math.sin(turn + side):.1f}"
        + (f"M{x} {y}" if side > 0 else "")
        for side in (0.42, -0.42)
    )
    return (
        f'<path d="M{MIDDLE} {MIDDLE}L{x} {y}M{x} {y}{head}" stroke="#4d565f" stroke-width="1.3" '
        'fill="none" stroke-linecap="round"/>'
    )


def _name(arrow: MapArrow, votes: Votes, groups: Sequence[MapGroup]) -> Iterator[str]:
    x, y = _at(arrow.x, arrow.y)
    length = math.hypot(x - MIDDLE, y - MIDDLE) or 1.0
    covered = any(math.hypot(x - mark[0], y - mark[1]) < 24 for mark in (_at(g.x, g.y) for g in groups))
    beyond = 32 if covered else 11
    x, y = x + beyond * (x - MIDDLE) / length, y + beyond * (y - MIDDLE) / length + 4
    name = votes.statements[arrow.statement].id
    shown = name if len(name) <= 8 else name[:7] + "…"
    yield (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="#1b2127" stroke="#fff" stroke-width="3" '
        f'paint-order="stroke">{escape(shown)}</text>'
    )


def _ellipse(group: MapGroup) -> str:
    x, y = _at(group.x, group.y)
    colour, dash = _look(group)
    return (
        f'<ellipse cx="{x}" cy="{y}" rx="{max(group.wide * SPAN, 4):.1f}" '
        f'ry="{max(group.high * SPAN, 4):.1f}" transform="rotate({-group.angle:.1f} {x} {y})" '
        f'fill="{colour}" fill-opacity="0.08" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
    )


def _mark(group: MapGroup) -> str:
    x, y = _at(group.x, group.y)
    colour, _ = _look(group)
    shape = _shape(group)
    around = f'fill="{colour}" stroke="#fff" stroke-width="2"'
    if shape == "circle":
        drawn = f'<circle cx="{x}" cy="{y}" r="11" {around}/>'
    elif shape == "square":
        drawn = f'<rect x="{x - 10:.1f}" y="{y - 10:.1f}" width="20" height="20" {around}/>'
    else:
        corners = _SIZES[shape]
        radius = 17 if shape == "triangle" else 14
        points = " ".join(
            f"{x + radius * math.sin(turn):.1f},{y - radius * math.cos(turn):.1f}"
            for turn in (2 * math.pi * corner / corners for corner in range(corners))
        )
        drawn = f'<polygon points="{points}" {around}/>'
    inside = 'text-anchor="middle" fill="#fff" font-weight="700"'
    return f'{drawn}<text x="{x}" y="{y + 4.5:.1f}" {inside}>{group.letter}</text>'


def _look(group: MapGroup) -> tuple[str, str]:
    return _COLOURS[group.number % len(_COLOURS)], _DASHES[group.number % len(_DASHES)]


def _shape(group: MapGroup) -> str:
    return SHAPES[group.number % len(SHAPES)]
