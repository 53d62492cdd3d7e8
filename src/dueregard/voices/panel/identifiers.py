"""Which column tells people apart without saying who they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dueregard.errors import PeopleError, UsageError
from dueregard.people.written_rows import WrittenRows

__all__ = ["by_number", "identifiers", "listed", "rows_of"]

_DIGITS = "0123456789"

_KNOWN = (
    *("id", "nationbuilderid", "uniqueid", "respondentid", "registrantid", "participantid", "personid"),
    *("volunteerid", "applicantid", "candidateid", "responseid", "recordid", "externalid", "memberid"),
    *("uid", "uuid", "reference", "ref", "referencenumber", "uniquereference", "urn", "rid", "pid"),
)
_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|0)[\d ()-]{9,}")
_SHOWN = 5


def identifiers(table: WrittenRows, *, column: str | None) -> tuple[tuple[str, ...], str | None, str | None]:
    """Find everybody's identifier.

    Parameters
    ----------
    table : WrittenRows
        Respondents.
    column : str, optional
        The column that was named; otherwise one with a usual name is looked for, such as ``id``,
        ``nationbuilder_id`` or ``respondent_id``.

    Returns
    -------
    tuple
        The identifiers, the column they come from (None for row numbers from 1), and a note (or None).

    Raises
    ------
    PeopleError
        When an identifier is blank or comes twice.
    UsageError
        When the named column holds names, addresses or numbers to reach people by.
    """
    numbers = tuple(str(number) for number in range(1, len(table) + 1))
    name = column if column is not None else _usual(table)
    if name is None:
        told = f"{table.title} has no column of ids: people are called by their row, 1 for the first."
        return numbers, None, told
    cells = table.column(name)
    written = table.columns[table.place(name)]
    personal = _personal(cells)
    if personal and column is not None:
        raise UsageError(
            f"Column {written!r} cannot be the id: its cells look like {personal}.",
            found="Ids are printed in every result, and a result is public.",
            remedy="Name another column, or leave --id out: people are then called by their row.",
        )
    if personal:
        told = (
            f"Column {written!r} of {table.title} looks like {personal} and is not used as the id: people "
            "are called by their row, 1 for the first."
        )
        return numbers, None, told
    _refuse_blank_or_twice(table, written, cells)
    return cells, written, None


def by_number(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Order ids as people do: p2 before p10.

    Parameters
    ----------
    name : str
        An id.

    Returns
    -------
    tuple
        A key to sort by.

    Examples
    --------
    >>> sorted(["p10", "p2", "7", "12"], key=by_number)
    ['7', '12', 'p2', 'p10']
    """
    parts = (part for part in re.split(r"([0-9]+)", name) if part)
    digits = ((part[0] in _DIGITS, part) for part in parts)
    return tuple((not number, int(part) if number else 0, part) for number, part in digits)


def listed(things: Sequence[object], *, limit: int = _SHOWN) -> str:
    """Write a few things, and how many more there are.

    Parameters
    ----------
    things : sequence
        Ids or numbers of rows.
    limit : int
        The most to write.

    Returns
    -------
    str

    Examples
    --------
    >>> listed([2, 5, 9]), listed(range(9), limit=3)
    ('2, 5 and 9', '0, 1, 2 and 6 more')
    """
    texts = [str(thing) for thing in things]
    if len(texts) > limit:
        return f"{', '.join(texts[:limit])} and {len(texts) - limit} more"
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1]))) if texts else ""


def rows_of(lines: Sequence[int]) -> str:
    """Name rows of a file.

    Parameters
    ----------
    lines : sequence of int
        Their numbers.

    Returns
    -------
    str

    Examples
    --------
    >>> rows_of([4]), rows_of([4, 7])
    ('row 4', 'rows 4 and 7')
    """
    return f"{'row' if len(lines) == 1 else 'rows'} {listed(lines)}"


def _usual(table: WrittenRows) -> str | None:
    plain = {re.sub(r"[\W_]", "", name.casefold()): name for name in reversed(table.columns)}
    return next((plain[name] for name in _KNOWN if name in plain), None)


def _personal(cells: Sequence[str]) -> str:
    kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("e-mail addresses", lambda cell: "@" in cell),
        ("postcodes", lambda cell: _POSTCODE.fullmatch(cell) is not None),
        ("telephone numbers", lambda cell: _PHONE.fullmatch(cell) is not None),
        ("names", _like_a_name),
    )
    filled = [cell for cell in cells if cell]
    if any("@" in cell for cell in filled):
        return "e-mail addresses"
    return next((kind for kind, holds in kinds if 2 * sum(map(holds, filled)) > len(filled)), "")


def _like_a_name(cell: str) -> bool:
    """Two words or more of letters only; or one word of letters with a single capital, at its start."""
    words = re.split(r"[ ,]+", cell.strip())
    letters = all(
        word.replace("-", "").replace("'", "").replace("’", "").rstrip(".").isalpha() for word in words
    )
    return letters and (len(words) > 1 or (len(cell) > 2 and cell.istitle()))


def _refuse_blank_or_twice(table: WrittenRows, name: str, cells: Sequence[str]) -> None:
    blank = [line for line, cell in zip(table.lines, cells, strict=True) if not cell]
    if blank:
        raise PeopleError(
            f"{len(blank)} of {len(cells)} people have no id in column {name!r} of {table.title}.",
            found=f"{rows_of(blank).capitalize()}.",
            remedy="Give them ids, delete the rows, or name another column with --id.",
        )
    lines: dict[str, list[int]] = {}
    for line, cell in zip(table.lines, cells, strict=True):
        lines.setdefault(cell, []).append(line)
    twice = {cell: where for cell, where in lines.items() if len(where) > 1}
    if twice:
        shown = "; ".join(f"id {cell} in {rows_of(where)}" for cell, where in list(twice.items())[:_SHOWN])
        more = f"; and {len(twice) - _SHOWN} ids more" if len(twice) > _SHOWN else ""
        raise PeopleError(
            f"{table.title} has {len(twice)} {'id' if len(twice) == 1 else 'ids'} more than once in column "
            f"{name!r}: a person would have more than one chance.",
            found=f"{shown}{more}.",
            remedy="Keep one row for each person, whatever addresses they gave.",
        )
