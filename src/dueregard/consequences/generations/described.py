"""What a casebook says of people's ages, as the question about later years."""

from __future__ import annotations

import re

from dueregard.casebook.people_specification import PeopleSource
from dueregard.consequences.generations.years import Years
from dueregard.options import Option

__all__ = ["looks_ahead", "years_described"]


def years_described(source: PeopleSource | None) -> Years | None:
    """Read from a casebook's ``[people]`` whose ages are known, and of which year.

    Parameters
    ----------
    source : PeopleSource or None
        With ``[people.generations]`` and ``collected``.

    Returns
    -------
    Years or None
        With the column of age or of the year of birth, the latest year that ``collected`` names, and the
        declared cohorts; None where no ages in single years are known.

    Examples
    --------
    >>> source = PeopleSource(source="p.csv", collected="May 2026, and May 2024", generations={"age": "age"})
    >>> found = years_described(source)
    >>> found.age, found.collected
    ('age', 2026)
    """
    known = source and source.generations
    if not source or not known or not (known.age or known.birth_year):
        return None
    named = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", source.collected or "")]
    return Years(
        age=known.age,
        birth_year=None if known.age else known.birth_year,
        collected=max(named, default=None),
        cohorts=known.cohorts,
    )


def looks_ahead(option: Option) -> bool:
    """Say whether an option does something in a year of its own, so that later years are worth a look.

    Parameters
    ----------
    option : Option
        As written.

    Returns
    -------
    bool

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> looks_ahead(option_from({"name": "Pass", "kind": "cash", "amount": 5, "ends": 2030}))
    True
    """
    return bool(option.later or option.starts or option.ends or option.phase_in)
