"""The groups that are worst off: plain words for other stages, from what has passed the gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from dueregard.casebook import Specification
from dueregard.disclosure import Table
from dueregard.estimates import Record
from dueregard.gaps.labels import CRUDE, EVERYONE_ELSE
from dueregard.measures.catalogue import better_value

__all__ = ["WorstOff", "worst_off"]

TABLES = ("characteristic-", "intersection-")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstOff:
    """A group with clear gaps to everyone else.

    Parameters
    ----------
    by : mapping of str to str
        Its levels, by characteristic.
    outcomes : tuple of str
        Those in which it is worse off.
    """

    by: Mapping[str, str]
    outcomes: tuple[str, ...]


def worst_off(
    tables: Iterable[Table], specification: Specification, *, most: int = 10
) -> tuple[WorstOff, ...]:
    """List the groups that are clearly worse off, in most outcomes and by most.

    Parameters
    ----------
    tables : iterable of Table
        Released tables of gaps.
    specification : Specification
        Whose outcomes say which value is better.
    most : int
        The most groups.

    Returns
    -------
    tuple of WorstOff
        In most outcomes first; of equally many, the one whose gaps are widest, each as a part of the widest
        gap in its outcome. Gaps that do not survive the allowance for many comparisons do not count.
    """
    better = {outcome.name: outcome.better for outcome in specification.outcomes}
    gaps: dict[tuple[tuple[str, str], ...], dict[str, float]] = defaultdict(dict)
    widest: dict[str, float] = defaultdict(float)
    for record in _worse(tables, better):
        outcome, size = record.outcome or "", abs(record.estimate or 0.0)
        gaps[tuple(record.by.items())].setdefault(outcome, size)
        widest[outcome] = max(widest[outcome], size)

    def weight(group: tuple[tuple[str, str], ...]) -> tuple[int, float]:
        sizes = [size / widest[outcome] for outcome, size in gaps[group].items() if widest[outcome]]
        return len(sizes), sum(sizes)

    order = sorted(gaps, key=lambda group: (*(-part for part in weight(group)), group))
    return tuple(WorstOff(by=dict(group), outcomes=tuple(gaps[group])) for group in order[:most])


def _worse(tables: Iterable[Table], better: Mapping[str, Literal["higher", "lower"]]) -> Iterator[Record]:
    first: dict[str, str] = {}
    for table in tables:
        if not table.name.startswith(TABLES):
            continue
        for record in table.records:
            measure = first.setdefault(record.outcome or "", record.measure)
            told = (record.contrast, record.reference, record.parameters.get("basis"))
            if told != ("difference", EVERYONE_ELSE, CRUDE) or record.measure != measure:
                continue
            good = better_value(record.measure, better.get(record.outcome or ""))
            bad = {"higher": "lower than", "lower": "higher than"}.get(good or "", "?")
            if record.status == "ok" and record.discovery and (record.verdict or "").startswith(bad):
                yield record
