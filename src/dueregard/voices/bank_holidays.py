"""The usual bank holidays of the four nations, by rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

__all__ = ["Nation", "bank_holidays"]

Nation = Literal["England", "Wales", "Scotland", "Northern Ireland"]

_DAY = timedelta(days=1)


def bank_holidays(first: date, last: date, *, nation: Nation) -> tuple[date, ...]:
    """List the usual bank holidays from one day to another.

    One-off holidays, such as those of coronations, and years in which a holiday was moved are not known.

    Parameters
    ----------
    first, last : datetime.date
        The first and the last day.
    nation : {"England", "Wales", "Scotland", "Northern Ireland"}
        Whose holidays.

    Returns
    -------
    tuple of datetime.date
        In order; a holiday that falls on a weekend is given as the day taken instead.

    References
    ----------
    Banking and Financial Dealings Act 1971, schedule 1, and the days proclaimed under section 1;
    gov.uk/bank-holidays.

    Examples
    --------
    >>> [f"{day:%d %B}" for day in bank_holidays(date(2026, 12, 1), date(2027, 1, 5), nation="Scotland")]
    ['25 December', '28 December', '01 January', '04 January']
    """
    years = range(first.year, last.year + 1)
    return tuple(sorted(day for year in years for day in _of_year(year, nation) if first <= day <= last))


def _of_year(year: int, nation: Nation) -> Iterator[date]:
    easter = _easter(year)
    yield easter - 2 * _DAY
    yield _monday(date(year, 5, 1))
    yield _monday(date(year, 5, 25))
    yield from _following(date(year, 12, 25), 2)
    if nation == "Scotland":
        yield from _following(date(year, 1, 1), 2)
        yield _monday(date(year, 8, 1))
        yield from _following(date(year, 11, 30), 1)
        return
    yield from _following(date(year, 1, 1), 1)
    yield easter + _DAY
    yield _monday(date(year, 8, 25))
    if nation == "Northern Ireland":
        yield from _following(date(year, 3, 17), 1)
        yield from _following(date(year, 7, 12), 1)


def _following(day: date, count: int) -> Iterator[date]:
    """Days in a row, those on a weekend moved past it and past one another."""
    wanted = [day + place * _DAY for place in range(count)]
    taken = [each for each in wanted if each.weekday() < 5]
    for each in wanted:
        moved = each
        while moved.weekday() >= 5 or (moved != each and moved in taken):
            moved += _DAY
        if moved != each:
            taken.append(moved)
    yield from taken


def _monday(day: date) -> date:
    """The first Monday on or after a day."""
    return day + (-day.weekday() % 7) * _DAY


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus 1991, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    quarter, over = divmod(rest, 4)
    sunday = (32 + 2 * left + 2 * quarter - moon - over) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
