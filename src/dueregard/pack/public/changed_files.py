"""changes.json and changes.csv of a version: each figure that is not as it was, its old and new value."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dueregard.cells import no_formula
from dueregard.pack.data_files import plain

if TYPE_CHECKING:
    from dueregard.alliance.comparing import Change, Changes

__all__ = ["CHANGES_CSV", "CHANGES_JSON", "changes_csv", "changes_json"]

CHANGES_JSON = "changes.json"
CHANGES_CSV = "changes.csv"

_HOW = {
    "changed": "changed",
    "removed": "gone",
    "withheld": "now kept back so that nobody can be recognised",
    "added": "new",
}
_COLUMNS = (
    *("change", "measure", "parameters", "outcome", "by", "contrast", "reference"),
    *("was", "was_low", "was_high", "now", "now_low", "now_high"),
)


def changes_json(changes: Changes, *, since: str, corrections: Sequence[Mapping[str, Any]]) -> str:
    """Write every change as JSON.

    Parameters
    ----------
    changes : Changes
        Against the version before.
    since : str
        That version's name.
    corrections : sequence of mapping
        Why.

    Returns
    -------
    str
        JSON text. What is kept back has no numbers in it.
    """
    content = {
        "since": since,
        "why": plain(list(corrections)),
        "counts": changes.counts(),
        "changes": [plain(each.to_dict()) for each in changes.all],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def changes_csv(changes: Changes) -> str:
    """Write every change as a table.

    Parameters
    ----------
    changes : Changes
        Against the version before.

    Returns
    -------
    str
        Comma-separated values with a header row; texts that a spreadsheet would read as a formula are
        preceded by an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_row(each) for each in changes.all)
    return text.getvalue()


def _row(change: Change) -> list[str]:
    named = (change.measure, _pairs(change.parameters), change.outcome, _pairs(change.by))
    ends = [
        (numbers or {}).get(name)
        for numbers in (change.was, change.now)
        for name in ("estimate", "low", "high")
    ]
    words = [_HOW[change.what], *named, change.contrast, change.reference]
    return [
        *(no_formula(str(each or "")) for each in words),
        *("" if end is None else str(end) for end in ends),
    ]


def _pairs(mapping: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}={level}" for name, level in mapping.items())
