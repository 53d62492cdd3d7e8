"""The hallway from end to end, on a small casebook made in code."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dueregard.assess import Assessment, assess
from dueregard.casebook import load_casebook, write_workbook
from dueregard.casebook.characteristics import PROTECTED
from dueregard.errors import DueRegardError, RegisterError
from dueregard.estimates import Record
from dueregard.register import Register, sole_run
from dueregard.stages import released_gaps
from tests.making_casebooks import (
    INCOME,
    PEOPLE,
    QUESTION,
    SMALL,
    write_casebook,
    write_people,
)

AMENDMENT = """\
[[amendments]]
date = 2026-12-01
author = "Residents' panel"
what = "good health was taken out"
why = "The panel asked for a better question."
"""


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return assess(write_casebook(tmp_path_factory.mktemp("casebook")))


def _levels(assessment: Assessment, table: str, *, outcome: str, measure: str) -> dict[str, Record]:
    [found] = [each for each in assessment.release.tables if each.name == table]
    return {
        ", ".join(record.by.values()): record
        for record in found.records
        if record.contrast is None
        and record.parameters.get("basis") == "crude"
        and (record.outcome, record.measure) == (outcome, measure)
    }


def test_what_is_written(assessed: Assessment) -> None:
    out = assessed.pack.parent
    assert {path.name for path in out.iterdir()} == {
        *(".run", "documents", "estimates.json", "manifest.json", "pack.html", "register.jsonl"),
        *("private", "tables", "why"),
    }
    assert "Whom should the grant reach?" in assessed.pack.read_text(encoding="utf-8")


def test_every_number_is_in_the_file_of_numbers(assessed: Assessment) -> None:
    numbers = json.loads((assessed.pack.parent / "estimates.json").read_text(encoding="utf-8"))
    assert len(numbers["estimates"]) == sum(len(table.records) for table in assessed.release.tables)


def test_a_group_too_small_to_publish_is_withheld_and_so_is_its_company(assessed: Assessment) -> None:
    levels = _levels(assessed, "characteristic-ethnic_group", outcome="income", measure="mean")
    assert {name: record.status for name, record in levels.items()} == {
        "Asian": "withheld",
        "Roma": "withheld",
        "White": "ok",
    }
    assert levels["Roma"].n is None


def test_every_protected_characteristic_has_an_estimate_or_an_evidence_gap(assessed: Assessment) -> None:
    estimated = {name for table in assessed.release.tables for record in table.records for name in record.by}
    lacking = {gap.characteristic for gap in assessed.evidence_gaps}
    assert set(PROTECTED) <= estimated | lacking


def test_an_evidence_gap_has_its_owner_and_date(assessed: Assessment) -> None:
    gaps = [gap for gap in assessed.evidence_gaps if gap.characteristic == "disability"]
    assert [gap.outcome for gap in gaps] == ["income", "good health"]
    assert {(gap.owner, gap.due, gap.reason) for gap in gaps} == {
        ("Equality lead", date(2027, 1, 31), "Not asked.")
    }


def test_progress_is_told_in_order(tmp_path: Path) -> None:
    told: list[float] = []
    assess(write_casebook(tmp_path, SMALL), progress=lambda _, share: told.append(share))
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 1


def test_the_register_grows_and_verifies(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, SMALL)
    register = Register(folder / "out" / "register.jsonl")
    assess(folder)
    first = [entry.kind for entry in register.entries()]
    (folder / "casebook.toml").write_text(f"{SMALL}# Read again.\n", encoding="utf-8")
    assess(folder)
    second = [entry.kind for entry in register.entries()]
    assert first == ["indicators fixed", "sources recorded", "assessed"]
    assert second == [*first, "sources recorded", "assessed"]
    assert register.verify().breaks == ()


def test_the_register_has_the_fingerprints_of_what_was_written(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, SMALL)
    assess(folder)
    files = Register(folder / "out" / "register.jsonl").entries()[-1].payload["files"]
    assert {"pack.html", "estimates.json", "tables/everyone.csv"} <= set(files)


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, SMALL)
    before = assess(folder).pack.read_text(encoding="utf-8")
    (folder / "casebook.toml").write_text(SMALL.replace("Whom", "Whom first"), encoding="utf-8")
    after = assess(folder).pack.read_text(encoding="utf-8")
    assert "Whom first should the grant reach?" in after
    assert "Whom first should the grant reach?" not in before


def test_a_failed_first_run_leaves_nothing_and_fixes_nothing(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, SMALL.replace('"income"', '"incom"'))
    with pytest.raises(DueRegardError):
        assess(folder)
    assert not (folder / "out").exists()
    (folder / "casebook.toml").write_text(SMALL, encoding="utf-8")
    assert assess(folder).indicators.changes == ()


def test_a_failed_second_run_leaves_the_first_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_casebook(tmp_path, SMALL)
    before = assess(folder).pack.read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dueregard.assess.write_pack", full)
    with pytest.raises(OSError, match="No space"):
        assess(folder)
    assert (folder / "out" / "pack.html").read_bytes() == before


def test_one_run_at_a_time(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, SMALL)
    with sole_run(folder / "out"), pytest.raises(DueRegardError, match="Another run is writing"):
        assess(folder)


def test_an_added_indicator_is_shown_as_an_amendment(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, QUESTION + PEOPLE + INCOME)
    assess(folder)
    added = AMENDMENT.replace("was taken out", "was added")
    (folder / "casebook.toml").write_text(SMALL + added, encoding="utf-8")
    second = assess(folder)
    [change] = second.indicators.changes
    assert (change.change, change.indicator) == ("added", "good health")
    assert change.amendment is not None
    assert "Residents&#39; panel" in second.pack.read_text(encoding="utf-8")


def test_a_removed_indicator_is_refused_without_an_explanation(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, SMALL)
    before = assess(folder).pack.read_bytes()
    less = QUESTION + PEOPLE + INCOME
    (folder / "casebook.toml").write_text(less, encoding="utf-8")
    with pytest.raises(RegisterError, match="no longer has the outcome 'good health'"):
        assess(folder)
    assert (folder / "out" / "pack.html").read_bytes() == before
    (folder / "casebook.toml").write_text(less + AMENDMENT, encoding="utf-8")
    [change] = assess(folder).indicators.changes
    assert (change.change, change.indicator) == ("removed", "good health")


def test_gaps_alone_write_nothing(tmp_path: Path) -> None:
    released = released_gaps(write_casebook(tmp_path, SMALL))
    assert "characteristic-sex" in [table.name for table in released.tables]
    assert not (tmp_path / "out").exists()


def test_a_workbook_gives_the_same_numbers(assessed: Assessment, tmp_path: Path) -> None:
    write_people(tmp_path)
    specification = load_casebook(assessed.casebook.folder).specification
    workbook = write_workbook(specification, tmp_path / "casebook.xlsx")
    released = assess(workbook).release
    assert [record.to_dict() for table in released.tables for record in table.records] == [
        record.to_dict() for table in assessed.release.tables for record in table.records
    ]


def test_a_casebook_of_published_tables_only(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text(
        "group,rate,se,people\nWhite,10,0.5,900\nAsian,14,1.5,200\n", encoding="utf-8"
    )
    published = """\
[[outcomes]]
name = "poverty"
unit = "%"
better = "lower"

[[published]]
source = "rates.csv"
name = "Poverty by group"
kind = "estimate"
outcome = "poverty"
characteristic = "ethnic_group"
columns = { level = "group", value = "rate", se = "se", n = "people" }
publisher = "Department for Work and Pensions"
date = 2026
"""
    (tmp_path / "casebook.toml").write_text(QUESTION + published, encoding="utf-8")
    assessment = assess(tmp_path)
    assert assessment.audit is None
    levels = [
        (record.by["ethnic_group"], record.estimate)
        for table in assessment.release.tables
        for record in table.records
        if record.contrast is None
    ]
    assert ("Asian", 14.0) in levels
