"""People of an invented country, from whom samples are drawn: what is true of them is known exactly.

Equivalised household incomes are Singh and Maddala's (1976, Econometrica 44, 963-970) with a = 2.8, which
Brachmann, Stich and Trede (1996, Allgemeines Statistisches Archiv 80, 285-298) fitted to Germany, and with a
heavier right tail: q = 1.2, so that the share above an income falls off like its power -3.1 to -3.4 (-4.8 in
their fit). The Gini index is 0.35. One household in 200 has nothing. Regions and areas differ, and all of a
household's income is shared by its members, as in EU-SILC and in the Family Resources Survey.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

__all__ = ["HEAVY", "PUBLISHED", "REGIONS", "Population", "population"]

REGIONS = ("north", "east", "south", "capital")
SHARES = (0.30, 0.25, 0.30, 0.15)
PROSPERITY = (0.88, 1.0, 1.05, 1.3)
A, SCALE = 2.8, 24_000.0
HEAVY, PUBLISHED = 1.2, 1.7
"""The exponent q of the right tail: ours, and that of the fit to Germany."""
BY_AREA = 0.15
"""Share of the variance of normal scores of income that lies between areas."""
AREA = 100
"""Households in an area."""
NOTHING = 0.005


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """Everybody, sorted by area and household.

    Attributes
    ----------
    columns : dict of str to ndarray (people,)
        What would be asked of them.
    first, size : ndarray of int (households,)
        Where each household starts, and its members.
    region, area : ndarray of int (households,)
        Where they live; areas are nested in regions.
    """

    columns: dict[str, np.ndarray]
    first: np.ndarray
    size: np.ndarray
    region: np.ndarray
    area: np.ndarray

    @property
    def people(self) -> int:
        """How many there are."""
        return int(self.size.sum())


def population(*, areas: int = 1_500, tail: float = HEAVY, seed: int = 20261128) -> Population:
    """Make everybody.

    Parameters
    ----------
    areas : int
        How many areas of 100 households.
    tail : float
        The lower, the heavier the right tail of incomes.
    seed : int
        For the same people each time.
    """
    draw = np.random.default_rng(seed)
    # Areas are in order of their regions, so that a region is a run of areas.
    region_of_area = np.repeat(np.arange(4), np.round(np.array(SHARES) * areas).astype(int))
    area = np.repeat(np.arange(len(region_of_area)), AREA)
    effect = draw.standard_normal(len(region_of_area))
    size = draw.choice(5, len(area), p=(0.30, 0.34, 0.16, 0.14, 0.06)) + 1
    household = _households(draw, region_of_area[area], effect[area], tail)
    person = np.repeat(np.arange(len(area)), size)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    columns = {name: values[person] for name, values in household.items()}
    columns["deprivation"] = _deprivation(draw, effect)[area][person]
    columns["fifth"] = (columns["deprivation"] + 1) // 2
    columns |= _persons(draw, columns, head=np.arange(len(person)) == first[person])
    del columns["score"], columns["old"]
    return Population(columns=columns, first=first, size=size, region=region_of_area[area], area=area)


def _households(
    draw: np.random.Generator, region: np.ndarray, effect: np.ndarray, tail: float
) -> dict[str, np.ndarray]:
    """Income and where it comes from."""
    count = len(region)
    score = np.sqrt(BY_AREA) * effect + np.sqrt(1 - BY_AREA) * draw.standard_normal(count)
    year = draw.choice(np.array([2008, 2016]), count)
    income = _singh_maddala(special.ndtr(score), tail) * np.array(PROSPERITY)[region]
    income = np.where(year == 2016, SCALE * (income / SCALE) ** 1.08, income)
    old = draw.random(count) < 0.25
    income *= np.where(old, 0.88, 1.0)
    income[draw.random(count) < NOTHING] = 0.0
    income = np.round(income, 2)
    needy = special.expit(-1.5 * np.log(np.maximum(income, 1.0) / 11_000) + 0.7 * draw.standard_normal(count))
    benefits = np.round(income * needy, 2)
    tax = np.round(0.3 * np.maximum(income - benefits - 8_000, 0.0), 2)
    return {
        "income": income,
        "wage": income - benefits + tax,
        "benefits": benefits,
        "tax": tax,
        "rent": np.round(income * draw.uniform(0.1, 0.5, count), 2),
        "region": np.array(REGIONS)[region],
        "year": year,
        "score": score,
        "old": old,
    }


def _singh_maddala(p: np.ndarray, tail: float) -> np.ndarray:
    """Incomes by rank."""
    return np.asarray(SCALE * ((1 - p) ** (-1 / tail) - 1) ** (1 / A))


def _deprivation(draw: np.random.Generator, effect: np.ndarray) -> np.ndarray:
    """Tenths of the areas, from the most deprived (1) to the least (10)."""
    seen = effect + 0.4 * draw.standard_normal(len(effect))
    return np.floor(10 * seen.argsort().argsort() / len(effect)).astype(np.int64) + 1


def _persons(
    draw: np.random.Generator, known: dict[str, np.ndarray], *, head: np.ndarray
) -> dict[str, np.ndarray]:
    """Age, sex, pay, schooling and health, which go with income and with where people live."""
    count, old, score = len(head), known["old"], known["score"]
    age = np.where(old, draw.integers(65, 95, count), draw.integers(0, 65, count))
    age = np.where(head & (age < 18), draw.integers(18, 65, count), age)
    sex = np.where(draw.random(count) < 0.51, "female", "male")
    pay = 14 * np.exp(0.25 * score + 0.45 * draw.standard_normal(count)) * np.where(sex == "male", 1.0, 0.87)
    schooling = 0.6 * score + 0.8 * draw.standard_normal(count)
    vigour = 0.35 * score + 0.06 * (known["deprivation"] - 5.5) - 0.022 * (age - 40)
    return {
        "age": age,
        "sex": sex,
        "hourly_pay": np.round(pay, 2),
        "education": 1 + (schooling > -0.5).astype(np.int64) + (schooling > 0.7),
        "health": np.digitize(vigour + draw.standard_normal(count), (-1.9, -1.2, -0.3, 0.7)) + 1,
        "ill": (vigour + draw.standard_normal(count) < -1.0).astype(np.int64),
    }
