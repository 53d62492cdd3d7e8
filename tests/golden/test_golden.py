"""Every reference row: our numbers are as near as its tolerance says, and as the page shows."""

from pathlib import Path

import pytest

from tests.golden.asserting import assert_near
from tests.golden.generate import DOCUMENT, cells_of, read_errors
from tests.golden.rows import reference_rows

SHOWN = cells_of(DOCUMENT.read_text(encoding="utf-8"))


@pytest.mark.shared
@pytest.mark.parametrize("name", SHOWN)
def test_equals_the_package(name: str, shared: Path) -> None:
    assert_near(reference_rows(shared)[name], shared, shown=read_errors(SHOWN[name]))
