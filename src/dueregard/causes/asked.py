"""What a casebook asks of causes: whom, of which outcomes, by which circumstances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook import Causes, Outcome, Specification, canonical_name, characteristic_label
from dueregard.people.waves import wave_conditions

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["AVERAGES", "Asked", "asked_of", "average_of", "circumstances_of", "label_of", "people_of"]

AVERAGES = ("mean", "proportion")
"""Measures that are averages of people: of them parts of a gap add up, and strata are drawn together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked at.

    Attributes
    ----------
    causes : Causes
        The settings.
    outcomes : tuple of Outcome
        Those that the people's table holds.
    circumstances : mapping of str to tuple of str
        For each group of circumstances its characteristics, places or columns; empty where none is declared.
    crossings : tuple of (tuple of str, tuple of str)
        Characteristics to cross, and the outcomes to look at.
    intersections : tuple of tuple of str
        Crossings that tables of the grid show.
    """

    causes: Causes
    outcomes: tuple[Outcome, ...]
    circumstances: Mapping[str, tuple[str, ...]]
    crossings: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    intersections: tuple[tuple[str, ...], ...] = ()


def asked_of(specification: Specification, people: People) -> Asked:
    """Put together what is asked.

    Parameters
    ----------
    specification : Specification
        The casebook.
    people : People
        Whose columns are known.

    Returns
    -------
    Asked
        What the casebook declares, or else everything that it has: every outcome, every crossing.
    """
    causes = specification.causes or Causes()
    held = tuple(each for each in specification.outcomes if each.column or each.yes)
    outcomes = tuple(each for each in held if not causes.outcomes or each.name in causes.outcomes)
    names = tuple(each.name for each in outcomes)
    known = set(people.schema.groupings)
    shown = [tuple(canonical_name(name) for name in each.of) for each in specification.intersections]
    shown = [of for of in shown if known.issuperset(of)]
    declared = [(each.of, each.outcomes or names) for each in causes.strata]
    return Asked(
        causes=causes,
        outcomes=outcomes,
        circumstances=circumstances_of(specification, people),
        crossings=tuple(
            (of, tuple(wanted))
            for of, wanted in declared or [(of, names) for of in shown]
            if known.issuperset(of)
        ),
        intersections=tuple(shown),
    )


def circumstances_of(specification: Specification, people: People) -> dict[str, tuple[str, ...]]:
    """Name the circumstances as the grid does, where it has them.

    Parameters
    ----------
    specification : Specification
        The casebook.
    people : People
        Whose columns are known.

    Returns
    -------
    dict of str to tuple of str
        A column that holds a characteristic or a place is known by the name of that, so that its levels have
        the labels that readers know and the disclosure gate knows them again.
    """
    declared = specification.people.circumstances if specification.people else None
    if declared is None:
        return {}
    variables = reversed(list(people.schema.variables.items()))
    by_column = {each.column: name for name, each in variables if not each.grouping.bands}
    groups = {
        "family": declared.family,
        "ethnic_origin": declared.ethnic_origin,
        "place": declared.place,
    }
    return {
        group: tuple(dict.fromkeys(by_column.get(name, name) for name in names))
        for group, names in groups.items()
        if names
    }


def label_of(name: str, people: People) -> str:
    """Name a circumstance or covariate for readers.

    Parameters
    ----------
    name : str
        A characteristic, place or column.
    people : People
        Whose columns have labels.

    Returns
    -------
    str
        The label that the casebook gives the column, or else the name in words.
    """
    known = people.schema.variables.get(name)
    book = people.schema.code_books.get(name)
    written = known.label if known else book.label if book else None
    return written or characteristic_label(name)


def people_of(people: People, outcome: Outcome) -> People:
    """Narrow people to those of whom an outcome is asked, at the latest period; all stay in the design.

    Parameters
    ----------
    people : People
        All of them.
    outcome : Outcome
        The outcome.

    Returns
    -------
    People
        The same people as in the evidence grid.
    """
    conditions = [f"({outcome.among})"] if outcome.among else []
    if outcome.period:
        waves = list(wave_conditions(people, outcome.period).values())
        conditions += [f"({waves[-1]})"] if waves else []
    return people.where(" and ".join(conditions)) if conditions else people


def average_of(outcome: Outcome) -> str | None:
    """Name the average by which the evidence grid sums an outcome up.

    Parameters
    ----------
    outcome : Outcome
        The outcome.

    Returns
    -------
    str or None
        ``mean`` or ``proportion``; None where it has none.
    """
    plain = [measure.partition(",")[0].partition("(")[0].strip() for measure in outcome.measures]
    return next((name for name in plain if name in AVERAGES), None)
