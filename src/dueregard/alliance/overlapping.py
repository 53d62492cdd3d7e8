"""The same people in two bundles: what one withholds the other must not show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Protocol

from dueregard.alliance.bundles import Bundle, Origin
from dueregard.alliance.quantities import Quantity, QuantityKey, table_words
from dueregard.errors import DisclosureRefused
from dueregard.estimates import Record

__all__ = ["overlaps"]


class Figure(Protocol):
    """A figure of one bundle."""

    @property
    def bundle(self) -> str:
        """The bundle's id."""
        ...

    @property
    def record(self) -> Record:
        """The figure."""
        ...

    @property
    def origin(self) -> Origin:
        """What it rests on."""
        ...


def overlaps(
    bundles: Mapping[str, Bundle], values: Mapping[QuantityKey, tuple[Quantity, Sequence[Figure]]]
) -> tuple[str, ...]:
    """Look for people who could be found by taking one bundle from another.

    Parameters
    ----------
    bundles : mapping of str to Bundle
        By id.
    values : mapping of str to (Quantity, sequence of Value)
        All quantities with their figures.

    Returns
    -------
    tuple of str
        What a reader must know.

    Raises
    ------
    DisclosureRefused
        When two bundles rest on the same people, and one shows what the other withholds. The message names
        the table, and no group.
    """
    leaks: list[str] = []
    near: list[str] = []
    for quantity, figures in values.values():
        for one, two in combinations(figures, 2):
            if one.bundle == two.bundle or "published" in (one.origin.kind, two.origin.kind):
                continue
            if one.origin == two.origin and _one_shows_what_the_other_withholds(one.record, two.record):
                leaks.append(table_words(quantity))
            elif one.origin != two.origin and _nearly_as_many(one, two, bundles):
                near.append(table_words(quantity))
    if leaks:
        raise _leak(sorted(set(leaks)))
    return tuple(_warnings(bundles, sorted(set(near))))


def _one_shows_what_the_other_withholds(one: Record, two: Record) -> bool:
    statuses = {one.status, two.status}
    return "withheld" in statuses and bool(statuses & {"ok", "approximate"})


def _nearly_as_many(one: Figure, two: Figure, bundles: Mapping[str, Bundle]) -> bool:
    if one.record.n is None or two.record.n is None or one.record.contrast or two.record.contrast:
        return False
    threshold = max(bundles[one.bundle].threshold, bundles[two.bundle].threshold)
    return 0 < abs(one.record.n - two.record.n) < threshold


def _warnings(bundles: Mapping[str, Bundle], near: Sequence[str]) -> list[str]:
    origins = [{each.id for each in bundle.origins if each.kind == "people"} for bundle in bundles.values()]
    told = []
    if any(one & two for one, two in combinations(origins, 2)):
        told.append(
            "Some bundles rest on the same table of people: their figures are not independent. A difference "
            "between them comes of how they were worked out, and is only called clear where it would be "
            "whatever the figures have in common."
        )
    if any(one and two and not one & two for one, two in combinations(origins, 2)):
        told.append(
            "Some bundles rest on different tables of people. Whether the same people are in both cannot be "
            "seen from here. Where they are, figures are less independent than is assumed, and a small group "
            "might be found by taking one bundle from the other: ask the members before you publish this."
        )
    if near:
        told.append(
            f"In {_some(near)}, two bundles rest on numbers of people that differ by less than may be shown. "
            "If the same people are in both, a few could be found by subtraction."
        )
    if any(bundle.synthetic for bundle in bundles.values()):
        told.append("Some of these data are synthetic: they are not about real people.")
    return told


def _leak(tables: Sequence[str]) -> DisclosureRefused:
    return DisclosureRefused(
        "These bundles were not combined: of the same people, one shows what another withholds.",
        found=f"This is so in {_some(tables)}.",
        remedy="Ask the members to agree on one disclosure policy, to assess again, and to share again.",
    )


def _some(tables: Sequence[str], *, limit: int = 3) -> str:
    told = "; ".join(f"“{table}”" for table in tables[:limit])
    more = len(tables) - limit
    return f"{told}; and {more} more" if more > 0 else told
