"""Comparisons asked for on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import dueregard

WORDS = ("--measure", "gini:income", "--measure", "gini:income + 50,name=new", "--by", "sex", "--json")


def test_a_change_is_paired(table: Path) -> None:
    answer = dueregard("estimate", table, *WORDS, "--difference", "sex=male", "--change", "new=income")
    rows = {(row["outcome"], row["by"]["sex"], row["contrast"]): row for row in answer.records}
    before, after = rows["income", "male", None], rows["new", "male", None]
    change = rows["new", "male", "difference"]
    assert change["reference"] == "income"
    assert change["estimate"] == pytest.approx(after["estimate"] - before["estimate"])
    assert change["se"] < min(before["se"], after["se"])
    assert change["n"] == after["n"]
    assert ("new", "female", "difference of differences") in rows


def test_a_log_ratio(table: Path) -> None:
    answer = dueregard("estimate", table, *WORDS, "--ratio", "sex=male", "--log-ratio", "sex=male")
    rows = {row["contrast"]: row for row in answer.records if row["outcome"] == "income"}
    assert rows["ratio"]["estimate"] == pytest.approx(2.718281828459045 ** rows["log_ratio"]["estimate"])


@pytest.mark.parametrize(
    "words", [("--change", "nwe=income"), ("--change", "new"), ("--log-ratio", "six=male")]
)
def test_what_cannot_be_compared(table: Path, words: tuple[str, str]) -> None:
    answer = dueregard("estimate", table, *WORDS[:-1], *words)
    assert answer.code == 2
    assert "new" in answer.err or "sex" in answer.err
