"""Discount rates as they were published: dated schedules of rates by band of years, and exact factors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError, did_you_mean

__all__ = [
    "SCHEDULES",
    "UNDISCOUNTED",
    "DiscountBand",
    "DiscountSchedule",
    "discount_factor",
    "discount_schedule",
    "present_value",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountBand:
    """A rate and the years that it holds for.

    Attributes
    ----------
    last : int or None
        The last year from now with this rate; None for all further years.
    rate : float
        A year: 0.035 is 3.5%.
    """

    last: int | None
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountSchedule:
    """A published schedule of discount rates.

    Attributes
    ----------
    name : str
        What it is called in options and results.
    title : str
        For readers.
    published : str or None
        When, as far as it is known: ``2026-02``. None where nobody published it.
    source : str
        Where it stands.
    bands : tuple of DiscountBand
        Rates by year, in order.
    health : bool
        Whether it is for effects on health and life, whose value does not shrink as incomes grow.
    note : str
        When the publication says to use it.
    """

    name: str
    title: str
    published: str | None
    source: str
    bands: tuple[DiscountBand, ...]
    health: bool = False
    note: str = ""

    @property
    def reach(self) -> int | None:
        """The last year from now that it has a rate for; None where it has no end."""
        return self.bands[-1].last


def _bands(rates: Iterable[float], *, last: int | None = None) -> tuple[DiscountBand, ...]:
    """Lay rates in per cent over the Green Book's bands of years."""
    chosen = list(zip(_BAND_ENDS, rates, strict=False))
    ends = [*(end for end, _ in chosen[:-1]), last]
    return tuple(DiscountBand(last=end, rate=rate / 100) for end, (_, rate) in zip(ends, chosen, strict=True))


_BAND_ENDS = (30, 75, 125, 200, 300, None)
_GREEN_BOOK_2022 = "HM Treasury, The Green Book (2022), annex 6, declining long-term discount rates"
_GREEN_BOOK_2026 = (
    "HM Treasury, The Green Book (February 2026), as set out in Department for Transport, TAG, Forthcoming "
    "change: Green Book updates (16 April 2026)"
)
_STANDARD = (3.5, 3.0, 2.5, 2.0, 1.5, 1.0)
_WITHOUT_IMPATIENCE = (3.0, 2.57, 2.14, 1.71, 1.29, 0.86)
_HEALTH = (1.5, 1.29, 1.07, 0.86, 0.64, 0.43)
_HEALTH_WITHOUT_IMPATIENCE = (1.0, 0.86, 0.71)
_SENSITIVITY = "an additional test where effects reach beyond 50 years: no pure time preference"

UNDISCOUNTED = DiscountSchedule(
    name="undiscounted",
    title="Undiscounted",
    published=None,
    source="No discounting: a pound counts the same in every year",
    bands=(DiscountBand(last=None, rate=0.0),),
)
"""A pound counts the same in every year."""

_PUBLISHED = (
    DiscountSchedule(
        name="green-book-2022",
        title="Green Book 2022",
        published="2022-03",
        source=_GREEN_BOOK_2022,
        bands=_bands(_STANDARD[:3], last=125),
        note="costs and benefits in money",
    ),
    DiscountSchedule(
        name="green-book-2022-reduced",
        title="Green Book 2022 reduced",
        published="2022-03",
        source=_GREEN_BOOK_2022,
        bands=_bands(_WITHOUT_IMPATIENCE[:3], last=125),
        note="a sensitivity test where wealth moves between generations for good: no pure time preference",
    ),
    DiscountSchedule(
        name="green-book-2022-health",
        title="Green Book 2022 health",
        published="2022-03",
        source=_GREEN_BOOK_2022,
        bands=_bands(_HEALTH[:3], last=125),
        health=True,
        note="effects on health and life",
    ),
    DiscountSchedule(
        name="green-book-2022-health-reduced",
        title="Green Book 2022 health reduced",
        published="2022-03",
        source=_GREEN_BOOK_2022,
        bands=_bands(_HEALTH_WITHOUT_IMPATIENCE, last=125),
        health=True,
        note="the sensitivity test for effects on health and life",
    ),
    DiscountSchedule(
        name="green-book-2026",
        title="Green Book 2026",
        published="2026-02",
        source=_GREEN_BOOK_2026,
        bands=_bands(_STANDARD),
        note="costs and benefits in money",
    ),
    DiscountSchedule(
        name="green-book-2026-sensitivity",
        title="Green Book 2026 sensitivity",
        published="2026-02",
        source=_GREEN_BOOK_2026,
        bands=_bands(_WITHOUT_IMPATIENCE),
        note=_SENSITIVITY,
    ),
    DiscountSchedule(
        name="green-book-2026-health",
        title="Green Book 2026 health",
        published="2026-02",
        source=_GREEN_BOOK_2026,
        bands=_bands(_HEALTH),
        health=True,
        note="effects on health and life",
    ),
)

