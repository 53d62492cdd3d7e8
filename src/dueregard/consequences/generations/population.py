"""How many people of each birth cohort there are in each year, as a linear function of people by age now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.generations.years import Horizon
from dueregard.errors import UsageError

__all__ = ["YOUNGEST", "Population", "births_now", "population_of"]

Array = NDArray[np.float64]

YOUNGEST = 5
"""Births are as many a year as there are people of each of the youngest ages: how many ages those are."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """People by birth cohort and year.

    Attributes
    ----------
    cohorts : ndarray of int (C,)
        Years of birth, ascending.
    years : ndarray of int (T,)
        Calendar years.
    age : ndarray of int (C, T)
        Age reached in each year, at most the highest in the table; 0 before birth.
    people : ndarray (C, T)
        How many there are; 0 before birth.
    first : ndarray (C,)
        How many of each cohort there are in the first year, or are born later.
    share : ndarray (C, T)
        `people` is this share of the people of `base`.
    base : ndarray of int (C, T)
        An age in the table, or one more than the highest for births.
    youngest : ndarray of int
        Ages whose mean number births are; empty where births are declared.
    """

    cohorts: NDArray[np.int64]
    years: NDArray[np.int64]
    age: NDArray[np.int64] = field(repr=False)
    people: Array = field(repr=False)
    first: Array = field(repr=False)
    share: Array = field(repr=False)
    base: NDArray[np.int64] = field(repr=False)
    youngest: NDArray[np.int64] = field(repr=False)

    def pull(self, slopes: Array, ages: int) -> Array:
        """Carry slopes in people by cohort and year back to people by age in the table.

        Parameters
        ----------
        slopes : ndarray (C, T)
            Derivatives of something with respect to `people`.
        ages : int
            How many ages there are.

        Returns
        -------
        ndarray (ages,)
            Its derivatives with respect to the people of each age.
        """
        found = np.bincount(self.base.ravel(), weights=(slopes * self.share).ravel(), minlength=ages + 1)
        return _with_births(found, self.youngest, ages)

    def pull_first(self, slopes: Array, ages: int) -> Array:
        """Do the same for slopes in the people of `first`, shape (C,)."""
        born = self.cohorts > self.years[0]
        base = np.where(born, ages, self.base[:, 0])
        share = np.where(born, 1.0, self.share[:, 0])
        found = np.bincount(base, weights=slopes * share, minlength=ages + 1)
        return _with_births(found, self.youngest, ages)


def _with_births(found: NDArray[np.number], youngest: NDArray[np.int64], ages: int) -> Array:
    own = found[:ages].astype(float)
    if len(youngest):
        own[youngest] += found[ages] / len(youngest)
    return own


def births_now(people: Array) -> tuple[float, NDArray[np.int64]]:
    """Give births a year as the mean number of people of the youngest ages.

    Parameters
    ----------
    people : ndarray (ages,)
        People by single year of age.

    Returns
    -------
    births : float
        A year.
    youngest : ndarray of int
        The ages: the youngest that anybody has, and the next four.

    Examples
    --------
    >>> births_now(np.array([0.0, 4, 2, 3, 3, 3, 9]))
    (3.0, array([1, 2, 3, 4, 5]))
    """
    seen = np.flatnonzero(people > 0)
    if not len(seen):
        return 0.0, np.arange(0)
    ages = np.arange(seen[0], min(seen[0] + YOUNGEST, len(people)))
    return float(people[ages].mean()), ages


def population_of(
    people: Array, horizon: Horizon, *, births: float | None, survival: Mapping[int, float] | None
) -> Population:
    """Project people by birth cohort.

    Without a life table each later year has as many people of each age as the table has: births, deaths and
    moves are then those that keep it so. With one, each cohort shrinks as it says, nobody moves, and as many
    are born each year as declared.

    Parameters
    ----------
    people : ndarray (ages,)
        People by single year of age, in the year of the table.
    horizon : Horizon
        The years.
    births : float, optional
        A year; by default :func:`births_now`.
    survival : mapping of int to float, optional
        Survivors to each age.

    Returns
    -------
    Population
        Cohorts from the oldest in the table to those born in the last year.

    Raises
    ------
    UsageError
        When a life table says that nobody lives to an age that people in the table have.

    Examples
    --------
    >>> from dueregard.consequences.generations.years import Years, horizon_of
    >>> horizon = horizon_of(Years(collected=2027, until=2028), [], unit=None)
    >>> population_of(np.array([2.0, 3.0]), horizon, births=None, survival=None).people
    array([[3., 0.],
           [2., 3.],
           [0., 2.]])
    >>> population_of(np.array([2.0, 3.0]), horizon, births=4, survival={0: 1.0, 1: 0.5, 2: 0.0}).people
    array([[3., 0.],
           [2., 1.],
           [0., 4.]])
    """
    ages = len(people)
    cohorts = np.arange(horizon.collected - (ages - 1), horizon.until + 1)
    years = np.arange(horizon.first, horizon.until + 1)
    age = years[None, :] - cohorts[:, None]
    own, youngest = births_now(people)
    a_year = own if births is None else births
    if survival is None:
        share = ((age >= 0) & (age < ages)).astype(float)
        base = np.clip(age, 0, ages - 1)
        if births is not None and own > 0:
            share[cohorts > horizon.collected] *= births / own
    else:
        share, base = _surviving(people, cohorts, age, survival, horizon)
    counts = np.append(people, a_year)
    born = cohorts > horizon.first
    return Population(
        cohorts=cohorts,
        years=years,
        age=np.clip(age, 0, ages - 1),
        people=share * counts[base],
        first=np.where(born, a_year, (share * counts[base])[:, 0]),
        share=share,
        base=base,
        youngest=youngest if births is None else np.arange(0),
    )


def _surviving(
    people: Array,
    cohorts: NDArray[np.int64],
    age: NDArray[np.int64],
    survival: Mapping[int, float],
    horizon: Horizon,
) -> tuple[Array, NDArray[np.int64]]:
    ages = len(people)
    top = max(survival)
    alive = np.zeros(max(top, ages, int(age.max())) + 2)
    alive[: top + 1] = [survival[each] for each in range(top + 1)]
    now = horizon.collected - cohorts
    lost = [each for each in np.flatnonzero(people > 0) if alive[each] <= 0]
    if lost:
        raise UsageError(
            f"By the life table nobody lives to {lost[0]}, and there are people of that age.",
            remedy="Take a life table that reaches the highest age in the table.",
        )
    # Who is too young to be in the table was born as many a year as those yet to be born.
    seen = np.flatnonzero(people > 0)
    unseen = now < (seen[0] if len(seen) else 0)
    start = np.where(unseen, 0, np.clip(now, 0, ages - 1))
    living = np.where(alive[start] > 0, alive[start], 1.0)
    share = np.where(age >= 0, alive[np.clip(age, 0, len(alive) - 1)], 0.0) / living[:, None]
    base = np.where(unseen, ages, start)
    return share, np.broadcast_to(base[:, None], age.shape).copy()
