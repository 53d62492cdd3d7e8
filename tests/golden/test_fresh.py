"""Reference rows whose data are written in code or in the row: a fresh clone asserts these."""

from pathlib import Path

import pytest

from tests.golden.asserting import assert_near
from tests.golden.generate import DOCUMENT, cells_of, read_errors
from tests.golden.rows import fresh_rows

SHOWN = cells_of(DOCUMENT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", fresh_rows())
def test_equals_the_package(name: str) -> None:
    assert_near(fresh_rows()[name], Path(), shown=read_errors(SHOWN[name]))
