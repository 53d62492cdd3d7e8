"""Which gaps the summary names: few, clear, and no two that tell the same story.

Gaps are put in order by the end of their interval that is nearer to no difference, so that a wide but
uncertain gap does not stand before a sure one. Each characteristic gives one group; age, life stages and
years of birth count as one. A group made by crossing characteristics is named only when its gap is wider than
those of the groups it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import canonical_name
from dueregard.pack.panels import Line, Panel
from dueregard.pack.readings import Directions, read
from dueregard.pack.sections import Part, part_named

if TYPE_CHECKING:
    from dueregard.estimates import Record

__all__ = ["Chosen", "clear_gaps", "clearest"]

MOST_GROUPS = 3
"""The most groups by one characteristic; one place and one crossed group may join them."""

Found = tuple[Line, Panel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The gaps to name for one outcome.

    Parameters
    ----------
    named : tuple of (Line, Panel)
        In the order in which they are read.
    others : int
        How many groups of the characteristics have a clear gap on the same side and are not named.
    """

    named: tuple[Found, ...]
    others: int


def near_end(record: Record | None) -> float:
    """Return the least size of a gap that its interval allows; of a full count, its size.

    Examples
    --------
    >>> from dueregard.estimates import Record
    >>> near_end(Record(measure="mean", contrast="difference", estimate=-5.0, low=-8.0, high=-2.0))
    2.0
    """
    if record is None or record.estimate is None:
        return 0.0
    if record.low is None or record.high is None:
        return abs(record.estimate)
    return min(abs(record.low), abs(record.high))


def clear_gaps(panel: Panel, directions: Directions) -> list[Line]:
    """Return a panel's clear gaps, the surest first; where one side is worse off, only that side.

    Approximate values are left to the tables, and so are gaps that do not survive the allowance for many
    comparisons (Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57:289). Where neither side is better, the
    reference group is left out: the other groups say the same.
    """
    clear = [
        line
        for line in panel.headline()
        if line.gap and line.gap.status == "ok" and read(line.gap, directions).clear
    ]
    lines = [line for line in clear if _newsworthy(line, panel, directions)]
    return sorted(lines, key=lambda line: near_end(line.gap), reverse=True)


def _newsworthy(line: Line, panel: Panel, directions: Directions) -> bool:
    sense = read(line.gap, directions).sense
    return sense == "worse" or (sense in ("higher", "lower") and line.label not in panel.references)


def clearest(parts: Sequence[Part], outcome: str, directions: Directions) -> Chosen:
    """Choose the gaps to name for an outcome.

    Parameters
    ----------
    parts : sequence of Part
        The released tables, by section.
    outcome : str
        The outcome's name.
    directions : mapping of str to str
        For each outcome, which value is better.

    Returns
    -------
    Chosen
    """
    groups = list(_found(parts, ("characteristics",), outcome, directions))
    aged = list(_found(parts, ("generations",), outcome, directions))
    by_age = any(_is_age(line) for line, _ in groups)
    named = _one_of_each(groups if by_age else [*groups, *aged])[:MOST_GROUPS]
    named += _surest(_found(parts, ("places",), outcome, directions))[:1]
    sizes = {line.group[0]: _size(line) for line, _ in (*groups, *aged)}
    crossed = _surest(_found(parts, ("intersections",), outcome, directions))
    named += [pair for pair in crossed if _wider_than_its_parts(pair[0], sizes)][:1]
    own = {line.group for line, _ in groups}
    return Chosen(named=tuple(named), others=len(own - {line.group for line, _ in named}))


def _found(
    parts: Sequence[Part], names: Sequence[str], outcome: str, directions: Directions
) -> Iterator[Found]:
    for part in filter(None, (part_named(parts, name) for name in names)):
        for (_, about), panel in part.headlines().items():
            if about == outcome:
                yield from ((line, panel) for line in clear_gaps(panel, directions))


def _surest(found: Iterator[Found] | Sequence[Found]) -> list[Found]:
    return sorted(found, key=lambda pair: near_end(pair[0].gap), reverse=True)


def _one_of_each(found: Sequence[Found]) -> list[Found]:
    chosen: dict[str, Found] = {}
    for line, panel in _surest(found):
        aged = panel.table.startswith("generation") or _is_age(line)
        chosen.setdefault("age" if aged else panel.table, (line, panel))
    return list(chosen.values())


def _is_age(line: Line) -> bool:
    return canonical_name(line.group[0][0]) == "age"


def _size(line: Line) -> float:
    return abs(line.gap.estimate or 0.0) if line.gap else 0.0


def _wider_than_its_parts(line: Line, sizes: Mapping[tuple[str, str], float]) -> bool:
    return _size(line) > max(sizes.get(part, 0.0) for part in line.group)
