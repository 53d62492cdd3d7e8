"""How old people are in the year of the table, from their age or year of birth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.generations.years import Horizon, Years
from dueregard.engine.expression import kind_of
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.options import Rows
from dueregard.people import People

__all__ = ["Ages", "age_column", "ages_of", "with_age"]

Array = NDArray[np.float64]

OLDEST = 130
"""An age that nobody reaches: a column with higher values holds something else."""

MOST_ODD = 0.05
"""The share of impossible ages (codes such as -1) that are taken as not known, and said so."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ages:
    """People's ages in the year of the table.

    Attributes
    ----------
    years : ndarray of int (n,)
        Age in whole years; -1 where it is not known, or the person is not meant.
    highest : int
        The highest of them.
    lacking : int
        People whose age is missing or impossible.
    """

    years: NDArray[np.int64] = field(repr=False)
    highest: int
    lacking: int

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whose age is known."""
        return self.years >= 0

    def total(self, values: Array | NDArray[np.bool_]) -> Array:
        """Add values up by age.

        Parameters
        ----------
        values : ndarray (n,)
            Of each person.

        Returns
        -------
        ndarray (highest + 1,)
            Without people whose age is not known.
        """
        known = self.known
        return np.asarray(
            np.bincount(self.years[known], weights=values[known], minlength=self.highest + 1), dtype=float
        )


def with_age(people: People, years: Years, horizon: Horizon) -> People:
    """Let options speak of ``age`` where the table has the year of birth only.

    Parameters
    ----------
    people : People
        The table.
    years : Years
        With the column of the year of birth, if that is known.
    horizon : Horizon
        With the year of the table.

    Returns
    -------
    People
        With a column ``age``, unless there is one.
    """
    table, birth = people.table, years.birth_year
    if birth is None or birth not in table.names or "age" in table.names:
        return people
    age = horizon.collected - nw.col(table.names[birth]).cast(nw.Float64)
    frame = table.frame.with_columns(_age_in_table=age)
    names = {**table.names, "age": "_age_in_table"}
    return replace(people, table=replace(table, frame=frame, names=names, cache={}))


def age_column(people: People, years: Years) -> str:
    """Find the column of ages, or of years of birth.

    Parameters
    ----------
    people : People
        The table and its description.
    years : Years
        As asked.

    Returns
    -------
    str
        As named, or as the people's description has it.

    Raises
    ------
    ColumnNotFound, UsageError, PeopleError
        When there is none, or it holds no numbers.
    """
    named = years.age or years.birth_year
    if named is not None:
        if named not in people.table.names:
            raise ColumnNotFound(named, people.columns, where=people.title)
        if kind_of(people.table.schema[people.table.names[named]]) != "number":
            raise PeopleError(
                f"The column {named!r} holds no numbers, so it cannot be read as ages or years of birth.",
                remedy="Name a column of ages in whole years, or of years of birth.",
            )
        return named
    declared = people.schema.generations.get("age")
    if declared is None or not declared.grouping.bands:
        raise UsageError(
            "Generations need people's ages, and no column of ages is known.",
            remedy="Name it with --age, or the year of birth with --birth-year.",
        )
    return declared.column


def ages_of(
    values: NDArray[np.float64],
    rows: Rows,
    *,
    birth: str | None,
    horizon: Horizon,
    meant: NDArray[np.bool_] | None = None,
) -> Ages:
    """Make ages of what is in the column.

    Parameters
    ----------
    values : ndarray (n,)
        Ages, or years of birth.
    rows : Rows
        The people.
    birth : str, optional
        The column of years of birth, if it is one.
    horizon : Horizon
        With the year of the table.
    meant : ndarray of bool (n,), optional
        Whose ages count; by default everybody's.

    Returns
    -------
    Ages
        A few that cannot be, such as codes below nought, count as not known.

    Raises
    ------
    PeopleError
        When many cannot be, or none is known.
    """
    age = np.floor(values if birth is None else horizon.collected - values)
    odd = (age < 0) | (age > OLDEST)
    if odd.sum() > MOST_ODD * len(age):
        what = "age" if birth is None else "year of birth"
        raise PeopleError(
            f"The {what} of {int(odd.sum()):,} people cannot be.",
            found=rows.where(odd),
            remedy=f"Ages must lie between 0 and {OLDEST} in {horizon.collected}: correct the column, "
            "or say of which year the table is (--table-year).",
        )
    lacking = ~np.isfinite(age) | odd
    known = ~lacking if meant is None else ~lacking & meant
    if not (known & (rows.weight > 0)).any():
        raise PeopleError("Nobody's age is known.", remedy="Name the column of ages with --age.")
    return Ages(
        years=np.where(known, age, -1).astype(np.int64),
        highest=int(age[known].max()),
        lacking=int((lacking if meant is None else lacking & meant).sum()),
    )
