from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dueregard.casebook import load_casebook
from dueregard.errors import RegisterError
from dueregard.register import IndicatorRecord, Register, fix_indicators

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
INCOME = '[[outcomes]]\nname = "income"\ncolumn = "income"\nbetter = "higher"\n'
HEALTH = '[[outcomes]]\nname = "good health"\nyes = "health <= 2"\nbetter = "higher"\n'


def amendment(what: str, day: str = "2026-12-01") -> str:
    return f'[[amendments]]\ndate = {day}\nauthor = "Chair"\nwhat = "{what}"\nwhy = "Not collected"\n'


def assess(folder: Path, *parts: str) -> IndicatorRecord:
    text = '[question]\ntitle = "Q"\n[people]\nsource = "p.csv"\n' + "".join(parts)
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    return fix_indicators(Register(folder / "register.jsonl"), load_casebook(folder), at=NOON)


def test_the_first_assessment_fixes_them(tmp_path: Path) -> None:
    record = assess(tmp_path, INCOME)
    assert record.changes == ()
    assert record.fixed_at == "2026-11-22T12:00:00+00:00"
    assert record.hash == load_casebook(tmp_path).indicators_hash()


def test_the_same_indicators_in_another_order_add_nothing(tmp_path: Path) -> None:
    assess(tmp_path, INCOME, HEALTH)
    assess(tmp_path, HEALTH, INCOME)
    assert len(Register(tmp_path / "register.jsonl").entries()) == 1


def test_an_added_indicator_is_recorded(tmp_path: Path) -> None:
    assess(tmp_path, INCOME)
    (change,) = assess(tmp_path, INCOME, HEALTH).changes
    assert (change.change, change.indicator, change.amendment) == ("added", "good health", None)


def test_a_changed_indicator_is_recorded_with_what_changed(tmp_path: Path) -> None:
    assess(tmp_path, INCOME)
    (change,) = assess(tmp_path, INCOME, 'measures = ["gini"]\n').changes
    assert (change.change, change.fields) == ("changed", ("measures",))


def test_a_removed_indicator_without_an_explanation_is_refused(tmp_path: Path) -> None:
    assess(tmp_path, INCOME, HEALTH)
    with pytest.raises(RegisterError) as raised:
        assess(tmp_path, INCOME)
    assert str(raised.value) == (
        "The casebook no longer has the outcome 'good health', and no new amendment says why. "
        "The indicators were fixed on 2026-11-22, before the findings were known. "
        "Put it back, or add [[amendments]] with date, author, what (naming the outcome) and why."
    )
    assert len(Register(tmp_path / "register.jsonl").entries()) == 1


def test_a_removed_indicator_with_an_explanation_is_recorded(tmp_path: Path) -> None:
    assess(tmp_path, INCOME, HEALTH)
    (change,) = assess(tmp_path, INCOME, amendment("Removed: good health")).changes
    assert change.change == "removed"
    assert change.amendment == {
        "date": "2026-12-01",
        "author": "Chair",
        "what": "Removed: good health",
        "why": "Not collected",
    }


def test_an_explanation_of_another_outcome_does_not_do(tmp_path: Path) -> None:
    assess(tmp_path, INCOME, HEALTH)
    with pytest.raises(RegisterError, match="good health"):
        assess(tmp_path, INCOME, amendment("Removed the outcome incomes"))


def test_an_explanation_counts_once(tmp_path: Path) -> None:
    explained = amendment("Removed: good health")
    assess(tmp_path, INCOME, HEALTH)
    assess(tmp_path, INCOME, explained)
    assess(tmp_path, INCOME, HEALTH, explained)
    with pytest.raises(RegisterError, match="good health"):
        assess(tmp_path, INCOME, explained)


def test_the_record_tells_every_change_since_the_first(tmp_path: Path) -> None:
    assess(tmp_path, INCOME)
    assess(tmp_path, INCOME, HEALTH)
    record = assess(tmp_path, INCOME, amendment("good health is gone"))
    assert [change.change for change in record.changes] == ["added", "removed"]
