"""The places, or groups, that share a budget: their people, need, present amounts and outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import PeopleError, UsageError
from dueregard.options.allocation.filling import FloatArray

__all__ = ["Places", "named", "places_of", "refuse"]

_SHOWN = 5
_TITLES = {
    "population": "population",
    "need": "need",
    "current": "current amount",
    "outcome": "outcome",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """What is known of n places.

    Attributes
    ----------
    names : tuple of str, length n
        Their names, each once.
    population : ndarray (n,)
        People, above zero.
    need : ndarray (n,), optional
        Need a head, on any scale whose zero is no need: twice the number is twice the need.
    current : ndarray (n,), optional
        Amounts that places have now.
    outcome : ndarray (n,), optional
        The outcome now.
    """

    names: tuple[str, ...]
    population: FloatArray
    need: FloatArray | None = None
    current: FloatArray | None = None
    outcome: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.names)

    @property
    def weights(self) -> FloatArray:
        """Shares of the people, which add up to 1."""
        shares: FloatArray = self.population / self.population.sum()
        return shares

    def part(self, rows: NDArray[np.int64]) -> Places:
        """Give some of the places.

        Parameters
        ----------
        rows : ndarray of int (m,)
            Which.

        Returns
        -------
        Places
        """
        return Places(
            names=tuple(self.names[row] for row in rows.tolist()),
            population=self.population[rows],
            need=None if self.need is None else self.need[rows],
            current=None if self.current is None else self.current[rows],
            outcome=None if self.outcome is None else self.outcome[rows],
        )

    def mean(self, values: FloatArray) -> float:
        """Average over people, each place counting with its population.

        Parameters
        ----------
        values : ndarray (n,)
            A value a place.

        Returns
        -------
        float
            The mean.
        """
        return float(self.weights @ values)


def places_of(
    names: Sequence[object],
    *,
    population: ArrayLike,
    need: ArrayLike | None = None,
    current: ArrayLike | None = None,
    outcome: ArrayLike | None = None,
) -> Places:
    """Check what is known of places.

    Parameters
    ----------
    names : sequence of n objects
        Names; each place has one row.
    population : array-like (n,)
        People.
    need, current, outcome : array-like (n,), optional
        Need a head, present amounts and present outcomes.

    Returns
    -------
    Places

    Raises
    ------
    UsageError
        When columns differ in length, or there are none.
    PeopleError
        When a place is named twice, or a number is missing, negative or zero where it cannot be.

    Examples
    --------
    >>> places_of(["North", "South"], population=[100, 300]).weights
    array([0.25, 0.75])
    """
    given = {"population": population, "need": need, "current": current, "outcome": outcome}
    columns = {key: np.asarray(each, dtype=float) for key, each in given.items() if each is not None}
    for key, column in columns.items():
        if column.shape != (len(names),):
            raise UsageError(
                f"There are {len(names):,} places and {column.size:,} values of {_TITLES[key]}.",
                remedy="Give one value a place.",
            )
    if not len(names):
        raise PeopleError("There are no places to share the budget.", remedy="Check --where.")
    called = _called(names)
    for key, column in columns.items():
        refuse(~np.isfinite(column), called, wrong=f"The {_TITLES[key]} of a place is missing.")
    refuse(columns["population"] <= 0, called, wrong="The population of a place must be above zero.")
    for key in ("need", "current"):
        if key in columns:
            refuse(columns[key] < 0, called, wrong=f"The {_TITLES[key]} of a place cannot be negative.")
    if "need" in columns and not columns["need"].any():
        raise PeopleError("No place has any need.", remedy="Name another column with --need.")
    return Places(names=called, **columns)


def refuse(
    at_fault: NDArray[np.bool_],
    names: Sequence[str],
    *,
    wrong: str,
    remedy: str = "Correct these places, or leave them out with --where.",
) -> None:
    """Refuse places with a fault, naming them.

    Parameters
    ----------
    at_fault : ndarray of bool (n,)
        Which.
    names : sequence of str, length n
        Their names.
    wrong, remedy : str
        For the message.

    Raises
    ------
    PeopleError
        When there is one.

    Examples
    --------
    >>> refuse(np.array([False, True]), ["A", "B"], wrong="A place has no people.")
    Traceback (most recent call last):
        ...
    dueregard.errors.PeopleError: A place has no people. Wrong: B. Correct these places, ...
    """
    if at_fault.any():
        raise PeopleError(wrong, found=f"Wrong: {named(at_fault, names)}.", remedy=remedy)


def named(chosen: NDArray[np.bool_], names: Sequence[str], *, shown: int = _SHOWN) -> str:
    """List some places.

    Parameters
    ----------
    chosen : ndarray of bool (n,)
        Which.
    names : sequence of str, length n
        Their names.
    shown : int
        How many are named at most.

    Returns
    -------
    str
        As one says them.

    Examples
    --------
    >>> named(np.array([True, True, True]), ["A", "B", "C"], shown=2)
    'A, B and 1 more'
    """
    told = [names[place] for place in np.flatnonzero(chosen).tolist()]
    if len(told) > shown:
        return f"{', '.join(told[:shown])} and {len(told) - shown:,} more"
    *first, last = told
    return f"{', '.join(first)} and {last}" if first else last


def _called(names: Sequence[object]) -> tuple[str, ...]:
    blank = [row for row, name in enumerate(names, start=1) if name is None or not str(name).strip()]
    if blank:
        rows = ", ".join(f"{row:,}" for row in blank[:_SHOWN]) + (", ..." if len(blank) > _SHOWN else "")
        raise PeopleError(
            "A row does not name its place.",
            found=f"Row numbers, counted below the header among those that count: {rows}.",
            remedy="Name every place, or leave these rows out with --where.",
        )
    called = tuple(str(name).strip() for name in names)
    counts: Mapping[str, int] = _counts(called)
    twice = np.array([counts[name] > 1 for name in called])
    if twice.any():
        first = list(dict.fromkeys(name for name in called if counts[name] > 1))
        raise PeopleError(
            "A place has more than one row.",
            found=f"Wrong: {named(np.ones(len(first), dtype=bool), first)}.",
            remedy="Give each place one row: add its rows up, or choose among them with --where.",
        )
    return called


def _counts(called: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in called:
        counts[name] = counts.get(name, 0) + 1
    return counts
