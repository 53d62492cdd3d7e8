"""Write the reference pages that follow from the code and from stored results.

``make docs`` runs it; a test fails when a page differs from what the code says.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GENERATED = "<!-- Written by docs/generate.py: edit the code's docstrings, then run `make docs`. -->\n"


def commands_page() -> str:
    """What ``--help`` says, command by command."""
    from dueregard.cli import app

    names = [name for name in app if not name.startswith("-")]
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
        "Every table refuses keys that it does not know. Paths are relative to the casebook.",
        "",
    ]
    for heading, definition in _sections(schema):
        lines += list(_section(heading, definition, schema["$defs"]))
    return "\n".join(lines).rstrip() + "\n"


def measures_page() -> str:
    """The catalogue of measures, by family, from its entries and docstrings."""
    from dueregard.measures.catalogue import CATALOGUE, FAMILIES

    lines = [
        "# Measures",
        "",
        "Written `name:column,option=value` for `dueregard estimate --measure` and for",
        '`dueregard.measures.parse_measure`. Also functions in Python: `dueregard.measures.mean("income")`.',
        "In the `measures` of a casebook's outcome, which has its column already: `name,option=value` or",
        "`name(option=value)`, such as `poverty_rate(line=0.6*median)`. The evidence grid takes every",
        "measure with one value for a group, so no decompositions, pay gaps or rates of tallies. It compares",
        "each in its own unit and by its own better side, and averages over ages only averages of people.",
        "",
        "A column may be an expression, such as `health in [1, 2]` or `income / 52`; a name with spaces",
        "stands between back-quotes.",
        "",
        "Measures of health equity between groups take a table of people, with `across=` the column that",
        "makes the groups, as in `between_group_variance:income,across=region`; or a published table with",
        "a row for each group, with the columns of standard errors, of people and of the groups' names, as",
        "in `between_group_variance:rate,se=se,population=people,group=region`. Measures of public health",
        "take tables with a row for each tally, age band or quantile of areas.",
        "",
        "In every formula `w` is a person's survey weight, `y` the value, `N = Σ w`, `Y = Σ w y`, `μ = Y/N`.",
        "`dueregard estimate --list` names them, `dueregard estimate --explain gini` prints one entry.",
        "",
    ]
    for family in FAMILIES:
        entries = [entry for entry in CATALOGUE.values() if entry.family == family]
        lines += [
            f"[{family}](#{family.replace(' ', '-')}): " + ", ".join(f"`{e.name}`" for e in entries),
            "",
        ]
    for family in FAMILIES:
        lines += [f"# {family.capitalize()}", ""]
        for entry in CATALOGUE.values():
            if entry.family == family:
                lines += list(_measure(entry))
    return "\n".join(lines).rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "casebook.md": casebook_page,
    "measures.md": measures_page,
    "coverage.md": runpy.run_path(str(HERE / "coverage.py"))["coverage_page"],
    "appraisal.md": runpy.run_path(str(HERE / "appraisal.py"))["appraisal_page"],
    "decompositions.md": runpy.run_path(str(HERE / "decompositions.py"))["decompositions_page"],
    "backends.md": runpy.run_path(str(HERE / "backends.py"))["backends_page"],
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


def _measure(entry: Any) -> Iterator[str]:
    make, name = entry.make, entry.name
    options = {key: each for key, each in inspect.signature(make).parameters.items() if key != "column"}
    needed = "".join(f",{key}=..." for key, each in options.items() if each.default is each.empty)
    usage = f"{name}:column{needed}" if "column" in inspect.signature(make).parameters else name
    yield from (f"## {name}", "", f"`{usage}`", "", f"{entry.title}. {entry.meaning}", "")
    yield from ("| | |", "|---|---|")
    for heading, text in entry.facts():
        yield f"| {heading} | {text.replace('|', chr(92) + '|')} |"
    yield ""
    if options:
        yield from ("| option | what it is | default |", "|---|---|---|")
        described = _parameters(_docstring(make).get("Parameters", ""))
        for key, each in options.items():
            default = (
                "needed"
                if each.default is each.empty
                else ""
                if each.default is None
                else f"`{each.default}`"
            )
            yield f"| `{key}` | {described[key]} | {default} |"
        yield ""
    yield from (f"Source: {entry.reference}", "")


def _docstring(documented: Any) -> dict[str, str]:
    """The first paragraph as ``summary``, and each numpydoc section by its title."""
    text = inspect.getdoc(documented) or ""
    pieces = re.split(r"^(\w[\w ]*)\n-{3,}\n", text, flags=re.MULTILINE)
    parts = {"summary": " ".join(pieces[0].split("\n\n")[0].split())}
    return parts | dict(zip(pieces[1::2], (body.strip() for body in pieces[2::2]), strict=True))


def _parameters(section: str) -> dict[str, str]:
    """What each parameter is, from a numpydoc section."""
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", section):
        head, _, body = entry.partition("\n")
        names, _, kind = head.partition(" : ")
        choices = re.search(r"\{(.+)\}", kind)
        told = _plain(body).replace("|", "\\|")
        listed = " One of " + choices.group(1).replace('"', "`") + "." if choices else ""
        for name in names.split(", "):
            found[name] = told + listed
    return found


def _plain(text: str) -> str:
    """One line of Markdown from reStructuredText."""
    return re.sub(r":\w+:`([^`]+)`", r"`\1`", " ".join(text.split()).replace("``", "`"))


def _sections(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table of the casebook once, headed as one writes it, outer ones first."""
    seen: set[str] = set()
    waiting = [(f"[{key}]", key, field) for key, field in schema["properties"].items()]
    while waiting:
        _, path, field = waiting.pop(0)
        for name, written in _tables_in(field, path):
            if name in seen:
                continue
            seen.add(name)
            definition = schema["$defs"][name]
            yield written, definition
            inner = definition.get("properties", {}).items()
            path_inside = written.strip("[]")
            waiting = [(written, f"{path_inside}.{key}", each) for key, each in inner] + waiting


