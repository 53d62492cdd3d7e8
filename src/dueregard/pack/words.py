"""Names and lists as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dueregard.listing import and_list
from dueregard.measures.catalogue import CATALOGUE

__all__ = ["anchor", "heading", "phrase", "pieces", "some_of"]

NAMES = {
    "race": "race",
    "gender_reassignment": "gender reassignment",
    "nssec": "NS-SEC",
    "imd": "deprivation (IMD)",
    "lsoa": "LSOA",
    "msoa": "MSOA",
}
MEASURES = {
    "mean": "average",
    "proportion": "share of people",
    "count": "number of people",
    "hoover": "Hoover index",
    "quintile_share_ratio": "ratio of the top fifth's share to the bottom fifth's (S80/S20)",
    "palma_ratio": "ratio of the top tenth's share to the bottom 40%'s (Palma)",
    "share": "share of all there is",
}

AFTER_PEOPLE = (
    "Amato",
    "Atkinson",
    "Duclos",
    "Esteban",
    "Foster",
    "Gini",
    "J-divergence",
    "Kolm",
    "Lorenz",
    "Rényi",
    "Sen ",
    "Sen-",
    "Theil",
    "Watts",
    "Wolfson",
    "Zenga",
)
"""How titles begin that keep their capital letter within a sentence."""


def phrase(name: str) -> str:
    """Turn an identifier into words for the middle of a sentence.

    Examples
    --------
    >>> phrase("ethnic_group")
    'ethnic group'
    """
    return NAMES.get(name, name.replace("_", " ").replace("-", " ").strip())


def heading(name: str) -> str:
    """Turn an identifier into words that begin a line.

    Examples
    --------
    >>> heading("ethnic_group")
    'Ethnic group'
    """
    words = phrase(name)
    return words[:1].upper() + words[1:]


def measure_phrase(measure: str) -> str:
    """Name a measure in plain words.

    Examples
    --------
    >>> measure_phrase("mean"), measure_phrase("median"), measure_phrase("gini")
    ('average', 'median', 'Gini index')
    """
    if measure in MEASURES or measure not in CATALOGUE:
        return MEASURES.get(measure, phrase(measure))
    title = CATALOGUE[measure].title.partition(" (")[0]
    return title if title.startswith(AFTER_PEOPLE) else title[:1].lower() + title[1:]


def some_of(items: Sequence[str], *, limit: int) -> str:
    """Join the first items and count the others.

    Examples
    --------
    >>> some_of(["a", "b", "c", "d"], limit=2)
    'a, b and 2 more'
    """
    return and_list(items, most=limit)


def anchor(*parts: str) -> str:
    """Make an HTML id (also safe in an address and a file name) from names.

    Examples
    --------
    >>> anchor("characteristic-sex", "Income (£)")
    'characteristic-sex-income'
    """
    return re.sub(r"[^a-z0-9_]+", "-", "-".join(parts).lower()).strip("-")


def pieces(texts: Iterable[str | None]) -> list[str]:
    """Split texts at semicolons and keep each piece once.

    Examples
    --------
    >>> pieces(["t; reference: Men", "t", None])
    ['t', 'reference: Men']
    """
    found = (piece.strip() for text in texts if text for piece in text.split(";"))
    return list(dict.fromkeys(piece for piece in found if piece))
