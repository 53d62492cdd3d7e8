"""Life expectancy by type of birth, from ages at which people came under observation and left it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.birthright import indices
from dueregard.causes.birthright.asked import Tested
from dueregard.causes.birthright.models import type_means
from dueregard.causes.birthright.profiles import Profiles, Totals, ratio
from dueregard.causes.birthright.regressions import indicators, swept
from dueregard.causes.birthright.shapley import shapley_matrix, subsets
from dueregard.causes.birthright.study import Grower, Key
from dueregard.errors import PeopleError, UsageError
from dueregard.estimates.source import BoolArray, FloatArray, IntArray
from dueregard.rates.life_tables import life_table

__all__ = ["LifeStudy", "LifeSums", "Lives", "lives_of"]

WIDTH = 5.0
FEWEST_DEATHS = 10
"""Deaths in the last, open band of ages, of everybody."""

MEASURES = ("gini", "mld", "range")
YEARS, RANGE, TYPE = "life_expectancy", "life_expectancy_range", "type"
_STEPS = 30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lives:
    """Years under observation and deaths of people, by band of age.

    Attributes
    ----------
    starts : ndarray (b,)
        First ages of the bands; the last is open.
    years, deaths : ndarray (n, b)
        Of each person.
    rate : ndarray (b,)
        Deaths a year, of everybody.
    at : int
        The band from which life expectancy is counted.
    """

    starts: FloatArray
    years: FloatArray = field(repr=False)
    deaths: FloatArray = field(repr=False)
    rate: FloatArray
    at: int

    @property
    def expected(self) -> FloatArray:
        """Deaths that each person would have at everybody's rates (n,)."""
        return np.asarray(self.years @ self.rate)


def lives_of(
    died: FloatArray, entry: FloatArray, leaving: FloatArray, weight: FloatArray, *, at_age: float | None
) -> Lives:
    """Split lives into bands of five years.

    Parameters
    ----------
    died : ndarray (n,)
        1 where the person died on leaving.
    entry, leaving : ndarray (n,)
        Ages at which people came under observation and left it.
    weight : ndarray (n,)
        Of people.
    at_age : float, optional
        From which life expectancy is counted, a multiple of five; by default the lowest age with anybody.

    Returns
    -------
    Lives
        The last band starts where at least ten deaths are left.

    Raises
    ------
    PeopleError
        For people who left before they came, and where there are hardly any deaths.
    UsageError
        For an age that is not that of a band.

    Examples
    --------
    >>> lives = lives_of(np.ones(20), np.full(20, 50.0), np.full(20, 57.0), np.ones(20), at_age=None)
    >>> lives.starts, lives.rate.round(2)
    (array([50., 55.]), array([0. , 0.5]))
    """
    wrong = int((leaving <= entry).sum())
    if wrong or (entry < 0).any():
        raise PeopleError(
            "Ages at entry lie below ages at exit, and neither is below 0.",
            found=f"That is not so for {wrong or int((entry < 0).sum()):,} people.",
            remedy="Check both columns, or leave these people out with --where.",
        )
    lowest = WIDTH * np.floor(entry.min() / WIDTH)
    starts = np.arange(lowest, WIDTH * np.floor(leaving.max() / WIDTH) + 1, WIDTH)
    later = np.array([died[leaving >= start].sum() for start in starts])
    kept = int((later >= FEWEST_DEATHS).sum())
    if kept < 2:
        raise PeopleError(
            "There are too few deaths for a life table.",
            found=f"There are {int(died.sum()):,}.",
            remedy=f"At least {FEWEST_DEATHS} people must die in the last of two bands of age.",
        )
    starts = starts[:kept]
    ends = np.append(starts[1:], np.inf)
    years = np.clip(np.minimum(leaving[:, None], ends) - np.maximum(entry[:, None], starts), 0.0, None)
    band = np.clip(np.searchsorted(starts, leaving, side="right") - 1, 0, kept - 1)
    # Whoever leaves at the very start of a band dies at the end of the one before.
    band = np.where(years[np.arange(len(band)), band] > 0, band, np.maximum(band - 1, 0))
    deaths = np.zeros_like(years)
    deaths[np.arange(len(band)), band] = died
    rate = (weight @ deaths) / np.maximum(weight @ years, 1e-300)
    return Lives(starts=starts, years=years, deaths=deaths, rate=rate, at=_band_of(starts, at_age))


