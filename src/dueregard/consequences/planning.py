"""What a casebook asks of its options: which outcome, compared with whom, crossed how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.casebook import ConsequencesSource, Outcome, Specification, canonical_name
from dueregard.consequences.asked import Asked
from dueregard.consequences.failures import Failure
from dueregard.consequences.outcomes import changeable, is_money
from dueregard.consequences.preparing import Simulation, prepare
from dueregard.consequences.telling import without_counts
from dueregard.errors import CasebookError, DueRegardError
from dueregard.measures import count, mean
from dueregard.options import Option
from dueregard.options.specification import Unit

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["Plan", "applied", "by_outcome", "outcome_of_options"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """Options that change one outcome, applied where that was possible.

    Attributes
    ----------
    simulation : Simulation or None
        None where none could be applied.
    failures : tuple of Failure
        Those that could not.
    """

    simulation: Simulation | None
    failures: tuple[Failure, ...] = ()


def outcome_of_options(specification: Specification, option: Option | None = None) -> Outcome:
    """Say which outcome an option changes.

    Parameters
    ----------
    specification : Specification
        The casebook.
    option : Option, optional
        One that may name its own.

    Returns
    -------
    Outcome
        The one it names, the one of [consequences], or the first with a column whose unit is money.

    Raises
    ------
    CasebookError
        When there is none.
    """
    source = specification.consequences or ConsequencesSource()
    named = (option and option.outcome) or source.outcome
    for outcome in specification.outcomes:
        if outcome.name == named or (named is None and is_money(outcome)):
            return outcome
    raise CasebookError(
        "The casebook has options, and no outcome that they change.",
        found="None of its outcomes has a column whose unit begins with £, € or $.",
        remedy='Name one: [consequences] outcome = "...", or give an outcome its unit.',
    )


def by_outcome(
    options: Sequence[Option], specification: Specification
) -> Iterator[tuple[Outcome, list[Option]]]:
    """Sort options by the outcome that they change.

    Parameters
    ----------
    options : sequence of Option
        Of one casebook.
    specification : Specification
        The casebook.

    Yields
    ------
    tuple of (Outcome, list of Option)
        In the casebook's order of outcomes.
    """
    found: dict[str, list[Option]] = defaultdict(list)
    for option in options:
        found[outcome_of_options(specification, option).name].append(option)
    for outcome in specification.outcomes:
        if outcome.name in found:
            yield outcome, found[outcome.name]


def applied(
    people: People, options: Sequence[Option], outcome: Outcome, specification: Specification
) -> Plan:
    """Apply options to the people; where that fails, those of them that can be applied.

    Parameters
    ----------
    people : People
        The casebook's.
    options : sequence of Option
        All of which change the outcome.
    outcome : Outcome
        The outcome.
    specification : Specification
        The casebook.

    Returns
    -------
    Plan
        What could be applied, and why the rest could not.
    """
    source = specification.consequences or ConsequencesSource()
    changed = changeable(people, outcome)
    # Options are tried on everybody in the table; figures are about the population of the casebook.
    domain = changed.people.table.domain
    everybody = replace(changed.people, table=replace(changed.people.table, domain=None))
    asked = replace(
        _asked(changed.people, changed.column, outcome, specification, source),
        where=None if domain is None else str(domain),
    )
    units: Mapping[Unit, str | None] = {
        "person": source.id,
        "family": source.family,
        "household": source.household,
        "place": _place(people, source),
    }

    def simulated(some: Sequence[Option]) -> Simulation:
        return prepare(everybody, some, asked=asked, units=units, year=source.year, seed=source.seed)

    try:
        return Plan(simulation=simulated(options))
    except DueRegardError as error:
        if len(options) == 1:
            return Plan(simulation=None, failures=(_failure(options[0], error),))
    fit: list[Option] = []
    failures: list[Failure] = []
    for option in options:
        try:
            simulated([option])
            fit.append(option)
        except DueRegardError as error:
            failures.append(_failure(option, error))
    return Plan(simulation=simulated(fit) if fit else None, failures=tuple(failures))


def _failure(option: Option, error: DueRegardError) -> Failure:
    return Failure(option=option.name, reason=without_counts(error))


def _asked(
    people: People, column: str, outcome: Outcome, specification: Specification, source: ConsequencesSource
) -> Asked:
    by = tuple(source.by or people.schema.variables)
    crossed = (
        tuple(canonical_name(name) for name in crossing.of) for crossing in specification.intersections
    )
    return Asked(
        outcome=column,
        by=by,
        line=source.line,
        unit=outcome.unit if outcome.column else "proportion",
        depth=1,
        level=0.95,
        references=dict(_references(people, column, by, source)),
        scale=source.equivalise,
        brief=True,
        pairs=tuple(crossing for crossing in crossed if set(crossing) <= set(by)),
    )


def _references(
    people: People, column: str, by: Sequence[str], source: ConsequencesSource
) -> Iterator[tuple[str, str]]:
    """Compare with the same groups as the gaps do: as declared, else the largest."""
    valid = replace(count(name="valid"), outcome=mean(column).outcome)
    for name in by:
        declared = source.references.get(name) or people.schema.variables[name].reference
        if declared is None:
            sizes = people.estimate(valid, by=name)
            order = sorted(range(len(sizes)), key=lambda i: -sizes.values[i])
            declared = sizes.labels[order[0]].by[name] if order else None
        if declared is not None:
            yield name, declared


def _place(people: People, source: ConsequencesSource) -> str | None:
    places = people.schema.places
    if source.place is not None and source.place in places:
        return places[source.place].column
    return source.place or next((place.column for place in places.values()), None)
