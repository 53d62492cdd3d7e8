"""The generated pages say what the code says, and every command and public name is documented."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import dueregard
from dueregard.casebook import json_schema
from dueregard.cli import app
from dueregard.measures import MEASURES

DOCS = Path(__file__).parents[2] / "docs"


def _generator() -> ModuleType:
    specification = importlib.util.spec_from_file_location("generate_docs", DOCS / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["commands.md", "casebook.md", "measures.md", "coverage.md", "appraisal.md", "decompositions.md"]
)
def test_a_generated_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == _generator().page(name), "run `make docs`"


def test_every_command_is_in_the_commands_page() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    for command in (name for name in app if not name.startswith("-")):
        assert f"## dueregard {command}\n" in page


def test_the_readme_links_every_page() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in DOCS.glob("*.md") if f"docs/{page.name}" not in readme] == []


def test_a_file_that_a_page_names_exists() -> None:
    for page in DOCS.glob("*.md"):
        for named in re.findall(r"`(\w+/\w+\.py)`", page.read_text(encoding="utf-8")):
            assert (DOCS.parent / "src" / "dueregard" / named).exists(), f"{page.name}: {named}"


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_documented_with_its_source(measure: str) -> None:
    page = (DOCS / "measures.md").read_text(encoding="utf-8")
    [part] = [part for part in page.split("\n## ") if part.startswith(f"{measure}\n")]
    assert "\nSource: " in part


def test_every_section_of_a_casebook_is_documented() -> None:
    page = (DOCS / "casebook.md").read_text(encoding="utf-8")
    for name, section in json_schema()["properties"].items():
        heading = f"[[{name}]]" if section.get("type") == "array" else f"[{name}]"
        assert f"## `{heading}`\n" in page


def test_every_public_name_has_a_docstring() -> None:
    for name in dueregard.__all__:
        assert getattr(dueregard, name).__doc__, name


def test_links_between_pages_lead_somewhere() -> None:
    for page in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (DOCS / target).exists(), f"{page.name}: {target}"
