"""``dueregard evaluate``: its answer for machines and readers, and what it refuses."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from tests.cli.making import RECORD, Answer, dueregard, write_table

WORDS = ("--outcome", "deaths", "--time", "year", "--event", "2009")


@pytest.fixture
def series(tmp_path: Path) -> Path:
    rows: list[list[object]] = []
    for sex, level in (("f", 30), ("m", 40)):
        for year in range(2001, 2017):
            wave = (year * 7 + level) % 5 - 2
            rows.append([year, sex, level + wave - 8 * (year >= 2009), 100 + wave])
    return write_table(tmp_path / "deaths.csv", rows, header=("year", "sex", "deaths", "births"))


def _run(table: Path, *words: str) -> Answer:
    return dueregard("evaluate", table, *WORDS, "--group", "sex", *words)


def test_records_have_the_one_format(series: Path) -> None:
    answer = _run(series, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert list(answer.records[0]) == RECORD
    first = answer.records[0]
    assert (first["measure"], first["by"], first["verdict"]) == ("level_change", {}, "lower than")
    assert first["low"] < -8 < first["high"]
    assert {each["measure"] for each in answer.records} >= {"slope_change", "average_effect", "equality_test"}
    told = answer.json
    assert (told["method"], told["chosen_because"]) == ("its", "there are no untreated units")
    assert told["assumption"] in told["sentences"][0]
    assert told["size"]["periods"] == 16


def test_a_reader_is_told_effect_assumption_groups_and_doubts(series: Path) -> None:
    out = _run(series).out
    assert "than the line before the event leads to expect" in out
    assert "It is the effect of the event only if the line before the event would have gone on" in out
    assert "sex f" in out
    assert "Newey-West" in out
    assert "There is no comparison group" in out
    assert "causes" not in out


def test_csv_has_a_column_of_groups(series: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(_run(series, "--csv").out)))
    assert {row["sex"] for row in rows} == {"", "f", "m"}


def test_a_placebo_outcome_is_beside_it(series: Path) -> None:
    records = _run(series, "--placebo-outcome", "births", "--json").records
    assert [each["outcome"] for each in records if each["measure"] == "placebo_outcome"] == ["births"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--event", "1999"], 2, "does not lie within the periods"),
        (["--outcome", "deths"], 2, "deths"),
        (["--outcome", "sex"], 2, "it holds text"),
        (["--level", "95"], 2, "Write 0.95"),
        (["--release"], 2, "evaluate has no --release"),
        (["--method", "did"], 1, "no untreated units"),
        (["--where", "year < 2011"], 1, "at least 3 periods on either side"),
    ],
)
def test_what_is_refused(series: Path, words: list[str], code: int, said: str) -> None:
    kept = ["--outcome", "deaths", "--time", "year", "--event", "2009"]
    for name, value in zip(words[::2], words[1::2], strict=False):
        if name in kept:
            kept[kept.index(name) + 1] = value
            words = words[2:]
    answer = dueregard("evaluate", series, *kept, "--group", "sex", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_the_missing_extra_is_named(series: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "diff_diff", None)
    answer = dueregard(
        *("evaluate", series, "--outcome", "deaths", "--time", "year", "--unit", "sex", "--event", "2009"),
        *("--treated", "sex == 'f'"),
    )
    assert answer.code == 1
    assert "pip install 'dueregard[evaluation]'" in answer.err
