"""``dueregard decompose``: the gap in words, what adds to it, and what must not be read into it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.making import RECORD, dueregard, write_table

HEADER = ("pay", "sex", "years", "job", "w", "home")


@pytest.fixture(scope="module")
def payroll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draw = random.Random(4)
    rows = []
    for number in range(240):
        man = number % 2
        years = draw.randint(1, 20) + 3 * man
        job = "ab"[draw.random() < 0.3 + 0.3 * man]
        pay = round(10 + 0.5 * years + 2 * (job == "b") + man + draw.gauss(0, 1), 3)
        rows.append([pay, ("women", "men")[man], years, job, 1 + number % 3, number // 4])
    return write_table(tmp_path_factory.mktemp("pay") / "pay.csv", rows, header=HEADER)


ASKED = (
    "--outcome",
    "pay",
    "--group",
    "sex",
    "--reference",
    "men",
    "--covariate",
    "years",
    "--covariate",
    "job",
)


def test_json_has_the_gap_its_parts_and_each_covariate(payroll: Path) -> None:
    answer = dueregard("decompose", payroll, *ASKED, "--json")
    assert answer.code == 0, answer.err
    found = {
        (record["by"].get("component"), record["by"].get("variable")): record for record in answer.records
    }
    assert list(answer.records[0]) == RECORD
    gap, explained, rest = (found[name, None]["estimate"] for name in ("gap", "explained", "unexplained"))
    assert explained + rest == pytest.approx(gap)
    assert sum(found["explained", name]["estimate"] for name in ("years", "job")) == pytest.approx(explained)
    assert found["gap", None]["parameters"]["coefficients"] == "pooled"
    [levels] = [[row for row in answer.json["levels"] if row["by"]["component"] == "explained"]]
    assert sum(row["estimate"] for row in levels) == pytest.approx(found["explained", "job"]["estimate"])
    [told] = answer.json["decompositions"]
    assert told["adding_up"] < 1e-10
    assert set(told["explained_by_reference_coefficients"]) > {"pooled", "cotton"}


def test_words_name_the_reference_and_never_say_justified(payroll: Path) -> None:
    answer = dueregard("decompose", payroll, *ASKED, "--coefficients", "cotton", "--levels")
    assert "Gap (men minus women): " in answer.out
    assert "the mean of both groups' coefficients, by their sizes (Cotton 1988)" in answer.out
    assert "'Explained' never means justified" in answer.out
    assert "Nor is the unexplained part a measure of discrimination" in answer.out
    assert "The parts add up to the gap" in answer.out
    assert "\n  a " in answer.out


def test_a_design_changes_standard_errors_and_is_named(payroll: Path) -> None:
    plain = dueregard("decompose", payroll, *ASKED, "--method", "threefold", "--json").records
    designed = dueregard(
        "decompose", payroll, *ASKED, "--method", "threefold", "--weight", "w", "--cluster", "home", "--json"
    ).records
    assert "textbook" in plain[2]["method"]
    assert "weights, clusters" in designed[2]["method"]
    assert plain[2]["se"] != designed[2]["se"]


def test_a_logarithm_is_told_as_a_ratio_of_typical_values(payroll: Path) -> None:
    answer = dueregard("decompose", payroll, *ASKED, "--log")
    assert "typical value (geometric mean) of women is " in answer.out


def test_a_yes_no_outcome_is_told_in_percentage_points(payroll: Path) -> None:
    words = ("--outcome", "pay > 16", "--group", "sex", "--reference", "men", "--covariate", "job")
    answer = dueregard("decompose", payroll, *words, "--method", "kitagawa")
    assert "percentage points" in answer.out
    assert "who people are (composition)" in answer.out


def test_a_release_withholds_few_people_and_counts_nobody(payroll: Path) -> None:
    answer = dueregard("decompose", payroll, *ASKED, "--release", "--json")
    assert answer.code == 0, answer.err
    [told] = answer.json["decompositions"]
    assert "model" not in told
    few = dueregard("decompose", payroll, *ASKED[:-2], "--where", "home < 4", "--release", "--json")
    assert all(record["estimate"] is None for record in few.records)
    refused = dueregard("decompose", payroll, *ASKED, "--where", "home == 1", "--release")
    assert refused.code == 1
    assert "person" not in refused.err.replace("people", "")


def test_unknown_names_are_refused_with_the_nearest(payroll: Path) -> None:
    answer = dueregard("decompose", payroll, *ASKED, "--coefficients", "nuemark")
    assert answer.code == 2
    assert "neumark" in answer.err
