"""What each column adds to each component of a gap: sums of products of means and coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.decompositions.joint import BLOCKS, Joint
from dueregard.causes.decompositions.products import Products
from dueregard.estimates.source import FloatArray

__all__ = ["OF_BLOCK", "Pairs", "Terms", "terms_of"]

OF_BLOCK = tuple(range(len(BLOCKS)))
"""Positions of means and coefficients of the reference group, of the other, and of b*."""

_XA, _BA, _XB, _BB, _STAR = OF_BLOCK

Pairs = Sequence[tuple[Mapping[int, float], Mapping[int, float]]]
"""Products that make a component: each of a combination of means and one of coefficients, by block."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """Every component by column, with the joint covariance of all.

    Attributes
    ----------
    components : tuple of str
        Their names, c of them.
    values : ndarray (c, q)
        What each column adds to each component.
    gap, means : float, ndarray (2,)
        Of the outcome: reference minus other; reference and other.
    covariance : ndarray (3 + c q, 3 + c q)
        Of the two means, the gap, and the values, row by row.
    """

    components: tuple[str, ...]
    values: FloatArray = field(repr=False)
    gap: float
    means: FloatArray
    covariance: FloatArray = field(repr=False)


def terms_of(estimated: Joint, pairs: Mapping[str, Pairs]) -> Terms:
    """Compute what each column adds to each component.

    Parameters
    ----------
    estimated : Joint
        Means and coefficients.
    pairs : mapping
        :data:`TWOFOLD` or :data:`THREEFOLD`.

    Returns
    -------
    Terms
        The means and the gap vary as plain means of the outcome do.
    """
    width = estimated.width
    each = [(at, pair) for at, of in enumerate(pairs.values()) for pair in of]
    products = Products(
        left=np.vstack([_rows(pair[0], width) for _, pair in each]),
        right=np.vstack([_rows(pair[1], width) for _, pair in each]),
        numbers=estimated.numbers,
        covariance=estimated.covariance,
    )
    gather = np.zeros((len(pairs) * width, len(each) * width))
    for column, (row, _) in enumerate(each):
        gather[row * width : (row + 1) * width, column * width : (column + 1) * width] = np.eye(width)
    own = Products(
        left=np.vstack([_rows({_XA: 1}, width), _rows({_XB: 1}, width)]),
        right=np.vstack([_rows({_BA: 1}, width), _rows({_BB: 1}, width)]),
        numbers=estimated.numbers,
        covariance=estimated.covariance,
    )
    sums = np.kron(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]]), np.ones((1, width)))
    gradient = np.vstack([sums @ own.gradient, gather @ products.gradient])
    covariance = gradient @ estimated.covariance @ gradient.T
    covariance[3:, 3:] += gather @ products.second_order() @ gather.T
    totals = sums @ own.values
    return Terms(
        components=tuple(pairs),
        values=(gather @ products.values).reshape(len(pairs), width),
        gap=float(totals[2]),
        means=totals[:2],
        covariance=covariance,
    )


def _rows(blocks: Mapping[int, float], width: int) -> FloatArray:
    row = np.zeros((1, len(BLOCKS)))
    for at, factor in blocks.items():
        row[0, at] = factor
    return np.asarray(np.kron(row, np.eye(width)), float)
