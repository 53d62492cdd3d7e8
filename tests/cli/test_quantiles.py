"""``dueregard quantiles``: areas put into tenths, with the direction asked for by name."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.making import dueregard, write_table

ROWS = [
    *(["N", f"n{number}", number] for number in range(1, 7)),
    *(["S", f"s{number}", 10 * number] for number in range(1, 4)),
    ["S", "s4", ""],
]


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    return write_table(tmp_path / "areas.csv", ROWS, header=("region", "area", "score"))


def thirds(table: Path, *words: object) -> dict[str, int | None]:
    answer = dueregard("quantiles", table, "--value", "score", "--quantiles", "3", *words, "--json")
    assert answer.code == 0, answer.err
    return {row["row"]["area"]: row["quantile"] for row in answer.json["quantiles"]}


def test_the_direction_is_as_asked(areas: Path) -> None:
    highest = thirds(areas, "--first", "highest", "--where", "region == 'N'")
    lowest = thirds(areas, "--first", "lowest", "--where", "region == 'N'")
    assert list(highest.values()) == [3, 3, 2, 2, 1, 1]
    assert list(lowest.values()) == [1, 1, 2, 2, 3, 3]


def test_each_level_is_ranked_on_its_own(areas: Path) -> None:
    found = thirds(areas, "--first", "lowest", "--within", "region")
    assert [found[f"s{number}"] for number in range(1, 5)] == [1, 2, 3, None]
    assert found["n6"] == 3


def test_csv_is_the_table_with_one_more_column(areas: Path) -> None:
    answer = dueregard(
        "quantiles",
        areas,
        "--value",
        "score",
        "--first",
        "highest",
        "--quantiles",
        "3",
        "--name",
        "third",
        "--csv",
    )
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert list(rows[0]) == ["region", "area", "score", "third"]
    assert [[row["region"], row["area"], row["score"]] for row in rows] == [
        [str(cell) for cell in row] for row in ROWS
    ]
    assert rows[-1]["third"] == ""


def test_csv_goes_straight_into_an_estimate(areas: Path, tmp_path: Path) -> None:
    answer = dueregard(
        "quantiles", areas, "--value", "score", "--first", "lowest", "--quantiles", "3", "--csv"
    )
    table = tmp_path / "thirds.csv"
    table.write_text(answer.out, encoding="utf-8")
    records = dueregard(
        "estimate", table, "--measure", "mean_of_rows:score", "--by", "quantile", "--json"
    ).records
    assert [record["by"]["quantile"] for record in records] == ["1", "2", "3"]


def test_a_reader_is_told_the_direction_and_who_has_none(areas: Path) -> None:
    answer = dueregard(
        "quantiles", areas, "--value", "score", "--first", "highest", "--quantiles", "5", "--within", "region"
    )
    assert answer.code == 0
    assert "Quantile 1 has the highest values." in answer.out
    assert "S: there are fewer values than quantiles." in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--value", "score"], "--first is needed"),
        (["--value", "scor", "--first", "highest"], "Did you mean 'score'"),
        (["--value", "area", "--first", "highest"], "holds text"),
        (["--value", "score", "--first", "highest", "--quantiles", "1"], "At least two quantiles"),
        (["--value", "score", "--first", "highest", "--quantiles", "2.5"], "a whole number"),
        (["--value", "score", "--first", "highest", "--quantiles", "0"], "--quantiles must be"),
        (["--value", "score", "--first", "highest", "--name", ""], "--name is empty"),
        (["--value", "score", "--first", "highest", "--name", "AREA"], "has a column 'AREA' already"),
    ],
)
def test_what_is_asked_wrongly_is_refused(areas: Path, words: list[str], said: str) -> None:
    answer = dueregard("quantiles", areas, *words)
    assert answer.code == 2
    assert said in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--quantiles", "99", "--csv"], "There are 9 values in 10 rows."),
        (["--quantiles", "7", "--within", "region"], "in every group of --within"),
        (["--where", "region == 'X'"], "There are no rows"),
        (["--where", "area == 's4'"], "Every value of 'score' is missing"),
    ],
)
def test_no_quantile_at_all_is_no_answer(areas: Path, words: list[str], said: str) -> None:
    answer = dueregard("quantiles", areas, "--value", "score", "--first", "highest", *words)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


@pytest.mark.shared
def test_quantiles_are_the_published_packages(shared: Path) -> None:
    document = json.loads((shared / "golden" / "measures" / "golden_dev.json").read_text(encoding="utf-8"))
    [expected] = [row["estimate"] for row in document["rows"] if row["measure"] == "phe_quantile5"]
    table = shared / "data" / "measures" / "phe_counts_dev.csv"
    words = ["--value", "x", "--quantiles", "3", "--first", "highest", "--json"]
    found = dueregard("quantiles", table, *words).json["quantiles"]
    assert [row["quantile"] for row in found] == [row["quantile"] for row in expected]
