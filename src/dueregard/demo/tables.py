"""Writing small tables as CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["csv_text"]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    r"""Write a table.

    Parameters
    ----------
    header : sequence of str
        The names of its columns.
    rows : iterable of sequence
        The cells.

    Returns
    -------
    str
        Comma-separated, a line for each row.

    Examples
    --------
    >>> csv_text(("id", "text"), [(1, "Wait, please")])
    'id,text\n1,"Wait, please"\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
