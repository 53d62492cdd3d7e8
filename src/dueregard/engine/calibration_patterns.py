"""People who agree in every auxiliary variable: the patterns that calibration works on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration_targets import Calibrated, Margin
from dueregard.engine.frames import numbers, whole_numbers
from dueregard.engine.grouping import code_of
from dueregard.engine.levels import distinct_codes
from dueregard.engine.table import Table
from dueregard.errors import PeopleError

__all__ = ["Auxiliaries", "PatternIndex", "auxiliaries_of", "pattern_columns", "pattern_names"]

SAMPLING_WEIGHT = "_d"
"""The weight before it is brought to known totals, beside ``_w``."""

_SHOWN = 8


def pattern_names(known: Calibrated | None) -> tuple[str, ...]:
    """Name the columns of prepared rows that tell patterns apart.

    Parameters
    ----------
    known : Calibrated, optional
        Known totals.

    Returns
    -------
    tuple of str
        None without known totals.
    """
    if known is None:
        return ()
    extra = 1 if known.regression == "equal" else 0
    if known.within is not None:
        return tuple(f"_p{index}" for index in range(1 + extra))
    crossed = dict.fromkeys(column for margin in known.margins for column in margin.columns)
    return tuple(f"_p{index}" for index in range(len(crossed) + len(known.totals) + extra))


def pattern_columns(table: Table) -> dict[str, nw.Expr]:
    """Give the columns that tell patterns apart, for rows that have the sampling weight.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    dict of str to narwhals.Expr
        Codes of margins first, then numbers; or the cluster within which weights change alike. When
        everybody counts once in the regression, the sampling weight too, so that it is one within each
        pattern.
    """
    known = table.design.known_totals
    if known is None:
        return {}
    crossed = dict.fromkeys(column for margin in known.margins for column in margin.columns)
    within = known.within is not None
    columns = [table.column(name) for name in ([known.within] if known.within is not None else crossed)]
    # Adding zero turns minus zero, which is another value to some readers, into zero.
    columns += [table.column(name).cast(nw.Float64) + 0.0 for name in known.totals if not within]
    if known.regression == "equal":
        columns.append(nw.col(SAMPLING_WEIGHT))
    return dict(zip(pattern_names(known), columns, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PatternIndex:
    """Finds the pattern of fetched rows.

    Attributes
    ----------
    columns : tuple of pyarrow array
        The values of each pattern.
    distinct : tuple of pyarrow array
        Distinct values of each column.
    codes : tuple of ndarray
        After each column, the rising codes of the combinations so far.
    order : ndarray of int
        The pattern of each last combination.
    """

    columns: tuple[Any, ...] = field(repr=False)
    distinct: tuple[Any, ...] = field(repr=False)
    codes: tuple[NDArray[np.int64], ...] = field(repr=False)
    order: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, columns: Sequence[Any], count: int) -> PatternIndex:
        """Number patterns in the order of their columns.

        Parameters
        ----------
        columns : sequence of pyarrow array
            One row a pattern.
        count : int
            How many patterns.

        Returns
        -------
        PatternIndex
            Whose positions are those of the rows.
        """
        distinct, codes = [], []
        position = np.zeros(count, dtype=np.int64)
        for column in map(_plain, columns):
            values = pc.unique(column)
            found = whole_numbers(pc.index_in(column, value_set=values))
            rising, position = distinct_codes(position * len(values) + found)
            distinct.append(values)
            codes.append(rising)
        order = np.zeros(count, dtype=np.int64)
        order[position] = np.arange(count)
        return cls(columns=tuple(columns), distinct=tuple(distinct), codes=tuple(codes), order=order)

    def find(self, columns: Sequence[Any], count: int) -> NDArray[np.int64]:
        """Find the pattern of each row.

        Parameters
        ----------
        columns : sequence of pyarrow array
            The columns of :func:`pattern_names`.
        count : int
            The number of rows.

        Returns
        -------
        ndarray of int
            Positions.
        """
        position = np.zeros(count, dtype=np.int64)
        for column, values, rising in zip(map(_plain, columns), self.distinct, self.codes, strict=True):
            found = whole_numbers(pc.index_in(column, value_set=values))
            position = np.searchsorted(rising, position * len(values) + found)
        return self.order[position] if self.distinct else position


def _plain(column: Any) -> Any:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Auxiliaries:
    """Auxiliary variables of patterns, and their known totals.

    Attributes
    ----------
    values : scipy.sparse.csr_array (m, p)
        One row a pattern.
    names : tuple of str (p,)
        Such as ``sex=f``.
    totals : ndarray (p,)
        Known.
    raw : tuple
        For each variable how rows make it: pairs of key column and raw value for a level, or the key column
        of a number; empty for everybody.
    """

    values: sparse.csr_array
    names: tuple[str, ...]
    totals: NDArray[np.float64]
    raw: tuple[tuple[tuple[str, Any], ...] | str, ...]


def auxiliaries_of(
    known: Calibrated, columns: Mapping[str, Any], weights: NDArray[np.float64]
) -> Auxiliaries:
    """Turn patterns into auxiliary variables.

    Parameters
    ----------
    known : Calibrated
        Known totals.
    columns : mapping of str to pyarrow array
        The columns of :func:`pattern_names`, one row a pattern.
    weights : ndarray (m,)
        The largest weight that counts in each pattern: a pattern of zero may lack a value.

    Returns
    -------
    Auxiliaries
        Levels that have no people and none in the population are left out.

    Raises
    ------
    PeopleError
        When people have a level without a known total or no value, or a total has nobody.
    """
    crossed = list(dict.fromkeys(column for margin in known.margins for column in margin.columns))
    keys = dict(zip(crossed, pattern_names(known), strict=False))
    parts: list[_Part] = []
    for margin in known.margins:
        held = [(keys[column], _plain(columns[keys[column]])) for column in margin.columns]
        parts += _levels(margin, held, weights)
    for name, key in zip(known.totals, pattern_names(known)[len(crossed) :], strict=False):
        missing = columns[key].is_null().to_numpy(zero_copy_only=False)
        if (missing & (weights > 0)).any():
            raise PeopleError(
                f"Some people have no value of {name!r}, which weights are to be brought to a total of.",
                remedy="Fill the values in, or give these people the weight 0.",
            )
        parts.append((name, known.totals[name], _column(numbers(columns[key])), key))
    if known.population is not None and not known.margins:
        parts.append(("people", known.population, _column(np.ones(len(weights))), ()))
    return Auxiliaries(
        values=sparse.hstack([values for _, _, values, _ in parts], format="csr"),
        names=tuple(name for name, _, _, _ in parts),
        totals=np.array([total for _, total, _, _ in parts]),
        raw=tuple(raw for _, _, _, raw in parts),
    )


_Part = tuple[str, float, sparse.csc_array, tuple[tuple[str, Any], ...] | str]


def _levels(margin: Margin, held: Sequence[tuple[str, Any]], weights: NDArray[np.float64]) -> list[_Part]:
    """Find who has each level of a margin."""
    position = np.zeros(len(weights), dtype=np.int64)
    for _, column in held:
        values = pc.unique(column)
        found = whole_numbers(pc.index_in(column, value_set=values))
        position = distinct_codes(position * len(values) + found)[1]
    count = int(position.max(initial=-1)) + 1
    first, heaviest = np.zeros(count, dtype=np.int64), np.zeros(count)
    first[position] = np.arange(len(position))
    np.maximum.at(heaviest, position, weights)
    examples = [(key, column.take(pa.array(first)).to_pylist()) for key, column in held]
    known: dict[tuple[str, ...], int] = {}
    lacking: list[tuple[str, ...]] = []
    for index in range(count):
        codes = tuple(code for _, values in examples if (code := code_of(values[index])) is not None)
        if codes in margin.totals:
            known[codes] = index
        elif heaviest[index] > 0:
            lacking.append(codes if len(codes) == len(held) else ())
    if lacking:
        _refuse_lacking(margin, lacking)
    parts: list[_Part] = []
    for codes, total in margin.totals.items():
        index = known.get(codes, -1)
        some = index >= 0 and bool(heaviest[index] > 0)
        if some != (total > 0):
            _refuse_empty(margin, codes, some=some)
        if some:
            raw = tuple((key, values[index]) for key, values in examples)
            members = np.asarray(position == index, dtype=float)
            parts.append((margin.label(codes), float(total), _column(members), raw))
    return parts


def _column(values: NDArray[np.float64]) -> sparse.csc_array:
    return sparse.csc_array(values[:, None])


def _refuse_lacking(margin: Margin, lacking: Sequence[tuple[str, ...]]) -> None:
    named = sorted({margin.label(key) for key in lacking if key})
    shown = "; ".join(named[:_SHOWN]) + ("; ..." if len(named) > _SHOWN else "")
    raise PeopleError(
        f"Some people have a level without a known total, or none: {margin.name!r}.",
        found=f"Without a total: {shown}." if named else "They have no value.",
        remedy="Give a total for every code of the column, or give these people the weight 0.",
    )


def _refuse_empty(margin: Margin, key: tuple[str, ...], *, some: bool) -> None:
    if some:
        raise PeopleError(
            f"The known total of {margin.label(key)} is zero, and there are people of this level.",
            remedy="Correct the total, or give these people the weight 0.",
        )
    raise PeopleError(
        f"A known total of {margin.name!r} has nobody with a weight: {margin.label(key)}.",
        remedy="Merge it with another level, in the totals and in the table: weighting cannot stand in for "
        "a group of which nobody is there.",
    )
