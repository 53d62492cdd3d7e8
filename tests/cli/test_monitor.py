"""``dueregard monitor``: its sentences, its records, and that nothing is said that was not observed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.register import Register
from tests.cli.making import RECORD, dueregard
from tests.making_casebooks import SMALL, write_casebook
from tests.test_monitor import folder

__all__ = ["folder"]  # the fixture


def test_a_reader_is_told_what_came_true(folder: Path) -> None:
    answer = dueregard("monitor", folder)
    assert answer.code == 0, answer.err
    for words in (
        "Taken up: Grant. 4 forecasts are in its register; 2 have an outturn.",
        "1 of 2 outturns lie in their intervals: 50% (1% to 99%), where 95% should: too few to tell.",
        "This review was added to the register.",
        "2028-03-31: 1 figure of income (total_cost)",
        "sex f",
    ):
        assert words in answer.out
    assert "The register has this review already." in dueregard("monitor", folder).out


def test_json_has_outturns_errors_and_calibration(folder: Path) -> None:
    answer = dueregard("monitor", folder, "--json")
    assert answer.code == 0, answer.err
    assert [record["measure"] for record in answer.records] == ["outturn", "forecast_error"] * 2
    assert set(RECORD) <= set(answer.records[0])
    assert answer.json["calibration"]["verdict"] == "too few to tell"
    [casebook] = answer.json["casebooks"]
    assert casebook["calibration"]["by_group"]["sex f"]["inside"] == 0
    assert casebook["due"][0]["measure"] == "total_cost"


def test_an_outturn_that_scores_nothing_is_named_without_its_value(folder: Path) -> None:
    file = folder / "outturns.csv"
    file.write_text(file.read_text(encoding="utf-8") + "mean_change,x,777,2028-03-31\n", encoding="utf-8")
    for flags in ((), ("--json",)):
        answer = dueregard("monitor", folder, *flags)
        assert "or that was withheld" in answer.out
        assert "777" not in answer.out
    register = Register(folder / "out" / "register.jsonl")
    assert "777" not in register.path.read_text(encoding="utf-8")


def test_a_casebook_without_forecasts(tmp_path: Path) -> None:
    write_casebook(tmp_path, SMALL)
    answer = dueregard("monitor", tmp_path)
    assert answer.code == 0
    assert "There is no forecast in its register" in answer.out
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("words", "told"), [((), "CASEBOOK is needed"), (("nowhere",), "nowhere")])
def test_what_is_wrong_is_told(words: tuple[str, ...], told: str) -> None:
    answer = dueregard("monitor", *words)
    assert answer.code in (1, 2)
    assert told in answer.err


def test_a_group_whose_intervals_failed_is_named(folder: Path) -> None:
    file = folder / "outturns.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("f,2,", "f,-50,"), encoding="utf-8")
    out = dueregard("monitor", folder).out
    assert "Group sex f: 0 of 1 outturns lie in their intervals: 0% (0% to 98%)" not in out  # one is too few
    assert "Most often worse: sex f, 1 of 1." in out
