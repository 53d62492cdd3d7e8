"""Weights whose change is one for everybody in a household or another cluster."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration_patterns import Auxiliaries
from dueregard.engine.calibration_targets import Calibrated
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import numbers
from dueregard.engine.table import Table
from dueregard.errors import PeopleError

__all__ = ["cluster_auxiliaries", "cluster_sums"]

Array = NDArray[np.float64]


def cluster_sums(table: Table) -> dict[str, nw.Expr]:
    """Give what is summed over the people of each cluster: auxiliary variables, and people without a value.

    Parameters
    ----------
    table : Table
        With known totals within clusters.

    Returns
    -------
    dict of str to narwhals.Expr
        ``_a0``... for the totals in order, ``_l0``... for people without a level of each margin or without a
        number.
    """
    known = table.design.known_totals
    assert known is not None
    values: list[nw.Expr] = []
    lacking: list[nw.Expr] = []
    for margin in known.margins:
        members = [
            _as_number(_has(table, dict(zip(margin.columns, key, strict=True)))) for key in margin.totals
        ]
        values += members
        lacking.append(1.0 - reduce(lambda one, other: one + other, members))
    for name in known.totals:
        column = table.column(name).cast(nw.Float64)
        values.append(column.fill_null(0.0))
        lacking.append(_as_number(column.is_null()))
    made = {f"_a{index}": value for index, value in enumerate(values)}
    return made | {f"_l{index}": value for index, value in enumerate(lacking)}


def _has(table: Table, codes: Mapping[str, str]) -> nw.Expr:
    return reduce(lambda one, other: one & other, (_is(table, name, code) for name, code in codes.items()))


def _is(table: Table, name: str, code: str) -> nw.Expr:
    column, kind = table.column(name), kind_of(table.schema[table.names[name]])
    if kind == "truth":
        return column if code == "true" else ~column
    if kind == "number":
        try:
            return column.cast(nw.Float64) == float(code)
        except ValueError:
            return nw.lit(False)
    return column.cast(nw.String) == code


def _as_number(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def cluster_auxiliaries(
    known: Calibrated, columns: Mapping[str, Any], weights: Array, rows: Array
) -> Auxiliaries:
    """Take the mean of auxiliary variables over the people of each cluster.

    Parameters
    ----------
    known : Calibrated
        Known totals within clusters.
    columns : mapping of str to pyarrow array
        Sums of :func:`cluster_sums`, one row a cluster.
    weights : ndarray (m,)
        The largest weight that counts in each cluster.
    rows : ndarray (m,)
        People of each cluster.

    Returns
    -------
    Auxiliaries
        Levels that have no people and none in the population are left out.

    Raises
    ------
    PeopleError
        When people have a level without a known total or no value, or a total has nobody.

    References
    ----------
    Lemaitre and Dufour (1987), Survey Methodology 13, 199-207; ``aggregate.stage`` of R survey's
    ``calibrate``.
    """
    named = [margin.name for margin in known.margins] + list(known.totals)
    for index, name in enumerate(named):
        if (numbers(columns[f"_l{index}"])[weights > 0] > 0.5).any():
            raise PeopleError(
                f"Some people have a level without a known total, or no value: {name!r}.",
                remedy="Give a total for every code of the column, or give their cluster the weight 0.",
            )
    labels = [margin.label(key) for margin in known.margins for key in margin.totals] + list(known.totals)
    totals = [total for margin in known.margins for total in margin.totals.values()]
    totals += list(known.totals.values())
    means = [numbers(columns[f"_a{index}"]) / np.maximum(rows, 1.0) for index in range(len(labels))]
    if known.population is not None and not known.margins:
        labels, totals, means = (
            [*labels, "people"],
            [*totals, known.population],
            [*means, np.ones(len(rows))],
        )
    kept = []
    for index, (label, total, mean) in enumerate(zip(labels, totals, means, strict=True)):
        some = bool((mean[weights > 0] != 0).any())
        if not some and total != 0:
            raise PeopleError(
                f"A known total has nobody with a weight: {label}.",
                remedy="Merge it with another level, in the totals and in the table.",
            )
        if some:
            kept.append(index)
    return Auxiliaries(
        values=sparse.csr_array(np.column_stack([means[index] for index in kept])),
        names=tuple(labels[index] for index in kept),
        totals=np.array([float(totals[index]) for index in kept]),
        raw=tuple(_raw(known, index) for index in kept),
    )


def _raw(known: Calibrated, index: int) -> tuple[tuple[str, Any], ...] | str:
    """Tell levels, whose mean ratio bounds can limit, from numbers, whose cannot."""
    levels = sum(len(margin.totals) for margin in known.margins)
    return () if index < levels or index >= levels + len(known.totals) else "number"
