"""Weights, sampling units, repeated rows and dates that look wrong."""

from __future__ import annotations

import datetime
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.people.audit_findings import WeightSanity
from dueregard.people.people import People

__all__ = ["dates_after", "design_sanity", "duplicated_rows", "weight_sanity"]

_HUGE = 10.0


def _one(frame: nw.LazyFrame[Any]) -> dict[str, Any]:
    return {name: values[0].as_py() for name, values in collect(frame).items()}


def _number_of(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).sum()


def weight_sanity(people: People) -> WeightSanity | None:
    """Describe the weights, in two scans.

    Parameters
    ----------
    people : People
        The people.

    Returns
    -------
    WeightSanity or None
        None when everybody counts once.
    """
    name = people.design.weight
    if name is None:
        return None
    weight = nw.col(people.table.names[name]).cast(nw.Float64)
    frame = people.table.frame.select(w=weight)
    w = nw.col("w")
    median = _one(frame.filter(w > 0).select(median=w.median()))["median"]
    found = _one(
        frame.select(
            n=nw.len(),
            missing=_number_of(w.is_null()),
            zero=_number_of(w == 0),
            huge=_number_of(w > _HUGE * median),
            positive=_number_of(w > 0),
            total=w.sum(),
            squares=(w * w).sum(),
        )
    )
    return WeightSanity(
        column=name,
        n=int(found["n"]),
        missing=int(found["missing"]),
        zero=int(found["zero"]),
        huge=int(found["huge"]),
        total=float(found["total"]),
        design_effect=float(found["positive"]) * found["squares"] / found["total"] ** 2,
    )


def design_sanity(people: People) -> dict[str, int]:
    """Count strata, sampling units, and strata with one unit.

    Parameters
    ----------
    people : People
        The people.

    Returns
    -------
    dict of str to int
        ``strata``, ``units`` and ``lonely``; empty without strata and clusters.
    """
    design, names = people.design, people.table.names
    if design.strata is None and not design.clusters:
        return {}
    stratum = nw.col(names[design.strata]) if design.strata else nw.lit(1)
    unit = nw.col(names[design.clusters[0]]) if design.clusters else nw.col(str(people.table.row))
    units = people.table.frame.select(s=stratum, u=unit).group_by("s").agg(units=nw.col("u").n_unique())
    found = _one(
        units.select(strata=nw.len(), units=nw.col("units").sum(), lonely=_number_of(nw.col("units") == 1))
    )
    return {name: int(count) for name, count in found.items()}


def duplicated_rows(people: People) -> int:
    """Count rows that repeat an earlier row in every column.

    Parameters
    ----------
    people : People
        The people.

    Returns
    -------
    int
        0 as well where the backend cannot tell cheaply.
    """
    native = people.table.frame.to_native()
    if not people.table.frame.implementation.is_duckdb():
        return 0
    columns = ", ".join(people.raw.values())
    [(count,)] = native.aggregate(f"count(*) - count(distinct hash({columns}))").fetchall()
    return int(count)


def dates_after(people: People, day: datetime.date) -> dict[str, int]:
    """Count dates that lie after a day.

    Parameters
    ----------
    people : People
        The people.
    day : datetime.date
        The decision's.

    Returns
    -------
    dict of str to int
        By column, for columns of dates only.
    """
    schema = people.table.schema
    dated = {name: c for name, c in people.raw.items() if kind_of(schema[c]) in ("date", "time")}
    if not dated:
        return {}
    wanted = {f"n{at}": _number_of(nw.col(c).cast(nw.Date) > day) for at, c in enumerate(dated.values())}
    found = _one(people.table.frame.select(**wanted))
    return {name: int(found[f"n{at}"] or 0) for at, name in enumerate(dated)}
