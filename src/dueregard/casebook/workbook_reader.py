"""Reading a workbook casebook back to the content that a casebook.toml would have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from dueregard.casebook.leaves import Leaf
from dueregard.casebook.positions import KeyPath
from dueregard.casebook.sheets import ABOUT, CODE_OWNERS, NOTES, REMARKS, SHEETS, TREATMENTS, Sheet
from dueregard.casebook.sizes import WORKBOOK, refuse_packed_bomb
from dueregard.errors import CasebookError, did_you_mean

__all__ = ["WorkbookContent", "read_workbook"]

Row = tuple[int, dict[str, Any]]
"""The row's number in the sheet, and its cells that are not empty by the name over them."""


class WorkbookContent:
    """What a workbook says, and where each part of it stands.

    Attributes
    ----------
    content : dict
        Tables and keys, as casebook.toml would have them.
    places : dict
        From the path of each key to the sheet and row that it was read from.
    problems : list of (path, sentence)
        What is wrong with the sheets themselves.
    """

    def __init__(self) -> None:
        self.content: dict[str, Any] = {}
        self.places: dict[KeyPath, str] = {}
        self.problems: list[tuple[KeyPath, str]] = []

    def put(self, path: KeyPath, value: Any, place: str) -> None:
        """Put a value where casebook.toml would have it.

        Parameters
        ----------
        path : tuple
            Names of tables and keys, and positions in lists.
        value : object
            The value.
        place : str
            The sheet and row.
        """
        part: Any = self.content
        for step, following in pairwise(path):
            empty: Any = [] if isinstance(following, int) else {}
            if isinstance(step, int):
                while len(part) <= step:
                    part.append({})
                part = part[step]
            else:
                part = part.setdefault(step, empty)
        part[path[-1]] = value
        self.places[path] = place
        for length in range(1, len(path)):
            self.places.setdefault(path[:length], place)


def read_workbook(file: Path) -> WorkbookContent:
    """Read a workbook casebook.

    Parameters
    ----------
    file : Path
        The workbook.

    Returns
    -------
    WorkbookContent
        What it says; not yet checked.

    Raises
    ------
    CasebookError
        When the file is not a workbook.
    """
    refuse_packed_bomb(file, CasebookError, most=WORKBOOK)
    try:
        book = CalamineWorkbook.from_path(file)
        names = {name.casefold().strip(): name for name in book.sheet_names}
        found = WorkbookContent()
        for sheet in SHEETS:
            if sheet.name in names:
                values = book.get_sheet_by_name(names[sheet.name]).to_python(skip_empty_area=False)
                _SHAPES[sheet.shape](sheet, _table(values), found)
    except (CalamineError, OSError) as error:
        raise CasebookError(
            f"{file.name} cannot be read as a workbook.", remedy="Save it as .xlsx and try again."
        ) from error
    known = [ABOUT, REMARKS, *(sheet.name for sheet in SHEETS)]
    for name, written in names.items():
        if name not in known:
            hint = did_you_mean(name, known) or f"It may have: {', '.join(known)}."
            found.problems.append(((), f"A casebook has no sheet {written!r}. {hint}"))
    return found


def _table(values: Sequence[Sequence[Any]]) -> list[Row]:
    """Pair each row's cells with the header; what is empty or the user's own notes is left out."""
    if not values:
        return []
    header = [str(cell).strip() for cell in values[0]]
    return [
        (
            number,
            {
                name: cell
                for name, cell in zip(header, row, strict=False)
                if name and name.casefold() != NOTES and not (isinstance(cell, str) and not cell.strip())
            },
        )
        for number, row in enumerate(values[1:], start=2)
    ]


def _keys(sheet: Sheet, rows: list[Row], found: WorkbookContent) -> None:
    fields = {leaf.name: leaf for leaf in sheet.fields}
    for number, cells in rows:
        name = str(cells.get("field", "")).strip()
        if name and "value" in cells:
            path = (*sheet.path, *name.split("."))
            found.put(path, _read(cells["value"], fields.get(name)), _place(sheet, number))


def _entries(sheet: Sheet, rows: list[Row], found: WorkbookContent) -> None:
    for position, (number, cells) in enumerate(row for row in rows if row[1]):
        _fields(sheet, (*sheet.path, position), cells, number, found)


