"""Tables of shares and counts as people write them: a row for each group or crossed cell, or one in all."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from dueregard.errors import PeopleError
from dueregard.people.written_rows import WrittenRows
from dueregard.voices.representation.margins import Margin, Margins, are_counts, refuse_mixed_shares
from dueregard.voices.representation.matching import crossed, is_stated
from dueregard.voices.representation.shares import Levels
from dueregard.voices.written import folded

__all__ = ["margins_in"]

_VARIABLE = ("variable", "characteristic", "dimension", "margin", "category")
_LEVEL = ("level", "group", "feature", "band", "answer", "category")
_COUNTS = ("count", "counts", "total", "people", "persons", "population", "observation", "observations")
_SHARES = ("share", "proportion", "percent", "percentage", "per cent", "%", "pct")
_FIGURES = ("value", "figure", "number", "obs_value")
_ASKED = ("n", "base", "sample size", "sample_size", "asked")
_TOTAL = re.compile(
    r"(?:grand )?total\b.*|all|all (?:categories|people|persons|usual residents|residents)\b.*"
)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_WIDE = re.compile(r"\s*[:=*]\s*")


def margins_in(table: WrittenRows) -> Margins | None:
    """Read the margins that a table holds.

    Parameters
    ----------
    table : WrittenRows
        Any table, as written.

    Returns
    -------
    Margins or None
        From the columns ``characteristic`` (or ``variable``), ``level`` (or ``group``), and ``count`` or
        ``share`` (or ``total``, ``percent`` and the like), with ``n`` for shares of a sample; the format of
        known totals is one such. From a column of counts or shares beside columns of characteristics: a
        crossed table. From one row of numbers: a column for each group, headed ``sex: female`` or by the
        group's name alone. None for anything else, such as a table of people.

    Raises
    ------
    PeopleError
        When a figure is no number or negative, or a group is there twice.

    Examples
    --------
    >>> table = WrittenRows(
    ...     title="census.csv",
    ...     columns=("characteristic", "group", "percent"),
    ...     rows=(("sex", "Female", "51 %"), ("sex", "Male", "49"), ("sex", "Total", "100")),
    ...     lines=(2, 3, 4),
    ... )
    >>> margins_in(table).margins[0].cells
    {('Female',): 51.0, ('Male',): 49.0}
    """
    names = [folded(name) for name in table.columns]
    variable = _first(names, _VARIABLE)
    level = _first([name if at != variable else "" for at, name in enumerate(names)], _LEVEL)
    figures = _first(names, (*_COUNTS, *_SHARES))
    if variable is not None and level is not None:
        figures = _first(names, _FIGURES) if figures is None else figures
        made = [] if figures is None else _long(table, variable, level, figures)
    elif figures is not None and len(names) > 1:
        made = _crossed(table, figures)
    elif len(table) == 1 and all(_number(cell) is not None for cell in table.rows[0]):
        made = _wide(table)
    else:
        made = []
    if not made:
        return None
    for margin in made:
        if not margin.counted:
            refuse_mixed_shares("*".join(margin.variables), list(margin.cells.values()), title=table.title)
    kept = tuple(margin for margin in made if sum(margin.cells.values()) > 0)
    return Margins(title=table.title, margins=kept)


def _first(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _long(table: WrittenRows, variable: int, level: int, figures: int) -> list[Margin]:
    asked = _first([folded(name) for name in table.columns], _ASKED)
    cells: dict[tuple[str, ...], dict[Levels, float]] = {}
    sizes: dict[tuple[str, ...], float] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        if not row[variable] or not row[level]:
            continue  # in a file of known totals: a total of numbers, or of everybody
        variables, levels = crossed(row[variable]), crossed(row[level])
        if len(variables) != len(levels):
            raise PeopleError(
                f"Row {line} of {table.title} does not name one level of each characteristic.",
                found=f"It is of {row[variable]!r}.",
                remedy="Join crossed characteristics, and their levels, by a star: sex*age, f*16-34.",
            )
        if not _is_group(levels):
            continue
        held = cells.setdefault(variables, {})
        if levels in held:
            raise PeopleError(f"Row {line} of {table.title} gives a group of {row[variable]!r} again.")
        held[levels] = _figure(row[figures], table.title, line)
        if asked is not None and row[asked]:
            sizes[variables] = max(sizes.get(variables, 0.0), _figure(row[asked], table.title, line))
    return [
        Margin(
            variables=variables,
            cells=held,
            counted=_are_counts(table.columns[figures], held),
            asked=sizes.get(variables) or None,
        )
        for variables, held in cells.items()
    ]


def _crossed(table: WrittenRows, figures: int) -> list[Margin]:
    columns = [at for at in range(len(table.columns)) if at != figures]
    cells: dict[Levels, float] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        levels = tuple(row[at] for at in columns)
        if not any(_TOTAL.fullmatch(folded(level)) for level in levels):
            value = _figure(row[figures], table.title, line)
            cells[levels] = cells.get(levels, 0.0) + value
    names = tuple(table.columns[at] for at in columns)
    return [Margin(variables=names, cells=cells, counted=_are_counts(table.columns[figures], cells))]


def _wide(table: WrittenRows) -> list[Margin]:
    cells: dict[str, dict[Levels, float]] = {}
    [line], [row] = table.lines, table.rows
    for name, written in zip(table.columns, row, strict=True):
        *variable, level = _WIDE.split(name, maxsplit=1)
        if _is_group((level,)):
            held = cells.setdefault(variable[0] if variable else "", {})
            held[level,] = _figure(written, table.title, line)
    return [
        Margin(variables=(variable,), cells=held, counted=_are_counts("", held))
        for variable, held in cells.items()
    ]


def _are_counts(heading: str, cells: Mapping[Levels, float]) -> bool:
    """Whether figures count people, by what they are called, else by what they are."""
    name, values = folded(heading), list(cells.values())
    if name in _SHARES:
        return False
    return are_counts(values) or (
        name in _COUNTS and name != "total" and all(each.is_integer() for each in values)
    )


def _is_group(levels: Levels) -> bool:
    """Whether a row is of a group, not of everybody, and not of those who did not say."""
    return all(is_stated(level) and not _TOTAL.fullmatch(folded(level)) for level in levels)


def _figure(written: str, title: str, line: int) -> float:
    value = _number(written)
    if value is None or value < 0:
        raise PeopleError(
            f"Row {line} of {title} has no count or share that can be used.",
            found="It is empty." if not written else "It is negative." if value is not None else None,
            remedy="Write a number that is nought or more.",
        )
    return value


def _number(written: str) -> float | None:
    plain = written.replace("\u00a0", "").removesuffix("%").strip()
    plain = plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
