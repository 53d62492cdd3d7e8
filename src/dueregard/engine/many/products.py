"""Sums of products by level: of people by their cells, and of sampling units of several people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from dueregard.engine.many.clusters import Groups
from dueregard.engine.scored import Floats

__all__ = ["LevelProducts", "products_of_units", "squares_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelProducts:
    """A family's products by level.

    Attributes
    ----------
    multiple : ndarray (m, d)
        Of the base, by which each other is less.
    own : ndarray (m, m, d)
        Products of what is left of the others.
    cross : ndarray (m, d)
        Products of what is left with the base.
    base : ndarray (d,)
        Squares of the base.
    by_stratum : ndarray (1 + m, h, d)
        Weighted sums of the base and the others themselves.
    """

    multiple: Floats
    own: Floats
    cross: Floats
    base: Floats
    by_stratum: Floats


def squares_of(found: LevelProducts, coefficients: Floats) -> tuple[Floats, Floats]:
    """Sum squares of scores by level, and of their terms.

    Parameters
    ----------
    found : LevelProducts
        By level.
    coefficients : ndarray (1 + m, d)
        Of the base and the others in each level's scores.

    Returns
    -------
    ndarray (d,)
        The sum.
    ndarray (d,)
        The sum of its terms' sizes.
    """
    base, others = coefficients[0].copy(), coefficients[1:]
    for other, multiple in zip(others, found.multiple, strict=True):
        base += other * multiple
    total = base * base * found.base
    gross = total.copy()
    for first in range(len(others)):
        total += 2 * base * others[first] * found.cross[first]
        for second in range(len(others)):
            term = others[first] * others[second] * found.own[first, second]
            total += term
            gross += np.abs(term)
    return total, gross


def products_of_units(
    groups: Groups, base: Floats, scaled: Floats, others: Sequence[Floats], multiple: Floats
) -> tuple[Floats, Floats]:
    """Sum products over sampling units, of what is left of sums less a multiple of the base.

    Parameters
    ----------
    groups : Groups
        People of the same sampling unit and level.
    base, scaled : ndarray (g,)
        Sums of the base, and the same times what strata make of products.
    others : sequence of ndarray (g,)
        Sums of the others.
    multiple : ndarray (m, d)
        By level.

    Returns
    -------
    ndarray (m, d)
        Products of what is left with the base.
    ndarray (m, m, d)
        Products of what is left of two.
    """
    count, levels = multiple.shape
    cross, own = np.zeros((count, levels)), np.zeros((count, count, levels))
    left = []
    for at, (other, mean) in enumerate(zip(others, multiple, strict=True)):
        apart = groups.spread(mean)
        apart *= base
        left.append(np.subtract(other, apart, out=apart))
        cross[at] = groups.added(apart * scaled)
    for i, j in combinations_with_replacement(range(count), 2):
        own[i, j] = own[j, i] = groups.products(left[i], left[j])
    return cross, own
