"""What was observed of a decision, from a table that somebody keeps by hand."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dueregard.casebook import canonical_name
from dueregard.errors import PeopleError, UsageError, did_you_mean
from dueregard.people.written_rows import WrittenRows

__all__ = ["Outturn", "outturns_of"]

_NEEDED = ("measure", "value", "observed_on")
_OTHERS = ("option", "outcome", "group", "se", "n", "year", "source", "note")
DO_NOTHING = "as now"
_NOTHING = ("do nothing", "doing nothing", DO_NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outturn:
    """One figure as it turned out.

    Attributes
    ----------
    option : str
        The option that was in force.
    measure : str
        As forecasts call it.
    outcome : str, optional
        Where it is not said, whichever outcome the measure was forecast of.
    by : mapping of str to str
        Of whom; empty for everybody.
    value : float
        What was observed.
    se : float, optional
        Its standard error, where it rests on a sample.
    n : int, optional
        People it rests on: below the disclosure threshold it is not shown.
    observed_on : date
        When it could be known.
    year : int, optional
        The year it is about.
    source : str
        Where it is from; may be empty.
    line : int
        Where it stands in the table.
    """

    option: str
    measure: str
    outcome: str | None = None
    by: Mapping[str, str] = field(default_factory=dict)
    value: float
    se: float | None = None
    n: int | None = None
    observed_on: date
    year: int | None = None
    source: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[Any, ...]:
        """What it is about."""
        return (self.option, self.measure, self.outcome, frozenset(self.by.items()), self.year)


def outturns_of(
    table: WrittenRows, *, decided: str | None, groupings: Collection[str]
) -> tuple[Outturn, ...]:
    """Read outturns.

    Parameters
    ----------
    table : WrittenRows
        With the columns `measure`, `value` and `observed_on`; perhaps `option`, `outcome`, `se`, `n`, `year`,
        `source`, `note`; and the group either in columns called as characteristics, or in `group`, such as
        ``sex=female; area=East``.
    decided : str, optional
        The option that was taken up, for rows that name none.
    groupings : collection of str
        What forecasts are grouped by.

    Returns
    -------
    tuple of Outturn
        In the order of the table.

    Raises
    ------
    ColumnNotFound, UsageError, PeopleError
        When a column is missing or unknown, a cell is no number or date, or the same figure is given twice.

    Examples
    --------
    >>> table = WrittenRows(
    ...     title="outturns.csv",
    ...     columns=("measure", "value", "observed_on", "sex"),
    ...     rows=(("poverty_rate", "18.3%", "2028-03-31", "female"),),
    ...     lines=(2,),
    ... )
    >>> [only] = outturns_of(table, decided="Grant", groupings=["sex"])
    >>> only.option, only.value, only.by
    ('Grant', 0.183, {'sex': 'female'})
    """
    for name in _NEEDED:
        table.place(name)
    _refuse_unknown(table, groupings)
    found = [
        _outturn(table, dict(zip(_names(table), row, strict=True)), line, decided)
        for row, line in zip(table.rows, table.lines, strict=True)
    ]
    _once(table, found)
    return tuple(found)


def as_decided(option: str | None) -> str | None:
    """Give the option's name as forecasts have it: doing nothing has several.

    Parameters
    ----------
    option : str, optional
        As written.

    Returns
    -------
    str or None
    """
    return DO_NOTHING if option is not None and option.strip().casefold() in _NOTHING else option


def _names(table: WrittenRows) -> Iterator[str]:
    for name in table.columns:
        plain = name.strip().casefold()
        yield plain if plain in (*_NEEDED, *_OTHERS) else canonical_name(name)


def _refuse_unknown(table: WrittenRows, groupings: Collection[str]) -> None:
    known = (*_NEEDED, *_OTHERS, *groupings)
    for name in _names(table):
        if name not in known:
            raise UsageError(
                f"{table.title} has a column {name!r}, which is nothing that is forecast by.",
                found=f"Columns may be: {', '.join(known)}.",
                remedy=did_you_mean(name, known) or "Leave it out, or write it under `note`.",
            )


def _outturn(table: WrittenRows, cells: Mapping[str, str], line: int, decided: str | None) -> Outturn:
    where = f"{table.title}, row {line}"
    option = as_decided(cells.get("option") or decided)
    if option is None:
        raise UsageError(
            f"{where}: there is no option, and the casebook does not say which was taken up.",
            remedy='Add [decision] with option = "..." to the casebook, or a column `option`.',
        )
    if not cells["measure"]:
        raise PeopleError(f"{where}: there is no measure.", remedy="Name it as the forecast does.")
    number = _number(cells.get("n", ""), where, "n")
    year = _number(cells.get("year", ""), where, "year")
    value = _number(cells["value"], where, "value")
    if value is None:
        raise PeopleError(f"{where}: there is no value.", remedy="Leave the row out until there is.")
    se = _number(cells.get("se", ""), where, "se")
    if se is not None and se < 0:
        raise PeopleError(f"{where}: a standard error is not below nought.")
    return Outturn(
        option=option,
        measure=cells["measure"],
        outcome=cells.get("outcome") or None,
        by=_by(cells, where),
        value=value,
        se=se,
        n=None if number is None else int(number),
        observed_on=_day(cells["observed_on"], where),
        year=None if year is None else int(year),
        source=cells.get("source", ""),
        line=line,
    )


def _by(cells: Mapping[str, str], where: str) -> dict[str, str]:
    named = {name: cell for name, cell in cells.items() if name not in (*_NEEDED, *_OTHERS) and cell}
    for part in filter(None, (each.strip() for each in cells.get("group", "").split(";"))):
        name, equals, level = (each.strip() for each in part.partition("="))
        if not (name and equals and level):
            raise UsageError(
                f"{where}: a group is written as characteristic=group.",
                remedy="For example: sex=female; two of them with a semicolon between.",
            )
        if named.setdefault(canonical_name(name), level) != level:
            raise UsageError(f"{where}: {name!r} is given twice, and differs.")
    return named


def _number(text: str, where: str, name: str) -> float | None:
    if not text:
        return None
    percent = text.endswith("%")
    try:
        found = float(text.removesuffix("%").replace(",", "").lstrip("£").strip())
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise PeopleError(f"{where}: `{name}` is no number.", remedy="Write it as 12.5, 1,250 or 18.3%.")
    return found / 100 if percent else found


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise PeopleError(
            f"{where}: `observed_on` is no date such as 2028-03-31.",
            remedy="It says when the figure could be known: forecasts made later are not scored by it.",
        ) from None


def _once(table: WrittenRows, found: Sequence[Outturn]) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for each in found:
        if each.key in seen:
            raise PeopleError(
                f"{table.title}: rows {seen[each.key]} and {each.line} are one figure of one group.",
                remedy="Keep one, or say of which `year` each is.",
            )
        seen[each.key] = each.line
