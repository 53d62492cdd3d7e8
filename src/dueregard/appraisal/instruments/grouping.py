"""Which principle a group of people belongs to, and how it stands now against everyone else."""

from __future__ import annotations

from collections.abc import Mapping

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Principle
from dueregard.appraisal.reading import Standing, is_known
from dueregard.appraisal.signals import LEAST
from dueregard.estimates import Record
from dueregard.gaps.labels import CRUDE, EVERYONE_ELSE
from dueregard.measures.catalogue import better_value

__all__ = ["GENERATIONS", "POOREST", "Group", "average_of", "home_of", "places_of", "standings"]

Group = frozenset[tuple[str, str]]

GENERATIONS = frozenset({"age", "birth_year", "cohort", "generation", "life_stage"})
"""Names of groupings by age or birth."""

POOREST = ("1", "2")
"""The tenths that are the poorest fifth; the other tenths are no groups of the grid."""

GRID = ("characteristic-", "intersection-", "place-", "generation-")


def places_of(evidence: Evidence) -> frozenset[str]:
    """Name the groupings that are places.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.

    Returns
    -------
    frozenset of str
    """
    people, tried = evidence.specification.people, evidence.consequences
    names = set(people.places) if people else set()
    names |= set(tried.findings.places) if tried else set()
    grid = (table.name for table in evidence.tables if table.name.startswith("place-"))
    return frozenset(names | {name.removeprefix("place-") for name in grid})


def home_of(by: Mapping[str, str], *, places: frozenset[str]) -> Principle:
    """Say which principle a group is looked at under, so that it is looked at once.

    Parameters
    ----------
    by : mapping of str to str
        The group.
    places : frozenset of str
        Names of groupings that are places.

    Returns
    -------
    str

    Examples
    --------
    >>> (
    ...     home_of({"age": "0 to 15", "ward": "Quay"}, places=frozenset({"ward"})),
    ...     home_of({}, places=frozenset()),
    ... )
    ('place', 'outcome')
    """
    if places & set(by):
        return "place"
    return "generations" if GENERATIONS & set(by) else "outcome"


def standings(evidence: Evidence, outcome: str) -> dict[Group, Standing]:
    """Say how every group of the grid stands now.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.
    outcome : str
        In which outcome.

    Returns
    -------
    dict
        By group: worse or better off than everyone else where that is clear even among many groups, by the
        mean where the grid has it, else by the outcome's first measure.
    """
    better = evidence.better(outcome)
    least = LEAST * average_of(evidence, outcome)
    found: dict[Group, Standing] = {}
    by_mean: set[Group] = set()
    for prefix in GRID:
        for _, record in evidence.records(prefix):
            told = (record.outcome, record.contrast, record.reference, record.parameters.get("basis"))
            if told != (outcome, "difference", EVERYONE_ELSE, CRUDE) or not is_known(record):
                continue
            group = frozenset(record.by.items())
            if group in found and (group in by_mean or record.measure != "mean"):
                continue
            if record.measure == "mean":
                by_mean.add(group)
            found[group] = _standing(
                record.verdict or "", better_value(record.measure, better), clear=_is_clear(record, least)
            )
    for tenth in POOREST:
        found[frozenset({("decile", tenth)})] = "worse off"
    return found


def average_of(evidence: Evidence, outcome: str) -> float:
    """Give everybody's average of an outcome, to say what is a trifle.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.
    outcome : str
        The outcome.

    Returns
    -------
    float
        The mean, else the first of its measures; 0 where nothing may be shown.
    """
    found = [
        record
        for _, record in evidence.records("everyone")
        if record.outcome == outcome and record.contrast is None and not record.by and is_known(record)
    ]
    found.sort(key=lambda record: record.measure != "mean")
    return abs(found[0].estimate or 0.0) if found else 0.0


def _is_clear(record: Record, least: float) -> bool:
    """Whether a gap stands out among many, and is no trifle: in a full count every gap stands out."""
    return bool(record.discovery) and abs(record.estimate or 0.0) >= least


def _standing(verdict: str, better: str | None, *, clear: bool) -> Standing:
    sides = {"higher": ("higher than", "lower than"), "lower": ("lower than", "higher than")}
    good, bad = sides.get(better or "", ("?", "?"))
    if not clear:
        return "not told apart"
    return "better off" if verdict == good else "worse off" if verdict == bad else "not told apart"