def _band_of(starts: FloatArray, at_age: float | None) -> int:
    if at_age is None:
        return 0
    found = np.flatnonzero(np.isclose(starts, at_age))
    if not len(found):
        raise UsageError(
            f"No band of ages starts at {at_age:g}.",
            found=f"They start at {', '.join(f'{start:g}' for start in starts)}.",
        )
    return int(found[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LifeSums:
    """Weighted years and deaths of each profile, under r weightings.

    Attributes
    ----------
    weight : ndarray (r, c)
        Sums of weights.
    years, deaths : ndarray (r, b, c)
        By band of age.
    residuals : Totals
        Of deaths less expected ones, on which trees are grown.
    """

    weight: FloatArray
    years: FloatArray
    deaths: FloatArray
    residuals: Totals

    @property
    def rate(self) -> FloatArray:
        """Everybody's death rates (r, b)."""
        return ratio(self.deaths.sum(2), self.years.sum(2))

    def compared(self) -> tuple[FloatArray, FloatArray]:
        """Deaths of each profile, and those expected at everybody's rates (r, c)."""
        return self.deaths.sum(1), np.einsum("rbc,rb->rc", self.years, self.rate)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LifeStudy:
    """Life expectancies and their inequality between types, under any number of weightings.

    A type's death rates are everybody's times its ratio of deaths to expected ones, so that a type of a few
    hundred people has a life table. That is a model of proportional hazards (Breslow and Day 1987,
    Statistical Methods in Cancer Research 2, chapter 4).

    Attributes
    ----------
    lives : Lives
        Of people.
    profiles : Profiles
        Of their circumstances.
    groups : mapping of str to tuple of int
        Circumstances of each group.
    estimators : tuple of str
        Of ``tree``, ``parametric`` and ``nonparametric``.
    grower : callable
        Grows trees.
    splits : {"permutation", "unweighted", "design"}
        How their splits are tested.
    types : mapping of str to ndarray of bool (c,)
        The profiles of each type whose life expectancy is wanted.
    """

    lives: Lives
    profiles: Profiles = field(repr=False)
    groups: Mapping[str, tuple[int, ...]]
    estimators: tuple[str, ...]
    grower: Grower = field(repr=False)
    splits: Tested = "permutation"
    types: Mapping[str, BoolArray] = field(default_factory=dict, repr=False)

    def sets(self) -> Iterator[tuple[int, ...]]:
        """The columns of every set of groups, the empty one first."""
        names = list(self.groups)
        for each in subsets(len(names)):
            yield tuple(column for group in each for column in self.groups[names[group]])

    def values(self, sums: LifeSums) -> dict[Key, FloatArray]:
        """Compute every value.

        Parameters
        ----------
        sums : LifeSums
            Under r weightings.

        Returns
        -------
        dict of Key to ndarray (r,)
        """
        own = self.expectancy(np.ones((len(sums.weight), 1)), sums.rate)[:, 0]
        found = {Key(estimator="observed", component="total", measure=YEARS): own}
        by_set = [self._of_set(sums, columns) for columns in self.sets()]
        weights = shapley_matrix(len(self.groups))
        for estimator in self.estimators:
            for measure in MEASURES:
                stacked = np.array([each[estimator, measure] for each in by_set])
                parts = {"total": stacked[-1], **dict(zip(self.groups, weights @ stacked, strict=True))}
                found |= {
                    Key(estimator=estimator, component=component, measure=_NAMES[measure]): value
                    for component, value in parts.items()
                }
        return found | self.of_types(sums)

    def expectancy(self, relative: FloatArray, rate: FloatArray) -> FloatArray:
        """Life expectancy at death rates that are a multiple of everybody's.

        Parameters
        ----------
        relative : ndarray (r, c)
            Multiples.
        rate : ndarray (r, b)
            Everybody's rates.

        Returns
        -------
        ndarray (r, c)
            Years; not a number where nobody dies.
        """
        rows, count = relative.shape
        rates = (relative[:, :, None] * rate[:, None, :]).reshape(rows * count, -1)
        bands = rates.shape[1]
        table = life_table(
            rates, population=np.ones_like(rates), widths=np.full(bands - 1, WIDTH), lived=np.full(bands, 0.5)
        )
        return np.asarray(table.expectancy[:, self.lives.at].reshape(rows, count))

    def of_types(self, sums: LifeSums) -> dict[Key, FloatArray]:
        """Life expectancy of the given types.

        Parameters
        ----------
        sums : LifeSums
            Of the profiles, under r weightings.

        Returns
        -------
        dict of Key to ndarray (r,)
            The component is the type.
        """
        deaths, expected = sums.compared()
        found = {}
        for name, own in self.types.items():
            relative = ratio(deaths[:, own].sum(1), expected[:, own].sum(1))
            key = Key(estimator=TYPE, component=name, measure=YEARS)
            found[key] = self.expectancy(relative[:, None], sums.rate)[:, 0]
        return found

    def _of_set(self, sums: LifeSums, columns: tuple[int, ...]) -> dict[tuple[str, str], FloatArray]:
        if not columns:
            none = np.zeros(len(sums.weight))
            return {(name, measure): none for name in self.estimators for measure in MEASURES}
        profiles = self.profiles.narrowed(columns)
        member = (profiles.of[:, None] == np.arange(profiles.count)).astype(float)
        weight = sums.weight @ member
        deaths, expected = (each @ member for each in sums.compared())
        found: dict[tuple[str, str], FloatArray] = {}
        for name in self.estimators:
            if name == "tree":
                kinds = self.grower(sums.residuals.over(profiles), profiles, columns)
                relative = _pooled(kinds, deaths, expected)
            elif name == "parametric":
                relative = _poisson(deaths, expected, indicators(profiles.codes, profiles.sizes))
            else:
                relative = ratio(deaths, expected)
            years = self.expectancy(relative, sums.rate)
            there = weight > 0
            known = np.where(there, years, np.nan)
            found[name, "gini"] = np.asarray(indices.gini(years, weight))
            found[name, "mld"] = np.asarray(indices.mean_log_deviation(years, weight))
            spread = np.where(there, years, -np.inf).max(1) - np.where(there, years, np.inf).min(1)
            found[name, "range"] = spread
            lacking = (there & ~np.isfinite(known)).any(1)
            for measure in MEASURES:
                found[name, measure] = np.where(lacking, np.nan, found[name, measure])
        return found


_NAMES = {"gini": "gini", "mld": "mld", "range": RANGE}


def _pooled(kinds: IntArray, deaths: FloatArray, expected: FloatArray) -> FloatArray:
    shape = deaths.shape
    none = np.zeros(shape)
    pooled = Totals(
        weight=expected,
        outcome=deaths,
        squares=none,
        logs=none,
        log_squares=none,
        people=none,
        plain=none,
        plain_squares=none,
        centre=0.0,
        log_centre=0.0,
    )
    return type_means(kinds, pooled)


def _poisson(deaths: FloatArray, expected: FloatArray, x: FloatArray) -> FloatArray:
    """Relative rates of a log-linear model with an offset, by Newton's method."""
    beta = np.zeros((len(deaths), x.shape[1]))
    beta[:, 0] = np.log(np.maximum(deaths.sum(1), 1e-12) / expected.sum(1))
    for _ in range(_STEPS):
        fitted = expected * np.exp(np.clip(beta @ x.T, -30, 30))
        squares = np.array([x.T @ (each[:, None] * x) for each in fitted])
        step = swept(squares, (deaths - fitted) @ x)
        reach = np.abs(step @ x.T).max(1)
        beta = beta + step * np.minimum(1.0, 4 / np.maximum(reach, 1e-300))[:, None]
        if reach.max() < 1e-10:
            break
    return np.asarray(np.exp(np.clip(beta @ x.T, -30, 30)))
