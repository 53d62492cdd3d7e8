"""Where ``[consequences]`` names what the rest of the casebook does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dueregard.casebook.unknown_names import unknown_name

if TYPE_CHECKING:
    from dueregard.casebook.specification import Specification

__all__ = ["consequences_disagreements", "unknown_outcome"]

Disagreement = tuple[tuple[str | int, ...], str]


def consequences_disagreements(spec: Specification) -> Iterator[Disagreement]:
    """Find where the part about options contradicts the others.

    Parameters
    ----------
    spec : Specification
        The casebook.

    Yields
    ------
    (path, sentence)
        Each contradiction.
    """
    given = spec.consequences
    if given is None:
        return
    if spec.people is None:
        yield ("consequences",), "is about the people's table, and the casebook has no [people]"
        return
    if given.outcome and (problem := unknown_outcome(given.outcome, spec)):
        yield ("consequences", "outcome"), problem
    known = spec.people.groupings
    for position, name in enumerate(given.by):
        if name not in known:
            yield ("consequences", "by", position), unknown_name(name, known, "characteristic")
    for name in given.references:
        if name not in known:
            yield ("consequences", "references", name), unknown_name(name, known, "characteristic")
    if given.equivalise and not given.household:
        yield ("consequences", "equivalise"), "needs household: the column of household ids"


def unknown_outcome(name: str, spec: Specification) -> str | None:
    """Say why options cannot change an outcome.

    Parameters
    ----------
    name : str
        Of the outcome.
    spec : Specification
        The casebook.

    Returns
    -------
    str or None
        The end of a sentence that begins with where it is named; None where they can.
    """
    outcomes = {outcome.name: outcome for outcome in spec.outcomes}
    if name not in outcomes:
        return unknown_name(name, outcomes, "outcome")
    if not (outcomes[name].column or outcomes[name].yes):
        return f"names {name!r}, which only published tables hold: options change what people have"
    return None
