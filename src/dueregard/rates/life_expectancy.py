"""Life expectancy by group from deaths and populations by age."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dueregard.errors import UsageError
from dueregard.rates.arrays import LEVELS, FloatArray, columns, confidence_levels
from dueregard.rates.groups import Groups, gathered
from dueregard.rates.life_tables import life_table

__all__ = ["ABRIDGED_BANDS", "LifeExpectancies", "life_expectancy"]

ABRIDGED_BANDS = (0, 1, *range(5, 95, 5))
"""The 20 bands of the published calculation: under 1, 1 to 4, five years each, 90 and over."""

WIDEST = 20.0
FEWEST = 5000.0
INFANTS_LIVED, LIVED = 0.1, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeExpectancies:
    """Life expectancies of g groups at k ages.

    Attributes
    ----------
    groups : tuple
        Labels of the groups.
    ages : tuple of float
        At which ages.
    values, variances : ndarray, shape (g, k)
        Years, NaN where there are none; ``reasons`` says why.
    limits : mapping of float to ndarray, shape (g, k, 2)
        By confidence level. They are given even where the value is not, because they are too wide.
    reasons : mapping of (int, int) to str
        Why there is no value, by the positions of group and age.
    deaths, populations : ndarray, shape (g, k)
        Deaths and person-years at that age and above.
    method : str
        How they were computed.
    """

    groups: tuple[Hashable, ...]
    ages: tuple[float, ...]
    values: FloatArray
    variances: FloatArray
    limits: Mapping[float, FloatArray]
    reasons: Mapping[tuple[int, int], str]
    deaths: FloatArray
    populations: FloatArray
    method: str = "Chiang II, with the last band's variance of Silcocks and others"

    @property
    def se(self) -> FloatArray:
        """Standard errors.

        Returns
        -------
        ndarray, shape (g, k)
        """
        return np.sqrt(self.variances)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give one record a group and age.

        Returns
        -------
        list of dict
            ``None`` for what is not known.
        """
        records = []
        for (i, k), value in np.ndenumerate(self.values):
            record = {
                "group": self.groups[i],
                "age": self.ages[k],
                "values": value,
                "se": self.se[i, k],
                "deaths": self.deaths[i, k],
                "populations": self.populations[i, k],
            }
            known = {name: None if _unknown(each) else each for name, each in record.items()}
            for end, side in ((0, "low"), (1, "high")):
                ends = {level: float(limits[i, k, end]) for level, limits in self.limits.items()}
                known[side] = {level: None if _unknown(each) else each for level, each in ends.items()}
            records.append(known | {"method": self.method, "reason": self.reasons.get((i, k))})
        return records


def life_expectancy(
    deaths: ArrayLike,
    *,
    population: ArrayLike,
    start_age: ArrayLike,
    at: Iterable[float] | None = None,
    by: Iterable[Hashable] | None = None,
    bands: Iterable[float] = ABRIDGED_BANDS,
    share_lived: Iterable[float] | None = None,
    smallest_population: float = FEWEST,
    widest_interval: float = WIDEST,
    levels: float | Iterable[float] = LEVELS,
) -> LifeExpectancies:
    """Estimate life expectancy from an abridged life table.

    Parameters
    ----------
    deaths, population : array-like, shape (n,)
        Deaths and person-years of a group's age band.
    start_age : array-like, shape (n,)
        The band's first year of age; rows may be in any order.
    at : iterable of float, optional
        Ages, out of ``bands``, to give the expectancy at; by default all.
    by : iterable of hashable, optional
        A label for each row; without labels all rows are one group.
    bands : iterable of float
        First years of all bands, increasing; the last is open. By default the 20 published ones. Fewer or
        other bands can be given, from any first age.
    share_lived : iterable of float, optional
        Share of each band lived by those who die in it; by default 0.1 of a band that starts at birth and
        0.5 of the others.
    smallest_population : float
        Groups with so many person-years or fewer are refused.
    widest_interval : float
        Values whose 95 % interval is wider, in years, are refused.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    LifeExpectancies
        A group with a missing or negative number, without people in a band, with more deaths than people in
        a band, without one of the bands or with one twice, too small, or without deaths in the last band has
        no values and a reason; the others are not affected.

    Raises
    ------
    UsageError
        When the columns do not fit together, bands do not increase, or an age is not among them.

    References
    ----------
    Chiang (1984), The Life Table and its Applications; Silcocks, Jenner and Reza (2001), Journal of
    Epidemiology and Community Health 55, 38-43; Toson and Baker (2003), National Statistics Methodological
    Series 33, for the smallest population; Fingertips technical guidance, "Life expectancy".

    Examples
    --------
    >>> result = life_expectancy(
    ...     [60, 300, 1200],
    ...     population=[40_000, 50_000, 12_000],
    ...     start_age=[0, 40, 70],
    ...     bands=[0, 40, 70],
    ...     at=[0],
    ...     levels=0.95,
    ... )
    >>> result.values.round(2), result.limits[0.95].round(2)
    (array([[71.78]]), array([[[70.61, 72.95]]]))
    """
    asked = confidence_levels(levels)
    d, n, age = columns(deaths=deaths, population=population, start_age=start_age)
    starts = _starts(bands)
    lived = _lived(share_lived, starts)
    wanted = _positions(at, starts)
    groups = gathered(by, size=len(d), separately=False)
    position, known = _band_of(age, starts)
    table_deaths = np.full((len(groups.labels), len(starts)), np.nan)
    table_people = table_deaths.copy()
    table_deaths[groups.codes[known], position[known]] = d[known]
    table_people[groups.codes[known], position[known]] = n[known]
    refused = _refusals(groups, d=d, n=n, position=position, known=known, bands=len(starts))
    for code in np.flatnonzero(np.nansum(table_people, axis=1) <= smallest_population):
        refused.setdefault(int(code), "the population is too small for a life table")
    for code in np.flatnonzero(table_deaths[:, -1] == 0):
        refused.setdefault(int(code), "there are no deaths in the last age band")
    # Refused groups stay in place with placeholder numbers, so that the others need no renumbering.
    sound = ~np.isin(np.arange(len(groups.labels)), list(refused))[:, None]
    table = life_table(
        np.where(sound, table_deaths, 1.0),
        population=np.where(sound, table_people, 2.0),
        widths=np.diff(starts),
        lived=lived,
    )
    values = np.where(sound, table.expectancy, np.nan)[:, wanted]
    variances = np.where(sound, table.variance, np.nan)[:, wanted]
    extinct = (sound & (table.reaching == 0))[:, wanted]
    values[extinct] = np.nan
    limits = {}
    for level in asked:
        half = special.ndtri((1 + level) / 2) * np.sqrt(variances)
        limits[level] = np.stack([values - half, values + half], axis=-1)
    wide = 2 * special.ndtri(0.975) * np.sqrt(variances) > widest_interval
    reasons = {(code, k): reason for code, reason in sorted(refused.items()) for k in range(len(wanted))}
    reasons |= {
        (int(i), int(k)): "at these death rates nobody reaches this age" for i, k in np.argwhere(extinct)
    }
    reasons |= {
        (int(i), int(k)): f"the 95 % interval is wider than {widest_interval:g} years"
        for i, k in np.argwhere(wide)
    }
    return LifeExpectancies(
        groups=groups.labels,
        ages=tuple(float(starts[k]) for k in wanted),
        values=np.where(wide, np.nan, values),
        variances=variances,
        limits=limits,
        reasons=reasons,
        deaths=_from_age(table_deaths)[:, wanted],
        populations=_from_age(table_people)[:, wanted],
    )


