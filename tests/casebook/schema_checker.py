"""As much of JSON Schema as the casebook's schema uses, for want of a validator among the dependencies."""

from __future__ import annotations

from datetime import date
from typing import Any

TYPES = {
    "object": dict,
    "array": list,
    "string": (str, date),
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "") -> list[str]:
    if "$ref" in schema:
        schema = {**root["$defs"][schema["$ref"].rsplit("/", 1)[1]], **schema}
        schema.pop("$ref")
    if "anyOf" in schema:
        tries = [faults(value, choice, root, path) for choice in schema["anyOf"]]
        return [] if any(not each for each in tries) else [f"{path}: none of the choices: {tries}"]
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{path}: not of type {kind}"]
    found = [f"{path}: not allowed"] if "enum" in schema and value not in schema["enum"] else []
    found += [f"{path}: not the constant"] if "const" in schema and value != schema["const"] else []
    if isinstance(value, dict):
        found += _of_object(value, schema, root, path)
    if isinstance(value, list):
        items = schema.get("prefixItems") or [schema.get("items", {})] * len(value)
        for number, (part, each) in enumerate(zip(value, items, strict=True)):
            found += faults(part, each, root, f"{path}[{number}]")
    return found


def _of_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], path: str) -> list[str]:
    found = [f"{path}.{name}: missing" for name in schema.get("required", []) if name not in value]
    further = schema.get("additionalProperties", {})
    for name, part in value.items():
        known = schema.get("properties", {}).get(name, further)
        if known is False:
            found.append(f"{path}.{name}: not known")
        elif isinstance(known, dict):
            found += faults(part, known, root, f"{path}.{name}")
    return found
