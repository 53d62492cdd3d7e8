"""The generated pages say what the code says, and every command and public name is documented."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import dueregard
from dueregard.cli import app
from dueregard.measures import catalogue

DOCS = Path(__file__).parents[2] / "docs"


def _generator() -> ModuleType:
    specification = importlib.util.spec_from_file_location("generate_docs", DOCS / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands.md", "casebook.md", "measures.md"])
def test_a_generated_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == _generator().page(name), "run `make docs`"


def test_every_command_is_in_the_readme_or_the_commands_page() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    for command in (name for name in app if not name.startswith("-")):
        assert f"## dueregard {command}" in page


def test_every_measure_is_documented() -> None:
    page = (DOCS / "measures.md").read_text(encoding="utf-8")
    for measure in catalogue():
        assert f"`{measure.usage}`" in page


def test_every_public_name_has_a_docstring() -> None:
    for name in dueregard.__all__:
        assert getattr(dueregard, name).__doc__, name
