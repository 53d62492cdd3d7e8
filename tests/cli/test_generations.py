"""``dueregard simulate`` with ages: accounts of generations, in JSON and for a reader."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import RECORD, dueregard, write_table

HEADER = ("id", "sex", "age", "income", "w")
ROWS: list[list[Any]] = [
    [number, ("female", "male")[number % 2], (7 * number) % 91, 100 + 13 * (number % 11), 1 + number % 3]
    for number in range(180)
]
LOAN = """name = "Top-up on credit"
kind = "cash"
eligible = "age >= 65"
amount = 10
starts = 2027
ends = 2036
[[later]]
what = "Repayment"
from = 2037
until = 2060
amount = -3
who = "age >= 16 and age <= 66"
"""


@pytest.fixture
def command(tmp_path: Path) -> tuple[Any, ...]:
    table = write_table(tmp_path / "people.csv", ROWS, header=HEADER)
    option = tmp_path / "loan.toml"
    option.write_text(LOAN, encoding="utf-8")
    return ("simulate", table, option, "--outcome", "income", "--weight", "w", "--unit", "£ a week")


def test_json_has_accounts_beside_the_figures_of_one_year(command: tuple[Any, ...]) -> None:
    answer = dueregard(*command, "--age", "age", "--json")
    assert answer.code == 0, answer.err
    later = answer.json["later_years"]
    assert (later["first"], later["until"], later["generations"][-1]) == (2027, 2060, "not yet born")
    assert [schedule["name"] for schedule in later["schedules"]][:2] == ["undiscounted", "green-book-2022"]
    unborn = [r for r in answer.records if r["by"].get("generation") == "not yet born"]
    assert {r["measure"] for r in unborn} >= {"present_value", "share_of_payments", "net_effect", "people"}
    assert all(set(RECORD) <= set(record) for record in unborn)
    cost = [r["estimate"] for r in answer.records if r["measure"] == "cost" and r["by"]["year"] == "2030"]
    assert cost == pytest.approx([52 * 10 * sum(row[4] for row in ROWS if row[2] >= 65)])
    one_year = [r for r in answer.records if r["measure"] == "mean_change" and "generation" in r["by"]]
    assert one_year[0]["by"]["generation"] == "born 1940 to 1949"


def test_a_reader_is_told_who_pays_and_what_was_assumed(command: tuple[Any, ...]) -> None:
    answer = dueregard(*command, "--age", "age", "--table-year", "2026")
    assert answer.code == 0, answer.err
    for words in (
        "later years and generations",
        "Of what people pay,",
        "Green Book 2022 and 2026",
        "2027 to 2036",
        "not yet born",
        "a year has 52 of them",
        "Each later year has as many people of each age as the table",
    ):
        assert words in answer.out


def test_a_life_table_is_read(command: tuple[Any, ...], tmp_path: Path) -> None:
    life = tmp_path / "life.csv"
    life.write_text("age,lx\n0,100\n100,1\n", encoding="utf-8")
    answer = dueregard(*command, "--age", "age", "--survival", life, "--births", "9", "--schedule", "2%")
    assert answer.code == 0, answer.err
    assert "Each cohort shrinks as the life table says" in answer.out
    assert "Births: 9 a year, as declared." in answer.out


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--until", "2060"), "Name the column with --age"),
        (("--age", "ages"), "has no column 'ages'"),
        (("--age", "age", "--schedule", "gren-book-2026"), "Did you mean 'green-book-2026'"),
        (("--age", "age", "--growth", "much"), "Growth is a rate a year"),
        (("--age", "age", "--cohorts", "46"), "--cohorts takes years of birth"),
    ],
)
def test_what_cannot_be_is_refused(command: tuple[Any, ...], flags: tuple[str, ...], told: str) -> None:
    answer = dueregard(*command, *flags)
    assert answer.code in (1, 2)
    assert told in answer.err


OLDEST = "born 1930 to 1939"


@pytest.fixture
def with_few(command: tuple[Any, ...], tmp_path: Path) -> tuple[Any, ...]:
    """The same with four people of ninety."""
    rows = [*ROWS, *([number, "male", 90, 100 + number, 1] for number in range(180, 184))]
    table = write_table(tmp_path / "few.csv", rows, header=HEADER)
    return (command[0], table, *command[2:], "--age", "age", "--release")


def test_a_release_keeps_small_generations_back_with_company(with_few: tuple[Any, ...]) -> None:
    answer = dueregard(*with_few, "--json")
    assert answer.code == 0, answer.err
    assert not [r for r in answer.records if "group" in r["by"]]
    own = [r for r in answer.records if r["outcome"] == "income" and "generation" in r["by"]]
    own = [r for r in own if "schedule" in r["parameters"] or r["measure"] == "people"]
    kept = {r["by"]["generation"] for r in own if r["status"] == "withheld"}
    shown = {r["by"]["generation"] for r in own if r["status"] != "withheld"}
    assert OLDEST in kept
    assert len(kept) > 1
    assert shown
    assert not kept & shown
    told = answer.json["later_years"]
    assert not any(name in text for name in kept for text in told["sentences"]["Top-up on credit"])
    assert not any(re.search(r"Births: \d", text) for text in told["assumptions"])


def test_a_reader_of_a_release_sees_what_is_kept_back(with_few: tuple[Any, ...]) -> None:
    answer = dueregard(*with_few)
    assert answer.code == 0, answer.err
    row = [line for line in answer.out.splitlines() if line.startswith(OLDEST)][-1]
    assert set(row.removeprefix(OLDEST).split()) == {"[c]"}
