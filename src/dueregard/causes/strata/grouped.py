"""One GROUP BY in the engine: sums of a million people, or of a hundred million, by stratum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.tally import Tally
from dueregard.engine import Grouping, Table
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect, framed, numbers
from dueregard.errors import UsageError
from dueregard.estimates.source import BoolArray, FloatArray, IntArray
from dueregard.measures import mean
from dueregard.people import People
from dueregard.people.usable import refuse_unusable

__all__ = ["GroupedPeople", "grouped_people"]

PILOT = 1_000
"""How many rows tell about where the outcome lies, so that squares lose no digits."""

MOST_PATTERNS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupedPeople:
    """People grouped by the codes of their characteristics.

    Attributes
    ----------
    keys : tuple of pyarrow array (g,)
        The code of each characteristic.
    people : ndarray of int (g,)
        Of the domain, whether or not their outcome is known.
    tally : Tally
        Of those whose outcome and covariates are known.
    lacking : mapping of str to int
        People with an outcome and without a covariate.
    patterns : tuple of arrays, optional
        Of a yes/no outcome with covariates: group, people, yeses, covariates.
    """

    keys: tuple[Any, ...] = field(repr=False)
    people: IntArray = field(repr=False)
    tally: Tally = field(repr=False)
    lacking: Mapping[str, int]
    patterns: tuple[IntArray, FloatArray, FloatArray, FloatArray] | None = field(default=None, repr=False)

    def patterns_of(self, kept: BoolArray, group: IntArray) -> BinomialCells | None:
        """Count yeses by stratum and covariates.

        Parameters
        ----------
        kept : ndarray of bool (g,)
            Groups that are in a stratum.
        group : ndarray of int (kept,)
            Their strata.

        Returns
        -------
        BinomialCells or None
            None of outcomes that are not yes/no.
        """
        if self.patterns is None:
            return None
        place = np.full(len(kept), -1)
        place[kept] = group
        of_group, trials, events, covariates = self.patterns
        stratum = place[of_group]
        order = np.flatnonzero(stratum >= 0)
        order = order[np.argsort(stratum[order], kind="stable")]
        about = covariates[order] - trials[order] @ covariates[order] / trials[order].sum()
        return BinomialCells(
            stratum=stratum[order], trials=trials[order], events=events[order], covariates=about
        )


def grouped_people(
    people: People, *, outcome: str, groupings: Sequence[Grouping], covariates: Sequence[str] = ()
) -> GroupedPeople:
    """Sum the people of a domain by the codes of their characteristics.

    Parameters
    ----------
    people : People
        Who count alike.
    outcome : str
        A column of numbers or an expression.
    groupings : sequence of Grouping
        The characteristics.
    covariates : sequence of str
        Columns of numbers or expressions.

    Returns
    -------
    GroupedPeople
        As many groups as there are combinations of codes.

    Raises
    ------
    UsageError
        When the outcome or a covariate holds text, or there are too many patterns of covariates.
    """
    table = people.table
    refuse_unusable(table, [mean(text) for text in (outcome, *covariates)])
    frame, columns = _frame(table, outcome, groupings, covariates)
    centres = _pilot(frame, columns)
    keys = [f"_g{index}" for index in range(len(groupings))]
    got = collect(_summed(frame, keys, columns, centres))
    found = {name: numbers(got[name]) for name in got if name not in keys}
    tally = _tally(found, len(columns), centres)
    patterns = None
    if covariates and tally.others == 0:
        patterns = _patterns(frame, keys, columns, got)
    return GroupedPeople(
        keys=tuple(_array(got[key]) for key in keys),
        people=found["_people"].astype(np.intp),
        tally=tally,
        lacking={name: int(found[f"_no{at}"].sum()) for at, name in enumerate(covariates)},
        patterns=patterns,
    )


def _frame(
    table: Table, outcome: str, groupings: Sequence[Grouping], covariates: Sequence[str]
) -> tuple[nw.LazyFrame[Any], list[str]]:
    """Columns ``_g0``... of codes, ``_x0``... of covariates and, last, of the outcome."""
    frame = table.frame
    if table.domain is not None:
        frame = frame.filter(table.expression(table.domain))
    columns = [f"_x{index}" for index in range(len(covariates) + 1)]
    values = {
        name: number_of(table, text) for name, text in zip(columns, (*covariates, outcome), strict=True)
    }
    codes = {f"_g{index}": each.key(table.column(each.column)) for index, each in enumerate(groupings)}
    narrow = frame.select(**codes, **values)
    # NaN is above infinity on every backend, so that one comparison leaves out both.
    known = [nw.col(name).abs() < float("inf") for name in columns]
    flags = {f"_known{at}": nw.when(each).then(1.0).otherwise(0.0) for at, each in enumerate(known)}
    flagged = narrow.with_columns(**flags)
    every = nw.col("_known0")
    for at in range(1, len(columns)):
        every = every * nw.col(f"_known{at}")
    return flagged.with_columns(_every=every), columns


def number_of(table: Table, text: str) -> nw.Expr:
    """Make an outcome or covariate a double, or refuse it.

    Parameters
    ----------
    table : Table
        The people.
    text : str
        A column or an expression.

    Returns
    -------
    narwhals.Expr
        A number a row.

    Raises
    ------
    UsageError
        When it holds text.
    """
    expression = table.expression(text)
    kind = kind_of(table.frame.select(_x=expression).collect_schema()["_x"])
    if kind not in {"number", "truth"}:
        raise UsageError(
            f"{text!r} cannot be averaged: it holds {'text' if kind == 'text' else 'no numbers'}.",
            remedy=f"Write which answer counts as yes, such as \"{text} == 'yes'\"."
            if kind == "text"
            else "Name a column of numbers, or write a condition.",
        )
    return expression.cast(nw.Float64)


def _pilot(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> FloatArray:
    """Look at some rows to learn about where numbers lie."""
    some = frame.filter(nw.col("_every") > 0).head(PILOT)
    got = collect(some.select(**{name: nw.col(name).mean() for name in columns}))
    return np.array([float(numbers(got[name])[0]) for name in columns])


def _summed(
    frame: nw.LazyFrame[Any], keys: Sequence[str], columns: Sequence[str], centres: FloatArray
) -> nw.LazyFrame[Any]:
    every, outcome = nw.col("_every"), nw.col(columns[-1])
    inside = every > 0
    about = [nw.col(name) - float(centre) for name, centre in zip(columns, centres, strict=True)]
    parts: dict[str, nw.Expr] = {"_n": every}
    parts |= {f"_first{at}": nw.when(inside).then(each) for at, each in enumerate(about)}
    for one, left in enumerate(about):
        for two, right in enumerate(about[one:], start=one):
            parts[f"_second{one}_{two}"] = nw.when(inside).then(left * right)
    parts |= {
        "_absolute": nw.when(inside).then(outcome.abs()),
        "_squares": nw.when(inside).then(outcome * outcome),
        "_yes": nw.when(inside & (outcome == 1.0)).then(1.0).otherwise(0.0),
        "_no": nw.when(inside & (outcome == 0.0)).then(1.0).otherwise(0.0),
    }
    last = nw.col(f"_known{len(columns) - 1}")
    parts |= {f"_no{at}": last * (1.0 - nw.col(f"_known{at}")) for at in range(len(columns) - 1)}
    narrow = frame.select(*keys, **parts)
    if frame.implementation.is_duckdb():
        # DuckDB can sum many rows without losing digits.
        sums = [f"fsum({name}) as {name}" for name in parts]
        chosen = ", ".join([*keys, *sums, "max(_absolute) as _largest", "count(*) as _people"])
        return framed(narrow.to_native().aggregate(chosen, ", ".join(keys)))
    totals = {name: nw.col(name).sum() for name in parts}
    return narrow.group_by(*keys, drop_null_keys=False).agg(
        **totals, _largest=nw.col("_absolute").max(), _people=nw.len()
    )


def _tally(found: Mapping[str, FloatArray], width: int, centres: FloatArray) -> Tally:
    people = found["_n"]
    second = np.empty((len(people), width, width))
    for one in range(width):
        for two in range(one, width):
            second[:, one, two] = second[:, two, one] = found[f"_second{one}_{two}"]
    return Tally(
        people=people.astype(np.intp),
        weight=people,
        squares=people,
        first=np.column_stack([found[f"_first{at}"] for at in range(width)]),
        second=second,
        centre=float(centres[-1]),
        centres=centres[:-1],
        largest=found["_largest"],
        absolute=found["_absolute"],
        of_squares=found["_squares"],
        yeses=found["_yes"].astype(np.intp),
        others=int(people.sum() - found["_yes"].sum() - found["_no"].sum()),
    )


def _patterns(
    frame: nw.LazyFrame[Any], keys: Sequence[str], columns: Sequence[str], groups: Mapping[str, Any]
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    known = frame.filter(nw.col("_every") > 0)
    counted = known.group_by(*keys, *columns[:-1], drop_null_keys=False).agg(
        _n=nw.len(), _yes=nw.col(columns[-1]).sum()
    )
    got = collect(counted)
    if len(got["_n"]) > MOST_PATTERNS:
        raise UsageError(
            "There are too many different values of the covariates.",
            found=f"{len(got['_n']):,} patterns in strata; the most is {MOST_PATTERNS:,}.",
            remedy="Round the covariates, for instance to years, or make bands of them.",
        )
    place = {key: at for at, key in enumerate(zip(*(groups[key].to_pylist() for key in keys), strict=True))}
    group = np.array([place[key] for key in zip(*(got[key].to_pylist() for key in keys), strict=True)])
    values = np.column_stack([numbers(got[name]) for name in columns[:-1]])
    # The backend gives groups in any order; sums of rounded numbers shall not depend on it.
    order = np.lexsort((*values.T, group))
    return group[order], numbers(got["_n"])[order], numbers(got["_yes"])[order], values[order]


def _array(column: Any) -> Any:
    return column.combine_chunks() if hasattr(column, "combine_chunks") else column
