"""The rows of a table that somebody else has published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from dueregard.casebook import Casebook, Published
from dueregard.engine.frames import collect
from dueregard.errors import CasebookError, ColumnNotFound

__all__ = ["PublishedRow", "read_published"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """One published value.

    Parameters
    ----------
    level : str
        The group, as the people's table calls it where it has it.
    value : float
        The count or the estimate.
    se : float or None
        Its standard error, given or half the published interval's width over 1.96.
    n : int or None
        The people behind it.
    """

    level: str
    value: float
    se: float | None = None
    n: int | None = None


def read_published(
    casebook: Casebook, table: Published, *, labels: Mapping[str, str]
) -> tuple[PublishedRow, ...]:
    """Read a published table.

    Parameters
    ----------
    casebook : Casebook
        Which names the file.
    table : Published
        What its columns hold.
    labels : mapping of str to str
        From the people's codes to their labels: a table may give either.

    Returns
    -------
    tuple of PublishedRow
        In the order of the file; of several periods, the latest. Rows without a number are left out.

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    CasebookError
        When no row has a number.
    """
    from dueregard.people import read_people

    read = read_people(casebook.path_of(table.source)).table
    columns = table.columns
    wanted = {name: getattr(columns, name) for name in ("level", "value", "se", "low", "high", "n", "period")}
    for name in filter(None, wanted.values()):
        if name not in read.names:
            raise ColumnNotFound(name, read.names, where=table.source)
    plain = collect(read.frame.select(*dict.fromkeys(read.names[name] for name in wanted.values() if name)))
    size = len(plain[read.names[columns.level]])
    cells = {
        key: plain[read.names[name]].to_pylist() if name else [None] * size for key, name in wanted.items()
    }
    rows = [dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True)]
    found = [_row(row, labels) for row in _latest(rows) if _number(row["value"]) is not None]
    if not found:
        raise CasebookError(
            f"{table.source} has no number in its column {columns.value!r}.",
            remedy="Name the column that holds the counts or estimates.",
        )
    return tuple(found)


def _latest(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    periods = [str(row["period"]) for row in rows if row["period"] is not None]
    return [row for row in rows if not periods or str(row["period"]) == max(periods)]


def _row(row: Mapping[str, Any], labels: Mapping[str, str]) -> PublishedRow:
    level = str(row["level"]).strip()
    known = {label.casefold(): label for label in labels.values()} | {
        code.casefold(): label for code, label in labels.items()
    }
    low, high, se, n = (_number(row[name]) for name in ("low", "high", "se", "n"))
    if se is None and low is not None and high is not None:
        se = (high - low) / (2 * NormalDist().inv_cdf(0.975))
    return PublishedRow(
        level=known.get(level.casefold(), level),
        value=_number(row["value"]) or 0.0,
        se=se,
        n=None if n is None else round(n),
    )


def _number(value: Any) -> float | None:
    """Read a number as tables print it, with thousands separated; symbols such as [c] are no number."""
    if value is None:
        return None
    try:
        return float(str(value).replace(",", "").strip())
    except ValueError:
        return None
