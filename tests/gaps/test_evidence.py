from datetime import date

import pytest

from dueregard.casebook import PROTECTED
from dueregard.errors import CasebookError
from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, people, records, rows

OF_THREE = {"ethnic_group": {"column": "group", "labels": {"A": "A", "B": "B", "C": "C"}}}


def gaps(findings):
    return {(gap.characteristic, gap.outcome): gap for gap in findings.evidence_gaps if gap.level is None}


def test_every_protected_characteristic_is_a_row_or_a_gap():
    findings = find_gaps(people(), casebook())
    seen = {name for table in findings.tables for record in table.records for name in record.by}
    assert set(PROTECTED) <= seen | {name for name, _ in gaps(findings)}


def test_a_gap_names_its_outcome_and_says_why():
    gap = gaps(find_gaps(people(), casebook()))["religion", "good health"]
    assert gap.reason == "The data do not record religion or belief"


def test_declared_gap_brings_owner_and_date():
    due = date(2027, 1, 31)
    entry = {"characteristic": "religion", "reason": "not asked", "owner": "Survey team", "due": due}
    gap = gaps(find_gaps(people(), casebook(evidence_gaps=[entry])))["religion", "good health"]
    assert (gap.reason, gap.owner, gap.due) == ("not asked", "Survey team", due)


def test_an_empty_declared_group_is_a_gap_of_its_own():
    findings = find_gaps(people(characteristics=OF_THREE), casebook())
    [gap] = [gap for gap in findings.evidence_gaps if gap.level]
    assert (gap.level, gap.reason) == ("C", "nobody in the data is in this group")


def test_that_a_group_is_empty_is_not_told_beside_a_withheld_one():
    table = rows([("A", "y", 100, 50), ("B", "y", 5, 2)])
    findings = find_gaps(people(table, characteristics=OF_THREE), casebook())
    assert not [gap for gap in findings.evidence_gaps if gap.level == "C"]


def test_outcome_missing_for_one_group_leaves_the_others():
    table = rows()
    pairs = zip(table["group"], table["good"], strict=True)
    table["good"] = [None if group == "B" else good for group, good in pairs]
    findings = find_gaps(people(table), casebook())
    found = records(findings, "characteristic-ethnic_group", basis="crude", contrast=None)
    assert [(r.status, r.reason) for r in found] == [
        ("ok", None),
        ("not_estimable", "the outcome is missing for everyone in this group"),
    ]


def test_outcome_that_does_not_apply_says_so_and_is_no_gap():
    outcome = {"name": "good health", "yes": "good == 1", "better": "higher", "among": "age == 'y'"}
    findings = find_gaps(people(), casebook(outcomes=[outcome]))
    old = records(findings, "characteristic-age", group="old", contrast=None)[0]
    assert (old.status, old.reason) == ("not_estimable", "the outcome does not apply to this group")
    assert not [gap for gap in findings.evidence_gaps if gap.level]


def two_outcomes():
    return [
        {"name": "good health", "yes": "good == 1", "better": "higher"},
        {"name": "pay", "column": "pay", "better": "higher", "measures": ["mean"]},
    ]


def test_outcome_without_any_value_leaves_the_others():
    table = rows()
    table["pay"] = [float("nan")] * len(table["good"])
    findings = find_gaps(people(table), casebook(outcomes=two_outcomes()))
    statuses = {r.outcome: r.status for r in records(findings, "everyone")}
    assert statuses == {"good health": "ok", "pay": "not_estimable"}


def test_nothing_at_all_is_an_error():
    table = rows()
    table["pay"] = [float("nan")] * len(table["good"])
    with pytest.raises(CasebookError, match="No outcome of the casebook has a single value"):
        find_gaps(people(table), casebook(outcomes=two_outcomes()[1:]))
