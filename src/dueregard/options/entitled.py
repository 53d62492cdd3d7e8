"""Whom an option is for: the units of its kind, where the table says who forms one."""

from __future__ import annotations

from dueregard.errors import UsageError
from dueregard.options.parts import is_drawn
from dueregard.options.rows import Rows
from dueregard.options.specification import Option
from dueregard.options.units import Units, units_of

__all__ = ["entitled_units"]


def entitled_units(option: Option, rows: Rows, column: str | None) -> Units:
    """Form the units that an option is for.

    Parameters
    ----------
    option : Option
        As written.
    rows : Rows
        The people.
    column : str, optional
        The column of ids of persons, families, households or places.

    Returns
    -------
    Units
        With ids where it matters who somebody is: people who all take it up need none.

    Raises
    ------
    UsageError
        When it is not for each person, and there is no column.
    PeopleError
        When ids are missing, or two people have the same.

    Examples
    --------
    >>> from dueregard.options import option_from, read_rows
    >>> from dueregard.people import read_people
    >>> people = read_people({"home": [1, 1, 2], "income": [10.0, 20.0, 30.0]})
    >>> rows = read_rows(people, outcome="income", codes=["home"])
    >>> option = option_from({"name": "Rebate", "kind": "cash", "unit": "household", "amount": 10})
    >>> len(entitled_units(option, rows, "home"))
    2
    """
    if option.unit != "person" and column is None:
        raise UsageError(
            f"{option.name!r} is for each {option.unit}, and there is no column that says who forms one.",
            remedy=f"Add --{option.unit} with the column of ids, or unit_column to the option.",
        )
    needed = option.unit != "person" or is_drawn(option)
    codes = rows.codes[column] if column is not None and needed else None
    return units_of(option.unit, codes, rows, column=column)
