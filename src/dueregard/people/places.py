"""Places people live in, and the places above those: from further columns or from a lookup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.grouping import Grouping
from dueregard.errors import UsageError
from dueregard.people.declared import characteristics_from, code_in
from dueregard.people.schema import Characteristic, CodeBook

__all__ = ["places_from"]


def places_from(
    given: Mapping[str, Any] | None,
    *,
    types: Mapping[str, nw.dtypes.DType],
    books: Mapping[str, CodeBook],
    title: str,
    codes_of: Callable[[str], list[str]],
) -> tuple[dict[str, tuple[Characteristic, CodeBook]], list[str]]:
    """Make places of what was declared.

    Parameters
    ----------
    given : mapping of str to str or mapping, optional
        By name, lowest first: a column, or a table with ``column``, the keys of a code book, ``parent`` and
        ``parents`` (the place above, by code or by label), which makes the parent a place of its own.
    types : mapping of str to narwhals data type
        The table's columns.
    books : mapping of str to CodeBook
        What is known of columns already.
    title : str
        What to call the table in messages.
    codes_of : callable
        Gives the distinct codes of a column; asked only for columns with a lookup.

    Returns
    -------
    tuple of dict and list of str
        The places with their code books, and notes on codes that the lookup lacks.

    Raises
    ------
    UsageError
        When a lookup has no name for the level above.
    """
    made: dict[str, tuple[Characteristic, CodeBook]] = {}
    notes: list[str] = []
    for name, declared in (given or {}).items():
        entry: dict[str, Any] = {"column": declared} if isinstance(declared, str) else dict(declared)
        parent, parents = entry.pop("parent", None), dict(entry.pop("parents", None) or {})
        if parents and not parent:
            raise UsageError(f"The place {name!r} has parents, and no name for the level above: give parent.")
        found = characteristics_from({name: entry}, types=types, books=books, title=title)
        place, book = next(iter(found.values()))
        made[name] = replace(place, name=name, kind="place", parent=parent), book
        if parents and parent not in (given or {}):
            codes = codes_of(place.column)
            above, lacking = _above(
                parent, place, book, parents=parents, codes=codes, dtype=types[place.column]
            )
            made[parent] = above, CodeBook()
            if lacking:
                notes.append(
                    f"{lacking} of {len(codes)} places of {name!r} are not in the lookup of {parent!r}: "
                    f"people there are in no {parent}."
                )
    return made, notes


def _above(
    name: str,
    place: Characteristic,
    book: CodeBook,
    *,
    parents: Mapping[str, str],
    codes: list[str],
    dtype: nw.dtypes.DType,
) -> tuple[Characteristic, int]:
    lookup = {code_in(code, dtype): above for code, above in parents.items()}
    by_code = {**dict.fromkeys((*lookup, *book.labels)), **dict.fromkeys(codes)}
    labels = {}
    for code in by_code:
        above = lookup.get(code) or parents.get(book.labels.get(code, ""))
        if above is not None:
            labels[code] = above
    lacking = frozenset(codes) - set(labels) - book.excluded
    grouping = Grouping(name=name, column=place.column, labels=labels, excluded=book.excluded | lacking)
    label = name[:1].upper() + name[1:].replace("_", " ")
    return Characteristic(name=name, kind="place", grouping=grouping, label=label), len(lacking)
