"""screening.toml: a record is added at the end, nothing is rewritten, and a bad file is left alone."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.casebook import Casebook, load_casebook
from dueregard.casebook.screening import FILE, Regard, Screened, ScreeningFile, read_screening
from dueregard.casebook.screening_writer import _lines, add_record
from dueregard.errors import CasebookError
from tests.making_casebooks import write_casebook

ON = date(2026, 10, 1)
YES = Screened(duty="psed", relevant=True, why="Fares change.", by="An officer", on=ON)
WORDS = Regard(duty="psed", aim="foster", text="I read it.", by="A councillor", on=ON)


@pytest.fixture
def casebook(tmp_path: Path) -> Casebook:
    return load_casebook(write_casebook(tmp_path))


def test_a_later_record_stands_and_both_stay(casebook: Casebook) -> None:
    no = YES.model_copy(update={"relevant": False, "why": "It was withdrawn."})
    assert [add_record(casebook, each) for each in (YES, YES, WORDS, no)] == [True, False, True, True]
    found = read_screening(casebook)
    assert found.standing("psed") == (YES, no)
    assert found.regards("psed", "foster") == (WORDS,)


def test_what_is_there_stays_letter_by_letter(casebook: Casebook) -> None:
    written = '# Our notes\n[[screened]]\nduty = "heat"  # see minutes\nrelevant = false\n'
    written += 'why = "None."\nby = "AB"\non = 2026-09-01'
    (casebook.folder / FILE).write_text(written, encoding="utf-8")
    add_record(casebook, YES)
    assert (casebook.folder / FILE).read_text(encoding="utf-8").startswith(written + "\n")
    assert [each.duty for each in read_screening(casebook).screened] == ["heat", "psed"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[screened]\n", "line 1"),
        ('[[screened]]\nduty = "pesd"\nrelevant = true\nwhy = "x"\nby = "y"\non = 2026-01-01\n', "'psed'?"),
        ('[[regard]]\nduty = "psed"\naim = "fostr"\ntext = "x"\nby = "y"\non = 2026-01-01\n', "'foster'?"),
        ('[[screened]]\nduty = "psed"\nrelevant = "yes"\n', "true or false"),
        ("[[screned]]\n", "'screened'?"),
    ],
)
def test_a_bad_file_is_explained_and_never_written_over(casebook: Casebook, text: str, told: str) -> None:
    (casebook.folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CasebookError) as error:
        add_record(casebook, YES)
    assert told in str(error.value)
    assert (casebook.folder / FILE).read_text(encoding="utf-8") == text


def test_where_nothing_can_be_added_nothing_is(casebook: Casebook) -> None:
    inline = 'screened = [{duty = "heat", relevant = false, why = "x", by = "y", on = 2026-01-01}]\n'
    (casebook.folder / FILE).write_text(inline, encoding="utf-8")
    with pytest.raises(CasebookError, match="table of its own"):
        add_record(casebook, YES)
    assert (casebook.folder / FILE).read_text(encoding="utf-8") == inline


def test_a_link_that_leads_out_of_the_casebook_is_not_followed(casebook: Casebook, tmp_path: Path) -> None:
    outside = tmp_path.parent / "elsewhere.toml"
    outside.write_text("secret = 'words'\n", encoding="utf-8")
    (casebook.folder / FILE).symlink_to(outside)
    with pytest.raises(CasebookError) as error:
        read_screening(casebook)
    assert "words" not in str(error.value)


@given(st.text(min_size=1).filter(str.strip))
def test_any_words_are_read_back_as_they_were(words: str) -> None:
    record = Screened(duty="psed", relevant=True, why=words.encode(errors="replace").decode(), by="x", on=ON)
    assert ScreeningFile.model_validate(tomllib.loads("\n".join(_lines(record)))).screened == (record,)
