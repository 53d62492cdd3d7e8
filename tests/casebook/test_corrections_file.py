"""corrections.toml: written by hand or by the command, and read back as it was meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.casebook.corrections_file import Correction, add_correction, read_corrections
from dueregard.errors import CasebookError


def made(why: str = "A weight was wrong.", by: str = "Equality Officer") -> Correction:
    return Correction(on=date(2027, 1, 10), by=by, what="", why=why)


def test_what_stands_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text("# by hand\n[[corrections]]\non = 2027-01-01\nby = 'A'\nwhat = 'b'\nwhy = 'c'\n")
    add_correction(tmp_path, made())
    first, second = read_corrections(tmp_path)
    assert (first.what, second) == ("b", made())
    assert file.read_text(encoding="utf-8").startswith("# by hand\n")


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_corrections(tmp_path) == ()


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_words_come_back(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    folder = tmp_path_factory.mktemp("words")
    add_correction(folder, made(why=words))
    [found] = read_corrections(folder)
    assert found.why.strip() == words.strip()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[corrections]]\non = 2027-01-01\nby = 'A'\n", "why"),
        ("[[corrections]]\non = 'soon'\nby = 'A'\nwhy = 'b'\n", "must be a date"),
        ("[[correction]]\n", "corrections"),
        ("corrections = 3\n", "corrections"),
        ("[[corrections]\n", "line 1"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "corrections.toml").write_text(text)
    with pytest.raises(CasebookError, match=told):
        read_corrections(tmp_path)
