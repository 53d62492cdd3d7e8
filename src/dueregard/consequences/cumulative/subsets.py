"""What every subset of a bundle does to each person, its measures applied one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.cumulative.attribution import members
from dueregard.consequences.cumulative.setting import Member, Setting
from dueregard.consequences.effects import changes_of
from dueregard.errors import DueRegardError, UsageError
from dueregard.options import Applied, apply_option

__all__ = ["Subsets", "apply_subsets", "refuse_too_large"]

Array = NDArray[np.float64]

MOST_NUMBERS = 320_000_000
"""The most numbers kept of people and subsets: two and a half gigabytes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subsets:
    """Changes and costs of each person under every subset of the measures.

    Attributes
    ----------
    change, cost : tuple of ndarray (n,), length 2**k
        Against no measure at all; subset S is the number whose bit i says that measure i is in it. Subsets
        that do the same share one array.
    in_order : tuple of Applied, length k
        Each measure as it is applied after all before it.
    """

    change: tuple[Array, ...] = field(repr=False)
    cost: tuple[Array, ...] = field(repr=False)
    in_order: tuple[Applied, ...]


def refuse_too_large(people: int, measures: int) -> None:
    """Refuse what would not fit in memory.

    Parameters
    ----------
    people, measures : int
        How many.

    Raises
    ------
    UsageError
        When people times subsets are too many.
    """
    if 2 * people * 2**measures > MOST_NUMBERS:
        raise UsageError(
            f"{measures} measures have {2**measures} subsets, too many to hold for {people:,} people.",
            remedy="Join measures that come together in one file each, or take a sample of the people.",
        )


def apply_subsets(
    setting: Setting,
    *,
    seed: int,
    year: int | None = None,
    multiples: Mapping[str, float] | None = None,
) -> Subsets:
    """Apply every subset of the measures in the bundle's order.

    A measure that does not look at the outcome gives the same whatever comes before it, and is applied once;
    another is applied to people after each subset of those before it. Take-up belongs to units' ids and is
    the same in all of them; a cost cap binds, or not, for the people as they then are.

    Parameters
    ----------
    setting : Setting
        People and measures.
    seed : int
        Of take-up.
    year : int, optional
        For phase-ins and starts; None for all in force and fully phased in.
    multiples : mapping of str to float, optional
        Multiples of amounts, by name, to carry their uncertainty.

    Returns
    -------
    Subsets
        2**k of them.

    Raises
    ------
    UsageError, PeopleError, DueRegardError
        When a measure cannot be applied.
    """
    rows = setting.rows
    change = [np.where(np.isnan(rows.outcome), np.nan, 0.0)]
    cost = [np.zeros(len(rows))]
    in_order: list[Applied] = []
    for member in setting.members:
        multiple = (multiples or {}).get(member.option.name, 1.0)
        found = _after_each(setting, member, change, seed=seed, year=year, multiple=multiple)
        own = {id(applied): changes_of(applied, setting.baseline) for applied in found}
        change += [_sum(before, own[id(one)]) for before, one in zip(change, found, strict=True)]
        cost += [_sum(before, one.cost) for before, one in zip(cost, found, strict=True)]
        in_order.append(found[-1])
    return Subsets(change=tuple(change), cost=tuple(cost), in_order=tuple(in_order))


def _sum(before: Array, more: Array) -> Array:
    """Add what a measure does; where it does nothing to anybody the array stays the same object."""
    return before + more if np.nan_to_num(more).any() else before


def _after_each(
    setting: Setting,
    member: Member,
    change: Sequence[Array],
    *,
    seed: int,
    year: int | None,
    multiple: float,
) -> list[Applied]:
    """Apply a measure after each subset of those before it; what does the same is applied once."""
    rows, units = setting.rows, member.units
    first = apply_option(member.option, rows, units, seed=seed, year=year, multiple=multiple)
    found = {id(change[0]): first}
    if not member.looking or first.phase == 0:
        return [first] * len(change)
    others = {id(each): number for number, each in enumerate(change) if id(each) != id(change[0])}
    changed = [rows.outcome + change[number] for number in others.values()]
    read = setting.following.at(member.looking, changed)
    for (key, number), outcome, values in zip(others.items(), changed, read, strict=True):
        after = replace(rows, outcome=outcome, values={**rows.values, **values})
        try:
            found[key] = apply_option(member.option, after, units, seed=seed, year=year, multiple=multiple)
        except DueRegardError as error:
            before = ", ".join(repr(setting.members[place].option.name) for place in members(number))
            raise type(error)(
                error.wrong, found=f"This is after {before}. {error.found or ''}".strip(), remedy=error.remedy
            ) from None
    return [found[id(each)] for each in change]
