"""An assessment writes down what it predicts of options, as far as it may be shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dueregard.assess import Assessment, assess
from dueregard.estimates import Record
from dueregard.monitor import monitor
from dueregard.register import Register, forecasts_of, made_forecasts, record_forecasts
from tests.making_casebooks import SMALL, write_casebook

OPTION = 'name = "Grant"\nkind = "cash"\neligible = "income < 540"\namount = 12\n'
YEAR = "\n[consequences]\nyear = 2028\n"


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    folder = tmp_path_factory.mktemp("casebook")
    text = SMALL.replace('column = "income"\n', 'column = "income"\nunit = "£ a week"\n') + YEAR
    write_casebook(folder, text)
    (folder / "options").mkdir()
    (folder / "options" / "grant.toml").write_text(OPTION, encoding="utf-8")
    return assess(folder)


def predicted(assessment: Assessment) -> list[Record]:
    tables = assessment.release.tables
    return [record for table in tables for record in table.records if "option" in record.by]


def test_every_released_figure_of_an_option_is_in_the_register(assessed: Assessment) -> None:
    register = Register(assessed.casebook.out / "register.jsonl")
    written = {each.forecast.key: each.forecast for each in made_forecasts(register.entries())}
    shown = {each.key: each for each in forecasts_of(predicted(assessed), year=2028)}
    assert set(written) == set(shown)
    assert ("Grant", 2028) in {(each.option, each.year) for each in written.values()}
    assert [entry.kind for entry in register.entries()][-2:] == ["forecasts made", "assessed"]


def test_nothing_that_was_withheld_is_there(assessed: Assessment) -> None:
    withheld = [record for record in predicted(assessed) if record.status == "withheld"]
    assert withheld
    written = made_forecasts(Register(assessed.casebook.out / "register.jsonl").entries())
    keys = {(each.forecast.measure, each.forecast.option, *each.forecast.by.items()) for each in written}
    for record in withheld:
        by = {name: level for name, level in record.by.items() if name != "option"}
        shown = [
            each
            for each in predicted(assessed)
            if each.measure == record.measure and each.by == record.by and each.status != "withheld"
        ]
        assert shown or (record.measure, record.by["option"], *by.items()) not in keys


def test_the_same_assessment_adds_nothing(assessed: Assessment) -> None:
    register = Register(assessed.casebook.out / "register.jsonl")
    assert record_forecasts(register, forecasts_of(predicted(assessed), year=2028)) is None


def test_it_is_due_at_the_end_of_its_year(assessed: Assessment) -> None:
    file: Path = assessed.casebook.file
    file.write_text(file.read_text(encoding="utf-8") + '\n[decision]\noption = "Grant"\n', encoding="utf-8")
    [found] = monitor(assessed.casebook.folder, on=date(2029, 1, 1), write=False).found
    assert {each.on for each in found.due} == {date(2028, 12, 31)}
    assert all(each.overdue for each in found.due)
