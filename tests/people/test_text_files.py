"""Text files as people really have them: encodings, marks for missing, late surprises, more than memory."""

import random
from pathlib import Path

import pytest

from dueregard.engine.frames import collect
from dueregard.errors import PeopleError
from dueregard.measures import mean
from dueregard.people import read_people


def column(path: Path, name: str) -> list[object]:
    people = read_people(path)
    return collect(people.table.frame.sort("_row"))[people.table.names[name]].to_pylist()


def test_windows_encoding_is_read_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("name,pay\ncafé – “x”,£1\n".encode("cp1252"))
    assert column(path, "name") == ["café – “x”"]
    assert read_people(path).notes == ("people.csv is not UTF-8 and was read as cp1252.",)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"a,b\n1,\x81\x8d\x8f\n")
    with pytest.raises(PeopleError, match=r"people\.csv cannot be read as text.*CSV UTF-8"):
        read_people(path)


def test_unknown_encoding(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(PeopleError, match="no encoding called 'klingon'"):
        read_people(path, encoding="klingon")


def test_marks_of_programs_are_missing_numbers(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("whole,number,word\n1,1.5,NA\nNA,NaN,b\n-3,.,c\n")
    assert column(path, "whole") == [1, None, -3]
    assert column(path, "number") == [1.5, None, None]
    assert column(path, "word") == ["NA", "b", "c"]


def test_text_that_comes_late_makes_a_column_of_text(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("code\n" + "1\n" * 25_000 + "X\n")
    people = read_people(path)
    assert people.count == 25_001
    assert str(people.table.schema[people.table.names["code"]]) == "String"


def test_ragged_rows_are_refused_without_quoting_them(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,sex\nann,f\nbob,m,secret,x\ncid\n")
    with pytest.raises(PeopleError) as raised:
        read_people(path)
    assert "secret" not in str(raised.value)


def test_a_table_larger_than_the_memory_limit(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    draw = random.Random(1)
    block = "".join(f"{draw.random():.15f},{draw.getrandbits(400):x}\n" for _ in range(2_000))
    with path.open("w") as file:
        file.write("pay,text\n")
        file.writelines(block for _ in range(300))
    assert path.stat().st_size > 60e6
    people = read_people(path, memory_limit="48MB", threads=1)
    assert people.count == 600_000
    assert people.estimate(mean("pay"), keep_scores=True).values[0] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("letters", [["f", "f", "f"], ["t", "f", "t"], ["F", "", "F"]])
def test_single_letters_are_texts_not_truths(tmp_path: Path, letters: list[str]) -> None:
    path = tmp_path / "people.csv"
    path.write_text("sex,ill\n" + "\n".join(f"{letter},true" for letter in letters) + "\n")
    assert column(path, "sex") == [letter or None for letter in letters]
    assert column(path, "ill") == [True, True, True]


@pytest.mark.parametrize("ends", [("\r\n", "\n", "\r\n"), ("\n", "\r\n", "\n")])
def test_lines_that_end_in_two_ways_are_read(tmp_path: Path, ends: tuple[str, ...]) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("".join(map("".join, zip(("age,pay", "1,2", "3,4"), ends, strict=True))).encode())
    assert column(path, "pay") == [2, 4]


def test_lines_that_end_in_two_ways_in_an_old_encoding_are_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("name,pay\r\ncafé,1\nthé,2\r\n".encode("cp1252"))
    with pytest.raises(PeopleError, match="cannot be read as a table"):
        read_people(path)
