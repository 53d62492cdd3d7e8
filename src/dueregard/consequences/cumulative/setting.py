"""The people as every measure of a bundle meets them: read once, before anything changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.before import baseline_of, scale_formula
from dueregard.consequences.cumulative.asked import Asked
from dueregard.consequences.cumulative.bundle import Bundle
from dueregard.consequences.cumulative.following import Following, follow, looks_at
from dueregard.consequences.effects import Baseline
from dueregard.errors import UsageError
from dueregard.options import (
    Formula,
    Option,
    Rows,
    Units,
    entitled_units,
    formulas_of,
    is_drawn,
    read_rows,
    take_up_columns,
)
from dueregard.people import People

__all__ = ["Member", "Setting", "setting_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnUnits(Units):
    """Units whose draws of take-up are made once: they belong to ids and are the same after every subset.

    Attributes
    ----------
    drawn : ndarray (m,)
        One a unit.
    """

    drawn: NDArray[np.float64] = field(repr=False)

    def draws(self, *, seed: int, option: str) -> NDArray[np.float64]:
        """Give the draws.

        Parameters
        ----------
        seed, option
            As for :meth:`Units.draws`.

        Returns
        -------
        ndarray (m,)
            Those made beforehand.
        """
        return self.drawn


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Member:
    """A measure of the bundle.

    Attributes
    ----------
    option : Option
        As written.
    units : Units
        Who is entitled together.
    looking : tuple of Formula
        Its expressions that look at the outcome, so that what comes before changes them.
    """

    option: Option
    units: Units = field(repr=False)
    looking: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setting:
    """People before the bundle, and its measures ready to be applied.

    Attributes
    ----------
    people : People
        The table.
    rows : Rows
        It, as arrays.
    baseline : Baseline
        Outcomes, the poverty line and households.
    members : tuple of Member
        The measures in order.
    following : Following
        Reads formulas again where the outcome has changed.
    conditions : mapping of str to Formula
        Who is a child, and whom households count.
    """

    people: People
    rows: Rows = field(repr=False)
    baseline: Baseline = field(repr=False)
    members: tuple[Member, ...]
    following: Following = field(repr=False)
    conditions: Mapping[str, Formula]


def setting_of(people: People, bundle: Bundle, asked: Asked, columns: Mapping[str, str | None]) -> Setting:
    """Read the people.

    Parameters
    ----------
    people : People
        One row a person, in DuckDB.
    bundle : Bundle
        The measures.
    asked : Asked
        What was asked for.
    columns : mapping of str to str or None
        Columns of ids, by kind of unit.

    Returns
    -------
    Setting
        From one scan of the table.

    Raises
    ------
    UsageError, PeopleError, ExpressionError, ColumnNotFound
        When measures and people do not fit.
    """
    of_option = {option.name: option.unit_column or columns[option.unit] for option in bundle.measures}
    conditions = {
        name: Formula(
            option=f"--{'child' if name == CHILD else 'members'}", key=name, text=text, condition=True
        )
        for name, text in ({CHILD: asked.child} | dict(asked.members)).items()
        if text is not None
    }
    formulas = [formula for option in bundle.measures for formula in formulas_of(option).values()]
    formulas += conditions.values()
    if asked.scale is not None:
        formulas.append(scale_formula(asked.scale))
    rows = read_rows(people, outcome=asked.outcome, formulas=formulas, codes=_codes(bundle, asked, of_option))
    drawn: dict[str | None, NDArray[np.float64]] = {}
    members = tuple(
        Member(
            option=option,
            units=_drawn(
                entitled_units(option, rows, of_option[option.name]),
                option,
                drawn,
                seed=asked.seed,
                column=of_option[option.name],
            ),
            looking=tuple(f for f in formulas_of(option).values() if looks_at(f, asked.outcome)),
        )
        for option in bundle.measures
    )
    looking = [formula for member in members for formula in member.looking]
    return Setting(
        people=people,
        rows=rows,
        baseline=baseline_of(
            people,
            rows,
            outcome=asked.outcome,
            line=asked.line,
            scale=asked.scale,
            household=asked.household,
        ),
        members=members,
        following=follow(people, rows.row, looking, outcome=asked.outcome),
        conditions=conditions,
    )


CHILD = "(child)"
"""The condition that says who is a child."""


def _codes(bundle: Bundle, asked: Asked, of_option: Mapping[str, str | None]) -> list[str]:
    for option in bundle.measures:
        if asked.outcome in take_up_columns(option):
            raise UsageError(
                f"{option.name!r}, take_up: the rate differs by {asked.outcome!r}, which measures change.",
                remedy="Let it differ by a column that stays, such as bands made beforehand.",
            )
    by = [name for option in bundle.measures for name in take_up_columns(option)]
    return list(dict.fromkeys(n for n in (*of_option.values(), *by, asked.household) if n is not None))


def _drawn(
    units: Units,
    option: Option,
    known: dict[str | None, NDArray[np.float64]],
    *,
    seed: int,
    column: str | None,
) -> Units:
    """Draw once for all measures whose units are the same."""
    if not is_drawn(option):
        return units
    if column not in known:
        known[column] = units.draws(seed=seed, option=option.name)
    own = {each.name: getattr(units, each.name) for each in fields(units)}
    return DrawnUnits(**own, drawn=known[column])
