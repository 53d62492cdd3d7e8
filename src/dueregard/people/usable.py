"""Outcomes that cannot be measured are refused before anything is computed, saying which rows are why."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine import Measure, Table
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.errors import PeopleError
from dueregard.people.coding import NUMBER
from dueregard.people.rows import row_list, with_commas

__all__ = ["MISSING_WORDS", "refuse_unusable"]

MISSING_WORDS = frozenset(
    (
        "#div/0!",
        "#n/a",
        "#null!",
        "#value!",
        "*",
        "-",
        "--",
        ".",
        "..",
        "?",
        "[c]",
        "[x]",
        "[z]",
        "c",
        "dk",
        "don't know",
        "missing",
        "n/a",
        "n/k",
        "na",
        "nan",
        "nil",
        "no answer",
        "none",
        "not applicable",
        "not asked",
        "not known",
        "not stated",
        "null",
        "prefer not to say",
        "refused",
        "suppressed",
        "unknown",
        "x",
        "z",
    )
)
"""What people write for a value that is not there."""

_SHARE_OF_NUMBERS = 0.5


def refuse_unusable(table: Table, measures: Iterable[Measure]) -> None:
    """Refuse outcomes that are columns without a usable number; each column is looked at once.

    One empty outcome among others is no fault of the whole job: its values are not estimable.

    Parameters
    ----------
    table : Table
        The people.
    measures : iterable of Measure
        What is asked.

    Raises
    ------
    PeopleError
        When a column of numbers holds some text or infinite values, or when all outcomes are empty.
    """
    asked = [_columns(table, measure) for measure in measures]
    empty: dict[str, bool] = table.cache.setdefault("empty outcomes", {})
    for name in sorted({name for names in asked for name in names} - set(empty)):
        kind = kind_of(table.schema[table.names[name]])
        if kind == "text":
            _refuse_text(table, name)
        empty[name] = kind == "number" and _is_empty(table, name)
    if asked and all(any(empty[name] for name in names) for names in asked):
        nothing = list(dict.fromkeys(name for names in asked for name in names if empty[name]))
        raise PeopleError(
            f"Every value of {' and of '.join(map(repr, nothing))} is missing.",
            remedy="Name another column, or check which codes are missing.",
        )


def _columns(table: Table, measure: Measure) -> list[str]:
    """Columns whose numbers are measured: neither expressions nor codes that count as yes."""
    outcome = measure.outcome
    first = 1 if outcome.level is not None else 0
    return [text for text in outcome.columns[first:] if text in table.names]


def _count(frame: nw.LazyFrame[Any], **conditions: nw.Expr) -> dict[str, int]:
    counts = {
        name: nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).sum()
        for name, condition in conditions.items()
    }
    return {name: int(values[0].as_py() or 0) for name, values in collect(frame.select(**counts)).items()}


def _is_empty(table: Table, name: str) -> bool:
    """Refuse infinite values, and say whether there is no value at all."""
    column = nw.col(table.names[name])
    infinite = column.cast(nw.Float64).abs() == math.inf
    found = _count(table.frame, infinite=infinite, present=~column.is_null())
    if found["infinite"]:
        count = found["infinite"]
        raise PeopleError(
            f"{name!r} is infinite in {count:,} {'row' if count == 1 else 'rows'}.",
            found=row_list(table.frame, infinite, count),
            remedy="Correct these values, or leave them empty.",
        )
    return not found["present"]


def _refuse_text(table: Table, name: str) -> None:
    column = nw.col(table.names[name])
    texts = ~column.str.contains(NUMBER)
    found = _count(table.frame, texts=texts, present=~column.is_null())
    if not found["present"]:
        raise PeopleError(f"Every value of {name!r} is missing.", remedy="Name another column.")
    grouped = with_commas(table.frame, column)
    if not grouped and found["texts"] > found["present"] * (1 - _SHARE_OF_NUMBERS):
        return
    words = _missing_words(table, column, texts)
    codes = ", ".join(repr(word) for word in words) or "'...'"
    said = f"Some of them say: {', '.join(words)}." if words else ""
    where = row_list(table.frame, texts, found["texts"]) or ""
    share = f"{found['texts']:,} of {found['present']:,} rows"
    raise PeopleError(
        f"{name!r} holds text in {share}, so it is not a column of numbers.",
        found=" ".join(part for part in (where, grouped, said) if part) or None,
        remedy="Write plain numbers there, without commas or signs."
        if grouped and not words
        else "Write plain numbers there, without commas or signs; or declare what stands for missing: "
        f"columns={{{name!r}: {{'missing': [{codes}]}}}}, in a casebook [people.columns.{name!r}] "
        f"missing = [{codes}].",
    )


def _missing_words(table: Table, column: nw.Expr, texts: nw.Expr) -> list[str]:
    """Only words that are known to stand for nothing may be shown: other texts may be about a person."""
    lowered = column.str.strip_chars().str.to_lowercase()
    known = table.frame.filter(texts, lowered.is_in(sorted(MISSING_WORDS))).select(word=column)
    counted = collect(
        known.group_by("word").agg(n=nw.len()).sort("n", "word", descending=[True, False]).head(5)
    )
    return [str(word) for word in counted["word"].to_pylist()]
