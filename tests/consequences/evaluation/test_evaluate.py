"""The whole: which method is taken, records of the one format, checks, doubts and words."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from dueregard.consequences.evaluation import Asked, Evaluation, evaluate
from dueregard.errors import MissingExtra, PeopleError, UsageError
from dueregard.people import read_people
from tests.consequences.evaluation.making import Plain, Table, table


def _evaluate(columns: Table | None = None, *, how: dict[str, Any] | None = None, **asked: Any) -> Evaluation:
    roles = {"outcome": "y", "unit": "place", "time": "year", "treated": "on", "group": "sex"} | asked
    made = read_people(table() if columns is None else columns)
    return evaluate(made, Asked(**roles), engine=Plain(), **(how or {}))


def _cohorts() -> Table:
    made = table()
    made["first"] = [
        0 if first == 0 else 2004 + int(place[1:]) % 2
        for place, first in zip(made["place"], made["first"], strict=True)
    ]
    return made


@pytest.mark.parametrize(
    ("columns", "asked", "method"),
    [
        (table(), {}, "did"),
        (table(treated=1, periods=12, event=6), {}, "synthetic-did"),
        (_cohorts(), {"treated": None, "first_treated": "first"}, "staggered"),
        (table(), {"treated": None, "event": "2004"}, "its"),
    ],
)
def test_the_table_calls_for_a_method(columns: Table, asked: dict[str, Any], method: str) -> None:
    found = _evaluate(columns, **asked)
    assert found.method.name == method
    assert found.chosen_because


@pytest.mark.parametrize(
    ("columns", "asked", "method", "error", "said"),
    [
        (table(), {}, "magic", UsageError, "There is no method 'magic'"),
        (table(), {"treated": "reached == 7", "event": "2004"}, None, PeopleError, "No unit is treated"),
        (table(), {"treated": "reached"}, None, PeopleError, "from the first period on"),
        (table(treated=12), {}, "did", PeopleError, "no untreated units"),
        (
            _cohorts(),
            {"treated": None, "first_treated": "first"},
            "event-study",
            UsageError,
            "one start date",
        ),
        (_cohorts(), {"treated": None, "first_treated": "first"}, "its", UsageError, "one event"),
        (table(), {"people": True}, "synthetic-did", UsageError, "not rows of people"),
        (table(), {"covariates": ("people",)}, "its", UsageError, "no place in its"),
    ],
)
def test_a_method_that_does_not_fit(
    columns: Table, asked: dict[str, Any], method: str | None, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        _evaluate(columns, how={"method": method}, **asked)


def test_effects_by_group_weighted_and_not_with_all_checks() -> None:
    found = _evaluate(weight="people")
    effects = [
        each
        for each in found.records
        if each.measure == "att" and each.parameters["errors"] == "clusters (CR1)"
    ]
    told = [(dict(each.by), each.parameters["weights"]) for each in effects]
    one_side = [{}, {"sex": "f"}, {"sex": "m"}]
    assert told == [(by, weights) for weights in ("people", "none") for by in one_side]
    assert [each.verdict for each in effects[1:3]] == ["lower than", "lower than"]
    measures = {each.measure for each in found.records}
    assert measures >= {"equality_test", "pre_trend_test", "placebo_time", "leave_one_out", "jackknife_se"}
    [equal] = [
        each
        for each in found.records
        if each.measure == "equality_test" and each.parameters["weights"] == "people"
    ]
    assert equal.verdict == "the effects differ"
    assert "The effects differ between groups (p < 0.0001)" in " ".join(found.sentences)
    assert "It is the effect of the event only if" in found.sentences[0]
    assert "12 clusters are few: intervals may be too narrow." in found.doubts


def test_a_conclusion_that_hangs_on_weights_is_told() -> None:
    columns = table(groups=("x",), noise=1.0, seed=5)
    # Only the largest place changes.
    heavy = [place == "p00" for place in columns["place"]]
    columns["people"] = [500.0 if each else 1.0 for each in heavy]
    columns["y"] = [y - 4 * on * big for y, on, big in zip(columns["y"], columns["on"], heavy, strict=True)]
    found = _evaluate(columns, weight="people", group=None)
    assert any("hangs on the weights 'people'" in doubt for doubt in found.doubts)
    assert any("hangs on that cluster" in doubt or "some clusters weigh" in doubt for doubt in found.doubts)


def test_in_staggered_designs_both_ways_stand_together() -> None:
    for method in ("did", "staggered"):
        found = _evaluate(_cohorts(), how={"method": method}, treated=None, first_treated="first")
        ways = {each.parameters["estimator"] for each in found.records if each.measure == "att"}
        assert ways == {"two-way fixed effects", "Callaway and Sant'Anna (2021)"}
        assert any("Goodman-Bacon" in doubt for doubt in found.doubts)


def test_few_treated_units_are_held_against_placebos() -> None:
    found = _evaluate(table(treated=1), how={"method": "did"})
    ranks = [each for each in found.records if each.measure == "placebo_units_test"]
    assert [each.parameters["placebos"] for each in ranks] == [11, 11, 11]
    assert any("Only 1 of 12 clusters is treated" in doubt for doubt in found.doubts)


def test_a_break_before_the_event_is_told() -> None:
    columns = table()
    columns["y"] = [
        y + 3 * (reached and year >= 2002)
        for y, reached, year in zip(columns["y"], columns["reached"], columns["year"], strict=True)
    ]
    found = _evaluate(columns, how={"placebo_times": ["2002"]})
    assert any(doubt.startswith("Trends differed before the event") for doubt in found.doubts)
    assert any(doubt.startswith("An event in 2002, when nothing happened") for doubt in found.doubts)


@pytest.mark.parametrize("period", ["2000", "2004", "1990"])
def test_a_placebo_date_lies_before_the_event(period: str) -> None:
    with pytest.raises(UsageError, match="A placebo date lies before the event"):
        _evaluate(how={"placebo_times": [period]})


def test_placebo_outcomes_that_cannot_be_used_do_not_stop_the_rest() -> None:
    found = _evaluate(how={"placebo_outcomes": ["place", "nowhere"]})
    assert not [each for each in found.records if each.measure == "placebo_outcome"]
    assert len([note for note in found.notes if note.startswith("The placebo outcome")]) == 2
    columns = table()
    columns["other"] = [y - 5 * on for y, on in zip(columns["y"], columns["on"], strict=True)]
    found = _evaluate(columns, how={"placebo_outcomes": ["other"]})
    assert any(doubt.startswith("other, which the event should not reach") for doubt in found.doubts)


def test_a_group_with_one_cluster_has_no_effect_and_the_others_go_on() -> None:
    made = table()
    made["sex"] = [
        "x" if (place == "p03" and sex == "f") else sex
        for place, sex in zip(made["place"], made["sex"], strict=True)
    ]
    found = _evaluate(made)
    by = {each.by.get("sex"): each for each in found.records if each.measure == "att"}
    assert by["x"].status == "not_estimable"
    assert by["f"].status == by["m"].status == "ok"


def test_units_treated_from_the_start_are_left_out() -> None:
    made = table()
    made["on"] = [1 if place == "p02" else on for place, on in zip(made["place"], made["on"], strict=True)]
    found = _evaluate(made)
    assert "Left out: 1 treated from the first period on (p02)." in found.notes
    assert found.method.name == "did"


def test_the_extra_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "diff_diff", None)
    with pytest.raises(MissingExtra, match=r"pip install 'dueregard\[evaluation\]'"):
        evaluate(
            read_people(table()), Asked(outcome="y", unit="place", time="year", treated="on", group="sex")
        )
