"""The intake audit finds what is missing, small, odd or identifying, and its words single nobody out."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest

from dueregard.casebook import load_casebook
from dueregard.people import IntakeAudit, audit, people_from, read_people
from dueregard.people.audit_identifiers import is_nhs_number

NAMES = ["Ada Ode", "Bo Cee", "Di Eve", "Flo Gee"] * 5


def audited(rows: dict[str, Any], *, decision_on: datetime.date | None = None, **options: Any) -> IntakeAudit:
    return audit(read_people(rows, **options), decision_on=decision_on)


def kinds(found: IntakeAudit) -> dict[str, str]:
    return {each.column: each.kind for each in found.identifiers}


def test_coverage_by_another_characteristic() -> None:
    rows = {"sex": ["f"] * 40 + ["m"] * 40, "religion": ["a"] * 20 + [None] * 20 + ["b"] * 40}
    found = audited(rows, characteristics=["sex", "religion"])
    by = {tuple(each.by.values()): each.missing for each in found.coverage if each.subject == "religion"}
    assert by == {(): 20, ("f",): 20, ("m",): 0}


def test_coverage_is_offered_to_the_gate_with_its_counts() -> None:
    rows = {"sex": ["f"] * 40 + ["m"] * 40, "religion": ["a"] * 38 + [None] * 2 + ["b"] * 40}
    [table] = audited(rows, characteristics=["sex", "religion"]).tables
    assert table.count == "full"
    overall = table.records[0]
    assert (overall.n, overall.support.events, overall.estimate) == (80, 2, 0.025)


def test_small_counts_are_not_told() -> None:
    rows = {"religion": ["a"] * 78 + [None] * 2}
    found = audited(rows, characteristics=["religion"])
    assert [each.sentence for each in found.findings if each.kind == "coverage"] == [
        "Religion or belief is not known for fewer than 10 people."
    ]


def test_small_cells_of_pairs() -> None:
    rows = {"sex": ["f"] * 15 + ["m"] * 15, "area": ["x"] * 14 + ["y"] + ["x"] * 15}
    [found] = audited(rows, characteristics=["sex", "area"]).sparseness
    assert (found.combinations, found.few, found.empty) == (4, 1, 1)


def test_how_many_pairs_are_small_is_not_told() -> None:
    rows = {"sex": ["f"] * 15 + ["m"] * 15, "area": ["x"] * 14 + ["y"] + ["x"] * 15}
    found = audited(rows, characteristics=["sex", "area"]).findings
    assert [each.sentence for each in found if each.kind == "intersection"] == [
        "Of 4 combinations of sex, area, some have fewer than 10 people or nobody."
    ]


def test_weights() -> None:
    found = audited({"w": [1.0] * 8 + [0.0, 100.0]}, weight="w").weights
    assert found is not None
    assert (found.n, found.zero, found.huge, found.total) == (10, 1, 1, 108.0)
    assert found.design_effect == pytest.approx(9 * 10_008 / 108**2)


def test_strata_with_one_unit() -> None:
    found = audited({"s": [1, 1, 1, 2, 2], "u": [1, 2, 2, 1, 1]}, strata="s", cluster="u")
    assert found.design == {"strata": 2, "units": 3, "lonely": 1}
    assert any("have one sampling unit" in each.sentence for each in found.warnings)


def test_meaning_is_stated_or_not_stated() -> None:
    rows = {"sex": [1, 2], "race": [1, 2]}
    meaning = {"race": {"column": "race", "meaning": "asked: self-described"}, "sex": "sex"}
    found = [
        each.sentence for each in audited(rows, characteristics=meaning).findings if each.kind == "meaning"
    ]
    assert found[0] == "What ethnic group measures: asked: self-described."
    assert found[1].startswith("What sex measures: not stated.")


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("notes", "write to ada@example.org please", "e-mail addresses"),
        ("where", "SW1A 1AA", "full postcodes"),
        ("ni", "AB 12 34 56 C", "National Insurance numbers"),
        ("contact", "020 7946 0123", "telephone numbers"),
        ("key", "943 476 5919", "NHS numbers"),
        ("key", 9434765919, "NHS numbers"),
        ("date of birth", datetime.date(1990, 1, 1), "dates of birth"),
        ("DOB", "1/1/1990", "dates of birth"),
    ],
)
def test_identifiers(column: str, value: object, kind: str) -> None:
    found = audited({column: [value] * 20, "sex": ["f"] * 20})
    assert kinds(found) == {column: kind}
    assert str(value) not in repr(found)


def test_names_are_told_by_the_column() -> None:
    rows = {"Surname": NAMES, "ward_name": ["A", "B"] * 10, "name": ["x"] * 20}
    assert kinds(audited(rows)) == {"Surname": "names"}


def test_codes_are_no_identifiers() -> None:
    rows = {"region": ["E12000001"] * 20, "id": list(range(7_394_483, 7_394_503)), "age": [30] * 20}
    assert kinds(audited(rows)) == {}


@pytest.mark.parametrize("number", ["9434765919", "4010232137"])
def test_check_digit(number: str) -> None:
    assert is_nhs_number(number)
    assert not is_nhs_number(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_repeated_rows() -> None:
    assert audited({"a": [1, 1, 2, 1], "b": ["x", "x", "y", "z"]}).duplicated_rows == 1


def test_dates_after_the_decision() -> None:
    days = [datetime.date(2026, 1, 1)] * 30 + [datetime.date(2027, 1, 1)] * 12
    found = audited({"seen": days}, decision_on=datetime.date(2026, 6, 30))
    assert any("after the date of the decision in 12 rows" in each.sentence for each in found.warnings)


def test_public_words_hold_no_small_counts() -> None:
    rows = {"sex": ["f"] * 50 + [None] * 3, "w": [1.0] * 52 + [0.0]}
    found = audited(rows, characteristics=["sex"], weight="w")
    assert not re.search(r"\b[1-9] (people|rows)", str(found.to_dict()))


@pytest.mark.shared
def test_scottish_census(shared: Path) -> None:
    casebook = load_casebook(Path(__file__).parents[1] / "casebooks" / "scotland")
    found = audit(people_from(casebook), casebook=casebook)
    assert found.rows == 63_388
    assert shared.is_dir()
    assert found.identifiers == ()
    religion = next(each for each in found.coverage if each.subject == "religion" and not each.by)
    assert (religion.n, religion.not_applicable) == (62_239, 0)
    position = next(each for each in found.coverage if each.subject == "socio_economic_position")
    assert position.not_applicable > 10_000
    assert position.missing == 0
