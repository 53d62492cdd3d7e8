"""Passphrases, private keys, salts and passwords in a source are in nothing that is written or said."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from dueregard.cli import main
from dueregard.errors import ColumnNotFound
from tests.making_casebooks import SMALL, write_casebook

PASSPHRASE = "correct-horse-battery"
PASSWORD = "hunter2-in-an-address"
MEMBER = """
[alliance]
[[alliance.members]]
id = "forum"
name = "Forum"
sector = "community"
roles = ["reviewer"]
"""


def test_nothing_secret_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUEREGARD_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("DUEREGARD_PASSPHRASE", PASSPHRASE)
    folder = write_casebook(tmp_path / "town", SMALL + MEMBER)
    assert main(["assess", str(folder), "--json"]) == 0
    assert main(["key", "new", "forum", "--casebook", str(folder)]) == 0
    review = ["review", str(folder), "--as", "forum", "--position", "assent", "--note", "Sound."]
    main(review)
    main(["verify", str(folder), "--json"])
    pem = (tmp_path / "keys" / "forum.pem").read_text(encoding="utf-8")
    body = [line for line in pem.splitlines() if len(line) > 40]
    assert body
    said = "".join(capfd.readouterr())
    written = [file.read_bytes().decode("utf-8", "replace") for file in folder.rglob("*") if file.is_file()]
    for text in (said, *written):
        assert PASSPHRASE not in text
        assert base64.b64encode(PASSPHRASE.encode()).decode() not in text
        assert not any(line in text for line in body)


def test_a_password_in_a_source_is_not_repeated(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = f"postgresql://officer:{PASSWORD}@db.example.org/people"
    folder = write_casebook(tmp_path / "town", SMALL.replace("people.csv", source))
    for command in ("check", "assess"):
        assert main([command, str(folder), "--json"]) != 0
    assert PASSWORD not in "".join(capfd.readouterr())
    out = (
        [file for file in (folder / "out").rglob("*") if file.is_file()] if (folder / "out").exists() else []
    )
    assert not any(PASSWORD.encode() in file.read_bytes() for file in out)


def test_a_table_that_is_taken_for_a_header_is_not_repeated() -> None:
    told = str(ColumnNotFound("sex", ["A. Person, 9 Elm Row " * 50], where="people.csv"))
    assert len(told) < 250
