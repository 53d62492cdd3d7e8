"""Rows that are no estimates, printed for a reader or as CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from dueregard.cells import no_formula, row_without_formulas

__all__ = ["print_rows", "print_rows_as_csv"]

_WIDTH_OF_A_PIPE = 200


def print_rows(
    rows: Sequence[Mapping[str, Any]], *, numeric: Sequence[str] = (), notes: Sequence[str] = ()
) -> None:
    """Print a table for a reader.

    Parameters
    ----------
    rows : sequence of mappings
        Texts by column; all rows have the same columns.
    numeric : sequence of str
        Columns that are set to the right.
    notes : sequence of str
        What to know, told below.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # The stream of this moment: a console made earlier would write to another.
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_PIPE
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in rows[0] if rows else ():
        right = heading in numeric
        table.add_column(heading, justify="right" if right else "left", no_wrap=right)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row.values()))
    console.print(table)
    for note in notes:
        console.print(Text(note, style="dim"), soft_wrap=True)


def print_rows_as_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a table as CSV; what is not known is empty.

    Parameters
    ----------
    rows : sequence of mappings
        Values by column; all rows have the same columns.
    """
    columns = list(rows[0]) if rows else []
    writer = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
    writer.writerow({name: no_formula(name) for name in columns})
    writer.writerows(map(row_without_formulas, rows))
