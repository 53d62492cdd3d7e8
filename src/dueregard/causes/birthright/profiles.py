"""Distinct profiles of circumstances, and sums over the people of each: all that most estimators need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Profiles", "Summands", "Totals", "profiles_of", "ratio", "summands"]


FEW = 30
"""Profiles up to which a reader with a dozen indices of their means may solve for the means."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profiles:
    """The distinct combinations of levels that people have.

    Attributes
    ----------
    codes : ndarray of int (c, v)
        Levels of each profile.
    of : ndarray of int (n,)
        The profile of each person (or of each finer profile).
    sizes : tuple of int
        How many levels each circumstance has.
    """

    codes: IntArray
    of: IntArray = field(repr=False)
    sizes: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many there are, c."""
        return len(self.codes)

    @property
    def fewest(self) -> int | None:
        """The fewest people of one, where there are few; None where there are more than :data:`FEW`."""
        return int(np.bincount(self.of).min()) if 0 < self.count <= FEW else None

    def narrowed(self, columns: Sequence[int]) -> Profiles:
        """Look at some circumstances only.

        Parameters
        ----------
        columns : sequence of int
            Which.

        Returns
        -------
        Profiles
            Coarser ones; ``of`` holds the coarser profile of each of these.
        """
        sizes = tuple(self.sizes[column] for column in columns)
        return profiles_of(self.codes[:, list(columns)], sizes)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Totals:
    """Weighted sums over the people of each profile, under r weightings at once.

    Attributes
    ----------
    weight, outcome, squares, logs, log_squares : ndarray (r, c)
        Sums of weights; of weight times outcome, times its squared distance from ``centre``, times its
        logarithm, and times the squared distance of that from ``log_centre``. Those of logarithms are not
        numbers where an outcome is not positive.
    people, plain, plain_squares : ndarray (r, c)
        How many people a profile stands for (in replicates: how often they were drawn), and their sums of
        what trees are grown on, and its square, without weights.
    centre, log_centre : float
        What squares are around.
    """

    weight: FloatArray
    outcome: FloatArray
    squares: FloatArray
    logs: FloatArray
    log_squares: FloatArray
    people: FloatArray
    plain: FloatArray
    plain_squares: FloatArray
    centre: float
    log_centre: float

    @property
    def means(self) -> FloatArray:
        """Mean outcome of each profile (r, c); 0 where nobody is."""
        return ratio(self.outcome, self.weight)

    @property
    def mean(self) -> FloatArray:
        """Mean outcome (r,)."""
        return np.asarray(self.outcome.sum(1) / self.weight.sum(1))

    def variance(self) -> FloatArray:
        """Variance of people's outcomes (r,)."""
        whole = self.weight.sum(1)
        return np.asarray(self.squares.sum(1) / whole - (self.mean - self.centre) ** 2)

    def variance_of_logs(self) -> FloatArray:
        """Variance of the logarithms of people's outcomes (r,)."""
        whole = self.weight.sum(1)
        mean = self.logs.sum(1) / whole
        return np.asarray(self.log_squares.sum(1) / whole - (mean - self.log_centre) ** 2)

    def mean_log_deviation(self) -> FloatArray:
        """Mean log deviation of people's outcomes (r,)."""
        return np.asarray(np.log(self.mean) - self.logs.sum(1) / self.weight.sum(1))

    def over(self, coarser: Profiles) -> Totals:
        """Sum up over coarser profiles.

        Parameters
        ----------
        coarser : Profiles
            Of these profiles.

        Returns
        -------
        Totals
            Of them.
        """
        order = np.argsort(coarser.of, kind="stable")
        starts = np.searchsorted(coarser.of[order], np.arange(coarser.count))
        sums = {name: np.add.reduceat(getattr(self, name)[:, order], starts, axis=1) for name in _SUMS}
        return Totals(**sums, centre=self.centre, log_centre=self.log_centre)


_SUMS = ("weight", "outcome", "squares", "logs", "log_squares", "people", "plain", "plain_squares")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summands:
    """What is summed over people, times their weights.

    Attributes
    ----------
    values : ndarray (n, 8)
        In the order of the fields of :class:`Totals`.
    weight : ndarray (n,)
        With which they are summed over the sample.
    centre, log_centre : float
        What squares are around.
    """

    values: FloatArray = field(repr=False)
    weight: FloatArray = field(repr=False)
    centre: float
    log_centre: float

    def totals(self, sums: FloatArray) -> Totals:
        """Name sums.

        Parameters
        ----------
        sums : ndarray (r, 8, c)
            Of the values, by weighting and profile.

        Returns
        -------
        Totals
            Of them.
        """
        named = {name: sums[:, place] for place, name in enumerate(_SUMS)}
        return Totals(**named, centre=self.centre, log_centre=self.log_centre)

    def of_sample(self, profiles: Profiles) -> Totals:
        """Sum over the people of each profile, with the sample's weights.

        Parameters
        ----------
        profiles : Profiles
            Of the people.

        Returns
        -------
        Totals
            With r = 1.
        """
        sums = [
            np.bincount(profiles.of, weights=self.weight * column, minlength=profiles.count)
            for column in self.values.T
        ]
        return self.totals(np.array(sums, float)[None])


def summands(outcome: FloatArray, weight: FloatArray, *, logs: bool) -> Summands:
    """Prepare what is summed over people.

    Parameters
    ----------
    outcome, weight : ndarray (n,)
        Of each person.
    logs : bool
        Whether trees are grown on logarithms.

    Returns
    -------
    Summands
    """
    y = np.asarray(outcome, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithms = np.where(y > 0, np.log(np.where(y > 0, y, 1.0)), np.nan)
    centre, log_centre = float(np.average(y, weights=weight)), float(np.average(logarithms, weights=weight))
    plain = (logarithms - log_centre if logs else y - centre) / weight
    columns = [np.ones_like(y), y, (y - centre) ** 2, logarithms, (logarithms - log_centre) ** 2]
    columns += [1 / weight, plain, plain**2 * weight]
    return Summands(values=np.column_stack(columns), weight=weight, centre=centre, log_centre=log_centre)


def profiles_of(codes: IntArray, sizes: Sequence[int]) -> Profiles:
    """Find the distinct profiles.

    Parameters
    ----------
    codes : ndarray of int (n, v)
        Levels, 0 and up.
    sizes : sequence of int
        How many levels each circumstance has.

    Returns
    -------
    Profiles
        In the order of their codes.

    Examples
    --------
    >>> found = profiles_of(np.array([[0, 1], [1, 0], [0, 1]]), (2, 2))
    >>> found.codes.tolist(), found.of.tolist()
    ([[0, 1], [1, 0]], [0, 1, 0])
    """
    key = np.zeros(len(codes), np.int64)
    bound = 1
    for column, size in enumerate(sizes):
        if bound * size > _WIDEST:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            bound = int(key.max(initial=0)) + 1
        key, bound = key * size + codes[:, column], bound * size
    _, first, of = np.unique(key, return_index=True, return_inverse=True)
    return Profiles(codes=codes[first], of=of.reshape(-1), sizes=tuple(sizes))


_WIDEST = 1 << 40


def ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Divide; 0 where there is nothing to divide by.

    Parameters
    ----------
    top, bottom : ndarray
        Of one shape.

    Returns
    -------
    ndarray
        Of that shape.
    """
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
