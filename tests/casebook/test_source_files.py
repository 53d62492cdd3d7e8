"""Every file that an assessment reads is fingerprinted, and testimony is not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dueregard.casebook import load_casebook, source_files

CASEBOOK = """
[question]
title = "Should the bus stop?"

[people]
source = "people.csv"

[people.characteristics]
sex = "sex"

[[people.linked]]
source = "wards.csv"
on = "ward"

[[published]]
source = "census.csv"
name = "Census"
kind = "count"
characteristic = "sex"
publisher = "ONS"
licence = "OGL 3.0"
columns = { level = "sex", value = "people" }
"""


def test_files_of_a_casebook(tmp_path: Path) -> None:
    files = {
        "casebook.toml": CASEBOOK,
        "people.csv": "sex,ward\nf,1\n",
        "wards.csv": "ward\n1\n",
        "census.csv": "sex,people\nf,10\n",
        "options/one.toml": "",
        "voices/votes.csv": "participant,statement,vote\n",
        "voices/testimony/t1.md": "What somebody told.",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = {each.name: each for each in source_files(load_casebook(tmp_path))}
    assert sorted(found) == sorted(set(files) - {"voices/testimony/t1.md"})
    assert found["people.csv"].sha256 == hashlib.sha256(files["people.csv"].encode()).hexdigest()
    assert (found["census.csv"].publisher, found["census.csv"].licence) == ("ONS", "OGL 3.0")
    assert found["census.csv"].size == len(files["census.csv"])


def test_where_on_the_machine_a_file_lies_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUEREGARD_ALLOW_OUTSIDE", "1")
    (tmp_path / "people.csv").write_text("sex\nf\n", encoding="utf-8")
    folder = tmp_path / "casebook"
    folder.mkdir()
    text = CASEBOOK[: CASEBOOK.index("[[people.linked]]")].replace("people.csv", "../people.csv")
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    assert [each.name for each in source_files(load_casebook(folder))] == ["casebook.toml", "people.csv"]
