"""Groups that are the rows of a table: published values with their standard errors and populations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from dueregard.disparities import Groups, published
from dueregard.engine import Outcome
from dueregard.engine.gathered import GatheredRows
from dueregard.estimates import Estimates
from dueregard.measures.between_groups.comparison import CHOSEN, Comparison, refuse_group
from dueregard.measures.gathered import Figure, GatheredMeasure

__all__ = ["NO_SE", "measure_of_rows"]

NO_SE = "no standard errors were given, so there is no interval"


def measure_of_rows(
    comparison: Comparison,
    *,
    column: str,
    se: str | None,
    population: str | None,
    group: str | None,
    order: str | None,
    among: str | None,
    label: str,
    unit: str | None,
) -> GatheredMeasure:
    """Make a measure of the rows of a table.

    Parameters
    ----------
    comparison : Comparison
        What is computed.
    column, se, population, group, order : str, optional
        Columns: values, standard errors, people, names of groups, and their places in an order.
    among : str, optional
        Which rows apply.
    label : str
        What the outcome is called.
    unit : str, optional
        Its unit.

    Returns
    -------
    GatheredMeasure
        One value for each level that rows are grouped by.
    """
    figures = {"value": column, "se": se, "population": population, "order": order}
    columns = {"se": se, "population": population, "group": group, "order": order}
    return GatheredMeasure(
        name=comparison.name,
        outcome=Outcome(columns=(column,), among=among),
        figures={key: each for key, each in figures.items() if each is not None},
        codes={} if group is None else {"group": group},
        form=partial(_form, comparison, group or "group", unit),
        label=label,
        parameters={key: each for key, each in columns.items() if each is not None}
        | dict(comparison.parameters),
    )


def _form(
    comparison: Comparison, variable: str, unit: str | None, rows: GatheredRows, levels: Sequence[float]
) -> list[Figure]:
    named = [each for each in comparison.named if each not in CHOSEN or each in _groups_of(rows)]
    _refuse_unknown(named, variable, rows)
    return [
        _figure(comparison, each, variable=variable, unit=unit, named=named, levels=levels)
        for each in rows.by_level()
    ]


def _figure(
    comparison: Comparison,
    rows: GatheredRows,
    *,
    variable: str,
    unit: str | None,
    named: Sequence[str],
    levels: Sequence[float],
) -> Figure:
    fault = _fault(rows, named)
    if fault:
        return Figure(status="not_estimable", reason=fault)
    return _figure_of(comparison.function(_published(rows, variable, unit), levels), levels)


def _published(rows: GatheredRows, variable: str, unit: str | None) -> Groups:
    names, figures = _groups_of(rows), rows.figures
    order = [names[place] for place in np.argsort(figures["order"])] if "order" in figures else ()
    return published(
        figures["value"],
        figures.get("se"),
        figures.get("population"),
        by=variable,
        levels=names,
        order=order,
        unit=unit,
    )


def _groups_of(rows: GatheredRows) -> list[str]:
    if "group" in rows.codes:
        return [str(each) for each in rows.codes["group"]]
    return [f"row {number}" for number in range(1, len(rows) + 1)]


def _fault(rows: GatheredRows, named: Sequence[str]) -> str | None:
    """Say why the rows of a level cannot be compared."""
    names = _groups_of(rows)
    lacking = [each for each in named if each not in names]
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    order = rows.figures.get("order", np.arange(len(rows)))
    population = rows.figures.get("population", np.ones(len(rows)))
    faults: Mapping[str, bool] = {
        "there are fewer than two groups": len(rows) < 2,
        "a row does not say which group it is": None in rows.codes.get("group", ()),
        f"the group {next(iter(twice), '')!r} is in two rows": bool(twice),
        f"the group {next(iter(lacking), '')!r} is not there": bool(lacking),
        "a population is missing": bool(np.isnan(population).any()),
        "a population is negative": bool((population < 0).any()),
        "its groups have no people": not population.sum() > 0,
        "a standard error is negative": bool((rows.figures.get("se", population) < 0).any()),
        "a group has no place in the order": bool(np.isnan(order).any()),
        "two groups have the same place in the order": len(np.unique(order)) < len(order),
    }
    return next((reason for reason, wrong in faults.items() if wrong), None)


def _refuse_unknown(named: Sequence[str], variable: str, rows: GatheredRows) -> None:
    known = list(dict.fromkeys(_groups_of(rows)))
    for each in named:
        if each not in known and known:
            refuse_group(each, variable, known)


def _figure_of(found: Estimates, levels: Sequence[float]) -> Figure:
    """Take the one value of an Estimates, with its interval where one was computed."""
    [label], [status], [reason] = found.labels, found.statuses, found.reasons
    value, se = float(found.values[0]), float(found.se[0])
    if not found.sources and status == "ok":
        status, reason = "approximate", NO_SE
    known = found.interval_methods[0] == "given" and np.isfinite(value)
    limits = {level: found.interval(level)[0] for level in levels} if known else {}
    return Figure(
        value=value,
        variance=se**2,
        df=float(found.df[0]) if found.sources else float("inf"),
        limits={level: (float(low), float(high)) for level, (low, high) in limits.items()},
        status=status,
        reason=reason,
        method=label.method,
        unit=label.unit,
        contrast=label.contrast,
        reference=label.reference,
        parameters=_shown(label.parameters),
    )


def _shown(parameters: Mapping[str, object]) -> dict[str, object]:
    """Only what a function found out by itself: the rest is in the measure's own options."""
    return {key: each for key, each in parameters.items() if key == "corrected"}
