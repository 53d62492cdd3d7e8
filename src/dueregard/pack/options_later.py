"""Later years and generations on an option's page and beside other options: who gains, who pays, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.consequences.generations import OF_LATER_YEARS
from dueregard.consequences.generations.alike import alike_schedules, alike_years, schedules_named
from dueregard.consequences.generations.flags import UNBORN, present_values
from dueregard.consequences.generations.words import main_schedule
from dueregard.pack.data_files import csv_name
from dueregard.pack.numbers import MINUS, NumberFormat
from dueregard.pack.options_figures import OFF, change_cell, format_of, plain_cell
from dueregard.pack.options_panels import changes_panel
from dueregard.pack.readings import symbol
from dueregard.pack.views import GapView, PanelView
from dueregard.pack.words import heading

if TYPE_CHECKING:
    from dueregard.consequences import ReleasedConsequences
    from dueregard.consequences.generations import LaterYears
    from dueregard.estimates import Record

__all__ = ["LaterTable", "LaterView", "later_view", "later_words"]

EVERYBODY = "everybody"
MOST_YEARS = 8
MILLION = 1e6
WHOLE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterTable:
    """A small table of cells."""

    title: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GapView, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterView:
    """What an option does in later years.

    Attributes
    ----------
    sentences : tuple of str
        Who gains, who pays, and when.
    panel : PanelView or None
        Each generation; None where nothing may be shown.
    fan : LaterTable
        The same under every discount schedule.
    years : LaterTable
        Every year by itself.
    assumed : tuple of str
        On years, people and money.
    files : tuple of str
        Where the figures are.
    """

    sentences: tuple[str, ...]
    panel: PanelView | None
    fan: LaterTable
    years: LaterTable
    assumed: tuple[str, ...]
    files: tuple[str, ...]


def later_view(found: ReleasedConsequences, option: str) -> LaterView | None:
    """Show the accounts of an option.

    Parameters
    ----------
    found : ReleasedConsequences
        The options, as they may be shown.
    option : str
        One of them.

    Returns
    -------
    LaterView or None
        None where it does not look ahead.
    """
    later = found.later_of(option)
    if later is None:
        return None
    others = [name for name in later.sentences if name != option]
    return LaterView(
        sentences=later.sentences[option],
        panel=_panel(later, option),
        fan=_fan(later, option),
        years=_years(later, option),
        # What is said of another option by its name is on that option's page.
        assumed=tuple(
            text for text in later.assumptions if not any(text.startswith(f"{name} ") for name in others)
        ),
        files=tuple(csv_name(table) for table in found.tables if table.name in OF_LATER_YEARS),
    )


def later_words(found: ReleasedConsequences, option: str) -> str:
    """Say in a line what becomes of those not yet born, and of the generations that do best and worst.

    Parameters
    ----------
    found : ReleasedConsequences
        The options, as they may be shown.
    option : str
        One of them.

    Returns
    -------
    str
        Empty where it does not look ahead; gains and losses are said where chance does not explain them.
    """
    later = found.later_of(option)
    if later is None:
        return ""
    schedule = main_schedule(later.schedules)
    each = present_values(later.records, option, measure="present_value_per_person")
    of = {name: each.get((name, schedule.name)) for name in later.generations}
    shown = {name: record for name, record in of.items() if record is not None and record.estimate}
    if not shown:
        return (
            "kept back"
            if any(record is not None and record.status == "withheld" for record in of.values())
            else ""
        )
    living = sorted((name for name in shown if name != UNBORN), key=lambda name: shown[name].estimate or 0.0)
    told = [UNBORN] if UNBORN in shown else []
    told += [name for name in living[:1] if _side(shown[name]) == "lose"]
    told += [name for name in living[-1:] if _side(shown[name]) == "gain"]
    words = "; ".join(_each(name, shown[name], first=not place) for place, name in enumerate(told))
    return words or "no generation clearly gains or loses"


def _side(record: Record) -> str:
    return {"higher than": "gain", "lower than": "lose"}.get(record.verdict or "", "")


def _each(name: str, record: Record, *, first: bool) -> str:
    who = f"{'people' if first else 'those'} {name}"
    if not _side(record):
        return f"{who} neither clearly gain nor clearly lose"
    each = " each on average" if first else " each"
    return f"{who} {_side(record)} {_whole([record]).size(record.estimate or 0.0)}{each}"


def _whole(records: Sequence[Record | None]) -> NumberFormat:
    """Write whole pounds from ten pounds on: over many years pence are noise."""
    numbers = format_of(records)
    largest = max((abs(each.estimate or 0.0) for each in records if each is not None), default=0.0)
    return replace(numbers, decimals=0) if largest >= WHOLE else numbers


def _panel(later: LaterYears, option: str) -> PanelView | None:
    schedule = main_schedule(later.schedules)
    each, net, gains, payments = (
        present_values(later.records, option, measure=f"present_value{part}")
        for part in ("_per_person", "", "_of_gains", "_of_payments")
    )
    names = [name for name in (*later.generations, EVERYBODY) if (name, schedule.name) in each]
    changes = [each[name, schedule.name] for name in names]
    if not any(record.estimate is not None for record in changes):
        return None

    def cells(record: Record) -> tuple[GapView, ...]:
        key = (record.by.get("generation", EVERYBODY), schedule.name)
        return tuple(_sized(values.get(key), interval=values is net) for values in (net, gains, payments))

    unit = next((record.unit for record in changes if record.unit), "")
    panel = changes_panel(
        changes,
        cells,
        id="by-later-generation",
        title=f"What each generation gains or loses from {later.first} to {later.until}, a person, "
        f"{unit} of {later.first} ({schedule.title})",
        names=[heading(name) for name in names],
        columns=("Together", "Get", "Pay"),
        line_words="no change",
        foot="95% intervals of the sample; what was assumed of later years is not in them.",
    )
    # How many will be born is no number of people who were asked.
    rows = (
        replace(row, figure=replace(row.figure, n="")) if row.name == heading(UNBORN) else row
        for row in panel.rows
    )
    return replace(panel, rows=tuple(rows))


def _fan(later: LaterYears, option: str) -> LaterTable:
    """A person's gain or loss under every schedule: of everybody, of the youngest, of those not yet born."""
    each = present_values(later.records, option, measure="present_value_per_person")
    youngest = [name for name in later.generations if name != UNBORN][-1:]
    names = [EVERYBODY, *youngest, *([UNBORN] if UNBORN in later.generations else [])]
    alike = alike_schedules(each, names, later.schedules)
    rows = []
    for titles in alike:
        records = [each.get((name, titles[0].name)) for name in names]
        cells = (change_cell(record, _whole([record]), names=OFF) for record in records)
        rows.append((heading(schedules_named(titles)), tuple(cells)))
    return LaterTable(
        title="Does the discount rate decide? Each person's gain or loss under every schedule",
        first="Schedule",
        columns=tuple(heading(name) for name in names),
        rows=tuple(rows),
    )


