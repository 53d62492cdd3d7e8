"""Write the reference pages that follow from the code: commands, casebook and measures.

``make docs`` runs it; a test fails when a page differs from what the code says.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GENERATED = "<!-- Written by docs/generate.py: edit the code's docstrings, then run `make docs`. -->\n"


def commands_page() -> str:
    """What ``--help`` says, command by command."""
    from dueregard.cli import app

    names = sorted(name for name in app if not name.startswith("-"))
    parts = [_help([]), *(_help([name]) for name in names)]
    return "\n\n".join(["# Commands", *parts]) + "\n"


def casebook_page() -> str:
    """Every section of casebook.toml, from the schema that checks it."""
    from dueregard.casebook import json_schema

    schema = json_schema()
    lines = [
        "# The casebook",
        "",
        "A folder with `casebook.toml`, or one workbook with a sheet for each section.",
        "",
    ]
    lines += list(_section("casebook.toml", schema, schema["$defs"]))
    for name, definition in schema["$defs"].items():
        lines += list(_section(name, definition, schema["$defs"]))
    return "\n".join(lines).rstrip() + "\n"


def measures_page() -> str:
    """The catalogue of measures."""
    from dueregard.measures import catalogue

    lines = ["# Measures", "", "| measure | what it is | range | source |", "|---|---|---|---|"]
    lines += [f"| `{each.usage}` | {each.label} | {each.range} | {each.reference} |" for each in catalogue()]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "casebook.md": casebook_page,
    "measures.md": measures_page,
}


def page(name: str) -> str:
    """One generated page with its notice."""
    return GENERATED + "\n" + PAGES[name]()


def _help(words: list[str]) -> str:
    from rich.console import Console

    from dueregard.cli import app

    text = io.StringIO()
    with _plain_terminal():
        app.help_print(words, console=Console(file=text, width=100, no_color=True, force_terminal=False))
    title = " ".join(["dueregard", *words])
    body = "\n".join(line.rstrip() for line in text.getvalue().strip().splitlines())
    return f"## {title}\n\n```text\n{body}\n```"


@contextlib.contextmanager
def _plain_terminal() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(COLUMNS="100", NO_COLOR="1", TERM="dumb")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _section(name: str, definition: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    if definition.get("description"):
        yield definition["description"]
        yield ""
    if "properties" not in definition:
        return
    yield "| key | what it is | written as | default |"
    yield "|---|---|---|---|"
    required = definition.get("required", [])
    for key, field in definition["properties"].items():
        default = "required" if key in required else _default(field)
        told = field.get("description", "").replace("\n", " ").replace("|", "\\|")
        yield f"| `{key}` | {told} | {_kind(field, definitions)} | {default} |"
    yield ""


def _default(field: dict[str, Any]) -> str:
    value = field.get("default")
    return "" if value is None or value in ([], {}, "") else f"`{value}`".replace("|", "\\|")


def _kind(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    if "$ref" in field:
        return field["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in field:
        kinds = [_kind(each, definitions) for each in field["anyOf"] if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        return f"list of {_kind(field.get('items', {}), definitions)}"
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"table of {_kind(inner, definitions)}" if isinstance(inner, dict) else "table"
    names = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    return "date" if field.get("format") == "date" else names.get(field.get("type", ""), "anything")


def main() -> None:
    """Write the pages."""
    for name in PAGES:
        (HERE / name).write_text(page(name), encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
