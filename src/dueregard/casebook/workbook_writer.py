"""Writing a casebook as a workbook: one table a sheet, from the first cell, nothing merged."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from dueregard.casebook.leaves import Leaf
from dueregard.casebook.load import Casebook
from dueregard.casebook.positions import KeyPath
from dueregard.casebook.sheets import ABOUT
from dueregard.casebook.specification import Specification
from dueregard.casebook.workbook_rows import Page, pages

__all__ = ["write_workbook"]

_SPARE_ROWS = 500
"""How many rows of an empty sheet have drop-down lists."""


def write_workbook(
    casebook: Casebook | Specification,
    path: str | os.PathLike[str],
    *,
    notes: Mapping[KeyPath, str] | None = None,
) -> Path:
    """Write a casebook as a workbook that :func:`dueregard.casebook.load_casebook` reads back.

    Parameters
    ----------
    casebook : Casebook or Specification
        What to write.
    path : path
        The workbook, ending in .xlsx; one that exists is replaced, all at once.
    notes : mapping, optional
        Remarks from the path of each table, field or entry that they are about. All stand in a sheet of
        their own; those about one row stand beside it too.

    Returns
    -------
    Path
        The workbook.
    """
    target = Path(path)
    specification = casebook if isinstance(casebook, Specification) else casebook.specification
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".casebook-") as folder:
        file = Path(folder) / "casebook.xlsx"
        with xlsxwriter.Workbook(str(file)) as book:
            book.set_properties(
                {"title": specification.question.title, "comments": "A casebook of dueregard"}
            )
            drawing = _Drawing(book)
            for page in pages(specification.model_dump(), notes or {}):
                drawing.draw(page)
        file.replace(target)
    return target


class _Drawing:
    """Draws pages with the formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})

    def draw(self, page: Page) -> None:
        sheet = self.book.add_worksheet(page.name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, words in enumerate(page.header):
            sheet.set_column(column, column, _width([words, *(row[column] for row in page.rows)]), self.plain)
        self._table(sheet, page)
        for number, row in enumerate(page.rows, start=1):
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value)
        for number, leaf in enumerate(page.down, start=1):
            _offer(sheet, (number, 1, number, 1), leaf)
        for column, leaf in enumerate(page.across):
            _offer(sheet, (1, column, len(page.rows) + _SPARE_ROWS, column), leaf)

    def _table(self, sheet: Any, page: Page) -> None:
        options = {
            "name": "table_" + page.name.replace(" ", "_"),
            "columns": [{"header": words, "header_format": self.head} for words in page.header],
            "style": "Table Style Light 1",
        }
        sheet.add_table(0, 0, max(len(page.rows), 1), len(page.header) - 1, options)

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.plain)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.date)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self.plain)
        elif value:
            # Always as text: nothing in a casebook may turn into a formula.
            sheet.write_string(row, column, str(value), self.plain)


def _width(values: Iterable[Any]) -> int:
    return min(60, max(14, *(len(str(value)) + 3 for value in values)))


def _offer(sheet: Any, cells: tuple[int, int, int, int], leaf: Leaf) -> None:
    if leaf.kind == "choice":
        choices = list(leaf.choices)
    elif leaf.kind == "true or false":
        choices = ["TRUE", "FALSE"]
    else:
        return
    message = f"{leaf.name} must be one of the list; see the sheet {ABOUT}."
    sheet.data_validation(*cells, {"validate": "list", "source": choices, "error_message": message})
