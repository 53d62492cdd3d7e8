"""Bundles side by side as files: combined.json with everything, and two tables."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dueregard.casebook import canonical_json
from dueregard.pack.data_files import csv_cell

if TYPE_CHECKING:
    from dueregard.alliance.combining import Combined, Listed, Side, Value

__all__ = ["combined_csv", "combined_json", "combined_object", "differences_csv"]

SCHEMA = 1
_NUMBERS = ("estimate", "se", "low", "high", "level", "df", "n", "n_eff")
_TEXTS = ("status", "reason", "unit", "method", "source")


def combined_object(combined: Combined) -> dict[str, Any]:
    """Give bundles side by side as plain data.

    Parameters
    ----------
    combined : Combined
        The bundles.

    Returns
    -------
    dict
        Ready for JSON; the same bundles always give the same.
    """
    return {
        "schema": SCHEMA,
        "root": combined.root,
        "bundles": [_listed(each) for each in combined.bundles],
        "warnings": list(combined.warnings),
        "quantities": [_side(each) for each in combined.sides],
        "evidence_gaps": [
            {"bundle": each.id, **gap} for each in combined.bundles for gap in each.bundle.evidence_gaps
        ],
        "timeline": [
            {"at": at, "kind": kind, "hash": digest, "bundles": list(ids)}
            for at, kind, digest, ids in combined.timeline
        ],
    }


def combined_json(combined: Combined) -> str:
    """Write bundles side by side as JSON.

    Parameters
    ----------
    combined : Combined
        The bundles.

    Returns
    -------
    str
    """
    content = combined_object(combined)
    # A line for each quantity: the file can be read by eye, and is half as large.
    parts = [f"{json.dumps(name)}: {_lines(content[name])}" for name in sorted(content)]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(part: Any) -> str:
    if not isinstance(part, list):
        return canonical_json(part)
    return "[\n" + ",\n".join(map(canonical_json, part)) + "\n]" if part else "[]"


def combined_csv(combined: Combined) -> str:
    """Write a table with a row for each figure of each bundle.

    Parameters
    ----------
    combined : Combined
        The bundles.

    Returns
    -------
    str
        Comma-separated values; texts that a spreadsheet would read as formulas are preceded by an apostrophe.
    """
    names = {each.id: each.name for each in combined.bundles}
    rows = [_row(side, value, names) for side in combined.sides for value in side.values]
    return _csv(rows, _COLUMNS)


def differences_csv(combined: Combined) -> str:
    """Write a table with a row for each two figures that were compared.

    Parameters
    ----------
    combined : Combined
        The bundles.

    Returns
    -------
    str
        Comma-separated values.
    """
    names = {each.id: each.name for each in combined.bundles}
    fields = ("difference", "se", "low", "high", "basis", "p", "clear")
    rows = [
        {
            **_about(side),
            "first": names[each.first],
            "first_bundle": each.first[:12],
            "second": names[each.second],
            "second_bundle": each.second[:12],
            **{name: getattr(each, name) for name in fields},
        }
        for side in combined.sides
        for each in side.differences
    ]
    pair = ("first", "first_bundle", "second", "second_bundle")
    return _csv(rows, (*_ABOUT, *pair, *fields))


_ABOUT = ("outcome", "measure", "parameters", "group", "contrast", "reference")
_BESIDE = ("finding", "why", "member", "bundle", "origin", "origin_kind", "envelope_low", "envelope_high")
_COLUMNS = (*_ABOUT, *_NUMBERS, *_TEXTS, *_BESIDE)


def _about(side: Side) -> dict[str, Any]:
    quantity = side.quantity
    return {
        "outcome": quantity.outcome,
        "measure": quantity.measure,
        "parameters": _pairs(quantity.parameters.items()),
        "group": _pairs(quantity.by.items()),
        "contrast": quantity.contrast,
        "reference": quantity.reference,
    }


def _pairs(items: Iterable[tuple[str, Any]]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in sorted(items))


def _row(side: Side, value: Value, names: dict[str, str]) -> dict[str, Any]:
    envelope = side.envelope
    return {
        **_about(side),
        **{name: getattr(value.record, name) for name in (*_NUMBERS, *_TEXTS)},
        "finding": side.finding,
        "why": side.why,
        "member": names[value.bundle],
        "bundle": value.bundle[:12],
        "origin": value.origin.id,
        "origin_kind": value.origin.kind,
        "envelope_low": envelope.low if envelope else None,
        "envelope_high": envelope.high if envelope else None,
    }


def _csv(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(row[name]) for name in columns])
    return text.getvalue()


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _listed(listed: Listed) -> dict[str, Any]:
    content = dict(listed.bundle.signed_content())
    register = content.pop("register")
    del content["estimates"], content["evidence_gaps"]
    return {
        "id": listed.id,
        "trust": listed.trust,
        "key": listed.key,
        "register_head": register.get("head"),
        "figures_shared": len(listed.bundle.estimates),
        **content,
    }


def _side(side: Side) -> dict[str, Any]:
    quantity, envelope = side.quantity, side.envelope
    return {
        "measure": quantity.measure,
        "parameters": dict(quantity.parameters),
        "outcome": quantity.outcome,
        "by": dict(quantity.by),
        "contrast": quantity.contrast,
        "reference": quantity.reference,
        "finding": side.finding,
        "why": side.why or None,
        "values": [
            {
                "bundle": value.bundle,
                "origin": value.origin.id,
                "status": value.record.status,
                **_given({name: getattr(value.record, name) for name in (*_NUMBERS, *_TEXTS)}),
            }
            for value in side.values
        ],
        "differences": [
            {
                "first": each.first,
                "second": each.second,
                "difference": each.difference,
                "se": each.se,
                "low": each.low,
                "high": each.high,
                "basis": each.basis,
                "p": None if math.isnan(each.p) else each.p,
                "clear": each.clear,
            }
            for each in side.differences
        ],
        "envelope": None
        if envelope is None
        else {"low": envelope.low, "high": envelope.high, "of": envelope.of, "pooled": False},
    }