def _tables_in(field: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    if "$ref" in field:
        yield field["$ref"].rsplit("/", 1)[-1], f"[{path}]"
    for each in field.get("anyOf", ()):
        yield from _tables_in(each, path)
    if field.get("type") == "array":
        yield from ((name, f"[[{path}]]") for name, _ in _tables_in(field.get("items", {}), path))
    if isinstance(field.get("additionalProperties"), dict):
        yield from _tables_in(field["additionalProperties"], f"{path}.<name>")


def _section(heading: str, definition: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    yield f"## `{heading}`"
    yield ""
    if definition.get("description"):
        yield " ".join(definition["description"].split())
        yield ""
    if "properties" not in definition:
        return
    yield "| key | what it is | written as | default |"
    yield "|---|---|---|---|"
    required = definition.get("required", [])
    for key, field in definition["properties"].items():
        default = "needed" if key in required else _default(field)
        told = field.get("description", "").replace("\n", " ").replace("|", "\\|")
        yield f"| `{key}` | {told} | {_kind(field, definitions)} | {default} |"
    yield ""


def _default(field: dict[str, Any]) -> str:
    value = field.get("default")
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "" if value is None or value in ([], {}, "") else f"`{value}`".replace("|", "\\|")


def _kind(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    if "$ref" in field:
        return "table"
    if "anyOf" in field:
        kinds = [_kind(each, definitions) for each in field["anyOf"] if each.get("type") != "null"]
        # Text may be written without quotes where it is a number or a date.
        loose = kinds[:1] == ["text"] and {"whole number", "date"} <= set(kinds)
        return "text" if loose else " or ".join(dict.fromkeys(kinds))
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        kinds = field.get("prefixItems") or [field.get("items", {})]
        return f"list of {' and '.join(dict.fromkeys(_kind(each, definitions) for each in kinds))}"
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
