"""What the parts of a casebook say about each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dueregard.casebook.alliance_crossreferences import alliance_disagreements
from dueregard.casebook.causes_crossreferences import causes_disagreements
from dueregard.casebook.characteristics import PROTECTED
from dueregard.casebook.consequences_crossreferences import consequences_disagreements
from dueregard.casebook.unknown_names import unknown_name
from dueregard.casebook.voices_crossreferences import voices_disagreements
from dueregard.errors import did_you_mean

if TYPE_CHECKING:
    from dueregard.casebook.specification import Specification

__all__ = ["Disagreement", "disagreements"]

Disagreement = tuple[tuple[str | int, ...], str]
"""Where (the path of the key) and what, as the end of a sentence that begins with the place."""


def disagreements(specification: Specification) -> list[Disagreement]:
    """Find where the parts of a casebook contradict each other.

    Parameters
    ----------
    specification : Specification
        The casebook, each part of which is valid.

    Returns
    -------
    list of (path, sentence)
        Every contradiction; empty when there is none.
    """
    checks = (
        *(_evidence, _names, _groupings, _outcomes, _published, _gaps),
        causes_disagreements,
        voices_disagreements,
        consequences_disagreements,
        alliance_disagreements,
    )
    return [problem for check in checks for problem in check(specification)]


def _evidence(spec: Specification) -> Iterator[Disagreement]:
    if spec.people is None and not spec.published:
        yield (), "a casebook needs [people] or at least one [[published]] table"


def _names(spec: Specification) -> Iterator[Disagreement]:
    for key, names in (
        ("outcomes", [outcome.name for outcome in spec.outcomes]),
        ("published", [table.name for table in spec.published]),
    ):
        for position in _repeated(names):
            yield (key, position, "name"), f"{names[position]!r} is used twice: give each its own name"


def _repeated(names: Sequence[str]) -> list[int]:
    folded = [name.casefold() for name in names]
    return [position for position, name in enumerate(folded) if name in folded[:position]]


def _groupings(spec: Specification) -> Iterator[Disagreement]:
    people = spec.people
    if people:
        for name in people.characteristics:
            if name in people.places:
                yield ("people", "places", name), "is also the name of a characteristic: rename one"
        if "age" in people.characteristics and people.generations:
            remedy = "keep the one under [people.generations]"
            yield ("people", "characteristics", "age"), f"is given again by [people.generations]: {remedy}"
        for name, place in people.places.items():
            if place.parent and not place.parents and place.parent not in people.places:
                path = ("people", "places", name, "parent")
                yield (
                    path,
                    unknown_name(place.parent, people.places, "place", "give parents, or the place's column"),
                )
    for position, crossing in enumerate(spec.intersections):
        for index, name in enumerate(crossing.of):
            if name not in _known(spec):
                yield (
                    ("intersections", position, "of", index),
                    unknown_name(name, _known(spec), "characteristic"),
                )


def _known(spec: Specification) -> tuple[str, ...]:
    published = [table.characteristic for table in spec.published if table.characteristic]
    return (*(spec.people.groupings if spec.people else ()), *published)


def _outcomes(spec: Specification) -> Iterator[Disagreement]:
    published = {table.outcome for table in spec.published}
    for position, outcome in enumerate(spec.outcomes):
        if not (outcome.column or outcome.yes) and outcome.name not in published:
            yield ("outcomes", position), "needs column or yes, or a [[published]] table with its name"
        if outcome.target and outcome.target.gap not in _known(spec):
            path = ("outcomes", position, "target", "gap")
            yield path, unknown_name(outcome.target.gap, _known(spec), "characteristic")


def _published(spec: Specification) -> Iterator[Disagreement]:
    names = [outcome.name for outcome in spec.outcomes]
    for position, table in enumerate(spec.published):
        if table.outcome and table.outcome not in names:
            yield ("published", position, "outcome"), unknown_name(table.outcome, names, "outcome")


def _gaps(spec: Specification) -> Iterator[Disagreement]:
    names = [outcome.name for outcome in spec.outcomes]
    known = [*PROTECTED, *_known(spec)]
    for position, gap in enumerate(spec.evidence_gaps):
        # Nobody may hold data on carers, say: only what looks like a slip of the pen is refused.
        if gap.characteristic not in known and did_you_mean(gap.characteristic, known):
            path = ("evidence_gaps", position, "characteristic")
            yield path, unknown_name(gap.characteristic, known, "characteristic")
        if gap.outcome and gap.outcome not in names:
            yield ("evidence_gaps", position, "outcome"), unknown_name(gap.outcome, names, "outcome")
