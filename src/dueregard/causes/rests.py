"""What types of birth leave over of published groups: a few people whom nobody meant to show.

A type is cut by the same variables as other tables of a release. Where the people of some types are those of
a published group, or of several together, but for a few, the few are found by subtraction. Such types may not
be shown; the gate is told so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["PublishedVariable", "fewest_left_over", "unions_of"]

MOST_PAIRS = 60
"""Types up to whom all pairs are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedVariable:
    """A variable whose levels other tables show.

    Attributes
    ----------
    codes : ndarray of int (n,)
        The level of each person; below 0 where it is not known.
    levels : int
        How many levels there are.
    """

    codes: IntArray
    levels: int

    @classmethod
    def of(cls, codes: IntArray, levels: int, missing: BoolArray | None) -> PublishedVariable:
        """Take a variable, of which some people's level is not known."""
        return cls(codes=codes if missing is None else np.where(missing, -1, codes), levels=levels)

    @classmethod
    def crossing(cls, variables: Sequence[PublishedVariable]) -> PublishedVariable:
        """Cross several variables."""
        codes, levels = np.zeros(len(variables[0].codes), dtype=np.intp), 1
        known = np.ones(len(codes), dtype=bool)
        for each in variables:
            codes, levels = codes * each.levels + each.codes, levels * each.levels
            known &= each.codes >= 0
        return cls(codes=np.where(known, codes, -1), levels=levels)

    def crossed(self, types: IntArray, count: int, weight: FloatArray) -> FloatArray:
        """Count people of each type at each level, shape (types, levels)."""
        known = self.codes >= 0
        place = types[known] * self.levels + self.codes[known]
        found = np.bincount(place, weights=weight[known], minlength=count * self.levels)
        return np.asarray(found.reshape(count, self.levels), dtype=float)


def unions_of(children: Iterable[Iterable[int]], count: int) -> BoolArray:
    """List types, pairs of types, and forks of the tree that put several together.

    Parameters
    ----------
    children : iterable of iterable of int
        For each fork the types below it.
    count : int
        How many types there are.

    Returns
    -------
    ndarray of bool (unions, types)
        Each once.
    """
    rows = [np.eye(count, dtype=bool)]
    if count <= MOST_PAIRS:
        first, second = np.triu_indices(count, 1)
        pairs = np.zeros((len(first), count), bool)
        pairs[np.arange(len(first)), first] = pairs[np.arange(len(first)), second] = True
        rows.append(pairs)
    for below in children:
        fork = np.zeros((1, count), bool)
        fork[0, list(below)] = True
        rows.append(fork)
    return np.asarray(np.unique(np.concatenate(rows), axis=0))


def fewest_left_over(
    types: IntArray,
    unions: BoolArray,
    published: Sequence[PublishedVariable],
    *,
    threshold: int,
    yes: BoolArray | None = None,
) -> IntArray:
    """Find the types that leave few people over of published groups.

    Parameters
    ----------
    types : ndarray of int (n,)
        The type of each person, from 0.
    unions : ndarray of bool (unions, types)
        Types to be looked at together; see :func:`unions_of`.
    published : sequence of PublishedVariable
        Variables whose levels other tables show.
    threshold : int
        Fewer people than this are few.
    yes : ndarray of bool (n,), optional
        In a full count, who said yes: few yeses and few noes are few too.

    Returns
    -------
    ndarray of int (types,)
        The fewest left over that a type takes part in showing; 0 where that is nobody, or enough. Of several
        types together only the smallest is told: without it nothing can be subtracted.

    Examples
    --------
    Types 0 and 1 together are all of level 0 but for 3 people, who are of type 2.

    >>> types = np.repeat([0, 1, 2], [30, 20, 40])
    >>> level = np.repeat([0, 1], [50, 40])
    >>> level[50:53] = 0
    >>> ward = PublishedVariable(codes=level, levels=2)
    >>> fewest_left_over(types, unions_of([], 3), [ward], threshold=10)
    array([0, 3, 3])
    """
    count = unions.shape[1]
    size = np.bincount(types, minlength=count).astype(float)
    fewest = np.zeros(count, dtype=np.int64)
    counted: list[FloatArray] = [np.ones(len(types))]
    if yes is not None:
        counted += [yes.astype(float), (~yes).astype(float)]
    for variable in published:
        people = variable.crossed(types, count, counted[0])
        outside = size - people.sum(1)
        every = np.unique(np.concatenate([unions, _filled(unions, people, outside)]), axis=0)
        inside = every @ people
        total = people.sum(0)
        touched, whole = inside > 0, (inside == total) & (total > 0)
        for weight in counted:
            crossed = variable.crossed(types, count, weight)
            own, of = every @ crossed, crossed.sum(0)
            of_types = every @ np.bincount(types, weights=weight, minlength=count)
            beyond = ((of - own) * touched).sum(1)
            within = np.where(whole.any(1), of_types - (own * whole).sum(1), 0.0)
            for left in (beyond, within):
                _mark(fewest, every, size, left, threshold)
    return fewest


def _filled(unions: BoolArray, people: FloatArray, outside: FloatArray) -> BoolArray:
    """Put with each union every type that lies wholly in the levels that it touches."""
    touched = (unions @ people) > 0
    return np.asarray((~touched @ people.T + outside) == 0) | unions


def _mark(fewest: IntArray, unions: BoolArray, size: FloatArray, left: FloatArray, threshold: int) -> None:
    for row in np.flatnonzero((left > 0) & (left < threshold)):
        members = np.flatnonzero(unions[row])
        least = members[np.argmin(size[members])]
        few = int(left[row])
        fewest[least] = few if fewest[least] == 0 else min(few, int(fewest[least]))
