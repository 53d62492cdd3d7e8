"""Who is entitled together: people, or the families, households or places that they form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import PeopleError, UsageError
from dueregard.options.rows import Codes, Rows
from dueregard.options.specification import Unit

__all__ = ["Units", "units_of"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """The units of an option and how their amounts are shared.

    Attributes
    ----------
    kind : {"person", "family", "household", "place"}
        What they are.
    index : ndarray of int (n,)
        Each person's unit.
    size : ndarray (m,)
        What a unit's amount is divided by, so that each member has an equal part: its members in the
        table, and of a place the people they stand for.
    weight : ndarray (m,)
        How many units of the population each stands for.
    codes : Codes, optional
        Ids; None for people without one.
    """

    kind: Unit
    index: NDArray[np.int64]
    size: Array
    weight: Array
    codes: Codes | None

    def __len__(self) -> int:
        return len(self.size)

    def any_of(self, who: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say which units have a member for whom something is so.

        Parameters
        ----------
        who : ndarray of bool (n,)
            For whom.

        Returns
        -------
        ndarray of bool (m,)
            Units.
        """
        if self.kind == "person":
            return who
        return np.bincount(self.index, weights=who, minlength=len(self)) > 0

    def value_of(self, values: Array, who: NDArray[np.bool_], *, what: str, rows: Rows) -> Array:
        """Take one value for each unit, which its members that are meant must agree on.

        Parameters
        ----------
        values : ndarray (n,)
            A value a person.
        who : ndarray of bool (n,)
            Whose values count.
        what : str
            What it is, for messages.
        rows : Rows
            The people, for messages.

        Returns
        -------
        ndarray (m,)
            0 for units without a member that is meant.

        Raises
        ------
        PeopleError
            When a value is missing or infinite, or members of one unit differ.
        """
        lacking = who & ~np.isfinite(values)
        if lacking.any():
            raise PeopleError(
                f"{what} is missing for {int(lacking.sum()):,} eligible people.",
                found=rows.where(lacking),
                remedy="A column is empty there, or a division is by nought: say in `eligible` who is meant.",
            )
        if self.kind == "person":
            return np.where(who, values, 0.0)
        of_unit = np.zeros(len(self))
        of_unit[self.index[who]] = values[who]
        off = who & (np.abs(of_unit[self.index] - values) > 1e-9 * np.maximum(1.0, np.abs(values)))
        if off.any():
            raise PeopleError(
                f"{what} differs between people of one {self.kind}.",
                found=rows.where(off),
                remedy=f"Write what is the same for a whole {self.kind}, narrow `eligible`, "
                'or take unit = "person".',
            )
        return of_unit

    def draws(self, *, seed: int, option: str) -> Array:
        """Draw a number for each unit.

        Parameters
        ----------
        seed : int
            The published seed.
        option : str
            The option's name, for messages.

        Returns
        -------
        ndarray (m,)
            The same for the same id, whatever the option.

        Raises
        ------
        UsageError
            When units have no ids.
        """
        if self.codes is None:
            raise UsageError(
                f"{option!r} is not taken up by everybody, and people have no ids to draw by.",
                found="Draws belong to ids, so that they stay when the table is sorted or options change.",
                remedy='Name the column of ids with --id, or take take_up = {rate = ..., mode = "expected"}.',
            )
        drawn = self.codes.draws(seed)
        return drawn[self.codes.index] if self.kind == "person" else drawn


def units_of(kind: Unit, codes: Codes | None, rows: Rows, *, column: str | None) -> Units:
    """Form the units of an option.

    Parameters
    ----------
    kind : {"person", "family", "household", "place"}
        What is entitled.
    codes : Codes, optional
        Which unit each person belongs to; may be left out for people.
    rows : Rows
        The people.
    column : str, optional
        The column of ids, for messages.

    Returns
    -------
    Units
        One for each code.

    Raises
    ------
    PeopleError
        When ids are missing, or two people have the same.
    """
    if codes is None:
        return Units(
            kind=kind,
            index=np.arange(len(rows)),
            size=np.full(len(rows), 1.0),
            weight=rows.weight,
            codes=None,
        )
    lacking = codes.index < 0
    if lacking.any():
        raise PeopleError(
            f"The id {column!r} is missing in {int(lacking.sum()):,} rows.",
            found=rows.where(lacking),
            remedy=f"Everybody needs to belong to a {kind}.",
        )
    count = len(codes.codes)
    if kind == "person":
        if count < len(rows):
            seen = np.zeros(count, dtype=np.int64)
            np.add.at(seen, codes.index, 1)
            raise PeopleError(
                f"The id {column!r} is not one person's alone.",
                found=rows.where(seen[codes.index] > 1),
                remedy="Name the column whose codes are different for everybody.",
            )
        return Units(
            kind=kind,
            index=np.arange(count),
            size=np.full(count, 1.0),
            weight=rows.weight,
            codes=codes,
        )
    represented = _summed(codes.index, rows.weight, count)
    size = represented if kind == "place" else _summed(codes.index, np.full(len(rows), 1.0), count)
    weight = np.divide(represented, size, out=np.zeros(count), where=size > 0)
    return Units(kind=kind, index=codes.index, size=size, weight=weight, codes=codes)


def _summed(index: NDArray[np.int64], values: Array, count: int) -> Array:
    return np.asarray(np.bincount(index, weights=values, minlength=count), dtype=np.float64)
