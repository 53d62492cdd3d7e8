"""From a table to a panel: roles of columns, periods in order, and everything that cannot be meant refused."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.panel import Panel
from dueregard.engine.gathered import GatheredRows, gathered_rows
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people import People

__all__ = ["Asked", "ReadPanel", "read_panel"]

Array = NDArray[np.float64]
Index = NDArray[np.int64]

_NEVER = {"", "0", "never", "inf", "nan", "none"}
_DATE = re.compile(r"^\d{4}[-/. ]?(?:[QqWwMm]?\d{1,2})?(?:[-/.]\d{2})?$")
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which column is what.

    Attributes
    ----------
    outcome, unit, time : str
        Columns; the outcome may be an expression. Without a unit the table is one series.
    treated : str, optional
        A column or condition: true where and while the event holds, or, with `event`, for treated units.
    first_treated : str, optional
        Column of the period in which a unit's event begins; empty, 0 or never for none.
    event : str, optional
        The period in which it begins for all treated units.
    group, weight, cluster : str, optional
        Columns.
    covariates : tuple of str
        Columns of numbers.
    log : bool
        Whether the logarithm of the outcome is taken.
    people : bool
        Whether rows are people, several a unit and period.
    """

    outcome: str
    time: str
    unit: str | None = None
    treated: str | None = None
    first_treated: str | None = None
    event: str | None = None
    group: str | None = None
    weight: str | None = None
    cluster: str | None = None
    covariates: tuple[str, ...] = ()
    log: bool = False
    people: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadPanel:
    """A panel with what was decided on the way.

    Attributes
    ----------
    panel : Panel
        The rows that can be used.
    notes : tuple of str
        Rows left out, and why.
    """

    panel: Panel
    notes: tuple[str, ...] = ()


def read_panel(people: People, asked: Asked) -> ReadPanel:
    """Take a panel from a table.

    Parameters
    ----------
    people : People
        A table with one row a unit and period (and group), or with rows of people.
    asked : Asked
        Which column is what.

    Returns
    -------
    ReadPanel

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    UsageError
        When roles contradict each other.
    PeopleError
        When ids are missing, rows come twice, or there is nothing to compare.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> table = read_people(
    ...     {"area": ["a", "a", "b", "b"], "year": [1, 2, 1, 2], "y": [3.0, 4, 5, 8], "on": [0, 0, 0, 1]}
    ... )
    >>> panel = read_panel(table, Asked(outcome="y", unit="area", time="year", treated="on")).panel
    >>> panel.starts
    array([-1,  1])
    """
    rows = _fetched(people, asked)
    _refuse_missing(rows, "time", asked.time)
    if asked.unit is not None:
        _refuse_missing(rows, "unit", asked.unit)
    times, dates = ordered_times(rows.codes["time"], asked.time)
    panel = _assembled(rows, asked, times, dates)
    panel, notes = _usable(panel, rows, asked)
    _refuse_shape(panel, asked)
    return ReadPanel(panel=panel, notes=notes)


def ordered_times(codes: Sequence[str | None], column: str) -> tuple[tuple[str, ...], Array]:
    """Put periods in order.

    Parameters
    ----------
    codes : sequence of str
        As the table has them.
    column : str
        For messages.

    Returns
    -------
    tuple of tuple of str and ndarray (t,)
        Each period once, and as a number: itself, or its place where it is a date.

    Raises
    ------
    PeopleError
        When they are neither numbers nor dates.

    Examples
    --------
    >>> ordered_times(["2011-Q2", "2010-Q4", "2011-Q1"], "quarter")[0]
    ('2010-Q4', '2011-Q1', '2011-Q2')
    """
    known = {code for code in codes if code is not None}
    numeric = {code: value for code in known if (value := _number(code)) is not None}
    if len(numeric) == len(known):
        ordered = sorted(known, key=lambda code: numeric[code])
        return tuple(ordered), np.array([numeric[code] for code in ordered])
    strange = sorted(code for code in known if not _DATE.match(code))
    if strange or len({len(code) for code in known}) > 1:
        raise PeopleError(
            f"The periods in {column!r} cannot be put in order.",
            found=f"One of them is {(strange or sorted(known))[0]!r}.",
            remedy="Write them as numbers (2011, 2011.25), or as dates such as 2011-03 or 2011-Q1.",
        )
    ordered = sorted(known)
    return tuple(ordered), np.arange(len(ordered), dtype=float)


def _fetched(people: People, asked: Asked) -> GatheredRows:
    named = {"time": asked.time, "unit": asked.unit, "group": asked.group, "cluster": asked.cluster}
    codes = {key: name for key, name in (named | {"first": asked.first_treated}).items() if name is not None}
    for name in codes.values():
        if name not in people.table.names:
            raise ColumnNotFound(name, people.columns, where=people.title)
    figures = {"outcome": asked.outcome}
    figures |= {} if asked.treated is None else {"treated": asked.treated}
    figures |= {} if asked.weight is None else {"weight": asked.weight}
    figures |= {f"x{number}": name for number, name in enumerate(asked.covariates)}
    rows = gathered_rows(people.table, figures=figures, codes=codes)
    if not len(rows):
        raise PeopleError(f"{people.title} has no rows to evaluate.")
    return rows


