"""Three tables that rules engines read: persons, the benefit units they claim in, and their households."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import ColumnNotFound, PeopleError, UsageError

__all__ = ["Columns", "Households", "Level", "households_of"]

Columns: TypeAlias = Mapping[str, NDArray[Any]]
Level: TypeAlias = Literal["person", "unit", "household"]

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Households:
    """People as a rules engine sees them; what it must not see (ethnicity, say) is joined by row or id.

    Attributes
    ----------
    persons, units, households : mapping of str to ndarray
        Columns of n persons, m benefit units and h households under the engine's own names, without ids.
    person_ids, unit_ids, household_ids : ndarray
        The caller's ids, in the order of the rows.
    unit_of, household_of : ndarray of int64 (n,)
        The row of each person's benefit unit and household.
    """

    persons: Columns
    units: Columns
    households: Columns
    person_ids: NDArray[Any]
    unit_ids: NDArray[Any]
    household_ids: NDArray[Any]
    unit_of: NDArray[np.int64]
    household_of: NDArray[np.int64]

    def columns(self, level: Level) -> Columns:
        """Give the columns of one of the three tables.

        Parameters
        ----------
        level : {"person", "unit", "household"}
            Which.

        Returns
        -------
        mapping of str to ndarray
        """
        return {"person": self.persons, "unit": self.units, "household": self.households}[level]

    def rows(self, level: Level) -> int:
        """Count the rows of one of the three tables.

        Parameters
        ----------
        level : {"person", "unit", "household"}
            Which.

        Returns
        -------
        int
        """
        return len({"person": self.person_ids, "unit": self.unit_ids, "household": self.household_ids}[level])

    def for_persons(self, values: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
        """Give every person the value of their benefit unit or household.

        Parameters
        ----------
        values : ndarray (n,), (m,) or (h,)
            One value a row of that table.
        level : {"person", "unit", "household"}
            Which table.

        Returns
        -------
        ndarray (n,)
            The whole amount for each member: nothing is shared out.

        Examples
        --------
        >>> two = households_of(
        ...     {"person_id": [1, 2, 3], "unit_id": [7, 7, 8], "household_id": ["b", "b", "a"]}
        ... )
        >>> two.for_persons(np.array([10.0, 20.0]), "household")
        array([10., 10., 20.])
        """
        if level == "person":
            return values
        return values[self.unit_of if level == "unit" else self.household_of]


def households_of(
    persons: Mapping[str, Any],
    units: Mapping[str, Any] | None = None,
    households: Mapping[str, Any] | None = None,
) -> Households:
    """Check three tables and tie them together by their ids.

    Parameters
    ----------
    persons : mapping of str to array-like (n,)
        With the columns `person_id`, `unit_id` and `household_id`.
    units, households : mapping of str to array-like, optional
        With `unit_id` and `household_id`; without a table, its ids are taken from the persons in the order in
        which they first appear, and it has no columns.

    Returns
    -------
    Households

    Raises
    ------
    ColumnNotFound
        When a table has no id column.
    PeopleError
        When ids are missing, come twice or are tied to nothing, a benefit unit is in two households, or a
        cell is missing.
    UsageError
        When the columns of a table differ in length, or are given as an address.

    Examples
    --------
    >>> family = households_of(
    ...     {"person_id": [1, 2], "unit_id": [5, 5], "household_id": [9, 9], "age": [35, 4]},
    ...     households={"household_id": [9], "region": ["WALES"]},
    ... )
    >>> family.rows("unit"), family.household_of
    (1, array([0, 0]))
    """
    people = _table(persons, "persons", ids=("person_id", "unit_id", "household_id"))
    if not len(people["person_id"]):
        raise PeopleError("The table of persons is empty.")
    groups = _table(_or_from(units, people, "unit_id"), "units", ids=("unit_id",))
    homes = _table(_or_from(households, people, "household_id"), "households", ids=("household_id",))
    _once(people["person_id"], "person_id", "persons")
    unit_of = _rows(people["unit_id"], groups["unit_id"], "unit_id", "units")
    household_of = _rows(people["household_id"], homes["household_id"], "household_id", "households")
    _in_one_household(unit_of, household_of, groups["unit_id"])
    return Households(
        persons=_without(people, "person_id", "unit_id", "household_id"),
        units=_without(groups, "unit_id"),
        households=_without(homes, "household_id"),
        person_ids=people["person_id"],
        unit_ids=groups["unit_id"],
        household_ids=homes["household_id"],
        unit_of=unit_of,
        household_of=household_of,
    )


def _or_from(table: Mapping[str, Any] | None, people: Columns, name: str) -> Mapping[str, Any]:
    return {name: np.array(list(dict.fromkeys(people[name].tolist())))} if table is None else table


def _table(table: Mapping[str, Any], where: str, *, ids: tuple[str, ...]) -> Columns:
    if not isinstance(table, Mapping):
        raise UsageError(
            f"The table of {where} must be columns by name.",
            found=f"It is a {type(table).__name__}.",
            remedy="Read your own table first: an engine here never fetches one from an address.",
        )
    columns = {name: np.asarray(values) for name, values in table.items()}
    for name in ids:
        if name not in columns:
            raise ColumnNotFound(name, columns, where=f"The table of {where}")
    length = columns[ids[0]].shape
    for name, values in columns.items():
        if values.shape != length or values.ndim != 1:
            raise UsageError(
                f"The columns of the table of {where} differ in shape.",
                found=f"{ids[0]} has {length}, {name} has {values.shape}.",
            )
        if missing := np.flatnonzero(_missing(values)).tolist():
            raise PeopleError(
                f"The column {name} of the table of {where} has missing cells.",
                found=f"Rows (from 0): {_some(missing)}.",
                remedy="An engine cannot work with a missing cell: fill it, and say how.",
            )
    return columns


def _missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    if values.dtype.kind == "f":
        return np.asarray(np.isnan(values), bool)
    if values.dtype.kind == "O":
        return np.array([value is None or str(value) in {"nan", "<NA>", "NaT"} for value in values], bool)
    return np.zeros(len(values), bool)


def _once(ids: NDArray[Any], name: str, where: str) -> None:
    unique, counts = np.unique(ids, return_counts=True)
    if (counts > 1).any():
        raise PeopleError(
            f"An id comes twice in the table of {where}.",
            found=f"{name}: {_some(unique[counts > 1].tolist())}.",
        )


def _rows(asked: NDArray[Any], ids: NDArray[Any], name: str, where: str) -> NDArray[np.int64]:
    _once(ids, name, where)
    places = {each: row for row, each in enumerate(ids.tolist())}
    rows = np.array([places.get(each, -1) for each in asked.tolist()], np.int64)
    if (rows < 0).any():
        lost = list(dict.fromkeys(asked[rows < 0].tolist()))
        raise PeopleError(
            f"Persons belong to {where} that are not in the table of {where}.",
            found=f"{name}: {_some(lost)}.",
        )
    if empty := np.setdiff1d(np.arange(len(ids)), rows).tolist():
        raise PeopleError(
            f"There are {where} without any person.", found=f"{name}: {_some(ids[empty].tolist())}."
        )
    return rows


def _in_one_household(
    unit_of: NDArray[np.int64], household_of: NDArray[np.int64], unit_ids: NDArray[Any]
) -> None:
    home = np.full(len(unit_ids), -1, np.int64)
    home[unit_of] = household_of
    if (split := np.unique(unit_of[home[unit_of] != household_of])).size:
        raise PeopleError(
            "A benefit unit lies in more than one household.",
            found=f"unit_id: {_some(unit_ids[split].tolist())}.",
        )


def _without(columns: Columns, *names: str) -> Columns:
    return {name: values for name, values in columns.items() if name not in names}


def _some(items: list[Any]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(str(item) for item in items[:_SHOWN]) + more
