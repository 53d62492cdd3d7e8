"""What a table looks like from outside: columns, kinds and common codes, never a person's values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dueregard.people.database import open_database
from dueregard.people.files import read_file
from dueregard.people.source import Source

__all__ = ["Code", "Column", "Profile", "profile", "words_of"]

MOST_CODES = 40
"""A column with more different values than this is not taken for a code."""

LEAST = 10
"""A code that fewer people share is not written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A value that many people share.

    Parameters
    ----------
    code : str
        The value, as text.
    people : int
        How many share it, to the nearest ten.
    """

    code: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column seen from outside.

    Parameters
    ----------
    name : str
        Its name in the table.
    words : str
        The name as words in small letters, to be matched with what names usually mean.
    kind : str
        "number", "text", "truth" or "date".
    rows : int
        The rows of the table.
    valid : int
        The rows that have a value.
    different : int
        How many different values there are.
    whole : bool
        Whether all its numbers are whole.
    low, high : float or None
        The smallest and largest number, to guess with; never to be written down.
    codes : tuple of Code
        Its common values, in order, when it has few.
    rare : int
        How many further values fewer people share.
    labels : dict
        Labels of codes that the file itself brings.
    title : str
        The column's label that the file itself brings.
    """

    name: str
    words: str
    kind: str
    rows: int
    valid: int
    different: int
    whole: bool = False
    low: float | None = None
    high: float | None = None
    codes: tuple[Code, ...] = ()
    rare: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    title: str = ""

    @property
    def coded(self) -> bool:
        """Whether it holds few different values.

        Returns
        -------
        bool
            True for columns of codes or categories.
        """
        return bool(self.codes)

    @property
    def unique(self) -> bool:
        """Whether nearly every row has a value of its own that is no measurement.

        Returns
        -------
        bool
            True for what may tell people apart.
        """
        countable = self.kind == "text" or (self.kind == "number" and self.whole)
        return countable and self.rows >= 50 and self.different >= 0.98 * self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A table seen from outside.

    Parameters
    ----------
    title : str
        The file's name.
    rows : int
        Its rows.
    columns : tuple of Column
        Its columns, in order.
    """

    title: str
    rows: int
    columns: tuple[Column, ...]


def profile(file: Path) -> Profile:
    """Look at a table.

    Parameters
    ----------
    file : Path
        Any table that people can be read from.

    Returns
    -------
    Profile
        What it looks like.

    Raises
    ------
    PeopleError
        When it cannot be read.
    """
    source = read_file(str(file), open_database(files=[file]))
    types = dict(zip(source.frame.columns, map(str, source.frame.types), strict=True))
    figures = _figures(source, types)
    rows = figures["rows"]
    columns = [_column(source, name, inner, types[inner], figures) for name, inner in source.names.items()]
    return Profile(title=source.title, rows=rows, columns=tuple(columns))


def words_of(name: str) -> str:
    """Write a column's name as words in small letters.

    Parameters
    ----------
    name : str
        The name.

    Returns
    -------
    str
        The words.

    Examples
    --------
    >>> words_of("Hours_Worked"), words_of("hoursPaid"), words_of("RIAGENDR")
    ('hours worked', 'hours paid', 'riagendr')
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", parted.casefold()))


def _figures(source: Source, types: dict[str, str]) -> dict[str, Any]:
    asked = ["count(*) as rows"]
    for inner in source.names.values():
        asked += [f"count({inner}) as valid_{inner}", f"count(distinct {inner}) as different_{inner}"]
        if _kind(types[inner]) == "number":
            asked += [f"min({inner}) as low_{inner}", f"max({inner}) as high_{inner}"]
            asked += [f"bool_and({inner} = round({inner})) as whole_{inner}"]
    found = source.frame.aggregate(", ".join(asked))
    return dict(zip(found.columns, found.fetchall()[0], strict=True))


def _column(source: Source, name: str, inner: str, type_: str, figures: dict[str, Any]) -> Column:
    kind = _kind(type_)
    whole = bool(figures.get(f"whole_{inner}"))
    different = figures[f"different_{inner}"]
    codes, rare = _codes(source, inner) if _may_be_code(kind, whole, different) else ((), 0)
    return Column(
        name=name,
        words=words_of(name),
        kind=kind,
        rows=figures["rows"],
        valid=figures[f"valid_{inner}"],
        different=different,
        whole=whole,
        low=figures.get(f"low_{inner}"),
        high=figures.get(f"high_{inner}"),
        codes=codes,
        rare=rare,
        labels=dict(source.labels.get(name, {})),
        title=source.column_labels.get(name, ""),
    )


def _may_be_code(kind: str, whole: bool, different: int) -> bool:
    return 0 < different <= MOST_CODES and (kind in ("text", "truth") or (kind == "number" and whole))


def _codes(source: Source, inner: str) -> tuple[tuple[Code, ...], int]:
    counted = source.frame.filter(f"{inner} is not null").aggregate(
        f"{inner} as code, count(*) as people", inner
    )
    found = [(_text(code), people) for code, people in counted.fetchall()]
    common = [Code(code=code, people=round(people, -1)) for code, people in found if people >= LEAST]
    return tuple(sorted(common, key=_order)), len(found) - len(common)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _order(code: Code) -> tuple[bool, float, float, str]:
    """Put codes and bands in the order of their numbers, before texts; "<16" before "16-24", ">75" last."""
    number = re.search(r"-?\d+(\.\d+)?" if re.match(r"\s*-", code.code) else r"\d+(\.\d+)?", code.code)
    edge = {"<": -1.0, ">": 1.0}.get(code.code.strip()[:1], 0.0)
    return number is None, float(number[0]) if number else 0.0, edge, code.code


def _kind(type_: str) -> str:
    folded = type_.casefold()
    if folded.startswith(("date", "time")):
        return "date"
    if folded == "boolean":
        return "truth"
    return "number" if "int" in folded or folded in ("double", "float") else "text"