def _refuse_missing(rows: GatheredRows, key: str, column: str) -> None:
    missing = [number + 1 for number, code in enumerate(rows.codes[key]) if code is None or not code.strip()]
    if missing:
        first = ", ".join(f"{number:,}" for number in missing[:_SHOWN])
        raise PeopleError(
            f"{column!r} is missing in {len(missing):,} {'row' if len(missing) == 1 else 'rows'}.",
            found=f"Row numbers, counted below the header: {first}{', ...' if len(missing) > _SHOWN else ''}.",
            remedy="Every row needs its unit and its period.",
        )


def _coded(codes: Sequence[str | None]) -> tuple[Index, tuple[str, ...]]:
    """Places of codes; -1 where one is missing."""
    known = sorted({code for code in codes if code is not None and code.strip()}, key=_sorting)
    place = {code: number for number, code in enumerate(known)}
    return np.array([place.get(code or "", -1) for code in codes], np.int64), tuple(known)


def _sorting(code: str) -> tuple[int, float, str]:
    value = _number(code)
    return (1, 0.0, code) if value is None else (0, value, code)


def _assembled(rows: GatheredRows, asked: Asked, times: tuple[str, ...], dates: Array) -> Panel:
    size = len(rows)
    whole = np.zeros(size, np.int64)
    unit, units = _coded(rows.codes["unit"]) if asked.unit is not None else (whole, ("all",))
    group, groups = _coded(rows.codes["group"]) if asked.group is not None else (whole, ("all",))
    cluster, clusters = _coded(rows.codes["cluster"]) if asked.cluster is not None else (unit, units)
    place = {code: number for number, code in enumerate(times)}
    time = np.array([place[str(code)] for code in rows.codes["time"]], np.int64)
    figures = [rows.figures[f"x{number}"] for number in range(len(asked.covariates))]
    return Panel(
        outcome=rows.figures["outcome"],
        unit=unit,
        time=time,
        group=group,
        cluster=cluster,
        treated=_treated(rows, asked, unit=unit, time=time, units=units, times=times, dates=dates),
        weight=rows.figures.get("weight"),
        covariates=np.column_stack(figures) if figures else np.zeros((size, 0)),
        units=units,
        times=times,
        groups=groups,
        clusters=clusters,
        dates=dates,
        grouping=asked.group,
        people=asked.people,
    )


def _treated(
    rows: GatheredRows,
    asked: Asked,
    *,
    unit: Index,
    time: Index,
    units: tuple[str, ...],
    times: tuple[str, ...],
    dates: Array,
) -> Array:
    if asked.first_treated is not None:
        if asked.treated is not None or asked.event is not None:
            raise UsageError(
                "--first-treated says who is treated and when; --treated and --event say it again.",
                remedy="Give --first-treated alone.",
            )
        return _by_first(rows.codes["first"], asked.first_treated, unit, time, units, times, dates)
    begins = None if asked.event is None else event_place(asked.event, times, dates, asked.time)
    if asked.treated is None:
        if begins is None:
            raise UsageError(
                "Nothing says what happened when.",
                remedy="Give --treated with a column that is 1 where and while the event holds, "
                "--first-treated with the period it begins in, or --event with the period "
                "(and --treated for the units it reached).",
            )
        return np.asarray(time >= begins, float)
    held = rows.figures["treated"]
    if np.any((held < 0) | (held > 1)):
        raise PeopleError(
            f"{asked.treated!r} must be 0 or 1 (or a share of the period between them).",
            remedy="For the period in which a unit's event begins, use --first-treated.",
        )
    if begins is None:
        return held
    low, high = np.full(len(units), np.inf), np.full(len(units), -np.inf)
    np.minimum.at(low, unit[~np.isnan(held)], held[~np.isnan(held)])
    np.maximum.at(high, unit[~np.isnan(held)], held[~np.isnan(held)])
    if np.any(low < high):
        raise UsageError(
            f"{asked.treated!r} changes over time within a unit, so it says itself when the event holds.",
            remedy="Leave out --event; or give --treated the units it reached, for instance "
            "--treated \"State == 'California'\".",
        )
    return np.where(np.isnan(held), np.nan, held * (time >= begins))


def event_place(event: str, times: tuple[str, ...], dates: Array, column: str) -> int:
    """Find the first period of an event.

    Parameters
    ----------
    event : str
        A period; where the table has none of that name, the first after it.
    times : tuple of str
        The periods, in order.
    dates : ndarray (t,)
        As numbers.
    column : str
        For messages.

    Returns
    -------
    int
        Its place.

    Raises
    ------
    UsageError
        When it lies outside the table, or no period is before it.
    """
    value, numeric = _number(event), all(_number(code) is not None for code in times)
    if numeric:
        after = [] if value is None else [place for place, date in enumerate(dates) if date >= value]
    else:
        after = [place for place, code in enumerate(times) if code >= event]
    if not after or after[0] == 0 or (numeric and value is None):
        raise UsageError(
            f"The event {event} does not lie within the periods of {column!r}.",
            found=f"They go from {times[0]} to {times[-1]}; at least one must come before the event.",
        )
    return after[0]


