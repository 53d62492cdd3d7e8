"""How the effect of a bundle is divided among its measures, as combinations of what every subset does.

A figure is a set function: v(S) is its value with the measures of the subset S applied in the bundle's order.
Every effect of a measure is then a linear combination of v over the subsets, whatever the figure: a mean, a
poverty rate, a Gini coefficient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import factorial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Effect", "Kind", "effects_of_bundle", "members", "pairwise_effects", "shapley_values"]

Array = NDArray[np.float64]
Kind = Literal["cumulative", "marginal", "stand_alone", "shapley", "interaction", "pairwise_interaction"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effect:
    """One way to say what a measure, or the whole, does.

    Attributes
    ----------
    kind : str
        Which.
    measure : int, optional
        The measure's place in the bundle; None for the whole.
    other : int, optional
        The other measure of a pair.
    weights : ndarray (2**k,)
        What the value of each subset counts; subset S is the number whose bit i says that measure i is in it.
    """

    kind: Kind
    measure: int | None = None
    other: int | None = None
    weights: Array = field(repr=False)

    @property
    def key(self) -> str:
        """A short name, unique in a bundle."""
        return " ".join(str(part) for part in (self.kind, self.measure, self.other) if part is not None)


def members(subset: int) -> list[int]:
    """List the measures of a subset, in the bundle's order.

    Parameters
    ----------
    subset : int
        The number whose bits they are.

    Returns
    -------
    list of int
        Places in the bundle.

    Examples
    --------
    >>> members(0b101)
    [0, 2]
    """
    return [place for place in range(subset.bit_length()) if subset >> place & 1]


def effects_of_bundle(count: int) -> tuple[Effect, ...]:
    """Give the effects of a bundle and of its measures.

    Parameters
    ----------
    count : int
        How many measures, k.

    Returns
    -------
    tuple of Effect
        ``cumulative``, the whole: v(all) - v(none); for each measure ``marginal`` (with it less without it,
        after those before it in the bundle), ``stand_alone`` (it and nothing else) and ``shapley``; and
        ``interaction``: the whole less the sum of what measures do alone.

    Examples
    --------
    >>> [effect.key for effect in effects_of_bundle(1)]
    ['cumulative', 'marginal 0', 'stand_alone 0', 'shapley 0', 'interaction']
    """
    every = 2**count - 1
    whole = _weights(count, {every: 1.0, 0: -1.0})
    before = [2**place - 1 for place in range(count)]
    marginal = [_weights(count, {2 * below + 1: 1.0, below: -1.0}) for below in before]
    alone = [_weights(count, {1 << place: 1.0, 0: -1.0}) for place in range(count)]
    return (
        Effect(kind="cumulative", weights=whole),
        *(Effect(kind="marginal", measure=place, weights=each) for place, each in enumerate(marginal)),
        *(Effect(kind="stand_alone", measure=place, weights=each) for place, each in enumerate(alone)),
        *(Effect(kind="shapley", measure=place, weights=_shapley(count, place)) for place in range(count)),
        Effect(kind="interaction", weights=whole - sum(alone)),
    )


def pairwise_effects(count: int) -> tuple[Effect, ...]:
    """Give the interaction index of every pair of measures.

    Parameters
    ----------
    count : int
        How many measures, k.

    Returns
    -------
    tuple of Effect
        What two measures do together beyond what each does without the other, averaged over the subsets of
        the others: below nought where one takes from what the other gives.

    References
    ----------
    Grabisch and Roubens (1999), International Journal of Game Theory 28, 547-565, equation 4.

    Examples
    --------
    >>> [pairwise_effects(2)[0].weights]
    [array([ 1., -1., -1.,  1.])]
    """
    return tuple(
        Effect(kind="pairwise_interaction", measure=a, other=b, weights=_pairwise(count, a, b))
        for a, b in combinations(range(count), 2)
    )


def shapley_values(values: Sequence[float] | Array) -> Array:
    """Divide a value among those that make it, each by what it adds on average over all orders.

    Parameters
    ----------
    values : array_like (2**k,)
        The value of each subset; subset S is the number whose bit i says that i is in it.

    Returns
    -------
    ndarray (k,)
        They sum to the value of all less that of none.

    References
    ----------
    Shapley (1953), in Contributions to the Theory of Games II, 307-317; for distributions of income,
    Shorrocks (2013), Journal of Economic Inequality 11, 99-126.

    Examples
    --------
    >>> shapley_values([0.0, 10.0, 4.0, 12.0])
    array([9., 3.])
    """
    given = np.asarray(values, dtype=float)
    count = len(given).bit_length() - 1
    return np.array([float(_shapley(count, place) @ given) for place in range(count)])


def _weights(count: int, of: dict[int, float]) -> Array:
    weights = np.zeros(2**count)
    for subset, weight in of.items():
        weights[subset] += weight
    return weights


def _shapley(count: int, place: int) -> Array:
    weights = np.zeros(2**count)
    for subset in _without(count, place):
        size = subset.bit_count()
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        weights[subset | 1 << place] += weight
        weights[subset] -= weight
    return weights


def _pairwise(count: int, a: int, b: int) -> Array:
    weights = np.zeros(2**count)
    for subset in _without(count, a, b):
        size = subset.bit_count()
        weight = factorial(size) * factorial(count - size - 2) / factorial(count - 1)
        weights[subset | 1 << a | 1 << b] += weight
        weights[subset | 1 << a] -= weight
        weights[subset | 1 << b] -= weight
        weights[subset] += weight
    return weights


def _without(count: int, *places: int) -> list[int]:
    out = sum(1 << place for place in places)
    return [subset for subset in range(2**count) if not subset & out]
