"""``dueregard funnel``: areas against their average, with the lines and words of published funnels."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import RECORD, dueregard, write_table

HEADER = ("area", "sex", "deaths", "people", "expected")
ROWS = [
    ["Ash", "f", 30, 1000, 20],
    ["Elm", "f", 5, 1000, 20],
    ["Oak", "f", 20, 1000, 20],
    ["Ash", "m", 8, 100, 10],
    ["Elm", "m", 12, 100, 10],
    ["Oak", "m", "", 100, 10],
]


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    return write_table(tmp_path / "areas.csv", ROWS, header=HEADER)


def funnel(table: Path, *words: object) -> list[dict[str, Any]]:
    answer = dueregard("funnel", table, "--events", "deaths", "--group", "area", *words, "--json")
    assert answer.code == 0, answer.err
    return list(answer.json["funnel"])


def test_each_area_has_its_lines_and_its_word(areas: Path) -> None:
    found = funnel(areas, "--population", "people", "--kind", "proportion", "--where", "sex == 'f'")
    assert [row["significance"] for row in found] == ["High (0.025)", "Low (0.001)", "Not significant"]
    assert [row["value"] for row in found] == pytest.approx([3.0, 0.5, 2.0])
    assert [row["average"] for row in found] == pytest.approx([100 * 55 / 3000] * 3)
    for row in found:
        (low, high), (lower, higher) = row["lines"]["0.95"], row["lines"]["0.998"]
        assert lower < low < row["average"] < high < higher


def test_each_level_has_a_funnel_of_its_own(areas: Path) -> None:
    found = funnel(areas, "--population", "people", "--by", "sex")
    averages = {row["by"]["sex"]: row["average"] for row in found}
    assert averages == {"f": pytest.approx(1e5 * 55 / 3000), "m": pytest.approx(1e5 * 20 / 200)}


def test_an_area_without_a_number_is_told_and_not_counted(areas: Path) -> None:
    oak = next(row for row in funnel(areas, "--population", "people", "--by", "sex") if row["events"] is None)
    assert (oak["area"], oak["value"], oak["significance"]) == ("Oak", None, "Not known")


def test_rows_of_one_area_are_added_up(areas: Path) -> None:
    ash, elm, oak = funnel(areas, "--population", "people")
    assert (ash["events"], ash["denominator"]) == (38, 1100)
    assert oak["value"] is None
    assert elm["average"] == pytest.approx(1e5 * 55 / 2200)


def test_values_are_public_records_at_both_levels(areas: Path) -> None:
    words = ["--events", "deaths", "--expected", "expected", "--kind", "ratio", "--group", "area"]
    records = dueregard("funnel", areas, *words, "--where", "sex == 'f'", "--json").records
    assert all(list(record) == RECORD for record in records)
    assert [record["level"] for record in records] == [0.95, 0.998] * 3
    assert records[0]["estimate"] == pytest.approx(150)
    assert records[0]["low"] < 150 < records[0]["high"]


def test_without_a_name_each_row_is_an_area(areas: Path) -> None:
    answer = dueregard("funnel", areas, "--events", "deaths", "--population", "people", "--json")
    assert [row["area"] for row in answer.json["funnel"]] == ["1", "2", "3", "4", "5", "6"]


def test_csv_has_a_column_for_each_line(areas: Path) -> None:
    answer = dueregard(
        "funnel", areas, "--events", "deaths", "--population", "people", "--group", "area", "--csv"
    )
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert list(rows[0]) == [
        *("area", "events", "denominator", "value", "average"),
        *("low_95", "high_95", "low_99.8", "high_99.8", "significance"),
    ]
    assert len(rows) == 3


def test_a_reader_is_told_what_the_words_mean(areas: Path) -> None:
    answer = dueregard("funnel", areas, "--events", "deaths", "--population", "people", "--group", "area")
    assert answer.code == 0
    assert "95% lines" in answer.out
    assert "Values: rate of deaths, per 100,000." in answer.out
    assert "further from the average than chance explains" in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--kind", "ratio", "--population", "people"], "needs --expected"),
        (["--kind", "rate"], "needs --population"),
        (["--kind", "standardised_rate", "--population", "people"], "needs --rate"),
        (["--population", "people", "--expected", "expected"], "--expected does not belong"),
        (["--population", "peple"], "Did you mean 'people'"),
        (["--population", "people", "--where", "deaths > 1000"], "no rows"),
    ],
)
def test_what_is_asked_wrongly_is_refused(areas: Path, words: list[str], said: str) -> None:
    answer = dueregard("funnel", areas, "--events", "deaths", *words)
    assert answer.code == 2
    assert said in answer.err


def test_areas_with_impossible_numbers_are_named(areas: Path) -> None:
    answer = dueregard("funnel", areas, "--events", "deaths", "--population", "people - 100")
    assert answer.code == 1
    assert "Wrong are: 4, 5, 6." in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--population", "people", "--multiplier", "1e10"], "at most 1,000,000,000"),
        (["--population", "deaths", "--events", "people", "--kind", "proportion"], "swapped?"),
        (["--population", "people * 100000000000000000"], "numbers are at most"),
        (["--population", "people / 100000000000000"], "at least 1e-09"),
    ],
)
def test_numbers_that_cannot_be_meant_are_refused(areas: Path, words: list[str], said: str) -> None:
    given = words if "--events" in words else ["--events", "deaths", *words]
    answer = dueregard("funnel", areas, *given, "--where", "deaths > 0")
    assert answer.code in {1, 2}
    assert said in answer.err


@pytest.mark.parametrize("rate", ["1e308", "1e-300"])
def test_rates_that_no_line_can_be_drawn_for_are_refused(tmp_path: Path, rate: str) -> None:
    table = write_table(tmp_path / "areas.csv", [["a", 15, rate], ["b", 14, 200]], header=("area", "x", "r"))
    words = ["--events", "x", "--rate", "r", "--kind", "standardised_rate", "--group", "area"]
    answer = dueregard("funnel", table, *words)
    assert answer.code == 1
    assert "Wrong are: a." in answer.err


def test_infinite_numbers_are_pointed_at(tmp_path: Path) -> None:
    table = write_table(tmp_path / "areas.csv", [["a", 1, 5], ["b", "inf", 7]], header=("area", "x", "n"))
    answer = dueregard("funnel", table, "--events", "x", "--population", "n")
    assert answer.code == 1
    assert "'x' is infinite in 1 row.\n  Row numbers, counted below the header: 2." in answer.err


def test_a_column_that_is_no_expected_events_is_doubted(areas: Path) -> None:
    words = ["funnel", areas, "--events", "deaths", "--group", "area", "--kind", "ratio"]
    doubted = dueregard(*words, "--expected", "people")
    assert "Events are 2.5% of those expected: is --expected a column of expected events?" in doubted.out
    assert "of those expected" not in dueregard(*words, "--expected", "expected").out


def test_a_table_of_areas_without_rows_is_not_said_to_lack_people(tmp_path: Path) -> None:
    table = write_table(tmp_path / "areas.csv", [], header=("area", "x", "n"))
    answer = dueregard("funnel", table, "--events", "x", "--population", "n")
    assert answer.code == 1
    assert "areas.csv has no rows" in answer.err
    assert "people" not in answer.err


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "column", "golden"),
    [
        ("proportion", "--population", "phe_funnel_significance"),
        ("ratio", "--expected", "phe_funnel_significance_ratio"),
    ],
)
def test_words_are_the_published_packages(kind: str, column: str, golden: str, shared: Path) -> None:
    document = json.loads((shared / "golden" / "measures" / "golden_dev.json").read_text(encoding="utf-8"))
    [expected] = [row["estimate"] for row in document["rows"] if row["measure"] == golden]
    table = shared / "data" / "measures" / "phe_counts_dev.csv"
    words = ["--events", "x", column, "n", "--group", "area", "--kind", kind, "--json"]
    found = dueregard("funnel", table, *words).json["funnel"]
    assert {row["area"]: row["significance"] for row in found} == {
        row["area"]: row["significance"] for row in expected
    }
