"""From a table to a panel: roles of columns, and everything that cannot be meant refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.periods import Periods, number_of
from dueregard.engine.gathered import GatheredRows, gathered_rows
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people import People

__all__ = ["Asked", "ReadPanel", "read_panel"]

Array = NDArray[np.float64]
Index = NDArray[np.int64]

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
    panel = _assembled(rows, asked, Periods.of(rows.codes["time"], asked.time))
    panel, notes = _usable(panel, rows, asked)
    _refuse_shape(panel, asked)
    return ReadPanel(panel=panel, notes=notes)


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
        first += ", ..." if len(missing) > _SHOWN else ""
        raise PeopleError(
            f"{column!r} is missing in {len(missing):,} {'row' if len(missing) == 1 else 'rows'}.",
            found=f"Row numbers, counted below the header: {first}.",
            remedy="Every row needs its unit and its period.",
        )


def _coded(codes: Sequence[str | None]) -> tuple[Index, tuple[str, ...]]:
    """Places of codes; -1 where one is missing."""
    known = sorted({code for code in codes if code is not None and code.strip()}, key=_sorting)
    place = {code: number for number, code in enumerate(known)}
    return np.array([place.get(code or "", -1) for code in codes], np.int64), tuple(known)


def _sorting(code: str) -> tuple[int, float, str]:
    value = number_of(code)
    return (1, 0.0, code) if value is None else (0, value, code)


def _assembled(rows: GatheredRows, asked: Asked, periods: Periods) -> Panel:
    size = len(rows)
    whole = np.zeros(size, np.int64)
    unit, units = _coded(rows.codes["unit"]) if asked.unit is not None else (whole, ("all",))
    group, groups = _coded(rows.codes["group"]) if asked.group is not None else (whole, ("all",))
    cluster, clusters = _coded(rows.codes["cluster"]) if asked.cluster is not None else (unit, units)
    place = {code: number for number, code in enumerate(periods.codes)}
    time = np.array([place[str(code)] for code in rows.codes["time"]], np.int64)
    figures = [rows.figures[f"x{number}"] for number in range(len(asked.covariates))]
    return Panel(
        outcome=rows.figures["outcome"],
        unit=unit,
        time=time,
        group=group,
        cluster=cluster,
        treated=_treated(rows, asked, _Cells(unit=unit, time=time, units=units, periods=periods)),
        weight=rows.figures.get("weight"),
        covariates=np.column_stack(figures) if figures else np.zeros((size, 0)),
        units=units,
        times=periods.codes,
        groups=groups,
        clusters=clusters,
        dates=periods.dates,
        grouping=asked.group,
        people=asked.people,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cells:
    """Which unit and period each row is of."""

    unit: Index
    time: Index
    units: tuple[str, ...]
    periods: Periods

    def span(self, values: Array) -> tuple[Array, Array]:
        """The lowest and the highest value of each unit, missing ones aside."""
        known = ~np.isnan(values)
        low, high = np.full(len(self.units), np.inf), np.full(len(self.units), -np.inf)
        np.minimum.at(low, self.unit[known], values[known])
        np.maximum.at(high, self.unit[known], values[known])
        return low, high


def _treated(rows: GatheredRows, asked: Asked, cells: _Cells) -> Array:
    if asked.first_treated is not None:
        if asked.treated is not None or asked.event is not None:
            raise UsageError(
                "--first-treated says who is treated and when; --treated and --event say it again.",
                remedy="Give --first-treated alone.",
            )
        return _by_first(rows.codes["first"], asked.first_treated, cells)
    begins = None if asked.event is None else cells.periods.event(asked.event)
    if asked.treated is None:
        if begins is None:
            raise UsageError(
                "Nothing says what happened when.",
                remedy="Give --treated with a column that is 1 where and while the event holds, "
                "--first-treated with the period it begins in, or --event with the period "
                "(and --treated for the units it reached).",
            )
        return np.asarray(cells.time >= begins, float)
    held = rows.figures["treated"]
    if np.any((held < 0) | (held > 1)):
        raise PeopleError(
            f"{asked.treated!r} must be 0 or 1 (or a share of the period between them).",
            remedy="For the period in which a unit's event begins, use --first-treated.",
        )
    if begins is None:
        return held
    low, high = cells.span(held)
    if np.any(low < high):
        raise UsageError(
            f"{asked.treated!r} changes over time within a unit, so it says itself when the event holds.",
            remedy="Leave out --event; or give --treated the units it reached, for instance "
            "--treated \"State == 'California'\".",
        )
    return held * (cells.time >= begins)


def _by_first(codes: Sequence[str | None], column: str, cells: _Cells) -> Array:
    begins = {code: cells.periods.first(code, column) for code in set(codes)}
    first = np.array([begins[code] for code in codes], float)
    low, high = cells.span(first)
    if (differ := np.flatnonzero(low < high)).size:
        named = ", ".join(cells.units[each] for each in differ[:_SHOWN])
        raise PeopleError(
            f"{column!r} must be one period for each unit.",
            found=f"It differs within {differ.size:,} {'unit' if differ.size == 1 else 'units'}: {named}.",
        )
    return np.asarray(cells.time >= first, float)


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
    whole = replace(panel, outcome=outcome)
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
