"""Where ``[voices]`` names what the rest of the casebook does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dueregard.casebook.unknown_names import unknown_name
from dueregard.errors import did_you_mean

if TYPE_CHECKING:
    from dueregard.casebook.specification import Specification

__all__ = ["voices_disagreements"]

Disagreement = tuple[tuple[str | int, ...], str]


def voices_disagreements(spec: Specification) -> Iterator[Disagreement]:
    """Find where the parts about voices contradict the others.

    Parameters
    ----------
    spec : Specification
        The casebook.

    Yields
    ------
    (path, sentence)
        Each contradiction.
    """
    yield from _authors(spec)
    if spec.voices is None:
        return
    yield from _population(spec)
    yield from _characteristics(spec)
    yield from _about(spec)
    names = [body.name.casefold() for body in spec.voices.bodies]
    for position, name in enumerate(names):
        if name in names[:position]:
            path = ("voices", "bodies", position, "name")
            yield path, f"{spec.voices.bodies[position].name!r} is used twice: give each its own name"


def _authors(spec: Specification) -> Iterator[Disagreement]:
    ids = [author.id.casefold() for author in spec.authors]
    for position, name in enumerate(ids):
        if name in ids[:position]:
            path = ("authors", position, "id")
            yield path, f"{spec.authors[position].id!r} is used twice: give each its own id"


def _about(spec: Specification) -> Iterator[Disagreement]:
    assert spec.voices is not None
    outcomes = [outcome.name for outcome in spec.outcomes]
    for position, about in enumerate(spec.voices.about):
        for index, name in enumerate(about.outcomes):
            if name not in outcomes:
                yield (
                    ("voices", "about", position, "outcomes", index),
                    unknown_name(name, outcomes, "outcome"),
                )


def _population(spec: Specification) -> Iterator[Disagreement]:
    assert spec.voices is not None
    population, affected = spec.voices.population, spec.voices.affected
    if spec.people is None:
        remedy = "is about the people's table, and the casebook has no [people]"
        if population.among:
            yield ("voices", "population", "among"), remedy
        if affected:
            yield ("voices", "affected", "among"), remedy
    tables = {table.name: table for table in spec.published}
    for position, name in enumerate(population.published):
        path = ("voices", "population", "published", position)
        if name not in tables:
            yield path, unknown_name(name, tables, "published table")
        elif tables[name].kind != "count" or not tables[name].characteristic:
            yield path, f"names {name!r}, which does not count people by a characteristic"


def _characteristics(spec: Specification) -> Iterator[Disagreement]:
    assert spec.voices is not None
    voices = spec.voices
    published = [table.characteristic for table in spec.published if table.characteristic]
    known = [*(spec.people.groupings if spec.people else ()), *published, *voices.population.margins]
    for position, name in enumerate(voices.consultation.weigh_by):
        if name not in known:
            path: tuple[str | int, ...] = ("voices", "consultation", "weigh_by", position)
            yield path, unknown_name(name, known, "characteristic")
    columns: list[tuple[tuple[str | int, ...], Mapping[str, object]]] = [
        (("voices", "consultation", "characteristics"), voices.consultation.characteristics)
    ]
    columns += [
        (("voices", "bodies", position, "characteristics"), body.characteristics)
        for position, body in enumerate(voices.bodies)
    ]
    for path, given in columns:
        for name in given:
            # What nobody can be compared with may still be told; only a slip of the pen is refused.
            if name not in known and did_you_mean(name, known):
                yield (*path, name), unknown_name(name, known, "characteristic")
