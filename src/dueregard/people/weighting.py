"""Known totals as users declare them: a file or tables of levels, matched to the columns of the people."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.calibration_targets import Calibrated, Margin
from dueregard.engine.expression import kind_of
from dueregard.engine.grouping import Grouping, code_of
from dueregard.errors import ColumnNotFound, UsageError, did_you_mean
from dueregard.people.coding import is_one_of
from dueregard.people.declared import checked_keys, code_in
from dueregard.people.known_totals import read_known_totals
from dueregard.people.schema import Characteristic, CodeBook

__all__ = ["KnownColumns", "calibration_from"]

_TRUTHS = {"yes": "true", "no": "false", "true": "true", "false": "false", "y": "true", "n": "false"}
_KEYS = ("source", "margins", "totals", "population", "method", "bounds", "regression", "within")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownColumns:
    """What known totals may be about.

    Attributes
    ----------
    names : mapping of str to str
        The user's columns, computed ones included, to the frame's.
    types : mapping of str to narwhals data type
        The user's columns.
    books : mapping of str to CodeBook
        Their code books.
    groupings : mapping of str to Characteristic
        Characteristics, places and generations by name.
    computed : mapping of str to narwhals.Expr
        Columns that the frame does not have yet.
    """

    names: Mapping[str, str]
    types: Mapping[str, nw.dtypes.DType]
    books: Mapping[str, CodeBook]
    groupings: Mapping[str, Characteristic]
    computed: Mapping[str, nw.Expr] = field(default_factory=dict)


def calibration_from(given: Any, columns: KnownColumns) -> tuple[Calibrated | None, dict[str, nw.Expr]]:
    """Make a calibration of what was declared.

    Parameters
    ----------
    given : Calibrated, path, mapping or None
        A path is that of a file of known totals (:func:`read_known_totals`). A mapping has ``source`` (such
        a path), ``margins`` (totals by level, by column; crossed columns and levels are joined by a star),
        ``totals`` (of columns of numbers), ``population``, ``method``, ``bounds``, ``regression`` and
        ``within``.
    columns : KnownColumns
        Of the people.

    Returns
    -------
    Calibrated or None
        In the columns of the table, and of those to be added.
    dict of str to narwhals.Expr
        Columns to be added: levels of bands, and of labelled codes.

    Raises
    ------
    ColumnNotFound
        When totals are of a variable that the table does not have.
    UsageError
        When the declaration is not understood.
    """
    if given is None or isinstance(given, Calibrated):
        return given, {}
    entry: dict[str, Any] = {"source": given} if isinstance(given, str | os.PathLike) else dict(given)
    checked_keys(entry, _KEYS, "calibration")
    told = {key: value for key, value in entry.items() if value is not None}
    margins: dict[str, Mapping[Any, float]] = dict(told.pop("margins", {}))
    totals = dict(told.pop("totals", {}))
    if "source" in told:
        found = read_known_totals(told.pop("source"))
        _refuse_twice({*margins, *totals}, {*found.margins, *found.totals})
        margins |= found.margins
        totals |= found.totals
        told.setdefault("population", found.population)
    if (within := told.get("within")) is not None and within not in columns.types:
        raise ColumnNotFound(within, columns.types)
    for name in totals:
        if name not in columns.types:
            raise ColumnNotFound(name, columns.types)
        if kind_of(columns.types[name]) != "number":
            raise UsageError(
                f"The known total of {name!r} has no level, and {name!r} is no column of numbers.",
                remedy="Give a total for each of its levels.",
            )
    added: dict[str, nw.Expr] = {}
    made = tuple(_margin(name, levels, columns, added) for name, levels in margins.items())
    if "bounds" in told:
        told["bounds"] = tuple(float(bound) for bound in told["bounds"])
    known = Calibrated(
        margins=made,
        totals={name: float(total) for name, total in totals.items()},
        **told,
    )
    return known, added


def _refuse_twice(first: set[str], second: set[str]) -> None:
    for name in sorted(first & second):
        raise UsageError(
            f"The known totals of {name!r} are given twice: in the file and beside it.", remedy="Keep one."
        )


def _margin(
    name: str, levels: Mapping[Any, float], columns: KnownColumns, added: dict[str, nw.Expr]
) -> Margin:
    known = {*columns.groupings, *columns.types}
    shown = (name,) if name in known else tuple(part.strip() for part in name.split("*"))
    keys = {}
    for level, total in levels.items():
        written = (level,) if len(shown) == 1 else tuple(level if isinstance(level, tuple) else _split(level))
        if len(written) != len(shown):
            raise UsageError(
                f"A known total of {name!r} does not name one level of each column.",
                found=f"It is {level!r}.",
                remedy="Join the levels of crossed columns by a star, in the columns' order: 'f*16-34'.",
            )
        keys[written] = float(total)
    parts = [
        _level_column(each, [code_of(key[at]) or "" for key in keys], columns, added)
        for at, each in enumerate(shown)
    ]
    totals: dict[tuple[str, ...], float] = {}
    for key, total in keys.items():
        codes = tuple(codes[code_of(level) or ""] for (_, codes), level in zip(parts, key, strict=True))
        if codes in totals:
            raise UsageError(f"The known total of {name!r} is given twice for {'*'.join(codes)!r}.")
        totals[codes] = total
    return Margin(columns=tuple(column for column, _ in parts), totals=totals, shown=shown)


def _split(level: Any) -> list[str]:
    return [part.strip() for part in str(level).split("*")]


def _level_column(
    name: str, levels: list[str], columns: KnownColumns, added: dict[str, nw.Expr]
) -> tuple[str, dict[str, str]]:
    """Find or add the column that holds a variable's levels, and how each level is written in it."""
    found = columns.groupings.get(name)
    if found is None and name not in columns.types:
        raise ColumnNotFound(name, (*columns.groupings, *columns.types))
    column = name if found is None else found.grouping.column
    grouping = Grouping(name=name, column=column) if found is None else found.grouping
    labels = grouping.labels if found is not None else columns.books.get(column, CodeBook()).labels
    if labels and column in columns.types and not set(levels) & set(labels.values()):
        # Totals by code are about the column as it is, also where several codes share a label.
        labels = None
    if grouping.bands is None and not labels:
        if column in columns.computed:
            return column, {level: level for level in levels}
        return column, {level: _code(level, columns.types[column]) for level in levels}
    internal = f"(known totals of {name})"
    source = columns.computed.get(column)
    values = nw.col(columns.names[column]) if source is None else source
    if grouping.bands is not None:
        written = {level: _band(level, grouping) for level in levels}
        number = grouping.key(values)
        text: nw.Expr = nw.lit(None, nw.String)
        for index, label in enumerate(grouping.band_labels):
            text = nw.when(number == index).then(nw.lit(label)).otherwise(text)
    elif source is not None:
        return column, {level: level for level in levels}
    else:
        labels = labels or {}
        written = {level: labels.get(code_in(level, columns.types[column]), level) for level in levels}
        text = values.cast(nw.String)
        for level in dict.fromkeys(written.values()):
            codes = frozenset(code for code, label in labels.items() if label == level)
            codes = codes or frozenset({code_in(level, columns.types[column])})
            here = is_one_of(values, codes, columns.types[column])
            text = nw.when(here).then(nw.lit(level)).otherwise(text)
    added[internal] = text
    return internal, written


def _code(level: str, dtype: nw.dtypes.DType) -> str:
    """Write a level as the engine does; a column of yes and no was read as one of true and false."""
    if kind_of(dtype) == "truth":
        return _TRUTHS.get(level.lower(), level)
    return code_in(level, dtype)


def _band(level: str, grouping: Grouping) -> str:
    if level not in grouping.band_labels:
        raise UsageError(
            f"{grouping.name!r} has no band {level!r}, which a known total names.",
            found=f"Its bands are: {', '.join(grouping.band_labels)}.",
            remedy=did_you_mean(level, grouping.band_labels) or None,
        )
    return level
