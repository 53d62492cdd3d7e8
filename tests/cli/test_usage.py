"""Wrong usage: exit code 2, what was meant, and where help is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import dueregard, estimate


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["estimte"], 'Did you mean "estimate"?'),
        (["estimate", "people.csv", "--measure", "mean:x", "--wieght", "w"], "Did you mean --weight?"),
        (["estimate", "people.csv"], "--measure is needed."),
        (["estimate", "people.csv", "--measure"], "--measure needs a value."),
        (["estimate", "--measure", "mean:x"], "TABLE is needed."),
        (["assess"], "CASEBOOK is needed."),
        (["new", "folder"], "--people is needed."),
        (["demo", "--story", "low-takeup"], '"low-take-up"'),
        (["estimate", "people.csv", "--measure", "mean:x", "--level", "high"], "--level"),
        (["estimate", "people.csv", "--measure", "mean:x", "--lonely-psu", "leave"], '"adjust"'),
    ],
)
def test_words_that_are_not_understood(words: list[str], said: str) -> None:
    answer = dueregard(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "--help`" in answer.err


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("men:income", "Did you mean 'mean' or"),
        ("mean", "needs one column"),
        ("ratio:income", "lacks its denominator"),
        ("quantile:income,p=2", "lies between 0 and 1"),
        ("quantile:income,q=0.5", "has no option 'q'"),
        ("mean:grp", "holds text"),
    ],
)
def test_measures(table: Path, measure: str, said: str) -> None:
    answer = dueregard("estimate", table, "--measure", measure)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--level", "95"], "Write 0.95 for 95%."),
        (["--versus", "worst"], "takes rest, average or best"),
        (["--versus", "rest"], "Add --by"),
        (["--difference", "sexmale"], "For example: sex=male"),
        (["--json", "--csv"], "Give one of them."),
        (["--replicate-method", "brr"], "Add --replicate-weights"),
        (["--replicate-weights", "w"], "the method that made them"),
    ],
)
def test_flags_that_do_not_go_together(table: Path, words: list[str], said: str) -> None:
    answer = estimate(table, *words)
    assert answer.code == 2
    assert said in answer.err


def test_a_condition_shows_where(table: Path) -> None:
    answer = estimate(table, "--where", "sex == ")
    assert answer.code == 2
    shown, caret = answer.err.splitlines()[1:3]
    assert shown.strip() == "sex =="
    assert caret.index("^") - shown.index("sex") == len("sex == ")


def test_no_command_shows_the_commands() -> None:
    answer = dueregard()
    assert answer.code == 0
    for command in ("demo", "new", "check", "assess", "gaps", "estimate"):
        assert command in answer.out


@pytest.mark.parametrize("command", ["demo", "new", "check", "assess", "gaps", "estimate"])
def test_help_comes_from_the_docstrings(command: str) -> None:
    answer = dueregard(command, "--help")
    assert answer.code == 0
    assert f"Usage: dueregard {command}" in answer.out
    assert "--json" in answer.out
