"""Tables that cannot be used end the job with what was wrong, what was found and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import HEADER, estimate, people, with_cells, write_table


def test_a_missing_file(table: Path) -> None:
    answer = estimate(table.with_name("peple.csv"))
    assert answer.code == 1
    assert "There is no file" in answer.err
    assert "Did you mean 'people.csv'?" in answer.err


@pytest.mark.parametrize(("text", "said"), [("", "is empty"), ("sex,income\n", "has no rows")])
def test_nobody(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    answer = estimate(path)
    assert answer.code == 1
    assert said in answer.err


def test_names_that_collide_when_case_is_folded(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", [["f", "m", 1]], header=("Sex", "sex", "income"))
    answer = estimate(path)
    assert answer.code == 1
    assert "'Sex' and 'sex'" in answer.err


@pytest.mark.parametrize("column", ["income", "w"])
def test_text_among_numbers_by_row_and_never_by_content(tmp_path: Path, column: str) -> None:
    rows = with_cells(people(), column, {4: "Ada Lovelace", 9: "Ada Lovelace"})
    answer = estimate(write_table(tmp_path / "people.csv", rows), "--weight", "w")
    assert answer.code == 1
    assert "They are rows 5, 10, counted below the header." in answer.err
    assert "Ada" not in answer.err


def test_a_negative_weight(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "w", {2: -1}))
    answer = estimate(path, "--weight", "w")
    assert answer.code == 1
    assert "negative in 1 row" in answer.err
    assert "It is row 3" in answer.err


@pytest.mark.parametrize("weight", [0, ""])
def test_no_weight_at_all(tmp_path: Path, weight: object) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "w", dict.fromkeys(range(120), weight)))
    answer = estimate(path, "--weight", "w")
    assert answer.code == 1
    assert "missing in all 120 rows" in answer.err


@pytest.mark.parametrize("nothing", ["", "NA"])
def test_every_value_missing(tmp_path: Path, nothing: str) -> None:
    rows = with_cells(people(), "income", dict.fromkeys(range(120), nothing))
    answer = estimate(write_table(tmp_path / "people.csv", rows))
    assert answer.code == 1
    assert "Every value of 'income' is missing." in answer.err


@pytest.mark.parametrize("nothing", ["", "NA"])
def test_one_outcome_missing_and_the_rest_goes_on(tmp_path: Path, nothing: str) -> None:
    rows = with_cells(people(), "income", dict.fromkeys(range(120), nothing))
    path = write_table(tmp_path / "people.csv", rows)
    answer = estimate(path, "--measure", "mean:w", "--json")
    assert answer.code == 0
    assert [record["status"] for record in answer.records] == ["not_estimable", "ok"]


def test_infinite_values(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "income", {6: "inf", 8: "-inf"}))
    answer = estimate(path)
    assert answer.code == 1
    assert "infinite in 2 rows" in answer.err
    assert "rows 7, 9" in answer.err


def test_an_encoding_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(bytes(range(256)) * 20)
    answer = estimate(path)
    assert answer.code == 1
    assert "cannot be read as text" in answer.err


def test_an_encoding_that_is_recognised(tmp_path: Path) -> None:
    rows = with_cells(people(), "grp", {0: "é"})
    answer = estimate(write_table(tmp_path / "people.csv", rows, encoding="utf-16"), "--by", "grp", "--json")
    assert "é" in [record["by"]["grp"] for record in answer.records]


def test_names_with_spaces_and_accents(tmp_path: Path) -> None:
    header = ("grp", "Sexe à la naissance", *HEADER[2:])
    path = write_table(tmp_path / "les gens é.csv", people(), header=header)
    condition = '`Sexe à la naissance` == "male"'
    answer = estimate(path, "--by", "Sexe à la naissance", "--where", condition, "--json")
    assert [record["by"] for record in answer.records] == [{"Sexe à la naissance": "male"}]
