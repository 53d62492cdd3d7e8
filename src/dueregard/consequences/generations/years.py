"""Which years are looked at, whose ages, and what is assumed about the people of later years."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dueregard.errors import UsageError
from dueregard.options import Option
from dueregard.register import DiscountSchedule, discount_schedule

__all__ = ["DEFAULT_SCHEDULES", "DEFAULT_SPAN", "Horizon", "Years", "horizon_of", "periods_a_year"]

DEFAULT_SPAN = 30
"""Years looked at where neither the option nor the user says how many."""

LONGEST = 200
"""Years beyond which nobody can mean it."""

DEFAULT_SCHEDULES = ("undiscounted", "green-book-2022", "green-book-2026", "green-book-2026-sensitivity")
"""The fan: without discounting, by both editions, and without pure time preference."""

_PERIODS = {"day": 365.0, "week": 52.0, "fortnight": 26.0, "month": 12.0, "quarter": 4.0, "year": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """What is asked about later years.

    Attributes
    ----------
    age, birth_year : str, optional
        The column of age in whole years, or of the year of birth; by default what the people's description
        calls their age.
    collected : int, optional
        The year in which people had those ages; by default the first year looked at.
    first, until : int, optional
        The years looked at; by default from the first start of an option, for 30 years or as long as the
        options say. Present values are those of the first year.
    schedules : tuple of str
        Names of discount schedules; all are shown.
    growth : tuple of float
        Real growth of every amount a year; each is shown.
    births : float, optional
        Children born a year; by default as many as there are people of each of the youngest ages.
    survival : mapping of int to float, optional
        Survivors to each age, from a life table. Without it each later year has as many people of each age
        as the table.
    cohorts : tuple of int
        Years of birth at which generations begin; by default decades.
    periods : float, optional
        How many of the outcome's periods make a year; by default read from its unit.
    """

    age: str | None = None
    birth_year: str | None = None
    collected: int | None = None
    first: int | None = None
    until: int | None = None
    schedules: tuple[str, ...] = DEFAULT_SCHEDULES
    growth: tuple[float, ...] = (0.0,)
    births: float | None = None
    survival: Mapping[int, float] | None = None
    cohorts: tuple[int, ...] = ()
    periods: float | None = None

    def __post_init__(self) -> None:
        if self.age is not None and self.birth_year is not None:
            raise UsageError("Both the age and the year of birth are given.", remedy="Name one of them.")
        if self.births is not None and not self.births >= 0:
            raise UsageError(f"Births a year cannot be {self.births:g}.")
        if not self.schedules:
            raise UsageError("There is no discount schedule.", remedy='Name one, such as "undiscounted".')
        if list(self.cohorts) != sorted(set(self.cohorts)):
            raise UsageError("The years of birth at which generations begin must rise.")
        if self.periods is not None and not self.periods > 0:
            raise UsageError(f"A year cannot have {self.periods:g} periods.")
        for rate in self.growth:
            if not -0.5 < rate < 0.5:
                raise UsageError(f"Growth of {rate:g} a year was asked for.", remedy="Write 0.01 for 1%.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The years looked at, with every default decided.

    Attributes
    ----------
    collected : int
        When people had the ages in the table.
    first, until : int
        The first year, which present values are of, and the last.
    schedules : tuple of DiscountSchedule
        The fan.
    periods : float
        Of the outcome, to a year.
    notes : tuple of str
        What was decided, in words.
    """

    collected: int
    first: int
    until: int
    schedules: tuple[DiscountSchedule, ...] = field(repr=False)
    periods: float
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return self.until - self.first + 1

    @property
    def years(self) -> range:
        """Every year looked at."""
        return range(self.first, self.until + 1)


