"""The answer of a command as a table for a reader: one block a measure, with its uncertainty in words."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from dueregard.cli.figures import Style, in_percent, style_of
from dueregard.cli.headings import blocks_of, measured

__all__ = ["print_table"]

Record = Mapping[str, Any]
Marks = Mapping[tuple[str, str | None], str]

#: What a status looks like in a table: the Analysis Function's shorthand.
SHORTHAND = {"withheld": "[c]", "not_estimable": "[x]", "approximate": "[u]", "ok": ""}
_COMPARED = {
    "difference": "minus {}",
    "ratio": "divided by {}",
    "log_ratio": "log ratio to {}",
}
# A pipe has no width of its own; a figure cut off by a guess would be worse than a long line.
_WIDTH_OF_A_PIPE = 200


def print_table(
    records: Sequence[Record],
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    of_rows: Collection[str] = (),
) -> None:
    """Print the records for a reader: only the columns that say something.

    Parameters
    ----------
    records : sequence of mappings
        Records of the public contract; those that differ only in their confidence level share a row.
    title : str, optional
        A heading.
    notes : sequence of str
        What to know about the data, told below.
    of_rows : collection of str
        Measures whose numbers count rows of a table, not people.
    """
    from rich.console import Console
    from rich.text import Text

    # The stream of this moment: a console made earlier would write to another.
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_PIPE
    if title:
        console.print(Text(title, style="bold underline"))
    marks = _marks(records)
    for heading, block in blocks_of(records).items():
        console.print(Text(heading, style="bold"))
        counted = "rows" if block[0]["measure"] in of_rows else "people"
        console.print(_table(block, counted, marks))
        console.print()
    for line in (*_reasons(marks), *notes, *_methods(records)):
        console.print(Text(line, style="dim"), soft_wrap=True)


def _table(records: Sequence[Record], counted: str, marks: Marks) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    columns = _columns(records, counted, marks)
    for heading, numeric, _ in columns:
        table.add_column(heading, justify="right" if numeric else "left", no_wrap=numeric)
    for cells in zip(*(cells for *_, cells in columns), strict=True):
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _columns(records: Sequence[Record], counted: str, marks: Marks) -> list[tuple[str, bool, list[str]]]:
    """Heading, whether it holds numbers, and cells of each column that says something."""
    rows = _rows(records)
    styles = _styles(records)
    first = [row[0] for row in rows]
    columns = [(name, False, [str(each["by"].get(name, "")) for each in first]) for name in _variables(first)]
    columns += [
        ("compared", False, [_compared(each) for each in first]),
        ("estimate", True, [styles[_kind(each)].write(each["estimate"]) for each in first]),
        ("standard error", True, [styles[_kind(each)].write(each["se"]) for each in first]),
    ]
    for index, level in enumerate(_levels(records)):
        intervals = [_interval(row[index], styles[_kind(row[0])]) if index < len(row) else "" for row in rows]
        columns.append((f"{level:.4g}% interval", True, intervals))
    columns += [
        (counted, True, [_people(each) for each in first]),
        ("verdict", False, [_verdict(each) for each in first]),
        ("", False, [marks[each["status"], each["reason"]] for each in first]),
    ]
    dull = ("", "–")
    return [
        column for column in columns if column[0] == "estimate" or any(cell not in dull for cell in column[2])
    ]


def _rows(records: Sequence[Record]) -> list[list[Record]]:
    """Records that differ only in their confidence level, together."""
    rows: dict[Any, list[Record]] = {}
    for record in records:
        name = (tuple(record["by"].items()), record["contrast"], record["reference"], record["source"])
        rows.setdefault(name, []).append(record)
    levels = len(_levels(records)) or 1
    together = []
    for row in rows.values():
        together += [row[start : start + levels] for start in range(0, len(row), levels)]
    return together


def _levels(records: Sequence[Record]) -> list[float]:
    return list(dict.fromkeys(100 * record["level"] for record in records if record["level"]))


def _variables(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record["by"]))


def _kind(record: Record) -> Any:
    return record["contrast"]


def _styles(records: Sequence[Record]) -> dict[Any, Style]:
    kinds: dict[Any, list[Record]] = {}
    for record in records:
        kinds.setdefault(_kind(record), []).append(record)
    return {kind: style_of(members) for kind, members in kinds.items()}


def _compared(record: Record) -> str:
    if not record["contrast"]:
        return ""
    pattern = _COMPARED.get(record["contrast"], f"{record['contrast'].replace('_', ' ')} from {{}}")
    told = pattern.replace("{}", str(record["reference"]))
    points = record["contrast"] == "difference" and in_percent(record)
    return f"{told} (percentage points)" if points else told


def _people(record: Record) -> str:
    # A comparison rests on two groups: their sum would pass for the number of one.
    if record["contrast"]:
        return ""
    return "–" if record["n"] is None else f"{record['n']:,}"


def _verdict(record: Record) -> str:
    words = record.get("verdict") or ""
    if words.startswith("not estimable"):
        return "not estimable"
    return f"{words} {record['reference']}" if words.endswith(" than") or words == "the same as" else words


def _interval(record: Record, style: Style) -> str:
    if record["low"] is None or record["high"] is None:
        return "–"
    return f"{style.write(record['low'])} to {style.write(record['high'])}"


def _marks(records: Sequence[Record]) -> Marks:
    """A mark for each reason; those of one status are numbered when there are several."""
    reasons: dict[str, list[str]] = {}
    for record in records:
        known = reasons.setdefault(record["status"], [])
        if record["reason"] and record["reason"] not in known:
            known.append(record["reason"])
    marks: dict[tuple[str, str | None], str] = {}
    for status, known in reasons.items():
        mark = SHORTHAND.get(status, str(status))
        marks[status, None] = mark
        for number, reason in enumerate(known, start=1):
            marks[status, reason] = f"[{mark.strip('[]')}{number}]" if mark and len(known) > 1 else mark
    return marks


def _reasons(marks: Marks) -> Iterator[str]:
    for (status, reason), mark in marks.items():
        if reason:
            yield f"{mark or status} {reason}"


def _methods(records: Sequence[Record]) -> Iterator[str]:
    methods: dict[str, list[str]] = {}
    for record in records:
        if record["method"]:
            methods.setdefault(record["method"], []).append(measured(record))
    for method, of in methods.items():
        several = len({measured(record) for record in records}) > 1
        yield f"Method of {_listed(of)}: {method}" if several else f"Method: {method}"


def _listed(names: Sequence[str]) -> str:
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last
