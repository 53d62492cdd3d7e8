"""``dueregard simulate``: its records, its words, and what it refuses."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import RECORD, dueregard, write_table

HEADER = ("id", "sex", "age", "income", "w")
ROWS: list[list[Any]] = [
    [number, ("female", "male")[number % 2], 20 + 7 * (number % 9), 100 + 13 * (number % 11), 1 + number % 3]
    for number in range(45)
]
SMALLEST = 'name = "Pension top-up"\nkind = "cash"\nunit = "person"\neligible = "age >= 65"\namount = "10"\n'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "people.csv", ROWS, header=HEADER)


@pytest.fixture
def option(tmp_path: Path) -> Path:
    file = tmp_path / "top-up.toml"
    file.write_text(SMALLEST, encoding="utf-8")
    return file


def test_json_has_the_records_each_with_its_option(table: Path, option: Path) -> None:
    answer = dueregard(
        "simulate", table, option, "--outcome", "income", "--by", "sex", "--weight", "w", "--json"
    )
    assert answer.code == 0, answer.err
    records = {(r["measure"], *r["by"].values()): r for r in answer.records}
    old = [row for row in ROWS if row[2] >= 65]
    cost = records["total_cost", "Pension top-up"]
    assert cost["estimate"] == pytest.approx(10 * sum(row[4] for row in old))
    assert set(RECORD) <= set(cost)
    women = sum(row[4] for row in old if row[1] == "female")
    assert records["winners", "Pension top-up", "female"]["estimate"] == pytest.approx(women)
    for measure in ("mean_change", "recipients", "losers", "poverty_rate_change", "gini_change"):
        assert (measure, "Pension top-up") in records
    assert answer.json["options"][0]["assumptions"][0] == "Eligible: age >= 65."
    assert answer.json["prompts"][0]["characteristic"] == "age"


def test_a_reader_is_told_who_gains_and_what_was_assumed(table: Path, option: Path) -> None:
    answer = dueregard("simulate", table, option, "--outcome", "income", "--by", "sex")
    assert answer.code == 0, answer.err
    for words in ("Costs", "Gain", "Lose         nobody", "Poverty rate", "Gini", "Assumed", "Review"):
        assert words in answer.out
    assert "Everybody who is eligible takes it up." in answer.out
    assert "sex female" in answer.out


def test_an_option_that_cannot_be_worked_out_is_named_beside_the_others(table: Path, option: Path) -> None:
    other = option.with_name("other.toml")
    other.write_text('name = "Other"\nkind = "cash"\namount = "wage"\n', encoding="utf-8")
    answer = dueregard("simulate", table, option, other, "--outcome", "income", "--json")
    assert answer.code == 1
    assert [each["name"] for each in answer.json["options"]] == ["Pension top-up"]
    assert "'Other' is left out" in answer.err
    assert "There is no column 'wage'" in answer.err


def test_what_takes_saves_and_the_side_of_its_switching_value_is_said(table: Path, option: Path) -> None:
    option.write_text(
        'name = "Rise"\nkind = "cash"\namount = -3\namounts_below_zero = "allow"\n', encoding="utf-8"
    )
    answer = dueregard("simulate", table, option, "--outcome", "income")
    assert "Saves        135 on balance, from 45 people" in answer.out
    option.write_text(
        'name = "Both"\nkind = "cash"\namount = "3 * (income < 150) - 2 * (income > 190)"\n'
        'amounts_below_zero = "allow"\ncost = "4 * (income < 150) - 2 * (income > 190)"\n',
        encoding="utf-8",
    )
    answer = dueregard("simulate", table, option, "--outcome", "income")
    assert ", worth more than its cost at higher ones" in answer.out


def test_figures_about_some_with_the_cost_of_all(table: Path, option: Path) -> None:
    words = ("--by", "sex*age", "--where", "sex == 'female'", "--weight", "w", "--json")
    answer = dueregard("simulate", table, option, "--outcome", "income", *words)
    assert answer.code == 0, answer.err
    of_all = {r["measure"]: r["estimate"] for r in answer.records if list(r["by"]) == ["option"]}
    old = [row for row in ROWS if row[2] >= 65]
    assert of_all["total_cost"] == pytest.approx(10 * sum(row[4] for row in old))
    women = 10 * sum(row[4] for row in old if row[1] == "female")
    assert of_all["cost_for_these_people"] == of_all["total_change"] == pytest.approx(women)
    assert answer.json["where"] == "sex == 'female'"
    crossed = [r["by"] for r in answer.records if {"sex", "age"} <= set(r["by"])]
    assert {each["sex"] for each in crossed} == {"female"}


def test_a_release_shows_nothing_of_few(table: Path, option: Path) -> None:
    few = option.read_text(encoding="utf-8").replace("age >= 65", "age == 76 and sex == 'male'")
    option.write_text(few, encoding="utf-8")
    answer = dueregard("simulate", table, option, "--outcome", "income", "--by", "sex", "--release")
    assert answer.code == 0, answer.err
    assert "Costs        [c] for [c] recipients" in answer.out
    assert "[c] withheld: publishing it could show something about a person." in answer.out
    counts = [row for row in ROWS if row[2] == 76 and row[1] == "male"]
    assert f"{100 * len(counts) / len(ROWS):.1f}%" not in answer.out


@pytest.mark.parametrize(
    ("change", "words", "told"),
    [
        (('"10"', '"10 * pay"'), (), "There is no column 'pay'."),
        (('"age >= 65"', '"agee >= 65"'), (), "Did you mean 'age'?"),
        (('amount = "10"', 'amount = "10"\ntake_up = 1.5'), (), "take_up rate must be 1 or less"),
        (('amount = "10"', 'amount = "10"\ntake_up = 0.5'), (), "people have no ids"),
        (('"person"', '"household"'), (), "Add --household"),
        (('"cash"', '"parameter"'), (), "an option that changes the law has no `eligible`"),
        (("", ""), ("--by", "sexx"), "Did you mean 'sex'?"),
        (("", ""), ("--equivalise", "w"), "Add --household"),
        (("", ""), ("--line", "none"), "A poverty line is a number"),
    ],
)
def test_what_is_wrong_is_told(
    table: Path, option: Path, change: tuple[str, str], words: tuple[str, ...], told: str
) -> None:
    option.write_text(SMALLEST.replace(*change), encoding="utf-8")
    answer = dueregard("simulate", table, option, "--outcome", "income", *words)
    assert answer.code in (1, 2)
    assert told.lower() in answer.err.lower()


def test_the_law_is_changed_by_an_engine_that_must_be_there(
    table: Path, option: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "policyengine_uk", None)
    option.write_text(
        'name = "Taper"\nkind = "parameter"\nyear = 2025\n[parameters]\ngov.taper = 0.5\n', encoding="utf-8"
    )
    answer = dueregard("simulate", table, option)
    assert answer.code == 1
    assert "pip install 'dueregard[policyengine]'" in answer.err


def test_an_outcome_is_needed(table: Path, option: Path) -> None:
    answer = dueregard("simulate", table, option)
    assert answer.code == 2
    assert "--outcome" in answer.err


def test_an_option_is_needed(table: Path) -> None:
    answer = dueregard("simulate", table, "--outcome", "income")
    assert answer.code == 2
    assert "OPTION is needed" in answer.err
