"""The flags of later years and generations, and what they make of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cyclopts import Parameter

from dueregard.cli.listed import listed
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.consequences.generations import Years

__all__ = ["LaterYears"]


@Parameter(name="*", group="Later years and generations")
@dataclass(frozen=True, kw_only=True)
class LaterYears:
    """Which years are looked at, and whose ages: with --age or --birth-year, generations have accounts.

    Parameters
    ----------
    age
        Column of age in whole years.
    birth_year
        Column of the year of birth, in place of --age.
    table_year
        The year in which people had the ages in the table. By default the first year looked at.
    first_year
        The first year looked at; present values are of that year. By default the first start of an option.
    until
        The last year looked at. By default 30 years in all, or as long as the options say.
    schedule
        Discount schedules, separated by commas or repeated: `undiscounted`, `green-book-2022`,
        `green-book-2026`, `green-book-2026-sensitivity`, `green-book-2026-health`, ..., or a constant rate
        such as `2.5%`. By default the first four of these, beside each other.
    growth
        Real growth of all amounts a year, such as `1%`; several beside each other, separated by commas.
    births
        Children born a year. By default as many as there are people of each of the youngest ages.
    survival
        Life table with the columns `age` and `lx` (survivors) or `qx` (probability of dying). By default
        each later year has as many people of each age as the table.
    cohorts
        Years of birth at which generations begin, such as `1946,1965,1981,1997`. By default decades.
    periods
        How many of the outcome's periods make a year, such as 52. By default read from --unit.
    """

    age: str | None = None
    birth_year: str | None = None
    table_year: int | None = None
    first_year: int | None = None
    until: int | None = None
    schedule: list[str] | None = None
    growth: list[str] | None = None
    births: float | None = None
    survival: str | None = None
    cohorts: list[str] | None = None
    periods: float | None = None

    @property
    def wanted(self) -> bool:
        """Whether accounts of generations were asked for."""
        return self != LaterYears()

    def years(self) -> Years:
        """Read what was asked.

        Returns
        -------
        Years
            With the life table, if one was named.

        Raises
        ------
        UsageError
            When a number is none, or the life table cannot be used.
        """
        from dueregard.consequences.generations import Years

        if self.age is None and self.birth_year is None:
            raise UsageError(
                "Later years and generations need people's ages.",
                remedy="Name the column with --age, or that of the year of birth with --birth-year.",
            )
        given = {
            "schedules": tuple(listed(self.schedule or ())),
            "growth": tuple(_rate(each) for each in listed(self.growth or ())),
            "cohorts": tuple(_year(each) for each in listed(self.cohorts or ())),
        }
        return Years(
            age=self.age,
            birth_year=self.birth_year,
            collected=self.table_year,
            first=self.first_year,
            until=self.until,
            births=self.births,
            survival=None if self.survival is None else _life_table(self.survival),
            periods=self.periods,
            **{name: values for name, values in given.items() if values},  # type: ignore[arg-type]
        )


def _rate(text: str) -> float:
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise UsageError(f"Growth is a rate a year; found {text!r}.", remedy="Write 1% or 0.01.") from None


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise UsageError(f"--cohorts takes years of birth; found {text!r}.", remedy="Write 1946,1965.")
    return int(text)


def _life_table(path: str) -> dict[int, float]:
    from dueregard.consequences.generations import survival_from
    from dueregard.people.written_rows import read_written_rows

    table = read_written_rows(path)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return survival_from(rows, title=table.title)
