"""``dueregard cumulative``: its records, its words, its release, and what it refuses."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import RECORD, dueregard, write_table

HEADER = ("id", "sex", "age", "income", "w")
ROWS: list[list[Any]] = [
    [number, ("female", "male")[number % 2], 20 + 7 * (number % 9), 100 + 13 * (number % 11), 1 + number % 3]
    for number in range(45)
]
RISE = 'name = "Rise"\nkind = "cash"\namount = 20\n'
TOP_UP = 'name = "Top-up"\nkind = "cash"\neligible = "income < 150"\namount = 30\n'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "people.csv", ROWS, header=HEADER)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    named = {"rise.toml": RISE, "top-up.toml": TOP_UP}
    for name, text in named.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in named]


def test_json_has_each_measures_share_and_the_whole(table: Path, files: list[Path]) -> None:
    words = ("--outcome", "income", "--by", "sex", "--depth", "1", "--weight", "w")
    answer = dueregard("cumulative", table, *files, *words, "--json")
    assert answer.code == 0, answer.err
    records = {(r["measure"], *r["by"].values()): r for r in answer.records}
    weight = sum(row[4] for row in ROWS)
    poor, still_poor = (sum(row[4] for row in ROWS if row[3] < below) for below in (150, 130))
    whole = records["cumulative_total_change", "All measures"]
    assert set(RECORD) <= set(whole)
    assert whole["estimate"] == pytest.approx(20 * weight + 30 * still_poor)
    share = records["shapley_total_change", "Top-up"]["estimate"]
    assert share == pytest.approx((30 * poor + 30 * still_poor) / 2)
    both = (
        records["shapley_mean_change", "Rise", "female"],
        records["shapley_mean_change", "Top-up", "female"],
    )
    total = records["cumulative_mean_change", "All measures", "female"]["estimate"]
    assert sum(each["estimate"] for each in both) == pytest.approx(total, abs=1e-9)
    assert [each["sees_earlier"] for each in answer.json["measures"]] == [False, True]
    assert {"flags", "worst_affected", "prompts", "years", "notes"} <= set(answer.json)


def test_a_reader_is_told_the_whole_the_shares_and_what_was_assumed(table: Path, files: list[Path]) -> None:
    answer = dueregard("cumulative", table, *files, "--outcome", "income", "--by", "sex", "--name", "Budget")
    assert answer.code == 0, answer.err
    for words in ("Budget: 2 measures, in this order", "Shapley share", "in this order", "alone"):
        assert words in answer.out
    for words in ("sex female", "decile 1", "Interaction", "Top-up looks at income", "Assumed"):
        assert words in answer.out


def test_the_wide_table_has_one_row_a_group(table: Path, files: list[Path]) -> None:
    words = ("--outcome", "income", "--by", "sex", "--depth", "1", "--csv", "--wide")
    answer = dueregard("cumulative", table, *files, *words)
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [(row["sex"], row["decile"]) for row in rows[:3]] == [("", ""), ("female", ""), ("male", "")]
    shares = float(rows[1]["share of Rise"]) + float(rows[1]["share of Top-up"])
    assert shares == pytest.approx(float(rows[1]["mean_change"]))


def test_a_release_withholds_all_figures_of_a_small_group(tmp_path: Path, files: list[Path]) -> None:
    rows = [[*row, "a" if row[0] < 3 else "bc"[row[0] % 2]] for row in ROWS * 3]
    table = write_table(tmp_path / "wards.csv", rows, header=(*HEADER, "ward"))
    words = ("--outcome", "income", "--by", "ward", "--depth", "1", "--release", "--json")
    answer = dueregard("cumulative", table, *files, *words)
    assert answer.code == 0, answer.err
    of_ward = [record for record in answer.records if record["by"].get("ward") == "a"]
    assert len(of_ward) > 20
    assert {record["status"] for record in of_ward} == {"withheld"}
    assert {record["estimate"] for record in of_ward} == {None}
    # Another ward falls with it, or the first could be found by subtraction; everybody stays.
    assert any(r["status"] == "withheld" for r in answer.records if r["by"].get("ward") in ("b", "c"))
    [whole] = [r for r in answer.records if r["measure"] == "cumulative_mean_change" and len(r["by"]) == 1]
    assert whole["estimate"] is not None
    assert not [group for group in answer.json["worst_affected"] if group["by"].get("ward") == "a"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "sexx"), "Did you mean 'sex'"),
        (("--years", "2030:2027"), "last year comes before"),
        (("--members", "old"), "name=condition"),
        (("--members", "old=age > 70"), "Add --household"),
        (("--wide",), "Add --csv"),
        (("--depth", "0"), "--depth is 1 or more"),
        (("--level", "95"), "between 0 and 1"),
    ],
)
def test_what_is_wrong_is_told(table: Path, files: list[Path], words: tuple[str, ...], told: str) -> None:
    answer = dueregard("cumulative", table, *files, "--outcome", "income", *words)
    assert answer.code == 2
    assert told in " ".join(answer.err.split())


def test_measures_are_needed(table: Path) -> None:
    answer = dueregard("cumulative", table, "--outcome", "income")
    assert answer.code == 2
    assert "MEASURES are needed" in answer.err