def horizon_of(years: Years, options: Sequence[Option], *, unit: str | None) -> Horizon:
    """Decide which years are looked at.

    Parameters
    ----------
    years : Years
        As asked.
    options : sequence of Option
        With the years they name.
    unit : str, optional
        Of the outcome, such as ``£ a week``.

    Returns
    -------
    Horizon
        The same for all options, so that they can be compared.

    Raises
    ------
    UsageError
        When no year is known, or years do not fit together.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> pass_ = option_from({"name": "Pass", "kind": "cash", "amount": 5, "starts": 2027, "ends": 2030})
    >>> found = horizon_of(Years(until=2040), [pass_], unit="£ a week")
    >>> found.first, found.until, found.periods
    (2027, 2040, 52.0)
    """
    starts = [year for year in map(_start, options) if year is not None]
    first = years.first or min(starts, default=None) or years.collected
    if first is None:
        raise UsageError(
            "It is not known in which years to look.",
            remedy="Write starts = 2027 in the option, or say of which year the table is (--table-year).",
        )
    if years.first is None and years.collected is not None:
        first = max(first, years.collected)
    collected = first if years.collected is None else years.collected
    if collected > first:
        raise UsageError(
            f"The first year looked at, {first}, is before the year of the table, {collected}.",
            remedy="Begin in the year of the table or later.",
        )
    named = [year for option in options for year in _named_years(option)]
    until = years.until or max([first + DEFAULT_SPAN - 1, *named])
    if until < first:
        raise UsageError(f"The last year, {until}, is before the first, {first}.")
    if until - first >= LONGEST:
        raise UsageError(
            f"From {first} to {until} are more than {LONGEST} years.", remedy="Look less far ahead."
        )
    periods, told = (years.periods, None) if years.periods else periods_a_year(unit)
    return Horizon(
        collected=collected,
        first=first,
        until=until,
        schedules=tuple(discount_schedule(name) for name in dict.fromkeys(years.schedules)),
        periods=periods,
        notes=tuple(_notes(years, options, told, collected=collected, first=first, until=until)),
    )


def _start(option: Option) -> int | None:
    return option.starts if option.starts is not None else min(option.phase_in, default=None)


def _named_years(option: Option) -> list[int]:
    last = [each.until or each.start for each in option.later]
    return [*last, *option.phase_in, *([option.ends] if option.ends else [])]


def _notes(
    years: Years, options: Sequence[Option], told: str | None, *, collected: int, first: int, until: int
) -> list[str]:
    found = [] if told is None else [told]
    if years.collected is None:
        found.append(f"The ages in the table are taken to be those of {collected}.")
    if len(years.growth) > 1:
        found.append(
            f"Figures by year, and what is told, are at the first growth, {100 * years.growth[0]:g}%."
        )
    for option in options:
        if (_start(option) or first) < first:
            found.append(
                f"{option.name} starts in {_start(option)}; only the years from {first} are counted."
            )
        for each in option.later:
            if each.start > until or (each.until or until) > until:
                whole = "nothing of it is" if each.start > until else f"only the years to {until} are"
                found.append(f"{option.name}: {each.what!r} goes on after {until}; {whole} counted.")
        if option.ends is None:
            found.append(
                f"{option.name} has no end; after {until} nothing is counted, so of the young and those not "
                "yet born the accounts hold a part of life only."
            )
        if option.ends is not None and option.ends > until:
            found.append(f"{option.name} goes on until {option.ends}; only the years to {until} are counted.")
    return found


def periods_a_year(unit: str | None) -> tuple[float, str]:
    """Read from the outcome's unit how many of its periods make a year.

    Parameters
    ----------
    unit : str, optional
        Such as ``£ a week``.

    Returns
    -------
    tuple of float and str
        How many, and a sentence that says so.

    Examples
    --------
    >>> periods_a_year("£ a week")[0], periods_a_year("pounds per month")[0], periods_a_year("£")[0]
    (52.0, 12.0, 1.0)
    """
    words = re.findall(r"[a-z]+", (unit or "").lower())
    for word in reversed(words):
        for period, number in _PERIODS.items():
            if word in (period, f"{period}s", f"{period}ly"):
                if number == 1:
                    return number, "The outcome's amounts are those of a year."
                return number, f"The outcome's amounts are by the {period}: a year has {number:g} of them."
    return 1.0, "The outcome's amounts are taken to be those of a year."
