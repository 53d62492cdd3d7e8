"""From what a user declares (texts, dictionaries) to code books and characteristics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.casebook.characteristics import canonical_name, characteristic_label
from dueregard.engine.expression import kind_of
from dueregard.engine.grouping import Grouping, code_of
from dueregard.errors import ColumnNotFound, UsageError, did_you_mean
from dueregard.people.schema import Characteristic, CodeBook

__all__ = [
    "characteristics_from",
    "checked_keys",
    "code_book",
    "code_in",
    "merged_books",
    "refuse_absent_reference",
]

_BOOK = ("label", "labels", "missing", "not_applicable", "meaning")
_SHOWN = 12
_CHARACTERISTIC = ("column", *_BOOK, "reference", "bands")


def checked_keys(given: Mapping[str, Any], known: Iterable[str], what: str) -> Mapping[str, Any]:
    """Refuse keys that mean nothing.

    Parameters
    ----------
    given : mapping
        What the user declared.
    known : iterable of str
        The keys that mean something.
    what : str
        What is declared, for the message.

    Returns
    -------
    mapping
        The same.

    Raises
    ------
    UsageError
        For a key that is not known.
    """
    known = tuple(known)
    for key in given:
        if key not in known:
            remedy = did_you_mean(key, known) or f"It may have: {', '.join(known)}."
            raise UsageError(f"{what} has no {key!r}.", remedy=remedy)
    return given


def code_in(code: Any, dtype: nw.dtypes.DType | None) -> str:
    """Write a code as the engine writes the values of a column: '01' of a column of numbers is '1'.

    Parameters
    ----------
    code : object
        As declared.
    dtype : narwhals data type, optional
        The column's type.

    Returns
    -------
    str
        The code.

    Examples
    --------
    >>> code_in("01", nw.Int64()), code_in("01", nw.String()), code_in(1.0, None)
    ('1', '01', '1')
    """
    written = code_of(code) or ""
    if kind_of(dtype) == "number":
        try:
            return code_of(float(written)) or written
        except ValueError:
            return written
    return written


def code_book(given: Mapping[str, Any], dtype: nw.dtypes.DType | None, what: str) -> CodeBook:
    """Make a code book of what was declared of a column.

    Parameters
    ----------
    given : mapping
        Keys ``label``, ``labels``, ``missing``, ``not_applicable`` and ``meaning``.
    dtype : narwhals data type, optional
        The column's type.
    what : str
        What is declared, for messages.

    Returns
    -------
    CodeBook
        With codes as the engine writes them.
    """
    checked_keys(given, _BOOK, what)
    labels = {code_in(code, dtype): label for code, label in (given.get("labels") or {}).items()}
    return CodeBook(
        label=given.get("label"),
        labels=labels,
        missing=_codes(given.get("missing"), dtype),
        not_applicable=_codes(given.get("not_applicable"), dtype),
        meaning=given.get("meaning"),
    )


def _codes(given: Any, dtype: nw.dtypes.DType | None) -> frozenset[str]:
    codes = [given] if isinstance(given, str | int | float) else (given or ())
    return frozenset(code_in(code, dtype) for code in codes)


def merged_books(first: CodeBook, second: CodeBook) -> CodeBook:
    """Bring together what two places say of one column.

    Parameters
    ----------
    first, second : CodeBook
        The first wins where both speak.

    Returns
    -------
    CodeBook
        Codes that stand for no value come from both.
    """
    return CodeBook(
        label=first.label or second.label,
        labels=first.labels or second.labels,
        missing=first.missing | (second.missing - first.not_applicable),
        not_applicable=first.not_applicable | (second.not_applicable - first.missing),
        meaning=first.meaning or second.meaning,
    )


def characteristics_from(
    given: Mapping[str, Any] | Sequence[str] | None,
    *,
    types: Mapping[str, nw.dtypes.DType],
    books: Mapping[str, CodeBook],
    title: str,
) -> dict[str, tuple[Characteristic, CodeBook]]:
    """Make characteristics of what was declared.

    Parameters
    ----------
    given : mapping of str to str or mapping, or sequence of str
        By name: a column, or a table with ``column``, the keys of a code book, ``reference`` and ``bands``.
        A sequence names columns that are characteristics under their own names.
    types : mapping of str to narwhals data type
        The table's columns.
    books : mapping of str to CodeBook
        What is known of columns already.
    title : str
        What to call the table in messages.

    Returns
    -------
    dict of str to (Characteristic, CodeBook)
        By harmonised name.

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    UsageError
        When two entries are one characteristic, or the reference is not a label.
    """
    if given is not None and not isinstance(given, Mapping):
        given = {name: name for name in ([given] if isinstance(given, str) else given)}
    made: dict[str, tuple[Characteristic, CodeBook]] = {}
    for written, declared in (given or {}).items():
        name = canonical_name(written)
        if name in made:
            raise UsageError(
                f"{written!r} and another entry both declare {name!r}.", remedy="Keep one of them."
            )
        made[name] = _characteristic(name, declared, types=types, books=books, title=title)
    return made


def _characteristic(
    name: str,
    declared: Any,
    *,
    types: Mapping[str, nw.dtypes.DType],
    books: Mapping[str, CodeBook],
    title: str,
) -> tuple[Characteristic, CodeBook]:
    entry = {"column": declared} if isinstance(declared, str) else dict(declared)
    checked_keys(entry, _CHARACTERISTIC, f"The characteristic {name!r}")
    column = entry.pop("column", name)
    reference, bands = entry.pop("reference", None), entry.pop("bands", None)
    if column not in types:
        raise ColumnNotFound(column, types, where=title)
    own = code_book(entry, types[column], f"The characteristic {name!r}")
    book = merged_books(own, books.get(column, CodeBook()))
    grouping = Grouping(
        name=name,
        column=column,
        labels=None if bands else book.labels or None,
        excluded=book.excluded,
        bands=tuple(float(start) for start in bands) if bands else None,
    )
    if reference is not None and grouping.declared:
        refuse_absent_reference(name, reference, grouping.declared)
    characteristic = Characteristic(
        name=name,
        kind="characteristic",
        grouping=grouping,
        label=own.label or characteristic_label(name),
        reference=reference,
        meaning=book.meaning,
        not_applicable=book.not_applicable,
    )
    return characteristic, book


def refuse_absent_reference(name: str, reference: str, groups: Sequence[str]) -> None:
    """Refuse a reference group that is not one of the groups.

    Parameters
    ----------
    name : str
        The characteristic.
    reference : str
        Its declared reference group.
    groups : sequence of str
        Its groups.

    Raises
    ------
    UsageError
        When the group is absent from the groups; of a table without people it is not known.
    """
    if groups and reference not in groups:
        shown = ", ".join(groups[:_SHOWN]) + (", ..." if len(groups) > _SHOWN else "")
        raise UsageError(
            f"The reference group of {name!r} is not one of its groups.",
            found=f"It is {reference!r}; the groups are: {shown}.",
            remedy=did_you_mean(reference, groups) or None,
        )