SCHEDULES = {schedule.name: schedule for schedule in (UNDISCOUNTED, *_PUBLISHED)}
"""Every schedule by name, oldest first."""


def discount_schedule(name: str) -> DiscountSchedule:
    """Look a schedule up.

    Parameters
    ----------
    name : str
        Its name, or a constant rate such as ``2.5%``.

    Returns
    -------
    DiscountSchedule
        With its date and source.

    Raises
    ------
    UsageError
        When there is none of that name.

    Examples
    --------
    >>> discount_schedule("green-book-2026").bands[0]
    DiscountBand(last=30, rate=0.035)
    >>> discount_schedule("2.5%").title
    'a constant 2.5% a year'
    """
    found = SCHEDULES.get(name)
    if found is None and name.endswith("%"):
        found = _constant(name)
    if found is None:
        raise UsageError(
            f"There is no discount schedule {name!r}.",
            found=f"There are: {', '.join(SCHEDULES)}.",
            remedy=did_you_mean(name, SCHEDULES) or "Name one of them, or a constant rate such as 2.5%.",
        )
    return found


def _constant(name: str) -> DiscountSchedule | None:
    try:
        rate = float(name.removesuffix("%"))
    except ValueError:
        return None
    if not -50 < rate < 100:
        return None
    return DiscountSchedule(
        name=name,
        title=f"a constant {rate:g}% a year",
        published=None,
        source="As asked for",
        bands=(DiscountBand(last=None, rate=rate / 100),),
    )


def discount_factor(years: ArrayLike, schedule: DiscountSchedule | str) -> NDArray[np.float64]:
    """Give what a pound in a later year is worth now.

    Parameters
    ----------
    years : array_like of int (k,)
        Years from now; 0 is now, with a factor of 1.
    schedule : DiscountSchedule or str
        The schedule, or its name.

    Returns
    -------
    ndarray (k,)
        The product of 1 / (1 + rate) over the years up to each, where each year has the rate of its band.

    Raises
    ------
    UsageError
        For years before now, or beyond the end of the schedule.

    References
    ----------
    HM Treasury, The Green Book (2022), annex 6: a later band's rate holds for the years of that band only.

    Examples
    --------
    >>> discount_factor([0, 1, 30, 31, 75], "green-book-2026").round(6)
    array([1.      , 0.966184, 0.356278, 0.345901, 0.094214])
    """
    known = discount_schedule(schedule) if isinstance(schedule, str) else schedule
    wanted = np.asarray(years)
    if wanted.size and (wanted.min() < 0 or np.any(wanted != np.floor(wanted))):
        raise UsageError("Years from now are whole numbers from 0.", found=f"Found {wanted.min():g}.")
    furthest = int(wanted.max(initial=0))
    if known.reach is not None and furthest > known.reach:
        raise UsageError(
            f"The schedule {known.name!r} has no rates beyond {known.reach} years.",
            found=f"A factor was asked for {furthest} years from now.",
            remedy="Look less far ahead, or take another schedule, such as green-book-2026.",
        )
    logarithm = np.zeros(wanted.shape)
    for before, band in pairwise((DiscountBand(last=0, rate=0.0), *known.bands)):
        assert before.last is not None
        held = np.clip(wanted, before.last, band.last) - before.last
        logarithm += held * np.log1p(band.rate)
    return np.asarray(np.exp(-logarithm), dtype=np.float64)


def present_value(
    amounts: ArrayLike, years: ArrayLike, schedule: DiscountSchedule | str, *, now: int
) -> float:
    """Add amounts of several years up, each as what it is worth in one year.

    Parameters
    ----------
    amounts : array_like (k,)
        In constant prices.
    years : array_like of int (k,)
        The calendar year of each.
    schedule : DiscountSchedule or str
        The schedule, or its name.
    now : int
        The calendar year that the value is of.

    Returns
    -------
    float
        Their present value.

    Raises
    ------
    UsageError
        For amounts before that year, or beyond the end of the schedule.

    Examples
    --------
    >>> round(present_value([-100, 60, 60], [2027, 2028, 2029], "green-book-2026", now=2027), 4)
    13.9817
    """
    return float(np.asarray(amounts, dtype=float) @ discount_factor(np.asarray(years) - now, schedule))
