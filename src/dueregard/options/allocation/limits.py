"""Floors and caps: the least and the most that a place may be given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from dueregard.errors import DueRegardError, UsageError
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.places import Places, named, refuse

__all__ = ["Limit", "Limits", "limit_from", "limits_of"]

Side: TypeAlias = Literal["floor", "cap"]
_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_RATIO = re.compile(rf"(?P<sign>[+-]?)(?P<number>{_NUMBER})(?P<percent>\s*%)?")
_HEAD = re.compile(rf"(?P<number>{_NUMBER})\s*(?:/|per)\s*head", re.IGNORECASE)
_REMEDY = "Write 0.98 or 98% of what a place has now, 20/head, or a column of amounts."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Limit:
    """A floor or a cap as it was asked for.

    Attributes
    ----------
    side : {"floor", "cap"}
        Which.
    basis : {"current", "head", "amount"}
        What `values` are: shares of the present amount, amounts a head, or amounts.
    values : float or ndarray (n,)
        The limit; NaN for a place without one.
    """

    side: Side
    basis: Literal["current", "head", "amount"]
    values: float | FloatArray

    def amounts(self, places: Places, *, current: FloatArray | None) -> FloatArray:
        """Give the limit in money.

        Parameters
        ----------
        places : Places
            n places.
        current : ndarray (n,), optional
            What places have now, or had in the year before.

        Returns
        -------
        ndarray (n,)
            Where a place has no limit, 0 for a floor and infinity for a cap.

        Raises
        ------
        UsageError
            When shares of present amounts are asked for and these are not known.
        """
        values = np.broadcast_to(np.asarray(self.values, dtype=float), (len(places),))
        if self.basis == "head":
            values = values * places.population
        if self.basis == "current":
            if current is None:
                raise UsageError(
                    f"A {self.side} that is a share of what places have now needs --current.",
                    remedy=f"Give --current with a column, or write the {self.side} as 20/head or a column.",
                )
            values = values * current
        none = 0.0 if self.side == "floor" else np.inf
        return np.where(np.isnan(values), none, values)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Limits:
    """The least and the most of each of n places.

    Attributes
    ----------
    low, high : ndarray (n,)
        Amounts; 0 and infinity where there is no limit.
    """

    low: FloatArray
    high: FloatArray


def limit_from(side: Side, asked: str | float | ArrayLike) -> Limit | str:
    """Understand a floor or a cap.

    Parameters
    ----------
    side : {"floor", "cap"}
        Which.
    asked : str, float or array-like (n,)
        `0.98` or `98%` of the present amount, `+8%` on it, `20/head`, amounts, or the name of a column.

    Returns
    -------
    Limit or str
        The name of a column stays a text, for whoever has the table.

    Raises
    ------
    UsageError
        When it is negative, or a cap of zero.

    Examples
    --------
    >>> limit_from("cap", "+8%").values, limit_from("floor", "20/head").basis
    (1.08, 'head')
    """
    if not isinstance(asked, str | float | int):
        return Limit(side=side, basis="amount", values=np.asarray(asked, dtype=float))
    text = str(asked).strip()
    if (head := _HEAD.fullmatch(text)) is not None:
        return _usable(Limit(side=side, basis="head", values=float(head["number"])), text)
    if (ratio := _RATIO.fullmatch(text)) is None:
        return text
    number = float(ratio["number"]) * (-1 if ratio["sign"] == "-" else 1)
    if ratio["percent"]:
        number = number / 100 + (1 if ratio["sign"] else 0)
    return _usable(Limit(side=side, basis="current", values=number), text)


def limits_of(
    places: Places,
    *,
    budget: float,
    floor: Limit | None,
    cap: Limit | None,
    current: FloatArray | None,
    year: str = "",
) -> Limits:
    """Bring floors and caps together, and refuse those that no sharing of the budget can keep.

    Parameters
    ----------
    places : Places
        n places.
    budget : float
        What is shared out.
    floor, cap : Limit, optional
        What was asked for.
    current : ndarray (n,), optional
        What shares of the present are of.
    year : str
        Said of the budget, for a later year.

    Returns
    -------
    Limits

    Raises
    ------
    PeopleError
        When a floor is above its cap, or a limit is negative.
    DueRegardError
        When the floors add up to more than the budget, or the caps to less.

    Examples
    --------
    >>> from dueregard.options.allocation.places import places_of
    >>> two = places_of(["A", "B"], population=[1, 1], current=[100, 100])
    >>> limits_of(two, budget=190, floor=limit_from("floor", 1.0), cap=None, current=two.current)
    Traceback (most recent call last):
        ...
    dueregard.errors.DueRegardError: The budget is infeasible: it is below the floors. The floors of A and B
    add up to 200, above the budget of 190. ...
    """
    low = np.zeros(len(places)) if floor is None else floor.amounts(places, current=current)
    high = np.full(len(places), np.inf) if cap is None else cap.amounts(places, current=current)
    for side, values in (("floor", low), ("cap", high)):
        refuse(values < 0, places.names, wrong=f"The {side} of a place is negative.")
    refuse(
        low > high * (1 + 1e-12),
        places.names,
        wrong="The floor of a place is above its cap.",
        remedy="Lower the floor or raise the cap.",
    )
    high = np.maximum(low, high)
    if low.sum() > budget * (1 + 1e-12):
        raise _above(places, low, budget, year)
    if high.sum() < budget * (1 - 1e-12):
        raise _below(places, high, budget, year)
    return Limits(low=low, high=high)


def _above(places: Places, low: FloatArray, budget: float, year: str) -> DueRegardError:
    total = float(low.sum())
    binding = _largest(low, places)
    return DueRegardError(
        f"The budget is infeasible{year}: it is below the floors.",
        found=f"The floors of {binding} add up to {total:,.12g}, above the budget of {budget:,.12g}.",
        remedy=f"Add {_up(total - budget)} to the budget, or lower the floors to {_down(budget / total)} "
        "of what they are.",
    )


def _below(places: Places, high: FloatArray, budget: float, year: str) -> DueRegardError:
    total = float(high.sum())
    binding = _largest(high, places)
    return DueRegardError(
        f"The budget is infeasible{year}: it is above what the caps let out.",
        found=f"The caps of {binding} add up to {total:,.12g}, below the budget of {budget:,.12g}.",
        remedy=f"Lower the budget by {_up(budget - total)}, or raise the caps to "
        f"{100 * budget / total + 0.05:,.1f}% of what they are.",
    )


def _largest(amounts: FloatArray, places: Places) -> str:
    """Name the places whose limits weigh most, largest first."""
    order = np.argsort(-amounts, kind="stable")
    return named(amounts[order] > 0, [places.names[place] for place in order])


def _up(amount: float) -> str:
    return f"{np.ceil(round(amount * 100, 6)) / 100:,.12g}"


def _down(share: float) -> str:
    return f"{np.floor(share * 1000) / 10:.1f}%"


def _usable(limit: Limit, text: str) -> Limit:
    if limit.values < 0:
        raise UsageError(f"A {limit.side} cannot be negative.", found=f"It was {text}.", remedy=_REMEDY)
    if limit.side == "cap" and limit.values == 0:
        raise UsageError("A cap of zero would give nobody anything.", found=f"It was {text}.", remedy=_REMEDY)
    return limit
