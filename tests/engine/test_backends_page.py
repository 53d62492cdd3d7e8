"""The page of backends names every measure and design, and says of each what the suite expects."""

import runpy
from pathlib import Path

from dueregard.measures import MEASURES
from tests.backends.designs import FEATURES

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_current() -> None:
    page = runpy.run_path(str(DOCS / "generate.py"))["page"]
    assert (DOCS / "backends.md").read_text(encoding="utf-8") == page("backends.md"), "run `make docs`"


def test_every_measure_and_design_is_in_a_row() -> None:
    page = (DOCS / "backends.md").read_text(encoding="utf-8")
    rows = "".join(row for row in page.splitlines() if row.startswith("|"))
    assert [name for name in MEASURES if f"`{name}`" not in rows] == []
    assert [name for name in FEATURES if name not in rows] == []
