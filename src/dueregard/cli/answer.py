"""How the answer of a question command is printed: as a table, JSON or CSV."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

__all__ = ["print_csv", "print_json", "print_table"]

Record = Mapping[str, Any]

#: What a status looks like in a table: the Analysis Function's shorthand.
SHORTHAND = {"withheld": "[c]", "not_estimable": "[x]", "approximate": "[u]", "ok": ""}


def print_json(records: Sequence[Record], **beside: Any) -> None:
    """Print one JSON object with ``estimates`` and nothing else on standard output.

    Parameters
    ----------
    records : sequence of mappings
        Records of the public contract.
    **beside
        What stands beside ``estimates``.
    """
    answer = {"estimates": [_finite(record) for record in records], **beside}
    answer.setdefault("provenance", {"made_with": f"dueregard {version('dueregard')}"})
    print(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1, default=str))


def print_csv(records: Sequence[Record]) -> None:
    """Print the records as CSV, one column for each grouping variable.

    Parameters
    ----------
    records : sequence of mappings
        Records of the public contract.
    """
    flat = [_flat(_finite(record)) for record in records]
    columns = list(dict.fromkeys(key for row in flat for key in row))
    writer = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)


def print_table(records: Sequence[Record], *, title: str | None = None) -> None:
    """Print the records for a reader: only the columns that say something.

    Parameters
    ----------
    records : sequence of mappings
        Records of the public contract.
    title : str, optional
        A heading.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for heading, numeric in _headings(records):
        table.add_column(heading, justify="right" if numeric else "left", no_wrap=numeric)
    for record in records:
        table.add_row(*_cells(record, records))
    console = Console()
    # A pipe has no width of its own; a figure cut off by a guess would be worse than a long line.
    if not console.is_terminal:
        console.width = 200
    console.print(table)
    for line in _notes(records):
        console.print(line, style="dim", highlight=False)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(member) for member in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _flat(record: Record) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in record.items():
        if key == "by":
            row.update(value)
        elif key == "parameters":
            row[key] = "; ".join(f"{name}={setting}" for name, setting in value.items())
        else:
            row[key] = value
    return row


def _variables(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record["by"]))


def _has_contrasts(records: Sequence[Record]) -> bool:
    return any(record["contrast"] for record in records)


def _headings(records: Sequence[Record]) -> list[tuple[str, bool]]:
    level = next((record["level"] for record in records if record["level"]), 0.95)
    contrast = [("contrast", False)] if _has_contrasts(records) else []
    verdict = [("verdict", False)] if any(record.get("verdict") for record in records) else []
    numbers = [("estimate", True), ("se", True), (f"{level:.4g} interval", True), ("n", True)]
    return [
        ("measure", False),
        *((name, False) for name in _variables(records)),
        *contrast,
        *numbers,
        *verdict,
        ("", False),
    ]


def _cells(record: Record, records: Sequence[Record]) -> list[str]:
    cells = [_measure(record), *(str(record["by"].get(name, "")) for name in _variables(records))]
    if _has_contrasts(records):
        cells.append(f"{record['contrast']} from {record['reference']}" if record["contrast"] else "")
    cells += [_number(record["estimate"]), _number(record["se"]), _interval(record), _count(record["n"])]
    if any(each.get("verdict") for each in records):
        cells.append(record.get("verdict") or "")
    return [*cells, SHORTHAND.get(record["status"], str(record["status"]))]


def _measure(record: Record) -> str:
    settings = ", ".join(f"{name}={value}" for name, value in record["parameters"].items())
    outcome = f" of {record['outcome']}" if record["outcome"] else ""
    return f"{record['measure']}{outcome}" + (f" ({settings})" if settings else "")


def _number(value: float | None) -> str:
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return f"{value:,.4f}" if abs(value) < 1000 else f"{value:,.1f}"
    return f"{value:.4g}"


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _interval(record: Record) -> str:
    if record["low"] is None or record["high"] is None:
        return "–"
    return f"{_number(record['low'])} to {_number(record['high'])}"


def _notes(records: Sequence[Record]) -> list[str]:
    reasons = list(dict.fromkeys((r["status"], r["reason"]) for r in records if r["reason"]))
    methods = list(dict.fromkeys(record["method"] for record in records if record["method"]))
    told = [f"{SHORTHAND.get(status) or status} {reason}" for status, reason in reasons]
    return [*told, *(f"Method: {method}" for method in methods[:4])]
