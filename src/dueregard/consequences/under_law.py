"""People with the income that a rules engine works out for them, where an option changes the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dueregard.consequences.asked import Asked
from dueregard.consequences.columns import with_columns
from dueregard.errors import UsageError
from dueregard.options import Law, Option, ask_engine
from dueregard.options.law import UNIT
from dueregard.people import People

__all__ = ["UnderLaw", "under_law"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnderLaw:
    """People, and what is asked of them.

    Attributes
    ----------
    people : People
        As given; where an option changes the law, with a column of the engine's income as the law is.
    asked : Asked
        With that column as the outcome.
    law : Law or None
        The engine's answers; None where no option changes the law.
    """

    people: People
    asked: Asked
    law: Law | None


def under_law(
    people: People,
    options: Sequence[Option],
    asked: Asked,
    *,
    year: int | None,
    household: str | None,
    family: str | None,
) -> UnderLaw:
    """Ask a rules engine where an option changes the law; else leave everything as it is.

    Parameters
    ----------
    people : People
        One row a person.
    options : sequence of Option
        Of any kind.
    asked : Asked
        What is asked for; an empty outcome stands for the engine's first income.
    year : int, optional
        The start of a fiscal year.
    household, family : str, optional
        Columns of ids.

    Returns
    -------
    UnderLaw

    Raises
    ------
    UsageError
        When no outcome is named and no option changes the law; and as
        :func:`~dueregard.options.ask_engine` does.
    """
    law = ask_engine(
        people,
        options,
        outcome=asked.outcome or None,
        year=year,
        household=household,
        family=family,
        scale=asked.scale,
        unit=asked.unit,
    )
    if law is None:
        if not asked.outcome:
            raise UsageError(
                "The outcome is needed: the column that the options change.",
                remedy="For example: --outcome income",
            )
        return UnderLaw(people=people, asked=asked, law=None)
    name = law.concept.name
    return UnderLaw(
        people=with_columns(people, law.row, {name: law.before}),
        asked=replace(asked, outcome=name, unit=UNIT, origin=law.origin),
        law=law,
    )