def _years(later: LaterYears, option: str) -> LaterTable:
    columns = {"cost": "Costs", "gains": "People get", "payments": "People pay", "net_effect": "On balance"}
    rows = tuple(
        (
            years,
            tuple(_sized(own.get(measure), interval=measure == "net_effect") for measure in columns),
        )
        for years, own in alike_years(later.records, option, most=MOST_YEARS)
    )
    return LaterTable(
        title="Year by year, a year, undiscounted", first="Years", columns=tuple(columns.values()), rows=rows
    )


def _sized(record: Record | None, *, interval: bool = False) -> GapView:
    """Write a sum of money, in millions where it is large."""
    if record is None:
        return plain_cell("")
    if record.estimate is None:
        return GapView(sense="unknown", verdict="", words=symbol(record) or "[x]")
    unit = (record.unit or "")[:1]
    span = ""
    if interval and record.low is not None and record.high is not None and record.se:
        span = " to ".join(_sum(end, unit, like=record.estimate) for end in (record.low, record.high))
    return GapView(
        sense="none",
        verdict="",
        words=_sum(record.estimate, unit, like=record.estimate),
        interval=span,
        mark=symbol(record),
    )


def _sum(value: float, unit: str, *, like: float) -> str:
    sign = MINUS if value < 0 else ""
    if abs(like) >= MILLION / 10:
        decimals = next(places for places, floor in enumerate((100, 1, 0)) if abs(like) >= floor * MILLION)
        return f"{sign}{unit}{abs(value) / MILLION:,.{decimals}f}m"
    return f"{sign if round(value) else ''}{unit}{abs(value):,.0f}"
