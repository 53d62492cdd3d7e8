"""From a register and a table of outturns to a review, on a casebook made in code."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dueregard.errors import CasebookError, RegisterError
from dueregard.monitor import monitor
from dueregard.register import Forecast, Register, record_forecasts
from dueregard.register.forecasts import REVIEWED
from tests.making_casebooks import SMALL, write_casebook

MADE = datetime(2026, 11, 28, 12, tzinfo=UTC)
ON = date(2028, 6, 1)
DECIDED = '\n[decision]\noption = "Grant"\ntaken_on = 2027-03-31\n'
OUTTURNS = "measure,sex,value,observed_on\nmean_change,,11,2028-03-31\nmean_change,f,2,2028-03-31\n"


def forecast(**how: object) -> Forecast:
    usual = {"option": "Grant", "measure": "mean_change", "outcome": "income", "estimate": 10.0, "se": 2.0}
    return Forecast(**{**usual, "low": 6.0, "high": 14.0, "level": 0.95, **how})  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_casebook(tmp_path, SMALL + DECIDED)
    (tmp_path / "outturns.csv").write_text(OUTTURNS, encoding="utf-8")
    register = Register(tmp_path / "out" / "register.jsonl")
    every = [forecast(), forecast(by={"sex": "f"}), forecast(measure="total_cost"), forecast(option="Pass")]
    record_forecasts(register, every, at=MADE)
    return tmp_path


def test_what_was_taken_up_is_scored(folder: Path) -> None:
    [found] = monitor(folder, on=ON).found
    assert [(each.forecast.by, each.score.inside) for each in found.scored] == [
        ({}, True),
        ({"sex": "f"}, False),
    ]
    assert (found.overall.count, found.overall.inside) == (2, 1)
    [due] = found.due
    assert (due.measure, due.on, due.overdue) == ("total_cost", date(2028, 3, 31), True)
    error = found.records()[1]
    assert (error.measure, error.estimate, error.se, error.by) == (
        "forecast_error",
        1.0,
        2.0,
        {"option": "Grant"},
    )
    assert error.parameters["of"] == "mean_change"


def test_a_review_is_added_to_the_register_once(folder: Path) -> None:
    assert monitor(folder, on=ON).reviewed == (True,)
    assert monitor(folder, on=date(2029, 1, 1)).reviewed == (False,)
    register = Register(folder / "out" / "register.jsonl")
    assert [entry.kind for entry in register.entries()].count(REVIEWED) == 1
    (folder / "outturns.csv").write_text(OUTTURNS + "total_cost,,10,2028-03-31\n", encoding="utf-8")
    assert monitor(folder, on=ON).reviewed == (True,)
    assert register.verify().intact


def test_what_was_written_anew_after_the_fact_is_noticed(folder: Path) -> None:
    file = folder / "out" / "register.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("10.0", "11.0"), encoding="utf-8")
    with pytest.raises(RegisterError, match="altered"):
        monitor(folder, on=ON)


def test_without_a_decision_or_outturns_there_is_a_list_of_what_was_forecast(folder: Path) -> None:
    write_casebook(folder, SMALL)
    (folder / "outturns.csv").unlink()
    [found] = monitor(folder, on=ON).found
    assert (found.decided, found.forecasts, found.scored) == (None, 4, ())


def test_a_decision_for_an_option_that_was_not_forecast_is_refused(folder: Path) -> None:
    write_casebook(folder, SMALL + DECIDED.replace("Grant", "Grnat"))
    with pytest.raises(CasebookError, match=r"'Grnat'.*Grant, Pass.*Did you mean 'Grant'"):
        monitor(folder, on=ON)


def test_several_casebooks_are_calibrated_together(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    write_casebook(other, SMALL)
    looked = monitor(folder, other, on=ON, write=False)
    assert looked.together.count == 2
    assert looked.reviewed == (False, False)


def test_a_table_of_outturns_that_is_named_must_be_there(folder: Path) -> None:
    write_casebook(folder, SMALL + DECIDED + '[monitor]\noutturns = "outturn.csv"\n')
    with pytest.raises(CasebookError, match=r"outturn\.csv.*Did you mean 'outturns\.csv'"):
        monitor(folder, on=ON)
