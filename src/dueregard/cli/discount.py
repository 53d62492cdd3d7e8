"""``dueregard discount``: what amounts of later years are worth now, under published schedules."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dueregard.cli.answer import machine_form, print_json
from dueregard.cli.flags import AsCsv, AsJson
from dueregard.cli.listed import listed
from dueregard.cli.rows import print_rows, print_rows_as_csv
from dueregard.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from dueregard.register import DiscountSchedule

__all__ = ["discount"]

_LONGEST = 1000
Amounts = Sequence[tuple[int, float]]


def discount(
    table: str | None = None,
    /,
    *,
    amount: float | None = None,
    first_year: int | None = None,
    until: int | None = None,
    present_year: int | None = None,
    schedule: list[str] | None = None,
    year: str = "year",
    column: str = "amount",
    unit: str | None = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Discount amounts of later years: what they are worth in one year, under dated schedules.

    For example: `dueregard discount costs.csv`, or
    `dueregard discount --amount 100 --first-year 2028 --until 2087 --present-year 2027`. Amounts are in
    constant prices. By default every published schedule for money that reaches far enough is shown, beside
    no discounting.

    Parameters
    ----------
    table
        A table with a row a year: the columns `year` and `amount`. Rows of one year are added up.
    amount
        In place of a table: the same amount in every year from --first-year to --until.
    first_year
        The first year of --amount.
    until
        The last year of --amount.
    present_year
        The year that present values are of. By default the first that has an amount.
    schedule
        Discount schedules, separated by commas or repeated, such as `green-book-2026`,
        `green-book-2026-health` or a constant rate such as `2.5%`.
    year
        Column of years in the table.
    column
        Column of amounts in the table.
    unit
        Unit of the amounts.
    as_json
        Print one JSON object: `estimates` has the present values, `years` the factor of each year.
    as_csv
        Print CSV: a row a year, with its factors.
    """
    from dueregard.register import discount_factor, present_value

    machine_form(as_json=as_json, as_csv=as_csv)
    amounts = _amounts(table, amount, first_year, until, year=year, column=column)
    years, money = [each for each, _ in amounts], [each for _, each in amounts]
    now = years[0] if present_year is None else present_year
    if years[0] < now:
        raise UsageError(
            f"There is an amount of {years[0]}, before the year that present values are of, {now}.",
            remedy="Take that year or an earlier one as --present-year.",
        )
    schedules = _schedules(schedule, furthest=years[-1] - now)
    values = {each.name: present_value(money, years, each, now=now) for each in schedules}
    ahead = [each - now for each in years]
    factors = {each.name: discount_factor(ahead, each).tolist() for each in schedules}
    if as_json:
        span = {"present_value_in": now, "until": years[-1]}
        print_json(
            [_record(each, values[each.name], span, unit=unit) for each in schedules],
            years=_rows(amounts, factors),
            schedules=[_described(each) for each in schedules],
            present_value_in=now,
        )
    elif as_csv:
        rows = _rows(amounts, factors)
        print_rows_as_csv([{"year": row["year"], "amount": row["amount"], **row["factors"]} for row in rows])
    else:
        _print(schedules, values, now=now, until=years[-1], unit=unit)


def _amounts(
    table: str | None,
    amount: float | None,
    first: int | None,
    until: int | None,
    *,
    year: str,
    column: str,
) -> Amounts:
    if (table is None) == (amount is None):
        raise UsageError(
            "Either a table of amounts by year or one --amount is needed.",
            remedy="For example: --amount 100 --first-year 2027 --until 2056",
        )
    if table is not None:
        return _read(table, year=year, column=column)
    if first is None or until is None:
        raise UsageError("--amount needs --first-year and --until, the years in which it is due.")
    if until < first:
        raise UsageError(f"The last year, {until}, is before the first, {first}.")
    if until >= first + _LONGEST:
        raise UsageError(f"From {first} to {until} are more than {_LONGEST} years.")
    if not math.isfinite(amount or 0.0):
        raise UsageError(f"--amount is a number; found {amount:g}.")
    return [(each, float(amount or 0.0)) for each in range(first, until + 1)]


def _read(path: str, *, year: str, column: str) -> Amounts:
    from dueregard.people.written_rows import read_written_rows

    table = read_written_rows(path)
    for name in (year, column):
        if name not in table.columns:
            raise UsageError(
                f"{table.title} has no column {name!r}.",
                found=f"Its columns are: {', '.join(table.columns)}.",
                remedy=did_you_mean(name, table.columns) or "Name it with --year or --column.",
            )
    found: dict[int, float] = {}
    pairs = zip(table.lines, table.column(year), table.column(column), strict=True)
    for line, when, money in pairs:
        try:
            own = int(when)
            found[own] = found.get(own, 0.0) + _finite(money.replace(",", ""))
        except ValueError:
            raise UsageError(
                f"{table.title}, row {line}: a year and an amount are needed.",
                found=f"The row has {when!r} and {money!r}.",
            ) from None
    if not found:
        raise UsageError(f"{table.title} has no rows.")
    return sorted(found.items())


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _schedules(named: Sequence[str] | None, *, furthest: int) -> list[DiscountSchedule]:
    from dueregard.register import SCHEDULES, discount_schedule

    wanted = listed(named or ())
    if wanted:
        return [discount_schedule(name) for name in dict.fromkeys(wanted)]
    return [
        each
        for each in SCHEDULES.values()
        if not each.health and (each.reach is None or each.reach >= furthest)
    ]


def _record(
    schedule: DiscountSchedule, value: float, span: Mapping[str, int], *, unit: str | None
) -> dict[str, Any]:
    from dueregard.estimates import Record

    return Record(
        measure="present_value",
        parameters={"schedule": schedule.name, "published": schedule.published, **span},
        estimate=value,
        unit=unit,
        method="discount factors of the schedule",
        source=schedule.source,
    ).to_dict()


def _rows(amounts: Amounts, factors: Mapping[str, Sequence[float]]) -> list[dict[str, Any]]:
    return [
        {"year": year, "amount": money, "factors": {name: own[place] for name, own in factors.items()}}
        for place, (year, money) in enumerate(amounts)
    ]


def _described(schedule: DiscountSchedule) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(schedule)


def _print(
    schedules: Sequence[DiscountSchedule],
    values: Mapping[str, float],
    *,
    now: int,
    until: int,
    unit: str | None,
) -> None:
    rows = [
        {
            "schedule": each.name,
            "published": each.published or "–",
            "first rate": f"{100 * each.bands[0].rate:.4g}%",
            "present value": f"{values[each.name]:,.2f}",
            "for": each.note,
        }
        for each in schedules
    ]
    sources = dict.fromkeys(each.source for each in schedules if each.published)
    notes = [f"Amounts until {until}, in values of {now}{f', in {unit}' if unit else ''}.", *sources]
    print_rows(rows, numeric=("first rate", "present value"), notes=notes)
