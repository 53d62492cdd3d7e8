"""``dueregard represent``: a body against those it speaks for, for readers and for machines."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.making import RECORD, dueregard, write_table

CENSUS = [
    *([("sex", "F", 510), ("sex", "M", 490)]),
    *([("ethnicity", "White", 817), ("ethnicity", "Asian", 93), ("ethnicity", "Other", 90)]),
]


@pytest.fixture
def board(tmp_path: Path) -> Path:
    rows = [[f"m{number}", "F" if number < 3 else "M", "White", 40 + number] for number in range(11)]
    return write_table(
        tmp_path / "board.csv", [*rows, ["m11", "", "White", 70]], header=("name", "sex", "eth", "age")
    )


@pytest.fixture
def census(tmp_path: Path) -> Path:
    return write_table(tmp_path / "census.csv", CENSUS, header=("variable", "level", "total"))


def test_a_reader_is_told_what_the_body_can_show(board: Path, census: Path) -> None:
    answer = dueregard("represent", board, "--against", census, "--by", "sex,eth=ethnicity")
    assert answer.code == 0, answer.err
    assert "board.csv: 12 members" in answer.out
    assert "Against the population: census.csv, a table of counts" in answer.out
    assert "Sex (not stated: 1)" in answer.out
    assert "a fair draw of 12 would be all White 8.8% of the time" in answer.out
    assert "0.879 ordered by probability" not in answer.out
    assert "cannot show that they are too few" in answer.out
    assert "does not show that a body is representative" in answer.out


def test_a_machine_gets_records_tests_and_the_body(board: Path, census: Path) -> None:
    answer = dueregard(
        "represent", board, "--against", census, "--by", "sex", "--by", "eth=ethnicity", "--json"
    )
    told = answer.json
    assert all(list(record) == RECORD for record in answer.records)
    assert told["body"] == {"title": "board.csv", "n": 12, "seats": 12}
    assert [(each["characteristic"], each["compared"]) for each in told["tests"]] == [
        ("sex", 11),
        ("eth", 12),
    ]
    assert told["tests"][1]["multinomial"]["method"] == "exact"
    assert told["against"][0]["read_as"] == "a table of counts"
    white = told["tests"][1]["groups"][0]
    assert white["none"] == pytest.approx(0.183**12)
    assert white["by"] == {"eth": "White"}


def test_csv_has_a_row_for_each_group_and_comparator(board: Path, census: Path) -> None:
    words = ["--against", census, "--affected", census, "--by", "sex", "--csv"]
    rows = list(csv.DictReader(io.StringIO(dueregard("represent", board, *words).out)))
    assert [(row["group"], row["against"]) for row in rows] == [
        ("F", "population"),
        ("M", "population"),
        ("F", "affected"),
        ("M", "affected"),
    ]
    assert rows[0]["seats_short"] == "3"


def test_people_one_by_one_are_a_sample_or_a_full_count(board: Path, tmp_path: Path) -> None:
    people = write_table(
        tmp_path / "all.csv", [["F", 40, 1.5], ["M", 60, 1], ["M", 7, 1]] * 40, header=("sex", "age", "w")
    )
    words = ["represent", board, "--against", people, "--by", "sex,age", "--bands", "age=0,16,50", "--json"]
    sample = dueregard(*words, "--against-weight", "w", "--against-where", "age >= 16").json
    assert sample["against"][0]["kind"] == "sample"
    assert sample["against"][0]["read_as"] == "80 people where age >= 16"
    assert [group["level"] for group in sample["tests"][1]["groups"]] == ["16 to 49", "50 and over"]
    full = dueregard(*words, "--against-count", "full").json
    assert full["against"][0]["kind"] == "known"
    assert full["tests"][0]["model"] == "hypergeometric"


def test_a_release_shows_no_small_group(board: Path, census: Path) -> None:
    answer = dueregard("represent", board, "--against", census, "--by", "sex", "--release", "--json")
    women = answer.json["tests"][0]["groups"][0]
    assert (women["count"], women["sentence"]) == (None, "")
    assert answer.json["tests"][0]["not_stated"] is None
    assert {record["status"] for record in answer.records if record["measure"] == "share"} == {"withheld"}
    shown = dueregard("represent", board, "--against", census, "--by", "sex", "--release")
    assert "[c] withheld" in shown.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--by", "sx"], 2, "Did you mean 'sex'"),
        (["--by", ","], 2, "Nothing is named"),
        (["--by", "sex", "--bands", "age"], 2, "Bands are not understood"),
        (["--by", "sex", "--seats", "3"], 2, "more than its 3 seats"),
        (["--by", "sex", "--affected-weight", "w"], 2, "not who they are"),
        (["--by", "eth"], 1, "says nothing of 'eth'"),
        (["--by", "sex", "--where", "age > 100"], 1, "nobody in it"),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    board: Path, census: Path, words: list[str], code: int, said: str
) -> None:
    answer = dueregard("represent", board, "--against", census, *words)
    assert answer.code == code
    assert said in answer.err


def test_an_empty_body_and_a_missing_file_are_refused(census: Path, tmp_path: Path) -> None:
    empty = write_table(tmp_path / "empty.csv", [], header=("name", "sex"))
    assert dueregard("represent", empty, "--against", census, "--by", "sex").code == 1
    answer = dueregard("represent", empty.with_name("bord.csv"), "--against", census, "--by", "sex")
    assert answer.code == 1
