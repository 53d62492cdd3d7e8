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


@pytest.mark.parametrize("name", ["gini", "poverty_rate", "slope_index"])
def test_an_explanation_says_what_it_is_and_when_not_to_use_it(name: str) -> None:
    answer = dueregard("estimate", "--explain", name)
    assert answer.code == 0
    for heading in (
        "Definition",
        "Better",
        "Standard error",
        "Checked against",
        "When not to use it",
        "Source",
    ):
        assert f"\n{heading} " in answer.out
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
