"""Reading a file of known totals."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dueregard.errors import PeopleError
from dueregard.people.written_rows import read_written_rows

__all__ = ["KnownTotals", "read_known_totals"]

HEADER = ("variable", "level", "total")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTotals:
    """What a file of known totals says.

    Attributes
    ----------
    margins : mapping of str to mapping of str to float
        By variable, people in the population by level.
    totals : mapping of str to float
        Sums of columns of numbers over the population.
    population : float, optional
        The number of people.
    """

    margins: Mapping[str, Mapping[str, float]]
    totals: Mapping[str, float]
    population: float | None


def read_known_totals(source: str | os.PathLike[str]) -> KnownTotals:
    """Read a file of known totals.

    Parameters
    ----------
    source : path
        A CSV file, with any delimiter, or a spreadsheet, with the columns ``variable``, ``level`` and
        ``total``; others are not read. Crossed variables, and their levels, are joined by a star. A total
        without a level is that of a column of numbers; without a variable, of the number of people.

    Returns
    -------
    KnownTotals
        As written.

    Raises
    ------
    PeopleError
        When there is no such file, a column is absent, or a row is not understood.
    """
    path = Path(source)
    rows = _rows(path, os.fspath(source))
    margins: dict[str, dict[str, float]] = {}
    totals: dict[str, float] = {}
    for number, (variable, level, written) in rows:
        held, key = (margins.setdefault(variable, {}), level) if level else (totals, variable)
        if key in held:
            raise PeopleError(
                f"The known totals in {path.name!r} give one total twice.", found=f"Again in row {number}."
            )
        held[key] = _total(written, path.name, number)
    both = sorted(set(margins) & set(totals))
    if both:
        raise PeopleError(
            f"The known totals in {path.name!r} give {both[0]!r} with levels and without.",
            remedy="Fill in the level that is missing.",
        )
    if "" in margins:
        raise PeopleError(
            f"The known totals in {path.name!r} give a level without its variable.",
            found=f"The level is {next(iter(margins['']))!r}.",
        )
    return KnownTotals(margins=margins, population=totals.pop("", None), totals=totals)


def _rows(path: Path, shown: str) -> list[tuple[int, tuple[str, str, str]]]:
    """Read the rows that say something, with their numbers."""
    if not path.is_file() and not Path(shown.rpartition("#")[0]).is_file():
        raise PeopleError(f"There is no file of known totals {shown!r}.", remedy="Check its name.")
    table = read_written_rows(shown)
    for name in HEADER:
        if not table.has(name):
            raise PeopleError(
                f"The known totals in {path.name!r} have no column {name!r}.",
                found=f"The columns are: {', '.join(table.columns)}.",
                remedy=f"It needs the columns {', '.join(HEADER)}.",
            )
    variables, levels, totals = (table.column(name) for name in HEADER)
    return list(zip(table.lines, zip(variables, levels, totals, strict=True), strict=True))


def _total(written: str, name: str, row: int) -> float:
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    raise PeopleError(
        f"A known total in {name!r} is not a number.",
        found=f"Row {row} says {written!r}." if written else f"Row {row} has none.",
        remedy="Write plain numbers, without commas or signs.",
    )
