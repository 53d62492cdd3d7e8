"""Nothing in the repository names one person's machine or package index."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ["src", "tests", "docs", "benchmarks", ".ci"]
MACHINE_PATH = re.compile(r"(?<![\w./<-])/(?:work|tmp|root|home|Users)/|file:///\w")
PACKAGE_INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|pypi\.org/simple")


def _texts() -> dict[str, str]:
    inside = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*"))]
    texts = {}
    for path in [*sorted(ROOT.glob("*")), *inside]:
        if path.is_file() and path.suffix != ".pyc" and path != Path(__file__):
            content = path.read_bytes()
            if b"\0" not in content:
                texts[path.relative_to(ROOT).as_posix()] = content.decode(errors="replace")
    return texts


def test_no_machine_path_or_index_address() -> None:
    found = {
        name: MACHINE_PATH.findall(text) + PACKAGE_INDEX.findall(text) for name, text in _texts().items()
    }
    assert {name: matches for name, matches in found.items() if matches} == {}
