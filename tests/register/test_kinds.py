"""Every kind that the house writes is in the typed list."""

from __future__ import annotations

import re
from pathlib import Path

from dueregard.register import KINDS
from dueregard.register.filing import FILED_KINDS

HOUSE = Path(__file__).parents[2] / "src" / "dueregard"


def test_every_kind_says_what_it_holds() -> None:
    assert all(kind.says.endswith(".") and kind.payload for kind in KINDS.values())
    assert {"review filed", "objection filed", "answer filed", "published", "bundle shared"} <= set(
        FILED_KINDS
    )


def test_every_kind_has_its_row_in_the_documentation() -> None:
    page = (HOUSE.parents[1] / "docs" / "register.md").read_text(encoding="utf-8")
    assert [name for name in KINDS if f"`{name}`" not in page] == []


def test_no_kind_is_written_that_the_list_lacks() -> None:
    written = set()
    for file in HOUSE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        written |= set(re.findall(r'register\.append\(\s*"([^"]+)"', text))
        written |= set(re.findall(r'record_filed\(\s*\w+,\s*"([^"]+)"', text))
    written -= {"opened"}  # of an example
    assert written
    assert written <= set(KINDS)
