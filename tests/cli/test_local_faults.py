"""A fault of one cell gives that cell a status and a reason; the rest goes on with exit code 0."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import estimate, people, with_cells, write_table

LONE = {number: "N" if number else "L" for number in range(120)}


@pytest.mark.parametrize("choice", ["adjust", "certainty", "average"])
def test_a_stratum_with_one_unit(tmp_path: Path, choice: str) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "st", LONE))
    answer = estimate(path, "--strata", "st", "--lonely-psu", choice, "--json")
    assert (answer.code, answer.records[0]["status"]) == (0, "ok")
    assert answer.records[0]["se"] > 0


def test_a_stratum_with_one_unit_that_shall_fail(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "st", LONE))
    answer = estimate(path, "--strata", "st", "--lonely-psu", "fail")
    assert (answer.code, answer.out) == (1, "")
    assert "only one sampled unit" in answer.err


def test_a_group_of_one_has_a_value_without_an_interval(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "grp", {0: "lone"}))
    answer = estimate(path, "--by", "grp", "--difference", "grp=a", "--json")
    lone = [record for record in answer.records if record["by"]["grp"] == "lone"]
    assert [(record["status"], record["low"]) for record in lone] == [
        ("approximate", None),
        ("not_estimable", None),
    ]
    assert lone[1]["verdict"] == "not estimable: too few people"


def test_an_outcome_missing_for_one_group(tmp_path: Path) -> None:
    rows = with_cells(people(), "income", {number: "" for number in range(120) if number % 3 == 2})
    path = write_table(tmp_path / "people.csv", rows)
    answer = estimate(path, "--by", "grp", "--measure", "mean:w", "--json")
    income = {
        record["by"]["grp"]: record["status"] for record in answer.records if record["outcome"] == "income"
    }
    assert (answer.code, income) == (0, {"a": "ok", "b": "ok", "c": "not_estimable"})


def test_the_only_outcome_missing_for_one_group(tmp_path: Path) -> None:
    rows = with_cells(people(), "income", {number: "" for number in range(120) if number % 3 == 2})
    path = write_table(tmp_path / "people.csv", rows)
    answer = estimate(path, "--by", "grp", "--difference", "grp=a", "--json")
    lone = [record for record in answer.records if record["by"]["grp"] == "c"]
    assert [record["reason"] for record in lone] == ["nobody in this group has a value"] * 2
