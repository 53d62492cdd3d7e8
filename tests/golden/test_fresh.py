"""Reference values of R on three tiny data sets that are written in code: a fresh clone asserts these."""

import json
from pathlib import Path

import pytest

from tests.golden.calculations import worst_error

ROWS = json.loads((Path(__file__).parent / "reference.json").read_text())["rows"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_equals_r(row: dict) -> None:
    assert worst_error(row, Path()) < 1e-8