def _unknown(value: object) -> bool:
    return isinstance(value, float) and bool(np.isnan(value))


def _from_age(table: FloatArray) -> FloatArray:
    return np.asarray(np.cumsum(table[:, ::-1], axis=1)[:, ::-1])


def _starts(bands: Iterable[float]) -> FloatArray:
    starts = np.asarray(list(bands), float)
    if len(starts) < 2 or not np.all(np.diff(starts) > 0):
        raise UsageError(
            "The age bands of a life table start at increasing ages, at least two.",
            found=f"They are: {', '.join(f'{start:g}' for start in starts)}.",
        )
    return starts


def _lived(share_lived: Iterable[float] | None, starts: FloatArray) -> FloatArray:
    if share_lived is None:
        return np.where(starts == 0, INFANTS_LIVED, LIVED)
    lived = np.asarray(list(share_lived), float)
    if len(lived) != len(starts) or not np.all((lived > 0) & (lived < 1)):
        raise UsageError(
            "Each age band needs a share lived, between 0 and 1.",
            found=f"There are {len(starts)} bands and {len(lived)} shares.",
        )
    return lived


def _positions(at: Iterable[float] | None, starts: FloatArray) -> list[int]:
    ages = starts.tolist()
    chosen = ages if at is None else [float(age) for age in np.atleast_1d(np.asarray(at, float))]
    unknown = [age for age in chosen if age not in ages]
    if unknown:
        raise UsageError(
            f"No age band starts at {unknown[0]:g}.",
            found=f"They start at: {', '.join(f'{age:g}' for age in ages)}.",
        )
    return [ages.index(age) for age in chosen]


def _band_of(age: FloatArray, starts: FloatArray) -> tuple[np.ndarray, np.ndarray]:
    position = np.clip(np.searchsorted(starts, age), 0, len(starts) - 1)
    return position, starts[position] == age


def _refusals(
    groups: Groups, *, d: FloatArray, n: FloatArray, position: np.ndarray, known: np.ndarray, bands: int
) -> dict[int, str]:
    cells = groups.codes * bands + position
    rows = np.bincount(cells[known], minlength=len(groups.labels) * bands).reshape(-1, bands)
    twice, lacking = np.any(rows > 1, axis=1), np.any(rows == 0, axis=1)
    return groups.reasons(
        {
            "an age band is not one of those of the life table": ~known,
            "an age band appears twice": twice[groups.codes],
            "an age band is lacking": lacking[groups.codes],
            "a number is missing": np.isnan(d) | np.isnan(n),
            "deaths are negative": d < 0,
            "an age band has no population": n <= 0,
            "an age band has more deaths than people": d > n,
        }
    )