def _named(sheet: Sheet, rows: list[Row], found: WorkbookContent) -> None:
    for number, cells in rows:
        if not cells:
            continue
        name = _as_text(cells.pop("name", ""))
        path = (*sheet.path, name)
        if not name:
            found.problems.append(((), f"{_place(sheet, number)}: the name is missing."))
        elif path in found.places:
            found.problems.append(((), f"{_place(sheet, number)}: {name!r} is given twice."))
        else:
            found.put(path, {}, _place(sheet, number))
            _fields(sheet, path, cells, number, found)


def _fields(sheet: Sheet, path: KeyPath, cells: dict[str, Any], number: int, found: WorkbookContent) -> None:
    fields = {leaf.name: leaf for leaf in sheet.fields}
    for name, cell in cells.items():
        found.put((*path, *name.split(".")), _read(cell, fields.get(name)), _place(sheet, number))


def _pairs(sheet: Sheet, rows: list[Row], found: WorkbookContent) -> None:
    first, *others = sheet.fields
    for number, cells in rows:
        if cells:
            values = [_read(cells.get(leaf.name, ""), leaf) for leaf in others]
            path = (*sheet.path, _as_text(cells.get(first.name, "")))
            found.put(path, values if len(values) > 1 else values[0], _place(sheet, number))


def _codes(sheet: Sheet, rows: list[Row], found: WorkbookContent) -> None:
    for number, cells in rows:
        if not cells:
            continue
        owner, name = _as_text(cells.get("sheet", "")), _as_text(cells.get("name", ""))
        code, treatment = _as_text(cells.get("code", "")), _as_text(cells.get("treat as", "")) or "shown"
        place = _place(sheet, number)
        fault = _code_fault(owner, name, code, treatment, found)
        if fault:
            found.problems.append(((), f"{place}: {fault}"))
            continue
        path = (*CODE_OWNERS[owner], name)
        if "label" in cells:
            found.put((*path, "labels", code), _as_text(cells["label"]), place)
        if "parent" in cells:
            found.put((*path, "parents", code), _as_text(cells["parent"]), place)
        if treatment != "shown":
            _list_code((*path, treatment.replace(" ", "_")), code, found, place)


def _code_fault(owner: str, name: str, code: str, treatment: str, found: WorkbookContent) -> str | None:
    if owner not in CODE_OWNERS:
        return f"sheet must be one of {', '.join(CODE_OWNERS)}; found {owner!r}."
    if (*CODE_OWNERS[owner], name) not in found.places:
        known = [str(path[-1]) for path in found.places if path[:-1] == CODE_OWNERS[owner]]
        return f"the sheet {owner} has no {name!r}. {did_you_mean(name, known)}".strip()
    if not code:
        return "the code is missing."
    if treatment not in TREATMENTS:
        return f"treat as must be one of {', '.join(TREATMENTS)}; found {treatment!r}."
    return None


def _list_code(path: KeyPath, code: str, found: WorkbookContent, place: str) -> None:
    part: Any = found.content
    for step in path:
        part = part.get(step, {})
    found.put(path, [*part, code], place)


_SHAPES: dict[str, Callable[[Sheet, list[Row], WorkbookContent], None]] = {
    "keys": _keys,
    "entries": _entries,
    "named": _named,
    "pairs": _pairs,
    "codes": _codes,
}


def _place(sheet: Sheet, number: int) -> str:
    return f"sheet {sheet.name}, row {number}"


def _read(cell: Any, leaf: Leaf | None) -> Any:
    """Give a cell the type of its field; what does not fit stays as it is, to be told as a problem."""
    kind = leaf.kind if leaf else "text"
    if kind in ("text", "choice"):
        return _as_text(cell)
    if kind.startswith("list"):
        parts = [part.strip() for part in _as_text(cell).split(";") if part.strip()]
        return parts if kind == "list" else [_as_number(part) for part in parts]
    if kind == "date":
        return cell.date() if isinstance(cell, datetime) else cell
    if kind == "true or false":
        return {"true": True, "false": False}.get(_as_text(cell).casefold(), cell)
    number = _as_number(cell)
    whole = isinstance(number, float) and number.is_integer()
    return int(number) if kind == "whole number" and whole else number


def _as_text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _as_number(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            continue
    return cell
