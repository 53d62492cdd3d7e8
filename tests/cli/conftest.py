"""The table that most commands are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import people, write_table


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "people.csv", people())
