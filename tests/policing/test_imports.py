"""What a room may import from outside the house, and what importing the house may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path, PurePosixPath

HOUSE = Path(__file__).parents[2] / "src" / "dueregard"
READERS_AND_WRITERS = {
    *("people", "casebook", "pack", "register", "cli", "web"),
    *("record", "key", "review", "sign", "verify"),
    *("demo", "assess", "stages", "new", "check", "publish", "federation", "monitor"),
    *("screen", "diary"),
}
FILES_AND_NETWORK = {"glob", "http", "pathlib", "shutil", "socket", "subprocess", "tempfile", "urllib"}
HEAVY = [
    "altair",
    "duckdb",
    "matplotlib",
    "narwhals",
    "pandas",
    "polars",
    "pyarrow",
    "pydantic",
    "scipy.stats",
]


def _imported(path: Path) -> set[str]:
    """Top-level packages a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module))
    return {name.split(".")[0] for name in names}


def _imports() -> dict[str, set[str]]:
    return {path.relative_to(HOUSE).as_posix(): _imported(path) for path in sorted(HOUSE.rglob("*.py"))}


def _room(name: str) -> str:
    return PurePosixPath(name).parts[0].removesuffix(".py")


def test_estimates_need_only_numpy_and_scipy() -> None:
    allowed = {"dueregard", "numpy", "scipy", *sys.stdlib_module_names}
    found = {name: names - allowed for name, names in _imports().items() if _room(name) == "estimates"}
    assert {name: names for name, names in found.items() if names} == {}


def test_only_readers_and_writers_touch_files_or_the_network() -> None:
    others = {name: names for name, names in _imports().items() if _room(name) not in READERS_AND_WRITERS}
    assert {
        name: names & FILES_AND_NETWORK for name, names in others.items() if names & FILES_AND_NETWORK
    } == {}


def test_importing_the_house_loads_nothing_heavy() -> None:
    program = f"import sys, dueregard; print([name for name in {HEAVY!r} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
