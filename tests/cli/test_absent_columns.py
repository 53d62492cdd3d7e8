"""A column that is named but absent is met with what was meant, wherever a column can be named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import dueregard, estimate


@pytest.mark.parametrize(
    ("flag", "named", "meant"),
    [
        ("--weight", "ww", "'w'"),
        ("--strata", "stt", "'st'"),
        ("--cluster", "cll", "'cl'"),
        ("--fpc", "NN", "'N'"),
        ("--by", "sx", "'sex'"),
        ("--where", "incme > 3", "'income'"),
    ],
)
def test_a_flag(table: Path, flag: str, named: str, meant: str) -> None:
    answer = estimate(table, flag, named)
    assert (answer.code, answer.out) == (2, "")
    assert f"Did you mean {meant}" in answer.err


@pytest.mark.parametrize(
    "measure", ["mean:incme", "ratio:income,denominator=incme", "median:incme", "mean:incme * 2"]
)
def test_a_measure(table: Path, measure: str) -> None:
    answer = dueregard("estimate", table, "--measure", measure)
    assert answer.code == 2
    assert "Did you mean 'income'?" in answer.err


def test_a_comparison_of_what_is_not_grouped(table: Path) -> None:
    answer = estimate(table, "--by", "sex", "--difference", "sx=male")
    assert answer.code == 2
    assert "Did you mean 'sex'?" in answer.err


def test_a_comparison_without_groups(table: Path) -> None:
    assert "Add --by sex." in estimate(table, "--difference", "sex=male").err


def test_a_reference_group(table: Path) -> None:
    answer = estimate(table, "--by", "sex", "--difference", "sex=mal")
    assert answer.code == 2
    assert "'sex' has no level 'mal'." in answer.err


def test_replicate_weights(table: Path) -> None:
    answer = estimate(table, "--replicate-weights", "rw_*", "--replicate-method", "brr")
    assert answer.code == 2
    assert "No column matches rw_*." in answer.err
