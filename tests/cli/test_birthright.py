"""``dueregard birthright``: how much of inequality goes with what nobody chooses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.cli.making import RECORD, dueregard, write_table

SIZE = 240
RANDOM = np.random.default_rng(11)
CLASS = RANDOM.integers(0, 2, SIZE)
PAY = np.exp(5 + 0.6 * CLASS + 0.3 * RANDOM.normal(size=SIZE)).round(2)
FEW = np.where(np.arange(SIZE) < 4, "few", "many")
ASKED = ("--outcome", "pay", "--circumstance", "family=class", "--circumstance", "place")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    rows = [
        [pay, "managers" if each else "routine", "north" if at % 2 else "south", few]
        for at, (pay, each, few) in enumerate(zip(PAY, CLASS, FEW, strict=True))
    ]
    return write_table(tmp_path / "people.csv", rows, header=("pay", "class", "place", "few"))


def test_json_holds_the_contract(people: Path) -> None:
    answer = dueregard("birthright", people, *ASKED, "--replicates", 10, "--null-draws", 19, "--json")
    assert answer.code == 0, answer.err
    found = answer.json
    assert set(found["estimates"][0]) == set(RECORD)
    by = {(each["measure"], *each["by"].values()): each for each in found["estimates"]}
    for estimator in ("tree", "parametric", "nonparametric"):
        parts = [by["mld", estimator, name]["estimate"] for name in ("family", "place")]
        assert sum(parts) == pytest.approx(by["mld", estimator, "total"]["estimate"], abs=1e-12)
    assert by["gini", "observed", "total"]["estimate"] > by["gini", "tree", "total"]["estimate"]
    assert set(found["types"][0]) == {"label", "profile", "n", "share", "mean", "se", "low", "high"}
    assert [each["profile"] for each in found["types"]] == [{"class": ["routine"]}, {"class": ["managers"]}]
    assert found["tree"]["nodes"][0]["variable"] == "class"
    assert [each["group"] for each in found["null_tests"]] == ["total", "family", "place"]
    assert found["seed"] == 1
    assert any("lower bound" in each for each in found["notes"])


def test_the_answer_reads_from_top_to_bottom(people: Path) -> None:
    answer = dueregard("birthright", people, *ASKED, "--replicates", 10, "--null-draws", 0)
    assert answer.code == 0, answer.err
    told = answer.out
    for words in (
        "About",
        "lower bound",
        "Types of birth",
        "class: routine",
        "Seed: 1",
        "logarithms",
        "regression",
    ):
        assert words.casefold() in told.casefold()
    assert "caused" not in told


def test_a_release_keeps_types_of_few_people_back(people: Path) -> None:
    asked = ("--outcome", "pay", "--circumstance", "few", "--alpha", 0.99, "--min-size", 2)
    words = (*asked, "--replicates", 10, "--null-draws", 0, "--release")
    answer = dueregard("birthright", people, *words, "--json")
    assert answer.code == 0, answer.err
    few = [each for each in answer.json["types"] if each["profile"] == {"few": ["any other"]}]
    assert [(each["n"], each["mean"], each["share"]) for each in few] == [(None, None, None)]
    assert {each["n"] for each in answer.json["types"]} == {None}
    assert all("n" not in node and "mean" not in node for node in answer.json["tree"]["nodes"])
    # Gini, mean log deviation and R2 of two means would tell how many people are few, and what they have.
    indices = [each for each in answer.json["estimates"] if each["by"]["estimator"] != "observed"]
    assert {each["status"] for each in indices} == {"withheld"}
    assert "Too few" in answer.json["headline"]
    assert "[c]" in dueregard("birthright", people, *words).out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--outcome", "pay", "--circumstance", "family=clas"), 2, "Did you mean 'class'"),
        (("--outcome", "pay", "--circumstance", "family=pay"), 2, "cannot be a circumstance"),
        (("--outcome", "pay", "--circumstance", "a=class", "--circumstance", "a=place"), 2, "given twice"),
        (("--outcome", "pay", "--circumstance", "a="), 2, "no columns"),
        (("--outcome", "pay > 0", "--circumstance", "class"), 1, "Everybody has the same"),
        (("--outcome", "class", "--circumstance", "place"), 2, "cannot be averaged"),
        (("--outcome", "pay", "--circumstance", "class", "--estimator", "tre"), 2, "Did you mean 'tree'"),
    ],
)
def test_errors_say_what_to_do(people: Path, words: tuple[str, ...], code: int, told: str) -> None:
    answer = dueregard("birthright", people, *words)
    assert (answer.code, told in answer.err) == (code, True), answer.err


def test_csv_has_a_row_for_every_record(people: Path) -> None:
    answer = dueregard("birthright", people, *ASKED, "--replicates", 0, "--null-draws", 0, "--csv")
    assert answer.code == 0, answer.err
    assert answer.out.splitlines()[0].startswith("measure,")
    assert "estimator" in answer.out.splitlines()[0]
