"""``dueregard estimate``: what is asked twice, of nobody, or of cells that are not what they seem."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import dueregard, estimate, people, with_cells, write_table


def test_a_condition_that_nobody_meets_is_an_error(table: Path) -> None:
    answer = estimate(table, "--where", "income > 100000", "--by", "sex")
    assert (answer.code, answer.out) == (1, "")
    assert "Nobody meets the condition 'income > 100000'." in answer.err


def test_what_is_asked_twice_is_told_once(table: Path) -> None:
    words = ["--by", "sex", "--measure", "mean:income", "--versus", "average", "--versus", "average"]
    words += [
        "--difference",
        "sex=male",
        "--difference",
        "sex=male",
        "--ratio",
        "sex=male",
        "--ratio",
        "sex=male",
    ]
    records = estimate(table, *words, "--json").records
    kinds = [(record["contrast"], record["reference"], record["by"]["sex"]) for record in records]
    assert len(kinds) == len(set(kinds)) == 6


@pytest.mark.parametrize("flag", [["--list"], ["--explain", "gini"]])
def test_an_explanation_has_no_csv(flag: list[str]) -> None:
    answer = dueregard("estimate", *flag, "--csv")
    assert (answer.code, answer.out) == (2, "")
    assert "no CSV" in answer.err


def test_a_measure_is_explained_in_any_case() -> None:
    assert dueregard("estimate", "--explain", "Gini").out == dueregard("estimate", "--explain", "gini").out


def test_a_number_is_no_deprivation(table: Path) -> None:
    answer = estimate(table, measure="alkire_foster:income; w < 2,cutoff=0.5")
    assert answer.code == 2
    assert "A deprivation must be a condition; 'income' holds numbers." in answer.err


@pytest.mark.parametrize(("column", "words"), [("income", []), ("w", ["--weight", "w"])])
def test_commas_between_thousands_are_pointed_at(tmp_path: Path, column: str, words: list[str]) -> None:
    rows = with_cells(people(), column, dict.fromkeys(range(4, 120), '"81,000"'))
    answer = estimate(write_table(tmp_path / "people.csv", rows), *words)
    assert answer.code == 1
    assert "Row 5 says '81,000': remove the comma." in answer.err


def test_lonely_strata_are_told_in_words_of_the_command_line(tmp_path: Path) -> None:
    table = write_table(tmp_path / "people.csv", with_cells(people(), "st", {7: "alone"}))
    for cluster in ([], ["--cluster", "cl"]):
        answer = estimate(table, "--strata", "st", *cluster, "--lonely-psu", "fail")
        assert answer.code == 1
        assert "There is 1 such stratum of 3." in answer.err
        assert "(--lonely-psu, in a casebook lonely_psu)" in answer.err


@pytest.mark.parametrize(
    ("pattern", "said"), [("rw_*", "No column matches rw_*."), ("s*", "The replicate weights are: sex, st.")]
)
def test_patterns_of_replicates_say_what_they_match(table: Path, pattern: str, said: str) -> None:
    answer = estimate(table, "--replicate-weights", pattern, "--replicate-method", "jk1")
    assert answer.code in {1, 2}
    assert said in answer.err


def test_populations_that_differ_within_a_stratum_have_a_remedy(table: Path) -> None:
    answer = estimate(table, "--strata", "st", "--fpc", "income")
    assert answer.code == 1
    assert "the same number: how many units" in answer.err


def test_weights_that_are_too_large_are_named(tmp_path: Path) -> None:
    table = write_table(tmp_path / "people.csv", with_cells(people(), "w", {7: "1e200"}))
    answer = estimate(table, "--weight", "w", measure="variance:income")
    assert answer.code == 2
    assert "Weights reach 1e+200." in answer.err
