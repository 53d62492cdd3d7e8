"""``dueregard template``: a Word file from the last assessment, never over one that somebody wrote in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.casebooks import write_casebook
from tests.cli.making import dueregard


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_casebook(tmp_path / "case")


def test_before_an_assessment_it_is_a_form_with_its_blanks(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("docx")
    file = tmp_path / "eia.docx"
    answer = dueregard("template", folder, "--out", file)
    assert answer.code == 0
    assert "was not assessed yet" in answer.out
    assert file.read_bytes()[:2] == b"PK"
    again = dueregard("template", folder, "--out", file)
    assert again.code == 2
    assert "give --replace" in again.err
    found = dueregard("template", folder, "--out", file, "--replace", "--json").json
    assert {"what", "by"} == set(found["blanks"][0])


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--out", "x.doc"), "x.docx"),
        (("--out", "x.docx", "--duty", "psde"), "Did you mean 'psed'?"),
    ],
)
def test_what_cannot_be_written_is_refused(folder: Path, flags: tuple[str, ...], told: str) -> None:
    answer = dueregard("template", folder, *flags)
    assert answer.code == 2
    assert told in answer.err


def test_without_the_extra_it_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    answer = dueregard("template", folder, "--out", tmp_path / "eia.docx")
    assert answer.code == 1
    assert "pip install 'dueregard[office]'" in answer.err
    assert not (tmp_path / "eia.docx").exists()
