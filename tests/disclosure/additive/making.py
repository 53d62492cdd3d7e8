"""Tables that add up, made of random numbers: crossings with all their margins, and nested places."""

from __future__ import annotations

from itertools import product

import numpy as np
import scipy.sparse as sp

from dueregard.disclosure.additive import AdditiveProblem


def summed(*dimensions, seed=0, mean=2.5, spread=1.2):
    """Give counts of a table and its equations.

    A dimension is a number of levels, or a list of lists: level 0 the leaves under each parent. Each then has
    one total more: (leaves, parents, total).
    """
    rng = np.random.default_rng(seed)
    sums = [_sums(each) for each in dimensions]
    leaves = [s.shape[1] for s in sums]
    counts = np.floor(rng.lognormal(mean, spread, leaves))
    values = counts
    for axis, matrix in enumerate(sums):
        values = np.moveaxis(np.tensordot(matrix, values, axes=(1, axis)), 0, axis)
    shape = values.shape
    numbers = np.arange(values.size).reshape(shape)
    rows = []
    for axis, each in enumerate(dimensions):
        for rest in product(*(range(n) for i, n in enumerate(shape) if i != axis)):
            line = numbers[(*rest[:axis], slice(None), *rest[axis:])]
            rows += [(line[parts], line[total]) for parts, total in _lines(each)]
    matrix = sp.lil_matrix((len(rows), values.size))
    for i, (parts, total) in enumerate(rows):
        matrix[i, parts] = 1
        matrix[i, total] = -1
    return values.ravel(), matrix.tocsr()


def _lines(dimension):
    if isinstance(dimension, int):
        return [(list(range(dimension)), dimension)]
    count = sum(dimension)
    ends = np.cumsum([0, *dimension])
    parents = [(list(range(ends[i], ends[i + 1])), count + i) for i in range(len(dimension))]
    return [*parents, (list(range(count, count + len(dimension))), count + len(dimension))]


def _sums(dimension):
    count = dimension if isinstance(dimension, int) else sum(dimension)
    rows = [np.eye(count)]
    if not isinstance(dimension, int):
        rows.append(np.repeat(np.eye(len(dimension)), dimension, axis=1))
    return np.vstack([*rows, np.ones((1, count))])


def few(values, equations, *, threshold=5, amount=5.0, **more):
    """Withhold the small counts, and ask for some room on both sides; nobody is known to be nobody."""
    primary = (values > 0) & (values < threshold)
    return AdditiveProblem.of(
        values,
        equations=equations,
        withheld=primary,
        protection_lower=amount * primary,
        protection_upper=amount * primary,
        **{"fixed": values == 0} | more,
    )


def linked(dimension, first, second, *, seed=0, mean=2.0):
    """Give two tables of the same people, by first and by second, with one margin in common."""
    whole, _ = summed(dimension, first, second, seed=seed, mean=mean)
    levels = [
        1 + (each if isinstance(each, int) else sum(each) + len(each)) for each in (dimension, first, second)
    ]
    cube = whole.reshape(levels)
    one, two = (summed(dimension, each)[1] for each in (first, second))
    values = np.concatenate([cube[:, :, -1].ravel(), cube[:, -1, :].ravel()])
    ends = [np.arange(levels[0]) * n + n - 1 for n in levels[1:]]
    same = sp.lil_matrix((levels[0], len(values)))
    same[np.arange(levels[0]), ends[0]] = 1
    same[np.arange(levels[0]), one.shape[1] + ends[1]] = -1
    return values, sp.vstack([sp.block_diag([one, two]), same]).tocsr()


def again(dimension, other, *, seed=0, threshold=5):
    """Give a second release: a table published before, with its gaps, now divided in two further groups.

    Returns the problem of the union, and which cells the first release withheld.
    """
    from dueregard.disclosure.additive import protect

    values, equations = summed(dimension, other, 2, seed=seed)
    old = np.arange(len(values)) % 3 == 2
    rows = np.asarray(abs(equations)[:, ~old].sum(axis=1)).ravel() == 0
    before = protect(few(values[old], equations[rows][:, old], threshold=threshold), seed=seed)
    kept = np.zeros(len(values), dtype=bool)
    kept[np.flatnonzero(old)[before.withheld]] = True
    primary = ((values > 0) & (values < threshold)) | kept
    asked = 5.0 * ((values > 0) & (values < threshold))
    union = AdditiveProblem.of(
        values,
        equations=equations,
        withheld=primary,
        protection_lower=asked,
        protection_upper=asked,
        fixed=(old & ~kept) | (values == 0),
    )
    return union, kept
