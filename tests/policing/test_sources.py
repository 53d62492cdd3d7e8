"""The shape of the house: short files, documented names, a folder of tests for every room."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src" / "dueregard"
LONGEST = 400
DEFINITION = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _sources() -> dict[str, str]:
    paths = sorted(HOUSE.rglob("*.py"))
    return {path.relative_to(HOUSE).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _undocumented(node: ast.Module | ast.ClassDef) -> list[str]:
    public = [
        child for child in node.body if isinstance(child, DEFINITION) and not child.name.startswith("_")
    ]
    missing = [child.name for child in public if ast.get_docstring(child) is None]
    for child in public:
        if isinstance(child, ast.ClassDef):
            missing += [f"{child.name}.{name}" for name in _undocumented(child)]
    return missing


def test_a_file_is_short_enough_to_hold_one_idea() -> None:
    lengths = {name: len(text.splitlines()) for name, text in _sources().items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_public_name_has_a_docstring() -> None:
    undocumented = {name: _undocumented(ast.parse(text)) for name, text in _sources().items()}
    assert {name: missing for name, missing in undocumented.items() if missing} == {}


def test_every_room_has_a_folder_of_tests() -> None:
    rooms = sorted(path.parent.name for path in HOUSE.glob("*/__init__.py"))
    assert [room for room in rooms if not list((ROOT / "tests" / room).rglob("test_*.py"))] == []