def _by_first(
    codes: Sequence[str | None],
    column: str,
    unit: Index,
    time: Index,
    units: tuple[str, ...],
    times: tuple[str, ...],
    dates: Array,
) -> Array:
    distinct = {code for code in codes if code is not None}
    begins = {code: _first_place(code, times, dates, column) for code in distinct}
    first = np.array([len(times) if code is None else begins[code] for code in codes])
    low, high = np.full(len(units), len(times)), np.zeros(len(units), int)
    np.minimum.at(low, unit, first)
    np.maximum.at(high, unit, first)
    if (differ := np.flatnonzero(low != high)).size:
        raise PeopleError(
            f"{column!r} must be one period for each unit.",
            found=f"It differs within {differ.size:,}: {', '.join(units[each] for each in differ[:_SHOWN])}.",
        )
    return np.asarray(time >= first, float)


def _first_place(code: str, times: tuple[str, ...], dates: Array, column: str) -> int:
    if code.strip().casefold() in _NEVER:
        return len(times)
    value = _number(code)
    if all(_number(each) is not None for each in times):
        if value is None:
            raise PeopleError(
                f"{column!r} must hold periods, or nothing for units that are never treated.",
                found=f"One of its values is {code!r}.",
            )
        return int(np.searchsorted(dates, value))
    return int(np.searchsorted(np.array(times), code))


def _usable(panel: Panel, rows: GatheredRows, asked: Asked) -> tuple[Panel, tuple[str, ...]]:
    """Leave rows out that lack something, and say how many."""
    notes: list[str] = []
    outcome = panel.outcome
    if asked.log:
        if np.any(outcome <= 0):
            count = int(np.sum(outcome <= 0))
            raise PeopleError(
                f"{asked.outcome!r} has no logarithm in {count:,} {'row' if count == 1 else 'rows'}.",
                found="It is zero or less there.",
                remedy="Leave out --log.",
            )
        outcome = np.log(outcome)
    weight = panel.weight
    if weight is not None and np.any(weight < 0):
        raise PeopleError(f"The weight {asked.weight!r} is below zero in some rows.")
    lacking = {
        f"{asked.outcome!r} is missing": np.isnan(outcome),
        f"{asked.treated!r} is missing": np.isnan(panel.treated),
        "a covariate is missing": np.isnan(panel.covariates).any(axis=1),
        f"{asked.group!r} is missing": panel.group < 0,
        f"{asked.cluster!r} is missing": panel.cluster < 0,
    }
    if weight is not None:
        lacking[f"the weight {asked.weight!r} is missing"] = np.isnan(weight)
        lacking[f"the weight {asked.weight!r} is zero"] = weight == 0
    kept = np.ones(len(panel), bool)
    for reason, which in lacking.items():
        if count := int(np.sum(which & kept)):
            notes.append(f"Left out: {count:,} {'row' if count == 1 else 'rows'} where {reason}.")
        kept &= ~which
    if not kept.any():
        raise PeopleError("No row can be used.", found=" ".join(notes))
    whole = Panel(
        **{name: getattr(panel, name) for name in Panel.__dataclass_fields__ if name != "outcome"},
        outcome=outcome,
    )
    return (whole if kept.all() else whole.only(kept)), tuple(notes)


def _refuse_shape(panel: Panel, asked: Asked) -> None:
    if len(np.unique(panel.time)) < 2:
        raise PeopleError(
            "There is only one period.",
            found=f"Every usable row has {asked.time} {panel.times[int(panel.time[0])]}.",
            remedy="An evaluation needs periods before and after the event.",
        )
    if asked.people:
        return
    cell = (panel.unit * len(panel.times) + panel.time) * len(panel.groups) + panel.group
    unique, counts = np.unique(cell, return_counts=True)
    if (twice := unique[counts > 1]).size:
        first = int(twice[0]) // len(panel.groups)
        period, name = panel.times[first % len(panel.times)], panel.units[first // len(panel.times)]
        per = f"{asked.time}" + (f" and {asked.group}" if asked.group else "")
        raise PeopleError(
            f"{twice.size:,} {'combination' if twice.size == 1 else 'combinations'} of unit and {per} "
            f"{'has' if twice.size == 1 else 'have'} more than one row.",
            found=f"The first is {asked.unit or 'the series'} {name} in {period}.",
            remedy="Add such rows up; name what tells them apart with --group; or, if the rows are people "
            "in places, add --people.",
        )


def _number(code: str) -> float | None:
    try:
        value = float(code)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
