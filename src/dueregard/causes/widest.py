"""Which gaps are told apart: those declared, or else of each outcome the widest that is beyond chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.casebook import PROTECTED, Decompose, Outcome
from dueregard.causes.asked import Asked, average_of

if TYPE_CHECKING:
    from dueregard.disclosure import Release
    from dueregard.estimates import Record

__all__ = ["AGES", "Gap", "gaps_to_decompose", "widest_of"]

AGES = ("age", "life_stage", "cohort")
"""Groups made by age: a gap between them is told by age itself."""

MADE_OF_OUTCOMES = "socio_economic_position"
"""Position is made of work and income: a gap in these between positions would be told by itself."""

BETWEEN = frozenset(PROTECTED) - {*AGES, MADE_OF_OUTCOMES}
"""Characteristics whose gaps are decomposed unasked; what else a casebook has may be made by an outcome."""

TABLES = ("characteristic-", "place-")
EVERYONE_ELSE = "everyone else"
WIDEST = (
    "the widest gap of this outcome that is worse beyond chance, between groups of a protected "
    "characteristic or between places"
)
DECLARED = "declared in the casebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Two groups that differ in an outcome.

    Attributes
    ----------
    outcome : Outcome
        The outcome.
    characteristic : str
        Whose groups are compared.
    group, reference : str
        The group behind, and the one it is compared with; empty where nothing that may be shown says which.
    why : str
        Why this gap.
    size : float
        The gap as a part of the larger of the two values, from 0 to 1.
    asked : Decompose
        How; by default everything as usual.
    """

    outcome: Outcome
    characteristic: str
    group: str
    reference: str
    why: str
    size: float = 0.0
    asked: Decompose


def gaps_to_decompose(asked: Asked, shown: Release | None) -> tuple[Gap, ...]:
    """Choose the gaps.

    Parameters
    ----------
    asked : Asked
        What is looked at.
    shown : Release or None
        What may be shown of gaps.

    Returns
    -------
    tuple of Gap
        The declared ones in their order; where there are none, of as many outcomes as the casebook says the
        widest, those with the widest first.
    """
    records = [] if shown is None else list(_worse(shown, asked.outcomes))
    if asked.causes.decompose:
        by_name = {outcome.name: outcome for outcome in asked.outcomes}
        return tuple(
            _declared(each, by_name[each.outcome], records, shown)
            for each in asked.causes.decompose
            if each.outcome in by_name
        )
    widest = [each for outcome in asked.outcomes if (each := widest_of(records, outcome)) is not None]
    return tuple(sorted(widest, key=lambda each: -each.size)[: asked.causes.widest_gaps])


def widest_of(
    records: Iterable[Record], outcome: Outcome, *, characteristic: str | None = None
) -> Gap | None:
    """Find the widest gap of an outcome.

    Parameters
    ----------
    records : iterable of Record
        Gaps that are worse beyond chance.
    outcome : Outcome
        The outcome.
    characteristic : str, optional
        Only between its groups.

    Returns
    -------
    Gap or None
        None where there is none.
    """
    own = [record for record in records if record.outcome == outcome.name and _may_be(record, characteristic)]
    if not own:
        return None
    record = max(own, key=lambda each: (abs(each.estimate or 0.0), sorted(each.by.items())))
    ((name, group),) = record.by.items()
    return Gap(
        outcome=outcome,
        characteristic=name,
        group=group,
        reference=record.reference or "",
        why=WIDEST,
        size=float(record.parameters.get("part", 0.0)),
        asked=Decompose(outcome=outcome.name, gap=name),
    )


def _may_be(record: Record, characteristic: str | None) -> bool:
    name = next(iter(record.by))
    if characteristic is not None:
        return name == characteristic
    return name in BETWEEN or bool(record.parameters.get("place"))


def _declared(each: Decompose, outcome: Outcome, records: Sequence[Record], shown: Release | None) -> Gap:
    found = widest_of(records, outcome, characteristic=each.gap)
    group = each.other or (found.group if found else "")
    reference = each.reference or (found.reference if found else _reference(shown, each, outcome))
    return Gap(
        outcome=outcome,
        characteristic=each.gap,
        group=group,
        reference=reference,
        why=DECLARED,
        asked=each,
    )


def _reference(shown: Release | None, each: Decompose, outcome: Outcome) -> str:
    """Find whom the grid compares with."""
    for table in shown.tables if shown else ():
        if table.name.startswith(TABLES):
            for record in table.records:
                if (
                    tuple(record.by) == (each.gap,)
                    and record.outcome == outcome.name
                    and record.contrast == "difference"
                    and record.reference not in (None, EVERYONE_ELSE)
                ):
                    return record.reference or ""
    return ""


def _worse(shown: Release, outcomes: Sequence[Outcome]) -> Iterator[Record]:
    """List gaps to reference groups that are worse beyond chance, with their size as a part."""
    average = {outcome.name: average_of(outcome) for outcome in outcomes}
    bad = {
        outcome.name: "lower than" if outcome.better == "higher" else "higher than" for outcome in outcomes
    }
    for table in shown.tables:
        if not table.name.startswith(TABLES):
            continue
        value = {
            (record.outcome, *record.by.items()): record.estimate
            for record in table.records
            if record.contrast is None
            and record.parameters.get("basis") == "crude"
            and record.measure == average.get(record.outcome or "")
        }
        for record in table.records:
            name = record.outcome or ""
            if (
                record.contrast == "difference"
                and record.reference != EVERYONE_ELSE
                and record.parameters.get("basis") == "crude"
                and record.measure == average.get(name)
                and record.status == "ok"
                and record.discovery
                and (record.verdict or "").startswith(bad[name])
            ):
                level, gap = value.get((name, *record.by.items())) or 0.0, record.estimate or 0.0
                larger = max(abs(level), abs(level - gap))
                part = abs(gap) / larger if larger else 0.0
                place = table.name.startswith("place-")
                yield replace(record, parameters={**record.parameters, "part": part, "place": place})
