"""The whole answer, and what of it may be published."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dueregard.voices.opinions.dividing import dividing_statements
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.report import OpinionReport, report_opinions
from dueregard.voices.opinions.report_json import report_object
from tests.voices.opinions.consultation import CENSUS, consultation

POPULATION = Population(title="census", margins=CENSUS)


@pytest.fixture(scope="module")
def report() -> OpinionReport:
    return report_opinions(consultation(), population=POPULATION, bootstrap=5, choose=2)


@pytest.fixture(scope="module")
def released() -> dict[str, Any]:
    return report_object(
        report_opinions(consultation(), population=POPULATION, bootstrap=5, choose=2, release=True)
    )


def test_raw_and_weighted_stand_side_by_side(report: OpinionReport) -> None:
    answer = report_object(report)
    assert answer["consensus"]
    for each in answer["consensus"]:
        assert each["raw"]["low"] < each["raw"]["share"] < each["raw"]["high"]
        assert each["weighted"]["n"] == each["raw"]["n"]
        assert each["weighted"]["n_eff"] < each["raw"]["n_eff"]


def test_statements_are_named_alike_everywhere(report: OpinionReport) -> None:
    text = json.dumps(report_object(report), ensure_ascii=False)
    assert "🚌" in text
    assert '"p0"' not in text


def test_what_divides_is_what_the_camps_dispute(report: OpinionReport) -> None:
    assert {each.statement for each in report.dividing} == {4, 5, 6, 7}
    alone = replace(report.opinions, groups=report.opinions.groups[:1])
    assert not alone.has_groups
    assert 2 not in {each.statement for each in dividing_statements(alone)}


def test_who_was_not_heard_is_named(report: OpinionReport) -> None:
    young = report.unheard[0].level
    assert (young.characteristic, young.level) == ("age", "16-34")
    assert report.unheard[0].more_than_chance


def test_without_a_population_everybody_counts_the_same() -> None:
    answer = report_object(report_opinions(consultation(60), bootstrap=0))
    assert answer["weights"]["effective_n"] == 60
    assert answer["unheard"] == []
    assert all(each["weighted"] is None for each in answer["consensus"])


def test_a_release_counts_no_small_group(released: dict[str, Any]) -> None:
    faith = {
        each["level"]: each for each in released["weights"]["levels"] if each["characteristic"] == "faith"
    }
    assert faith["A"]["participants"] == 282
    for level in ("B", "C"):
        assert faith[level]["participants"] is None
        assert faith[level]["mean_weight"] is None
        assert faith[level]["population_share"] > 0
    assert released["weights"]["not_declared"]["sex"] is not None


COUNTS = {"people", "participants", "voted", "seen", "n", "disagree", "replaced_votes", "listed_and_silent"}


def small_counts(value: Any, name: str = "") -> list[tuple[str, int]]:
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in small_counts(each, key)]
    if isinstance(value, list):
        return [found for each in value for found in small_counts(each, name)]
    return [(name, value)] if name in COUNTS and isinstance(value, int) and 0 < value < 10 else []


@pytest.mark.parametrize("people", [12, 40, 90])
def test_a_release_holds_no_small_number_of_people(people: int) -> None:
    votes = replace(consultation(people), silent=3, replaced=2)
    margins = {"age": CENSUS["age"], "sex": CENSUS["sex"]}
    population = Population(title="census", margins=margins)
    by = ["age", "sex", "faith", "age*sex"]
    for release in (False, True):
        report = report_opinions(
            votes, population=population, by=by, bootstrap=2, choose=2, cap=None, release=release
        )
        answer = {**report_object(report), "estimates": [record.to_dict() for record in report.records]}
        # What is to be published has none, and what is not has some: the search finds them.
        assert bool(small_counts(answer)) != release


def test_a_release_still_says_what_a_small_group_opposes(released: dict[str, Any]) -> None:
    found = [each for each in released["safeguard"]["findings"] if each["group"] == {"faith": "B"}]
    assert "3" in {each["statement"] for each in found}
    for each in found:
        assert each["voted"] is None
        assert each["raw"]["status"] == "withheld"
        assert each["raw"]["share"] is None


def test_another_name_for_statements_changes_nothing() -> None:
    votes = consultation(120)
    renamed = replace(
        votes,
        statements=tuple(replace(each, id=f"s{at}", text="") for at, each in enumerate(votes.statements)),
    )
    one, other = (report_opinions(each, bootstrap=3, choose=2) for each in (votes, renamed))
    assert one.chosen is not None
    assert other.chosen is not None
    assert one.chosen == other.chosen
    np.testing.assert_array_equal(one.opinions.group, other.opinions.group)
    assert [each.statement for each in one.safeguard.findings] == [
        each.statement for each in other.safeguard.findings
    ]
