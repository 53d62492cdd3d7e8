"""Forecasts are written down once, before anybody can know, and never taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dueregard.disclosure import Policy, Table, release
from dueregard.errors import RegisterError
from dueregard.estimates import Record, Support
from dueregard.register import (
    Forecast,
    Register,
    forecasts_of,
    made_forecasts,
    record_forecasts,
    record_review,
)

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = datetime(2027, 1, 5, 12, tzinfo=UTC)
GRANT = Forecast(
    option="Grant",
    measure="mean_change",
    outcome="income",
    estimate=4.0,
    se=1.0,
    low=2.0,
    high=6.0,
    level=0.95,
)
WOMEN = replace(GRANT, by={"sex": "f"}, estimate=5.0)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path / "register.jsonl")


def test_they_come_back_as_they_were(register: Register) -> None:
    record_forecasts(register, [GRANT, WOMEN], at=NOON)
    made = made_forecasts(register.entries())
    assert [each.forecast for each in made] == [GRANT, WOMEN]
    assert {each.at for each in made} == {NOON}


def test_the_same_again_adds_nothing(register: Register) -> None:
    record_forecasts(register, [GRANT, WOMEN], at=NOON)
    summed_otherwise = replace(GRANT, estimate=4.0 * (1 + 1e-13))
    assert record_forecasts(register, [WOMEN, summed_otherwise], at=LATER) is None
    assert record_forecasts(register, [], at=LATER) is None


def test_a_changed_one_is_added_and_the_old_one_stays(register: Register) -> None:
    record_forecasts(register, [GRANT, WOMEN], at=NOON)
    entry = record_forecasts(register, [GRANT, replace(WOMEN, estimate=5.5)], at=LATER)
    assert entry is not None
    assert [len(table["rows"]) for table in entry.payload["tables"]] == [1]
    made = made_forecasts(register.entries())
    assert [each.forecast.estimate for each in made if each.forecast.by] == [5.0, 5.5]
    assert register.verify().intact


def test_a_figure_that_stands_in_two_tables_is_one_forecast(register: Register) -> None:
    bare = replace(GRANT, se=None, low=None, high=None, level=None)
    record_forecasts(register, [bare, GRANT, bare], at=NOON)
    assert [each.forecast for each in made_forecasts(register.entries())] == [GRANT]
    assert record_forecasts(register, [GRANT, bare], at=LATER) is None


def test_a_register_that_has_them_one_by_one_is_read(register: Register) -> None:
    register.append("forecasts made", {"forecasts": [GRANT.written(), WOMEN.written()]}, at=NOON)
    assert [each.forecast for each in made_forecasts(register.entries())] == [GRANT, WOMEN]
    assert record_forecasts(register, [GRANT, WOMEN], at=LATER) is None


def test_another_year_is_another_forecast(register: Register) -> None:
    record_forecasts(register, [GRANT, replace(GRANT, year=2028)], at=NOON)
    assert record_forecasts(register, [replace(GRANT, year=2028)], at=LATER) is None
    assert len(made_forecasts(register.entries())) == 2


def test_nothing_that_is_withheld_is_written_down(register: Register) -> None:
    def record(level: str, n: int) -> Record:
        return Record(
            measure="mean_change",
            outcome="income",
            by={"option": "Grant", "ward": level},
            estimate=3.0,
            se=1.0,
            n=n,
            n_eff=float(n),
            support=Support(n=n, n_effective=float(n)),
        )

    table = Table(
        name="t",
        title="T",
        records=tuple(record(level, n) for level, n in {"a": 400, "b": 300, "c": 3, "d": 200}.items()),
    )
    released = release([table], policy=Policy())
    assert released.withheld
    shown = [each.by["ward"] for each in released.tables[0].records if each.status != "withheld"]
    record_forecasts(register, forecasts_of(released.tables[0].records))
    written = [each.forecast for each in made_forecasts(register.entries())]
    assert [each.by["ward"] for each in written] == shown
    assert "c" not in shown
    assert '"n"' not in register.path.read_text(encoding="utf-8")


def test_figures_of_no_option_are_no_forecasts() -> None:
    assert list(forecasts_of([Record(measure="mean", by={"sex": "f"}, estimate=1.0)])) == []


def test_an_altered_forecast_is_noticed(register: Register) -> None:
    record_forecasts(register, [GRANT], at=NOON)
    text = register.path.read_text(encoding="utf-8")
    register.path.write_text(text.replace("[4.0,", "[9.0,"), encoding="utf-8")
    assert text != register.path.read_text(encoding="utf-8")
    with pytest.raises(RegisterError, match="line 1 was altered"):
        record_forecasts(register, [WOMEN], at=LATER)


def test_a_review_is_written_down_once(register: Register) -> None:
    assert record_review(register, {"scores": [1]}, at=NOON) is not None
    assert record_review(register, {"scores": [1]}, at=LATER) is None
    assert record_review(register, {"scores": [1, 2]}, at=LATER) is not None
    assert record_review(register, {"scores": [1]}, at=LATER) is not None
