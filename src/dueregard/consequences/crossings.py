"""How people are grouped: everybody, tenths, each variable, what is crossed by name, and pairs."""

from __future__ import annotations

from itertools import combinations

from dueregard.consequences.asked import DECILE, Asked
from dueregard.consequences.poorest import poorest_fifth
from dueregard.engine import Grouping

__all__ = ["Crossing", "pairs_of", "singles_of"]

Crossing = tuple[str | Grouping, ...]


def singles_of(asked: Asked) -> list[Crossing]:
    """List the groupings that all figures are given for.

    Parameters
    ----------
    asked : Asked
        What was asked for.

    Returns
    -------
    list of Crossing
        Everybody first, then tenths, each variable, and what is crossed by name.
    """
    named = [tuple(_part(name, asked) for name in crossing) for crossing in asked.crossings]
    return [(), (_decile(asked),), *((name,) for name in asked.by), *named]


def pairs_of(asked: Asked) -> list[Crossing]:
    """List the groupings that some figures are given for.

    Parameters
    ----------
    asked : Asked
        What was asked for.

    Returns
    -------
    list of Crossing
        Pairs of variables, and the poorest fifth of each place.
    """
    pairs: list[Crossing] = list(combinations(asked.by, 2)) if asked.depth > 1 else []
    if asked.pairs is not None:
        pairs = list(asked.pairs)
    named = {frozenset(crossing) for crossing in asked.crossings}
    kept = [pair for pair in pairs if frozenset(pair) not in named]
    return [*kept, *((place, poorest_fifth(place)) for place in asked.places)]


def _decile(asked: Asked) -> Grouping:
    name = DECILE if DECILE not in asked.by else f"{DECILE} of {asked.outcome}"
    return Grouping(name=name, column="(decile)", labels={str(tenth): str(tenth) for tenth in range(1, 11)})


def _part(name: str, asked: Asked) -> str | Grouping:
    return _decile(asked) if name == DECILE and name not in asked.by else name
