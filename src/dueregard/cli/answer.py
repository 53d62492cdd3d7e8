"""How the answer of a command is printed for machines: as JSON or CSV."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from dueregard.cells import no_formula, row_without_formulas
from dueregard.errors import UsageError

__all__ = ["machine_form", "print_csv", "print_json", "print_object"]

Record = Mapping[str, Any]
_QUOTED = json.encoder.encode_basestring


def machine_form(*, as_json: bool, as_csv: bool) -> bool:
    """Say whether the answer is for a machine.

    Parameters
    ----------
    as_json, as_csv : bool
        The flags.

    Returns
    -------
    bool
        True for either.

    Raises
    ------
    UsageError
        For both: there is one standard output.
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv cannot both be printed.", remedy="Give one of them.")
    return as_json or as_csv


def print_json(records: Sequence[Record], **beside: Any) -> None:
    """Print one JSON object with ``estimates`` and nothing else on standard output.

    Parameters
    ----------
    records : sequence of mappings
        Records of the public contract.
    **beside
        What stands beside ``estimates``.
    """
    made_with = {"made_with": f"dueregard {version('dueregard')}"}
    print_object({"estimates": list(records), "provenance": made_with, **beside})


def print_object(answer: Mapping[str, Any]) -> None:
    """Print one JSON object; numbers that JSON does not know become null.

    Parameters
    ----------
    answer : mapping
        What JSON can hold; dates and paths become text.
    """
    print(_written(answer, "\n"))


def _written(value: Any, line: str) -> str:
    """Write what :mod:`json` writes with one space a level, in a third of its time for many records."""
    kind = type(value)
    if kind is str:
        return _QUOTED(value)
    if value is None:
        return "null"
    if kind is float:
        return float.__repr__(value) if math.isfinite(value) else "null"
    if kind is int:
        return int.__repr__(value)
    inner = line + " "
    if isinstance(value, Mapping):
        members = [f"{_key(key)}: {_written(member, inner)}" for key, member in value.items()]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}" if members else "{}"
    if isinstance(value, list | tuple):
        members = [_written(member, inner) for member in value]
        return f"[{inner}{f',{inner}'.join(members)}{line}]" if members else "[]"
    return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, default=str)


def _key(key: Any) -> str:
    return _QUOTED(key) if type(key) is str else json.dumps({key: 0}, ensure_ascii=False)[1:-4]


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
    writer.writerow({name: no_formula(name) for name in columns})
    writer.writerows(map(row_without_formulas, flat))


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
            # A grouping may be called as a column of ours is: `level`, `n`, ...
            row.update({f"by_{name}" if name in record else name: label for name, label in value.items()})
        elif key == "parameters":
            row[key] = "; ".join(f"{name}={setting}" for name, setting in value.items())
        else:
            row[key] = value
    return row
