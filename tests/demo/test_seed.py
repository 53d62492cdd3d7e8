"""The same seed gives the same town, byte by byte."""

import hashlib

import pytest

from dueregard.demo import town, write_demo
from dueregard.errors import UsageError


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_writes_the_same_bytes(folder, tmp_path):
    assert digests(write_demo(tmp_path / "again")) == digests(folder)


def test_another_seed_makes_another_town(brackwater):
    assert (town(3).columns["age"] != brackwater.columns["age"]).any()


def test_a_seed_is_not_negative():
    with pytest.raises(UsageError, match="0 or more"):
        town(-1)


def test_both_years_show_the_same_people(brackwater, brackwater_2024):
    for name in ("age", "sex", "ethnicity", "household", "income"):
        assert (brackwater.columns[name] == brackwater_2024.columns[name]).all()
