"""What stands in each sheet of a workbook casebook, before it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dueregard.casebook.leaves import Leaf
from dueregard.casebook.positions import KeyPath
from dueregard.casebook.sheets import ABOUT, CODE_OWNERS, NOTES, REMARKS, SHEETS, Sheet

__all__ = ["Page", "pages"]

Row = list[Any]

_INTRODUCTION = (
    "This workbook is a casebook. Fill it in, save it, and use it in place of the casebook's folder.",
    "Files that it names are looked for beside it. Results go to the folder `out` beside it.",
    "A list in one cell is separated by semicolons. Dates are written 2027-03-31.",
    f"Columns named {NOTES} are yours: nobody reads them back.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet as it is to be drawn.

    Parameters
    ----------
    name : str
        Its name.
    header : tuple of str
        What stands over each column.
    rows : tuple of list
        The cells below, row by row.
    down : tuple of Leaf
        The field of each row, in a sheet with a row for each field.
    across : tuple of Leaf
        The field of each column, in other sheets.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    down: tuple[Leaf, ...] = ()
    across: tuple[Leaf, ...] = ()


def pages(content: Mapping[str, Any], notes: Mapping[KeyPath, str]) -> Iterator[Page]:
    """Lay a casebook out in sheets.

    Parameters
    ----------
    content : mapping
        The specification, dumped.
    notes : mapping
        Remarks for the notes columns, from the path of each field or entry.

    Yields
    ------
    Page
        The sheet that explains the others, all remarks, then each of the others.
    """
    about = ("sheet", "field", "kind", "what it means", "it may be")
    yield Page(name=ABOUT, header=about, rows=tuple(_explanations()))
    if notes:
        remarks = [[".".join(map(str, path)) or "all", remark] for path, remark in notes.items()]
        yield Page(name=REMARKS, header=("about", "remark"), rows=tuple(remarks))
    for sheet in SHEETS:
        part = _at(content, sheet.path)
        if sheet.shape == "keys":
            header = ("field", "value", "what it means", NOTES)
            yield Page(
                name=sheet.name, header=header, rows=tuple(_keys(sheet, part, notes)), down=sheet.fields
            )
        else:
            over = (*(leaf.name for leaf in sheet.fields), NOTES)
            rows = tuple(_ROWS[sheet.shape](sheet, part, notes)) if part else ()
            yield Page(name=sheet.name, header=over, rows=rows, across=sheet.fields)


def _explanations() -> Iterator[Row]:
    for sentence in _INTRODUCTION:
        yield ["all", "", "", sentence, ""]
    for sheet in SHEETS:
        for leaf in sheet.fields:
            kind = f"{leaf.kind}, needed" if leaf.required else leaf.kind
            yield [sheet.name, leaf.name, kind, leaf.meaning, "; ".join(leaf.choices)]


def _keys(sheet: Sheet, part: Any, notes: Mapping[KeyPath, str]) -> Iterator[Row]:
    for leaf in sheet.fields:
        note = notes.get((*sheet.path, *leaf.path), "")
        yield [leaf.name, _value(part, leaf.path), leaf.meaning, note]


def _entries(sheet: Sheet, part: Any, notes: Mapping[KeyPath, str]) -> Iterator[Row]:
    for position, entry in enumerate(part):
        note = notes.get((*sheet.path, position), "")
        yield [*(_value(entry, leaf.path) for leaf in sheet.fields), note]


def _named(sheet: Sheet, part: Any, notes: Mapping[KeyPath, str]) -> Iterator[Row]:
    for name, entry in part.items():
        note = notes.get((*sheet.path, name), "")
        yield [name, *(_value(entry, leaf.path) for leaf in sheet.fields[1:]), note]


def _pairs(sheet: Sheet, part: Any, notes: Mapping[KeyPath, str]) -> Iterator[Row]:
    if isinstance(part, dict):
        for name, given in part.items():
            yield [name, *(given if isinstance(given, list | tuple) else [given]), ""]


def _codes(sheet: Sheet, part: Any, notes: Mapping[KeyPath, str]) -> Iterator[Row]:
    for owner, path in CODE_OWNERS.items():
        for name, entry in (_at(part, path[1:]) or {}).items():
            if isinstance(entry, dict) and "labels" in entry:
                yield from _codes_of(owner, name, entry, notes.get((*path, name, "labels"), ""))


def _codes_of(owner: str, name: str, entry: dict[str, Any], note: str) -> Iterator[Row]:
    labels, parents = entry["labels"], entry.get("parents", {})
    treatment = dict.fromkeys(entry["not_applicable"], "not applicable")
    treatment |= dict.fromkeys(entry["missing"], "missing")
    for code in dict.fromkeys([*labels, *treatment, *parents]):
        shown = treatment.get(code, "shown" if code in labels else "")
        yield [owner, name, code, labels.get(code, ""), shown, parents.get(code, ""), note]
        note = ""


_KEYS = ("field", "value", "what it means", NOTES)

_ROWS = {"entries": _entries, "named": _named, "pairs": _pairs, "codes": _codes}


def _at(content: Any, path: Iterable[str]) -> Any:
    for step in path:
        content = content.get(step) if isinstance(content, dict) else None
    return content


def _value(part: Any, path: Iterable[str]) -> Any:
    value = _at(part, path)
    if isinstance(value, list | tuple):
        return value[0] if len(value) == 1 and not isinstance(value[0], str) else "; ".join(map(_text, value))
    return "" if value is None else value


def _text(value: Any) -> str:
    return f"{value:.17g}" if isinstance(value, float) else str(value)
