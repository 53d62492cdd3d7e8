"""The numbers as files: estimates.json with every record, and one CSV file for each table."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dueregard.casebook import canonical_json
from dueregard.cells import no_formula
from dueregard.pack.readings import symbol

if TYPE_CHECKING:
    from dueregard.disclosure import Release, Table
    from dueregard.gaps import EvidenceGap

__all__ = ["csv_cell", "csv_name", "estimates_json", "table_csv"]

_AS_THEY_ARE = frozenset({str, int, bool})
NUMBERS = frozenset({"estimate", "se", "low", "high", "df", "n", "n_eff"})
SYNTHETIC = "synthetic: these are not real people"


def plain(value: Any) -> Any:
    """Make a value fit for JSON: dates as ISO 8601, numbers that are not finite as null.

    Examples
    --------
    >>> plain({"df": float("inf"), "due": date(2027, 3, 31)})
    {'df': None, 'due': '2027-03-31'}
    """
    # Most are of these types, which are quicker told by themselves than as kinds of anything else.
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, str | int) else str(value)


def to_nine_figures(text: str) -> str:
    """Write every broken number in a text to nine significant figures.

    Threads add in any order, so the last digits of a figure may differ between two runs of the same data.

    Parameters
    ----------
    text : str
        CSV or JSON.

    Returns
    -------
    str
        The same for figures that agree to nine.

    Examples
    --------
    >>> to_nine_figures("0.08015447024006304,n 216") == to_nine_figures("0.08015447024006303,n 216")
    True
    """
    return _BROKEN.sub(lambda found: f"{float(found[0]):.9g}", text)


_BROKEN = re.compile(r"(?<![\w.])-?\d+\.\d+(?:e[+-]?\d+)?(?![\w.])")


def fingerprint(value: Any) -> str:
    """Fingerprint what files of a pack hold.

    Parameters
    ----------
    value : object
        Anything that :func:`plain` makes fit for JSON.

    Returns
    -------
    str
        SHA-256 of its canonical JSON with numbers to nine figures, in hexadecimal.
    """
    return hashlib.sha256(to_nine_figures(canonical_json(plain(value))).encode()).hexdigest()


def estimates_json(
    release: Release,
    *,
    evidence_gaps: Sequence[EvidenceGap],
    provenance: Mapping[str, Any],
    synthetic: bool,
    voices: Mapping[str, Any] | None = None,
    consequences: Mapping[str, Any] | None = None,
    beside: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Write every released record, with its provenance and what is not known.

    Parameters
    ----------
    release : Release
        Everything that may be shown.
    evidence_gaps : sequence of EvidenceGap
        What is not known.
    provenance : mapping
        Where the numbers come from: versions, hashes, sources.
    synthetic : bool
        Whether the people are made up.
    voices : mapping, optional
        What stands beside the figures about voices.
    consequences : mapping, optional
        What stands beside the figures about options.
    beside : sequence of mapping
        What else stands beside the figures, each under keys of its own.

    Returns
    -------
    str
        JSON text. ``tables`` says which of the ``estimates``, in their order, belong to which table.
    """
    content = {
        "provenance": {**plain(provenance), "synthetic": synthetic},
        "estimates": [plain(record.to_dict()) for table in release.tables for record in table.records],
        "tables": [
            {"name": table.name, "title": table.title, "records": len(table.records)}
            for table in release.tables
        ],
        "evidence_gaps": plain(list(evidence_gaps)),
    }
    if voices is not None:
        content["voices"] = plain(voices)
    if consequences is not None:
        content["consequences"] = plain(consequences)
    for more in beside:
        content |= plain(more)
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def csv_name(table: Table) -> str:
    """Return the name of a table's CSV file."""
    return f"{table.name}.csv"


def csv_cell(value: Any) -> str:
    """Write a value as a cell of a CSV file that no spreadsheet reads as a formula.

    Examples
    --------
    >>> csv_cell("=1+1"), csv_cell(2.5), csv_cell(None)
    ("'=1+1", '2.5', '')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return no_formula(value) if isinstance(value, str) else str(value)


def _columns(records: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Name the columns: groups, then options, then the fields of a record.

    A group or option that has the name of a field gets its kind in front.
    """
    found = dict.fromkeys(name for record in records for name in record if name not in ("by", "parameters"))
    fields = sorted(found, key=lambda name: name == "verdict")
    columns = {}
    for kind in ("by", "parameters"):
        for name in dict.fromkeys(name for record in records for name in record[kind]):
            columns[kind, name] = f"{kind}: {name}" if name in fields else name
    return columns | {("", name): name for name in fields}


def _row(record: Mapping[str, Any], columns: Iterable[tuple[str, str]], shorthand: str) -> list[str]:
    missing = shorthand if record["estimate"] is None else ""
    row = []
    for kind, name in columns:
        value = (record[kind] if kind else record).get(name)
        row.append(missing if value is None and not kind and name in NUMBERS else csv_cell(value))
    return [*row, shorthand]


def table_csv(table: Table, *, synthetic: bool) -> str:
    """Write one table with a row for each record.

    Groups and options have a column each; a number that is not given is replaced by its shorthand:
    [c] confidential, [x] not available, [z] not applicable. A text that a spreadsheet would read as a
    formula is preceded by an apostrophe.

    Parameters
    ----------
    table : Table
        A released table.
    synthetic : bool
        Whether the people are made up; then a column says so.

    Returns
    -------
    str
        Comma-separated values with a header row.
    """
    records = [record.to_dict() for record in table.records]
    columns = {each: no_formula(name) for each, name in _columns(records).items()}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    extra = {"data": SYNTHETIC} if synthetic else {}
    writer.writerow([*columns.values(), "shorthand", *extra])
    for record, source in zip(records, table.records, strict=True):
        writer.writerow([*_row(record, columns, symbol(source)), *extra.values()])
    return text.getvalue()
