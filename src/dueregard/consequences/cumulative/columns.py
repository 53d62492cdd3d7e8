"""Columns of people from which figures are estimated: each effect of each measure on each person.

A mean, total or share of people is additive: the Shapley share of a mean is the mean of people's own Shapley
shares. So each effect becomes a column of its own, and its estimate has the exact, paired standard error of a
mean of that column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.cumulative.asked import Asked
from dueregard.consequences.cumulative.attribution import Effect
from dueregard.consequences.cumulative.setting import CHILD, Setting
from dueregard.consequences.cumulative.subsets import Subsets
from dueregard.consequences.effects import NOTHING, deciles

__all__ = [
    "MANY",
    "PAIRED",
    "QUANTITIES",
    "after",
    "after_columns",
    "column",
    "combined",
    "effect_columns",
    "first_of_same",
    "group_columns",
    "people_columns",
]

Array = NDArray[np.float64]

QUANTITIES = ("change", "cost", "poor", "gap")
"""What is added up over people: money, its cost, who is under the line as it stood, and by how much of it."""

PAIRED = ("change", "cost", "poor")
"""Those of which pairs of measures are looked at."""

ROUNDING = 1e-12
"""Combinations below this share of the largest change of the same person are rounding, and are nought."""

SEVERAL = 2
"""From so many measures that take from somebody on, that person loses from several."""

MANY = 3
"""Members of a household are counted up to here; then "or more"."""


def column(quantity: str, effect: str, state: str = "") -> str:
    """Name a column of effects.

    Parameters
    ----------
    quantity : str
        One of :data:`QUANTITIES`, or of the whole bundle.
    effect : str
        The effect's key.
    state : str
        Which years and which multiples of amounts.

    Returns
    -------
    str
        A name no table of a user has.

    Examples
    --------
    >>> column("change", "shapley 0")
    '(change: shapley 0)'
    """
    return f"({quantity}: {effect}{f' {state}' if state else ''})"


def after(subset: int, state: str = "") -> str:
    """Name the column of the outcome after a subset of the measures.

    Parameters
    ----------
    subset : int
        Which.
    state : str
        As for :func:`column`.

    Returns
    -------
    str
        A name no table of a user has.
    """
    return column("after", str(subset), state)


def combined(values: Sequence[Array], weights: Array) -> Array:
    """Combine what subsets do to each person.

    Parameters
    ----------
    values : sequence of ndarray (n,), length 2**k
        Against no measure.
    weights : ndarray (2**k,)
        Of an effect.

    Returns
    -------
    ndarray (n,)
        Exactly nought where only rounding is left; NaN where the values are.

    Examples
    --------
    >>> combined([np.zeros(2), np.array([0.1, 1]), np.array([0.2, 2]), np.array([0.3, 4])], [1, -1, -1, 1])
    array([0., 1.])
    """
    total, largest = np.zeros(len(values[0])), np.zeros(len(values[0]))
    for weight, value in zip(weights, values, strict=True):
        if weight:
            total += weight * value
            np.maximum(largest, np.abs(value), out=largest)
    total[np.abs(total) <= ROUNDING * largest] = 0.0
    return total


def quantity_values(setting: Setting, subsets: Subsets, quantity: str) -> list[Array]:
    """Give what subsets do to each person, of one quantity.

    Parameters
    ----------
    setting : Setting
        People before.
    subsets : Subsets
        Changes and costs.
    quantity : str
        One of :data:`QUANTITIES`.

    Returns
    -------
    list of ndarray (n,), length 2**k
        Against no measure.
    """
    if quantity == "change":
        return list(subsets.change)
    if quantity == "cost":
        return list(subsets.cost)
    before, line = setting.baseline.outcome, setting.baseline.line

    def of(outcome: Array) -> Array:
        if quantity == "poor":
            return np.where(np.isnan(outcome), np.nan, (outcome <= line).astype(float))
        return np.maximum(line - outcome, 0.0) / line if line > 0 else np.full(len(outcome), np.nan)

    now = of(before)
    known: dict[int, Array] = {}
    for change in subsets.change:
        if id(change) not in known:
            known[id(change)] = of(before + change) - now
    return [known[id(change)] for change in subsets.change]


def effect_columns(
    setting: Setting, subsets: Subsets, effects: Sequence[Effect], *, state: str = ""
) -> dict[str, Array]:
    """Give every effect on every person, of every quantity.

    Parameters
    ----------
    setting : Setting
        People before.
    subsets : Subsets
        What every subset does.
    effects : sequence of Effect
        Of measures, pairs and the whole.
    state : str
        As for :func:`column`.

    Returns
    -------
    dict of str to ndarray (n,)
        By column name.
    """
    found = {}
    for quantity in QUANTITIES:
        values = quantity_values(setting, subsets, quantity)
        for effect in effects:
            if quantity in PAIRED or effect.kind != "pairwise_interaction":
                found[column(quantity, effect.key, state)] = combined(values, effect.weights)
    return found


def people_columns(
    setting: Setting, subsets: Subsets, effects: Sequence[Effect], *, state: str = ""
) -> dict[str, Array]:
    """Say of each person who gains and who loses, and from how many measures.

    Parameters
    ----------
    setting : Setting
        People before.
    subsets : Subsets
        What every subset does.
    effects : sequence of Effect
        Of the measures.
    state : str
        As for :func:`column`.

    Returns
    -------
    dict of str to ndarray (n,)
        ``gain`` and ``loss`` (1 or 0) with ``gained`` and ``lost`` (sizes) of the whole, and ``several``:
        whether two or more measures take from the person, in the order given.
    """
    before = setting.baseline.outcome
    valid = ~np.isnan(before)
    least = NOTHING * np.maximum(1.0, np.abs(before))

    def yes(who: NDArray[np.bool_]) -> Array:
        return np.where(valid, who.astype(float), np.nan)

    whole = combined(subsets.change, next(e.weights for e in effects if e.kind == "cumulative"))
    gain, loss = whole > least, whole < -least
    times = np.zeros(len(before))
    for effect in effects:
        if effect.kind == "marginal":
            times += combined(subsets.change, effect.weights) < -least
    found = {
        "gain": yes(gain),
        "loss": yes(loss),
        "gained": np.where(gain, whole, 0.0 * whole),
        "lost": np.where(loss, whole, 0.0 * whole),
        "several": yes(times >= SEVERAL),
    }
    return {column(name, "cumulative", state): values for name, values in found.items()}


def group_columns(setting: Setting, asked: Asked) -> dict[str, Array]:
    """Give the groups that are made here: tenths, children, and how many of a kind live in a household.

    Parameters
    ----------
    setting : Setting
        People before.
    asked : Asked
        With the conditions.

    Returns
    -------
    dict of str to ndarray (n,)
        ``(decile)``, ``(child)`` and one for each count of members; NaN is in no group.
    """
    found = {"(decile)": deciles(setting.baseline.outcome, setting.baseline.weight)}
    child = setting.conditions.get(CHILD)
    if child is not None:
        found[CHILD] = np.where(setting.rows.values[child] > 0, 1.0, np.nan)
    return found | dict(_members(setting, asked))


def _members(setting: Setting, asked: Asked) -> Iterator[tuple[str, Array]]:
    for name in asked.members:
        assert asked.household is not None
        index = setting.rows.codes[asked.household].index
        who = setting.rows.values[setting.conditions[name]] > 0
        known = index >= 0
        count = np.bincount(index[known], weights=who[known], minlength=1)
        yield f"(members: {name})", np.where(known, np.minimum(count[index], MANY), np.nan)


def after_columns(setting: Setting, subsets: Subsets, *, state: str = "") -> Mapping[str, Array]:
    """Give each person's outcome after every subset, for figures of whole distributions.

    Parameters
    ----------
    setting : Setting
        People before.
    subsets : Subsets
        What every subset does.
    state : str
        As for :func:`column`.

    Returns
    -------
    dict of str to ndarray (n,)
        One for each subset that does something of its own.
    """
    firsts = first_of_same(subsets)
    before = setting.baseline.outcome
    return {after(s, state): before + subsets.change[s] for s in dict.fromkeys(firsts) if s}


def first_of_same(subsets: Subsets) -> list[int]:
    """Give, for each subset, the first that does the same to everybody.

    Parameters
    ----------
    subsets : Subsets
        What every subset does.

    Returns
    -------
    list of int, length 2**k
        0 where nothing is done.
    """
    first: dict[int, int] = {}
    return [first.setdefault(id(change), subset) for subset, change in enumerate(subsets.change)]
