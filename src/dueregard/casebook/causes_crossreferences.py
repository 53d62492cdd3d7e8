"""Where ``[causes]`` names what the rest of the casebook does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dueregard.casebook.unknown_names import unknown_name

if TYPE_CHECKING:
    from dueregard.casebook.specification import Specification

__all__ = ["causes_disagreements"]

Path = tuple[str | int, ...]
Disagreement = tuple[Path, str]


def causes_disagreements(spec: Specification) -> Iterator[Disagreement]:
    """Find where the part about causes contradicts the others.

    Parameters
    ----------
    spec : Specification
        The casebook.

    Yields
    ------
    (path, sentence)
        Each contradiction.
    """
    given = spec.causes
    if given is None:
        return
    if spec.people is None and (given.decompose or given.strata):
        yield ("causes",), "is about the people's table, and the casebook has no [people]"
        return
    yield from _outcomes(("causes", "outcomes"), given.outcomes, spec)
    yield from _map(spec)
    yield from _decompositions(spec)
    yield from _strata(spec)


def _map(spec: Specification) -> Iterator[Disagreement]:
    assert spec.causes is not None
    names = [outcome.name for outcome in spec.outcomes]
    for position, edge in enumerate(spec.causes.map):
        for index, name in enumerate(edge.outcomes):
            if name not in names:
                yield ("causes", "map", position, "outcomes", index), unknown_name(name, names, "outcome")


def _decompositions(spec: Specification) -> Iterator[Disagreement]:
    assert spec.causes is not None
    known = spec.people.groupings if spec.people else ()
    for position, asked in enumerate(spec.causes.decompose):
        path: Path = ("causes", "decompose", position)
        if problem := _outcome(asked.outcome, spec):
            yield (*path, "outcome"), problem
        if asked.gap not in known:
            yield (*path, "gap"), unknown_name(asked.gap, known, "characteristic")


def _strata(spec: Specification) -> Iterator[Disagreement]:
    assert spec.causes is not None
    known = spec.people.groupings if spec.people else ()
    for position, crossing in enumerate(spec.causes.strata):
        path: Path = ("causes", "strata", position)
        yield from _outcomes((*path, "outcomes"), crossing.outcomes, spec)
        for index, name in enumerate(crossing.of):
            if name not in known:
                yield (*path, "of", index), unknown_name(name, known, "characteristic")


def _outcomes(path: Path, names: Iterable[str], spec: Specification) -> Iterator[Disagreement]:
    for position, name in enumerate(names):
        if problem := _outcome(name, spec):
            yield (*path, position), problem


def _outcome(name: str, spec: Specification) -> str | None:
    """Say why an outcome cannot be looked at; None where it can."""
    held = {outcome.name: bool(outcome.column or outcome.yes) for outcome in spec.outcomes}
    if name not in held:
        return unknown_name(name, held, "outcome")
    return None if held[name] else f"names {name!r}, which only published tables hold"
