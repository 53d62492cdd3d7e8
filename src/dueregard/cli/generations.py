"""What options do in later years and to generations, told to a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dueregard.cli.rows import print_rows
from dueregard.cli.simulated_sizes import WITHHELD
from dueregard.consequences.generations import LaterYears
from dueregard.consequences.generations.alike import alike_schedules, alike_years, schedules_named
from dueregard.consequences.generations.flags import present_values
from dueregard.consequences.generations.words import main_schedule
from dueregard.estimates import Record

__all__ = ["print_later_years"]

_MOST_ROWS = 12
_MILLIONS = 1e7
Values = Mapping[tuple[str, str], Record]


def print_later_years(found: LaterYears, options: Sequence[str]) -> None:
    """Print the accounts of generations, one option after the other.

    Parameters
    ----------
    found : LaterYears
        From :func:`dueregard.consequences.generations.later_years`.
    options : sequence of str
        Names, in order.
    """
    for option in options:
        print()
        print(f"{option}: later years and generations")
        for sentence in found.sentences[option]:
            print(f"  {sentence}")
        for flag in (each for each in found.flags if each.option == option):
            print(f"  Look at: {flag.text}")
        print()
        _print_generations(found, option)
        print()
        _print_years(found, option)
    print()
    print(f"  {'Assumed':<11}{found.assumptions[0]}")
    for assumption in found.assumptions[1:]:
        print(f"  {'':<11}{assumption}")


def _print_generations(found: LaterYears, option: str) -> None:
    """One row a generation: what it gets and pays, and the net effect under each schedule."""
    net = present_values(found.records, option)
    main = main_schedule(found.schedules)
    names = [*found.generations, "everybody"]
    gains, payments, each = (
        present_values(found.records, option, measure=f"present_value_{part}")
        for part in ("of_gains", "of_payments", "per_person")
    )
    alike = alike_schedules(net, names, found.schedules)
    shared = next(titles for titles in alike if main in titles)
    people = _people(found, option)
    rows = []
    for name in names:
        row = {
            "generation": name,
            "people": _money(people.get(name)),
            "get": _money(gains.get((name, main.name))),
            "pay": _money(payments.get((name, main.name))),
        }
        for titles in alike:
            own = net.get((name, titles[0].name))
            row[f"net, {schedules_named(titles)}"] = _money(own, interval=titles is shared)
        row["net a person"] = _money(each.get((name, main.name)), interval=True)
        rows.append(row)
    level = next((record.level for record in net.values() if record.level is not None), None)
    sure = f"{100 * (level or 0.95):.4g}%"
    note = (
        f"In values of {found.first}. What people get and pay, and the net a person, are at the rates of "
        f"{schedules_named(shared)}, in brackets the {sure} interval. A person not yet born is one born by "
        "then."
    )
    print_rows(rows, numeric=[name for name in rows[0] if name != "generation"], notes=[note])


def _people(found: LaterYears, option: str) -> dict[str, Record]:
    counts = [each for each in found.records if each.measure == "people" and each.by["option"] == option]
    return {each.by.get("generation", each.by.get("group", "everybody")): each for each in counts}


def _print_years(found: LaterYears, option: str) -> None:
    """What each year costs and brings, undiscounted; years that are alike share a row."""
    rows = []
    for years, own in alike_years(found.records, option, most=_MOST_ROWS):
        rows.append(
            {
                "years, undiscounted": years,
                **{
                    heading: _money(own[measure])
                    for heading, measure in (
                        ("cost a year", "cost"),
                        ("get a year", "gains"),
                        ("pay a year", "payments"),
                    )
                },
                "net a year": _money(own["net_effect"], interval=True),
            }
        )
    print_rows(rows, numeric=[name for name in rows[0] if name != "years, undiscounted"])


def _money(record: Record | None, *, interval: bool = False) -> str:
    if record is not None and record.status == "withheld":
        return WITHHELD
    if record is None or record.estimate is None:
        return "–"
    shown = _size(record.estimate, record.estimate)
    if not interval or record.low is None or record.high is None or not record.se:
        return shown
    low, high = (_size(end, record.estimate) for end in (record.low, record.high))
    return shown if low == high else f"{shown} ({low} to {high})"


def _size(number: float, like: float) -> str:
    if abs(like) >= _MILLIONS:
        return f"{number / 1e6:,.0f}m" if abs(like) >= 1e9 else f"{number / 1e6:,.1f}m"
    return f"{number:,.0f}" if max(abs(like), abs(number)) >= 1000 else f"{number:,.3g}"
