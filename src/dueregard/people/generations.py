"""Age, stages of life and birth cohorts: one column of age makes three ways of looking at generations."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.expression import kind_of
from dueregard.engine.grouping import Grouping, code_of
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people.declared import characteristics_from, checked_keys
from dueregard.people.schema import Characteristic, CodeBook

__all__ = ["AGE_BANDS", "Generations", "generations_from"]

AGE_BANDS: tuple[float, ...] = (0, 16, 25, 35, 45, 55, 65, 75)
"""Where the default age bands start, in years: the bands of the 2011 Census teaching files."""

_KEYS = ("age", "birth_year", "age_band", "year", "bands", "life_stages", "cohorts", "standard")

Generations = tuple[dict[str, tuple[Characteristic, CodeBook]], dict[str, nw.Expr]]
"""Characteristics with their code books, and the columns that have to be computed for them."""


def generations_from(
    given: Mapping[str, Any] | str | None,
    *,
    names: Mapping[str, str],
    types: Mapping[str, nw.dtypes.DType],
    books: Mapping[str, CodeBook],
    title: str,
) -> Generations:
    """Make generations of what was declared.

    Age from a year of birth is the age reached in the year of collection, so at most one year too high.

    Parameters
    ----------
    given : mapping or str, optional
        The column of age in years, or a table with one of ``age``, ``birth_year`` and ``age_band``, and
        optionally ``bands`` (default 0, 16, 25, 35, 45, 55, 65, 75), ``life_stages`` (ages from and to, both
        included, by name), ``cohorts`` (years of birth where cohorts start) and ``year``, in which the data
        were collected.
    names : mapping of str to str
        The user's columns to the frame's.
    types : mapping of str to narwhals data type
        The user's columns.
    books : mapping of str to CodeBook
        What is known of columns already.
    title : str
        What to call the table in messages.

    Returns
    -------
    Generations
        ``age``, ``life_stage`` and ``cohort``, as far as they were declared.

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    PeopleError
        When ages or years are texts.
    UsageError
        When the declaration is not enough, or stages overlap.
    """
    if given is None:
        return {}, {}
    entry = dict(checked_keys({"age": given} if isinstance(given, str) else given, _KEYS, "generations"))
    if not any(entry.get(key) for key in ("age", "birth_year", "age_band")):
        raise UsageError("generations needs one of age, birth_year and age_band.")
    for key in ("age", "birth_year"):
        _refuse_unusable(entry.get(key), types, title)
    made: dict[str, tuple[Characteristic, CodeBook]] = {}
    computed: dict[str, nw.Expr] = {}
    age, birth = _age_and_birth(entry, names, computed)
    if entry.get("age_band"):
        coded = characteristics_from({"age": entry["age_band"]}, types=types, books=books, title=title)
        made["age"] = coded["age"]
    elif age is not None:
        bands = tuple(float(start) for start in entry.get("bands") or AGE_BANDS)
        made["age"] = _generation(Grouping(name="age", column=age, bands=bands), "Age")
    if entry.get("life_stages"):
        made["life_stage"] = _life_stage(entry["life_stages"], age, names, computed)
    if entry.get("cohorts"):
        made["cohort"] = _cohort(entry["cohorts"], birth)
    return {name: (_as_generation(found), book) for name, (found, book) in made.items()}, computed


def _refuse_unusable(column: str | None, types: Mapping[str, nw.dtypes.DType], title: str) -> None:
    if column is None:
        return
    if column not in types:
        raise ColumnNotFound(column, types, where=title)
    if kind_of(types[column]) != "number":
        raise PeopleError(
            f"The column {column!r} cannot be read as years: it holds no numbers.",
            remedy="Declare bands as age_band; if only some values are texts, declare those as missing.",
        )


def _age_and_birth(
    entry: Mapping[str, Any], names: Mapping[str, str], computed: dict[str, nw.Expr]
) -> tuple[str | None, str | None]:
    """Find the columns of age and of year of birth, computing one from the other where the year allows."""
    age, birth, year = entry.get("age"), entry.get("birth_year"), entry.get("year")
    if age is None and birth is not None and year is not None:
        age = "(age)"
        computed[age] = nw.lit(float(year)) - nw.col(names[birth]).cast(nw.Float64)
    elif birth is None and age is not None and year is not None:
        birth = "(birth year)"
        computed[birth] = nw.lit(float(year)) - nw.col(names[age]).cast(nw.Float64)
    return age, birth


def _generation(grouping: Grouping, label: str) -> tuple[Characteristic, CodeBook]:
    return Characteristic(name=grouping.name, kind="generation", grouping=grouping, label=label), CodeBook()


def _as_generation(found: Characteristic) -> Characteristic:
    return Characteristic(
        name=found.name,
        kind="generation",
        grouping=found.grouping,
        label=found.label,
        reference=found.reference,
        meaning=found.meaning,
        not_applicable=found.not_applicable,
    )


def _life_stage(
    stages: Mapping[str, Any], age: str | None, names: Mapping[str, str], computed: dict[str, nw.Expr]
) -> tuple[Characteristic, CodeBook]:
    if age is None:
        raise UsageError(
            "Stages of life need age, or birth_year and the year in which the data were collected."
        )
    ordered = sorted((float(low), float(high), name) for name, (low, high) in stages.items())
    for (_, high, name), (low, _, later) in pairwise(ordered):
        if low <= high:
            raise UsageError(f"The stages of life {name!r} and {later!r} overlap.")
    years = computed[age] if age in computed else nw.col(names[age])
    stage: nw.Expr = nw.lit(None, nw.String)
    for low, high, name in ordered:
        stage = nw.when((years >= low) & (years < high + 1)).then(nw.lit(name)).otherwise(stage)
    computed["(life stage)"] = stage
    labels = {name: name for _, _, name in ordered}
    return _generation(Grouping(name="life_stage", column="(life stage)", labels=labels), "Stage of life")


def _cohort(starts: Any, birth: str | None) -> tuple[Characteristic, CodeBook]:
    if birth is None:
        raise UsageError("Cohorts need birth_year, or age and the year in which the data were collected.")
    bands = tuple(float(start) for start in starts)
    labels = [f"{code_of(low)} to {int(high) - 1}" for low, high in pairwise(bands)]
    labels.append(f"{code_of(bands[-1])} and later")
    named = {str(index): label for index, label in enumerate(labels)}
    return _generation(Grouping(name="cohort", column=birth, bands=bands, labels=named), "Year of birth")
