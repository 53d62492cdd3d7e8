"""The survey design as users declare it, checked against the table."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine import Poststrata, ReplicateWeights, SurveyDesign, Table
from dueregard.engine.calibration import calibration_of
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.engine.rows import sampling_frame
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people.coding import NUMBER
from dueregard.people.declared import checked_keys
from dueregard.people.rows import row_list, with_commas

__all__ = ["check_design", "design_from", "replicates_from", "weighting_notes"]

_MOST_NAMED = 12
_REPLICATES = ("columns", "method", "scale", "rscales", "mse", "fay_rho", "combined")


def replicates_from(given: Any, columns: Sequence[str]) -> ReplicateWeights | None:
    """Make replicate weights of what was declared.

    Parameters
    ----------
    given : ReplicateWeights, mapping or None
        A mapping has ``columns`` (names, or a pattern such as ``"w_*"``) and ``method``, and optionally
        ``scale``, ``rscales``, ``mse``, ``fay_rho`` and ``combined``.
    columns : sequence of str
        The table's columns.

    Returns
    -------
    ReplicateWeights or None
        As declared.

    Raises
    ------
    ColumnNotFound
        When a pattern fits no column.
    UsageError
        When the method is not given.
    """
    if given is None or isinstance(given, ReplicateWeights):
        return given
    entry = {key: value for key, value in dict(given).items() if value is not None}
    checked_keys(entry, _REPLICATES, "replicate_weights")
    if "columns" not in entry or "method" not in entry:
        raise UsageError(
            "Replicate weights need their columns and the method that made them.",
            remedy="Methods are: jk1, jkn, brr, fay, bootstrap, given.",
        )
    patterns = [entry["columns"]] if isinstance(entry["columns"], str) else list(entry["columns"])
    found = [name for pattern in patterns for name in _matching(pattern, columns)]
    entry["columns"] = tuple(dict.fromkeys(found))
    if entry.get("rscales"):
        entry["rscales"] = tuple(float(factor) for factor in entry["rscales"])
    else:
        entry.pop("rscales", None)
    return ReplicateWeights(**entry)


def _matching(pattern: str, columns: Sequence[str]) -> list[str]:
    if pattern in columns:
        return [pattern]
    found = [name for name in columns if fnmatchcase(name, pattern)]
    if not found and any(sign in pattern for sign in "*?["):
        absent = ColumnNotFound(pattern, columns)
        raise UsageError(
            f"No column matches {pattern}.",
            found=absent.found.replace("Its columns", "The table's columns") if absent.found else None,
            remedy="Write the part that their names share, and * for the rest.",
        )
    if not found:
        raise ColumnNotFound(pattern, columns)
    return found


def design_from(
    columns: Sequence[str],
    *,
    weight: str | None,
    strata: str | None,
    cluster: str | Sequence[str] | None,
    fpc: Any,
    replicate_weights: Any,
    poststrata: Any,
    **rest: Any,
) -> tuple[SurveyDesign, dict[str, nw.Expr]]:
    """Make a survey design of what was declared.

    Parameters
    ----------
    columns : sequence of str
        The table's columns.
    weight, strata : str, optional
        Columns.
    cluster : str or sequence of str, optional
        A column a stage.
    fpc : str, float or sequence of them, optional
        A column or a number a stage; a text that is a number and no column is a number.
    replicate_weights : ReplicateWeights or mapping, optional
        See :func:`replicates_from`.
    poststrata : Poststrata or mapping, optional
        A mapping has ``column`` and ``totals``.
    **rest
        ``count``, ``lonely`` and ``model`` of :class:`~dueregard.engine.SurveyDesign`.

    Returns
    -------
    tuple of SurveyDesign and dict
        The design, and columns to be added for numbers given as ``fpc``.
    """
    added: dict[str, nw.Expr] = {}
    stages = [fpc] if isinstance(fpc, str | int | float) else list(fpc or ())
    names = []
    for stage, value in enumerate(stages, start=1):
        if isinstance(value, str) and (value in columns or not re.fullmatch(NUMBER, value)):
            names.append(value)
            continue
        name = f"(finite population of stage {stage})"
        added[name] = nw.lit(float(value))
        names.append(name)
    if poststrata is not None and not isinstance(poststrata, Poststrata):
        poststrata = Poststrata(**checked_keys(poststrata, ("column", "totals"), "poststrata"))
    design = SurveyDesign(
        weight=weight,
        strata=strata,
        clusters=(cluster,) if isinstance(cluster, str) else tuple(cluster or ()),
        fpc=tuple(names),
        replicates=replicates_from(replicate_weights, columns),
        poststrata=poststrata,
        **rest,
    )
    for name in design.columns:
        if name not in columns and name not in added:
            raise ColumnNotFound(name, columns)
    return design, added


def check_design(
    frame: nw.LazyFrame[Any], names: Mapping[str, str], design: SurveyDesign, title: str
) -> tuple[int, tuple[str, ...]]:
    """Count the people and refuse a design that cannot be used, in one scan.

    A missing weight counts as zero: the person stays in the design and enters no estimate; how many there
    are is noted.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        The people.
    names : mapping of str to str
        The user's columns to the frame's.
    design : SurveyDesign
        How they were selected.
    title : str
        What to call the table in messages.

    Returns
    -------
    tuple of int and tuple of str
        People, and notes.

    Raises
    ------
    PeopleError
        When there are no people; when weights are negative, infinite, text, or all zero or missing; when
        somebody has no stratum, no cluster or no finite population.
    """
    schema = frame.collect_schema()
    weights = ((design.weight,) if design.weight else ()) + (
        design.replicates.columns if design.replicates else ()
    )
    for name in (*weights, *design.fpc):
        if kind_of(schema[names[name]]) != "number":
            together = design.replicates.columns if design.replicates else ()
            _refuse_text(
                name,
                nw.col(names[name]),
                frame,
                schema[names[name]],
                matched=together if name in together else (),
            )
    counts: dict[str, nw.Expr] = {"people": nw.len()}
    for index, name in enumerate(weights):
        column = nw.col(names[name]).cast(nw.Float64)
        counts[f"none_{index}"] = _count(column.is_null())
        counts[f"negative_{index}"] = _count(column < 0)
        counts[f"infinite_{index}"] = _count(column == math.inf)
        counts[f"positive_{index}"] = _count(column > 0)
    needed = [*([design.strata] if design.strata else []), *design.stages, *design.fpc]
    for index, name in enumerate(needed):
        column = nw.col(names[name])
        counts[f"lacking_{index}"] = _count(column.is_null())
        if name in design.fpc:
            counts[f"below_{index}"] = _count(column.cast(nw.Float64) <= 0)
    found = {name: values[0].as_py() or 0 for name, values in collect(frame.select(**counts)).items()}
    people: int = found["people"]
    if not people:
        raise PeopleError(
            f"{title} has no rows: it has a header and nothing below it.", remedy="Check the file."
        )
    for index, name in enumerate(weights):
        _refuse_weights(name, {key: found[f"{key}_{index}"] for key in _WEIGHTS}, people, frame, names)
    for index, name in enumerate(needed):
        _refuse_lacking(name, found[f"lacking_{index}"], found.get(f"below_{index}", 0))
    return people, _notes(design, found, people)


def weighting_notes(table: Table) -> tuple[str, ...]:
    """Bring weights to known totals, and say what that costs.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    tuple of str
        None without known totals.

    Raises
    ------
    PeopleError
        When the totals cannot be reached.
    """
    known = table.design.known_totals
    if known is None:
        return ()
    found = calibration_of(table, sampling_frame(table))
    people, worth = float(found.people.sum()), found.effective_n
    cost = f"{people:,.0f} people count like {worth:,.0f} of equal weight"
    effect = f"design effect of weighting {people / worth:.2f}"
    return (f"{known.in_words[0].upper()}{known.in_words[1:]}: {cost} ({effect}).",)


def _refuse_text(
    name: str,
    column: nw.Expr,
    frame: nw.LazyFrame[Any],
    dtype: nw.dtypes.DType,
    *,
    matched: Sequence[str] = (),
) -> None:
    """Say which rows keep a weight or population from being a number."""
    others = f"The replicate weights are: {_named(matched)}." if matched else None
    wrong = f"The column {name!r} cannot be used as a weight or population:"
    if kind_of(dtype) == "text":
        texts = ~column.str.contains(NUMBER)
        got = collect(frame.select(texts=_count(texts), present=_count(~column.is_null())))
        found, present = (int(got[key][0].as_py() or 0) for key in ("texts", "present"))
        grouped = with_commas(frame, column)
        if grouped or 2 * found < present:
            where = (row_list(frame, texts, found), grouped, others)
            raise PeopleError(
                f"{wrong} it holds text in {_rows(found)}.",
                found=" ".join(part for part in where if part) or None,
                remedy="Write plain numbers there, or leave them empty: then these people enter no estimate.",
            )
    raise PeopleError(
        f"{wrong} it holds no numbers.",
        found=others,
        remedy="Write a pattern that leaves it out." if matched else "Name another column.",
    )


def _named(columns: Sequence[str]) -> str:
    more = len(columns) - _MOST_NAMED
    return ", ".join(columns[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


_WEIGHTS = ("none", "negative", "infinite", "positive")


def _count(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).sum()


def _refuse_weights(
    name: str, found: Mapping[str, int], people: int, frame: nw.LazyFrame[Any], names: Mapping[str, str]
) -> None:
    column = nw.col(names[name]).cast(nw.Float64)
    for wrong, condition in (("negative", column < 0), ("infinite", column == math.inf)):
        if found[wrong]:
            raise PeopleError(
                f"The weight {name!r} is {wrong} in {_rows(found[wrong])}.",
                found=row_list(frame, condition, found[wrong]),
                remedy="Correct these weights, or give these people the weight 0 to leave them out.",
            )
    if found["none"] == people:
        raise PeopleError(
            f"The weight {name!r} is missing in all {_rows(people)}.", remedy="Name another column."
        )
    if not found["positive"]:
        raise PeopleError(
            f"The weight {name!r} is zero or missing in all {_rows(people)}.", remedy="Name another column."
        )


def _refuse_lacking(name: str, lacking: int, below: int) -> None:
    if lacking:
        raise PeopleError(
            f"The design column {name!r} is missing in {_rows(lacking)}.",
            remedy="Everybody needs a stratum, a cluster and a finite population where they are declared.",
        )
    if below:
        raise PeopleError(
            f"The finite population {name!r} is zero or negative in {_rows(below)}.",
            remedy="It holds how many sampling units there are in the population, or what fraction of them "
            "was sampled: correct these rows.",
        )


def _notes(design: SurveyDesign, found: Mapping[str, int], people: int) -> tuple[str, ...]:
    if design.weight is None or not found["none_0"]:
        return ()
    lacking = found["none_0"]
    return (
        f"{lacking:,} of {people:,} people have no weight: they stay in the design and enter no estimate.",
    )


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
