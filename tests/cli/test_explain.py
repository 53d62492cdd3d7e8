"""Listing and explaining measures needs no table."""

import json
from pathlib import Path

import pytest

from dueregard.measures import CATALOGUE
from tests.cli.making import dueregard


def test_the_list_names_every_measure() -> None:
    answer = dueregard("estimate", "--list")
    assert answer.code == 0
    assert [name for name in CATALOGUE if f"  {name} " not in answer.out] == []


def test_the_list_says_where_to_begin_and_which_tables_are_taken() -> None:
    told = dueregard("estimate", "--list").out
    assert "Begin with: mean, proportion, median, gini, poverty_rate" in told
    lines = {line.split()[0]: line for line in told.splitlines() if line.startswith("  ")}
    starred = {name for name in CATALOGUE if lines[name].endswith(" *")}
    assert {"rate", "between_group_variance", "life_expectancy"} <= starred
    assert not {"mean", "gini", "slope_index", "gini_decomposition"} & starred


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gini", "Lower is better: it means more equal"),
        ("poverty_rate", "Lower is better: fewer poor people"),
        ("between_group_variance", "Lower is better: it means more equal groups"),
        ("slope_index", "Closer to 0 is more equal"),
    ],
)
def test_which_value_is_better_is_said_in_words(name: str, said: str) -> None:
    assert dict(CATALOGUE[name].facts())["Better"] == said


def test_few_people_are_spoken_of_in_plain_words() -> None:
    told = " ".join(dueregard("estimate", "--explain", "gini").out.split())
    assert f"in each group of fewer than {CATALOGUE['gini'].enough:,} people, counted after" in told


@pytest.mark.parametrize("name", ["gini", "poverty_rate", "slope_index"])
def test_an_explanation_says_what_it_is_and_when_not_to_use_it(name: str) -> None:
    answer = dueregard("estimate", "--explain", name)
    assert answer.code == 0
    for_all, for_statisticians = answer.out.split("\nFor statisticians\n")
    for heading in ("Range", "Better", "When not to use it", "Example"):
        assert f"\n{heading} " in for_all
    for heading in ("Definition", "Standard error", "Checked against", "Source"):
        assert f"\n{heading} " in for_statisticians
    assert max(len(line) for line in answer.out.splitlines()) <= 96


def test_an_explanation_for_machines() -> None:
    answer = dueregard("estimate", "--explain", "gini", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["measures"][0]["name"] == "gini"


def test_an_unknown_measure_is_refused_with_a_suggestion() -> None:
    answer = dueregard("estimate", "--explain", "ginny")
    assert answer.code == 2
    assert "Did you mean 'gini'" in answer.err


@pytest.mark.parametrize(("flags", "told"), [([], True), (["--release"], False)])
def test_people_left_out_are_told_but_not_released(tmp_path: Path, flags: list[str], told: bool) -> None:
    table = tmp_path / "people.csv"
    table.write_text("pay\n" + "\n".join(["0", "-3", *map(str, range(1, 60))]) + "\n", encoding="utf-8")
    answer = dueregard("estimate", table, "--measure", "theil:pay", *flags)
    assert answer.code == 0
    assert (
        "Left out of theil of pay, which is not defined for their value: everyone 2" in answer.out
    ) is told
