"""``--csv`` prints the same records, a column for each grouping."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.making import HEADER, RECORD, estimate, people, write_table


def test_a_column_for_each_grouping(table: Path) -> None:
    first, *_ = csv.DictReader(estimate(table, "--by", "sex", "--by", "grp", "--csv").out.splitlines())
    expected = [key for key in RECORD if key != "by"]
    expected[expected.index("outcome") + 1 : expected.index("outcome") + 1] = ["sex", "grp"]
    assert list(first) == expected
    assert (first["sex"], first["grp"]) == ("female", "a")


def test_a_grouping_called_as_a_column_of_ours(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", people(), header=("level", *HEADER[1:]))
    first, *_ = csv.DictReader(estimate(path, "--by", "level", "--csv").out.splitlines())
    assert (first["by_level"], first["level"]) == ("a", "0.95")
