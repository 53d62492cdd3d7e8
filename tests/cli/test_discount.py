"""``dueregard discount``: present values of amounts by year, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import RECORD, dueregard

ROW = ("--amount", "100", "--first-year", "2028", "--until", "2087", "--present-year", "2027")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "costs.csv"
    file.write_text('year,amount\n2029,60\n2027,"-1,000"\n2029,940\n', encoding="utf-8")
    return file


def test_a_row_of_amounts_is_worth_what_the_schedules_say() -> None:
    answer = dueregard("discount", *ROW, "--json")
    values = {record["parameters"]["schedule"]: record["estimate"] for record in answer.records}
    assert values["undiscounted"] == 6000
    assert values["green-book-2022"] == values["green-book-2026"] == pytest.approx(2537.5259502455565)
    assert values["green-book-2026-sensitivity"] == pytest.approx(2814.350913747674)
    assert set(RECORD) <= set(answer.records[0])
    assert answer.json["years"][0]["factors"]["green-book-2026"] == pytest.approx(1 / 1.035)


def test_rows_of_a_table_are_added_up_by_year(table: Path) -> None:
    answer = dueregard("discount", table, "--schedule", "10%", "--json")
    assert answer.records[0]["estimate"] == pytest.approx(-1000 + 1000 / 1.21)
    assert "green-book-2026 " in dueregard("discount", table).out
    assert dueregard("discount", table, "--csv").out.splitlines()[1].startswith("2027,-1000.0,1.0")


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ((), "Either a table of amounts by year or one --amount"),
        (("--amount", "1"), "--amount needs --first-year and --until"),
        (("TABLE", "--present-year", "2028"), "before the year that present values are of, 2028"),
        (("TABLE", "--column", "amnt"), "Did you mean 'amount'"),
        (("TABLE", "--year", "amount"), "row 3: a year and an amount are needed"),
        (("TABLE", "--schedule", "green"), "no discount schedule 'green'"),
        (("--amount", "nan", "--first-year", "2028", "--until", "2030"), "--amount is a number; found nan"),
        (("--amount", "1", "--first-year", "2030", "--until", "2028"), "2028, is before the first, 2030"),
        ((*ROW[:5], "2199", "--schedule", "green-book-2022"), "no rates beyond 125 years"),
    ],
)
def test_what_cannot_be_discounted_is_refused(flags: tuple[Any, ...], told: str, table: Path) -> None:
    answer = dueregard("discount", *(table if flag == "TABLE" else flag for flag in flags))
    assert answer.code == 2
    assert told in answer.err
