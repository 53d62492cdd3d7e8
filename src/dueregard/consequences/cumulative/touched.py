"""Whom the effects of a bundle touch, group by group: what may be shown of each follows from these counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.cumulative.attribution import Effect as Share
from dueregard.consequences.cumulative.columns import column
from dueregard.consequences.cumulative.work import Crossing
from dueregard.consequences.effects import NOTHING
from dueregard.consequences.few import few_in
from dueregard.consequences.placing import Group, Largest, placed
from dueregard.consequences.touched import Effect, counted
from dueregard.disclosure import Policy
from dueregard.people import People

__all__ = ["EVERYTHING", "ORDERS", "POVERTY", "WINNERS", "unsafe_of"]

Array = NDArray[np.float64]

EVERYTHING = ""
WINNERS = "winners"
POVERTY = "poverty"
ORDERS = "orders"
"""Figures that differ by the order of measures, beside those in the order given."""


def unsafe_of(
    people: People,
    shares: Sequence[Share],
    columns: Mapping[str, Array],
    *,
    crossings: Sequence[Crossing],
    marks: Mapping[str, Array],
    outcome: str,
    before: Array,
    weight: Array,
    policy: Policy,
) -> set[tuple[Group, str]]:
    """Find the groups in which an effect touches few people, and which figures of theirs fall.

    Parameters
    ----------
    people : People
        One row a person.
    shares : sequence of Effect
        What is shown: of measures, of pairs and of the whole.
    columns : mapping of str to ndarray (n,)
        Each effect on each person.
    crossings : sequence of tuple
        What people are grouped by.
    marks : mapping of str to ndarray (n,)
        Computed groups.
    outcome : str
        The column that measures change.
    before : ndarray (n,)
        The outcome before.
    weight : ndarray (n,)
        Of people.
    policy : Policy
        The rules.

    Returns
    -------
    set of (Group, str)
        With their company.
    """
    counts: dict[tuple[str, str], dict[Group, int]] = {}
    largest: dict[tuple[str, str], dict[Group, Largest]] = {}
    full = people.table.design.count == "full"
    effects = list(_effects(shares, columns, before, full=full))
    for each in placed(people, crossings, marks=marks, outcome=outcome):
        for falls, effect in effects:
            counted(each, falls, [effect], weight, counts=counts, shares=largest)
    return {
        (group, falls)
        for (falls, effect), some in counts.items()
        for group in few_in(some, largest.get((falls, effect), {}), policy=policy)
    }


def _effects(
    shares: Sequence[Share], columns: Mapping[str, Array], before: Array, *, full: bool
) -> Iterator[tuple[str, Effect]]:
    """Give what falls, beside the effect that is to touch many."""
    least = NOTHING * np.maximum(1.0, np.abs(np.nan_to_num(before)))
    valid = ~np.isnan(before)
    among = valid if full else None
    change = {each.key: np.nan_to_num(columns[column("change", each.key)]) for each in shares}
    for each in shares:
        falls = EVERYTHING if each.kind in ("cumulative", "marginal") else ORDERS
        of = among if each.kind in ("cumulative", "marginal", "stand_alone") else None
        amount = change[each.key]
        yield falls, Effect(name=each.key, who=(np.abs(amount) > least) & valid, of=of, amount=amount)
        cost = np.nan_to_num(columns[column("cost", each.key)])
        yield falls, Effect(name=f"cost {each.key}", who=np.abs(cost) > least, amount=cost)
        poor = np.nan_to_num(columns[column("poor", each.key)])
        for name, who in (("out", poor < 0), ("into", poor > 0)):
            yield POVERTY, Effect(name=f"{name} {each.key}", who=who)
        if (name := column("gap", each.key)) in columns:
            gap = np.nan_to_num(columns[name])
            for name, who in (("nearer", gap < 0), ("further", gap > 0)):
                yield POVERTY, Effect(name=f"{name} {each.key}", who=who, amount=gap)
    yield from _apart(shares, change, least, valid)
    for name, size in (("gain", "gained"), ("loss", "lost"), ("several", None)):
        who = columns[column(name, "cumulative")] > 0
        sums = None if size is None else columns[column(size, "cumulative")]
        yield WINNERS, Effect(name=name, who=who, amount=sums)


def _apart(
    shares: Sequence[Share], change: Mapping[str, Array], least: Array, valid: NDArray[np.bool_]
) -> Iterator[tuple[str, Effect]]:
    """Say in whom the ways to say what a measure does differ, and in whom measures differ."""
    own = [each for each in shares if each.kind in ("marginal", "stand_alone", "shapley")]
    for number, one in enumerate(own):
        for other in own[number + 1 :]:
            if one.measure != other.measure and one.kind != other.kind:
                continue
            apart = change[other.key] - change[one.key]
            falls = EVERYTHING if one.kind == other.kind == "marginal" else ORDERS
            who = (np.abs(apart) > least) & valid
            yield falls, Effect(name=f"{other.key} less {one.key}", who=who, amount=apart)
