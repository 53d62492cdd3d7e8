"""One GROUP BY in the engine: sums of a million people, or of a hundred million, by stratum."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.causes.columns import number_of
from dueregard.causes.sizes import MOST, refuse_large
from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.tally import Tally
from dueregard.engine import Grouping, Table
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect, framed, numbers
from dueregard.engine.table import row_count
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
    tally : Tally
        Of those whose outcome and covariates are known.
    lacking : mapping of str to int
        How many have no outcome; and, of the others, how many lack each covariate.
    patterns : tuple of arrays, optional
        Of a yes/no outcome with covariates: group, people, yeses, covariates.
    """

    keys: tuple[Any, ...] = field(repr=False)
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
    PeopleError
        When a number is infinite, or too large to be squared and summed.
    """
    table = people.table
    texts = [text for text in (outcome, *covariates) if _is_text(table, text)]
    refuse_unusable(table, [mean(text) for text in texts])
    frame, columns = _frame(table, outcome, groupings, covariates)
    known = frame.filter(_known(columns))
    pilot = _pilot(known, columns)
    keys = [f"_g{index}" for index in range(len(groupings))]
    got = collect(_summed(known, keys, columns, pilot))
    if pilot.yes_no and numbers(got["_off"]).any():
        pilot = replace(pilot, yes_no=False)
        got = collect(_summed(known, keys, columns, pilot))
    found = {name: numbers(got[name]) for name in got if name not in keys}
    lacking = dict.fromkeys((outcome, *covariates), 0)
    if int(found["_n"].sum()) < _size(table, frame):
        # Whoever is left out has a missing value, or one that is infinite or too large, which is refused.
        refuse_unusable(table, [mean(text) for text in lacking])
        _refuse_large(frame, columns, (*covariates, outcome))
        lacking = _lacking(frame, columns, outcome, covariates)
    tally = _tally(found, len(columns), pilot)
    patterns = None
    if covariates and tally.others == 0:
        patterns = _patterns(known, keys, columns, got)
    return GroupedPeople(
        keys=tuple(_array(got[key]) for key in keys),
        tally=tally,
        lacking=lacking,
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
    return narrow, columns


def _known(columns: Sequence[str]) -> nw.Expr:
    # NaN is above every number on every backend, so that one comparison leaves out it and what is too large.
    return reduce(operator.and_, (nw.col(name).abs() <= MOST for name in columns))


def _is_text(table: Table, text: str) -> bool:
    return text in table.names and kind_of(table.schema[table.names[text]]) == "text"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pilot:
    """What some rows tell: about where numbers lie, and whether the outcome seems to be yes or no."""

    centres: FloatArray
    yes_no: bool


def _pilot(known: nw.LazyFrame[Any], columns: Sequence[str]) -> _Pilot:
    got = collect(known.select(*columns).head(PILOT))
    values = np.column_stack([numbers(got[name]) for name in columns])
    centres = values.mean(axis=0) if len(values) else np.zeros(len(columns))
    return _Pilot(centres=centres, yes_no=bool(np.isin(values[:, -1], (0.0, 1.0)).all()))


def _size(table: Table, frame: nw.LazyFrame[Any]) -> int:
    """Count the people of the domain."""
    if table.domain is None:
        return row_count(table)
    return int(numbers(collect(frame.select(n=nw.len()))["n"])[0])


def _refuse_large(frame: nw.LazyFrame[Any], columns: Sequence[str], texts: Sequence[str]) -> None:
    sizes = {name: nw.col(name).abs() for name in columns}
    large = {
        name: nw.when((size > MOST) & (size < float("inf"))).then(1).otherwise(0)
        for name, size in sizes.items()
    }
    got = collect(frame.select(**large).select(**{name: nw.col(name).sum() for name in columns}))
    for name, text in zip(columns, texts, strict=True):
        # Of nobody there is no sum.
        if count := int(np.nan_to_num(numbers(got[name]))[0]):
            refuse_large(text, count)


def _lacking(
    frame: nw.LazyFrame[Any], columns: Sequence[str], outcome: str, covariates: Sequence[str]
) -> dict[str, int]:
    known = nw.col(columns[-1]).abs() < float("inf")
    # A missing value makes a condition missing, so that only whom it holds for is told from the others.
    flags = {"_f0": nw.when(known).then(0).otherwise(1)}
    flags |= {
        f"_f{at}": nw.when(known & nw.col(name).is_null()).then(1).otherwise(0)
        for at, name in enumerate(columns[:-1], start=1)
    }
    got = collect(frame.select(**flags).select(**{name: nw.col(name).sum() for name in flags}))
    return {text: int(numbers(got[f"_f{at}"])[0]) for at, text in enumerate((outcome, *covariates))}


def _summed(
    known: nw.LazyFrame[Any], keys: Sequence[str], columns: Sequence[str], pilot: _Pilot
) -> nw.LazyFrame[Any]:
    outcome = nw.col(columns[-1])
    about = [nw.col(name) - float(centre) for name, centre in zip(columns, pilot.centres, strict=True)]
    sums: dict[str, nw.Expr] = {f"_first{at}": each for at, each in enumerate(about)}
    for one, left in enumerate(about):
        for two, right in enumerate(about[one:], start=one):
            sums[f"_second{one}_{two}"] = left * right
    if pilot.yes_no:
        # Nought only where everybody is 0 or 1.
        sums |= {"_yes": outcome, "_off": outcome * outcome * (1.0 - outcome) * (1.0 - outcome)}
    else:
        sums["_absolute"] = outcome.abs()
    narrow = known.select(*keys, **sums)
    if known.implementation.is_duckdb():
        # DuckDB can sum many rows without losing digits.
        chosen = [*keys, *(f"fsum({name}) as {name}" for name in sums), "count(*) as _n"]
        chosen += [] if pilot.yes_no else ["max(_absolute) as _largest"]
        return framed(narrow.to_native().aggregate(", ".join(chosen), ", ".join(keys)))
    totals = {name: nw.col(name).sum() for name in sums}
    if not pilot.yes_no:
        totals["_largest"] = nw.col("_absolute").max()
    return narrow.group_by(*keys, drop_null_keys=False).agg(**totals, _n=nw.len())


def _tally(found: Mapping[str, FloatArray], width: int, pilot: _Pilot) -> Tally:
    people, centre = found["_n"], float(pilot.centres[-1])
    second = np.empty((len(people), width, width))
    for one in range(width):
        for two in range(one, width):
            second[:, one, two] = second[:, two, one] = found[f"_second{one}_{two}"]
    first = np.column_stack([found[f"_first{at}"] for at in range(width)])
    yeses = found["_yes"] if pilot.yes_no else np.zeros(len(people))
    return Tally(
        people=people.astype(np.intp),
        weight=people,
        squares=people,
        first=first,
        second=second,
        centre=centre,
        centres=pilot.centres[:-1],
        largest=(yeses > 0).astype(float) if pilot.yes_no else found["_largest"],
        absolute=yeses if pilot.yes_no else found["_absolute"],
        of_squares=second[:, -1, -1] + 2 * centre * first[:, -1] + people * centre**2,
        yeses=yeses.astype(np.intp),
        others=0 if pilot.yes_no else int(people.sum()),
    )


def _patterns(
    known: nw.LazyFrame[Any], keys: Sequence[str], columns: Sequence[str], groups: Mapping[str, Any]
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
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
