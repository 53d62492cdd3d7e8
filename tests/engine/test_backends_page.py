"""The page of backends names every measure, and says of each what the suite expects."""

import runpy
from pathlib import Path

from dueregard.measures import MEASURES

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_current() -> None:
    page = runpy.run_path(str(DOCS / "generate.py"))["page"]
    assert (DOCS / "backends.md").read_text(encoding="utf-8") == page("backends.md"), "run `make docs`"


def test_every_measure_has_a_row() -> None:
    rows = (DOCS / "backends.md").read_text(encoding="utf-8").splitlines()
    assert [name for name in MEASURES if not any(row.startswith(f"| `{name}` |") for row in rows)] == []
