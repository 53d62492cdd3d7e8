"""What a report says of awkward people and circumstances."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest

from dueregard.causes.birthright import Birthright, birthright
from dueregard.causes.birthright.asked import asked_estimators
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people import read_people

RANDOM = np.random.default_rng(7)
SIZE = 400
CLASS = RANDOM.integers(0, 3, SIZE)
ORIGIN = RANDOM.integers(0, 2, SIZE)
PAY = np.exp(5 + 0.3 * CLASS - 0.3 * ORIGIN + 0.3 * RANDOM.normal(size=SIZE))
TABLE: dict[str, Any] = {
    "pay": PAY,
    "class": np.array(["routine", "middle", "managers"])[CLASS],
    "origin": np.array(["a", "b"])[ORIGIN],
    "coin": np.array(["heads", "tails"])[RANDOM.integers(0, 2, SIZE)],
    "number": RANDOM.normal(size=SIZE),
    "w": RANDOM.uniform(0.5, 2, SIZE),
    "h": np.arange(SIZE) // 2,
    "works": (PAY > 160).astype(int),
}
GROUPS = {"family": ["class"], "ethnic_origin": ["origin"]}


def report(columns: dict[str, Any] | None = None, **options: Any) -> Birthright:
    people = read_people(TABLE | (columns or {}), **options.pop("design", {}))
    asked: dict[str, Any] = {"outcome": "pay", "circumstances": GROUPS, "min_size": 20}
    asked |= {"replicates": 0, "null_draws": 0}
    return birthright(people, **(asked | options))


def value(found: Birthright, measure: str, estimator: str = "tree", component: str = "total") -> float:
    record = found.value(measure, estimator=estimator, component=component)
    assert record is not None
    assert record.estimate is not None
    return record.estimate


def test_shares_by_group_sum_to_the_whole_and_several_estimators_are_shown() -> None:
    found = report()
    for estimator in ("tree", "parametric", "parametric_residual", "nonparametric"):
        parts = [value(found, "mld_share", estimator, group) for group in GROUPS]
        assert sum(parts) == pytest.approx(value(found, "mld_share", estimator), abs=1e-12)
        assert min(parts) > 0.05
    assert found.headline.startswith("About ")
    assert "lower bound, but for chance" in found.notes[0]
    assert "caused" not in found.headline
    assert "Other estimators" in found.headline


def test_intervals_come_from_replicates_of_the_design() -> None:
    found = report(design={"weight": "w", "cluster": "h"}, replicates=40, estimators="parametric", level=0.9)
    record = found.value("mld_share", estimator="parametric")
    assert record is not None
    assert record.low is not None
    assert record.high is not None
    assert 0 < record.low < value(found, "mld_share", "parametric") < record.high < 1
    assert (record.df, record.level, record.n) == (SIZE / 2 - 1, 0.9, SIZE)
    assert record.n_eff is not None
    assert record.n_eff < SIZE
    assert "replicates" in (record.method or "")
    assert "logarithms" in (record.method or "")
    again = report(design={"weight": "w", "cluster": "h"}, replicates=40, estimators="parametric", level=0.9)
    assert [each.se for each in again.records] == [each.se for each in found.records]


def test_whether_a_group_matters_at_all_is_tested() -> None:
    found = report(circumstances={"family": ["class"], "luck": ["coin"]}, null_draws=99, estimators="tree")
    told = {test["group"]: test["p_value"] for test in found.to_dict()["null_tests"]}
    assert told["total"] == told["family"] == 0.01
    assert told["luck"] > 0.05


def test_a_full_count_has_no_intervals_and_says_nothing_of_replicates() -> None:
    found = report(design={"count": "full"}, replicates=40, estimators="parametric")
    assert {record.se for record in found.records} == {None}
    assert all(record.status == "ok" for record in found.records)


def test_one_estimator_or_one_circumstance_alone_is_warned_of() -> None:
    found = report(estimators="tree", circumstances={"family": ["class"]})
    assert "One estimator alone" in " ".join(found.warnings)
    assert "one circumstance only" in " ".join(found.warnings)


def test_a_circumstance_that_determines_the_outcome_is_warned_of() -> None:
    found = report({"band": CLASS + 1.0}, outcome="band")
    assert value(found, "r2") == pytest.approx(1.0)
    assert "determine the outcome" in " ".join(found.warnings)


def test_a_constant_outcome_is_refused() -> None:
    with pytest.raises(PeopleError, match="Everybody has the same 'flat'"):
        report({"flat": np.ones(SIZE)}, outcome="flat")


def test_circumstances_that_everybody_shares_are_left_out_or_refused() -> None:
    same = {"same": ["x"] * SIZE}
    found = report(same, circumstances=GROUPS | {"place": ["same"]})
    assert value(found, "mld", component="place") == 0
    assert "Everybody has the same 'same'" in " ".join(found.notes)
    with pytest.raises(PeopleError, match="same circumstances"):
        report(same, circumstances={"place": ["same"]})


def test_types_of_one_person_are_counted_and_shown_to_be_biased() -> None:
    columns = {f"x{at}": RANDOM.integers(0, 4, SIZE).astype(str) for at in range(6)}
    found = report(columns, circumstances={"family": list(columns)}, estimators=["tree", "nonparametric"])
    record = found.value("mld_share", estimator="nonparametric")
    assert record is not None
    assert record.status == "approximate"
    assert "biased upward" in (record.reason or "")
    chance = value(found, "mld_share", "nonparametric_by_chance")
    assert 0.5 < chance < 1
    text = " ".join(found.warnings)
    assert "fewer than 10 people" in text
    assert "if circumstances did not matter" in text
    assert "finds no circumstance" in text


def test_missing_circumstances_are_a_level_unless_asked_otherwise() -> None:
    half = {"class": [None if at % 2 else each for at, each in enumerate(TABLE["class"])]}
    found = report(half)
    assert "'class' is not known for 50% of people" in " ".join(found.warnings)
    assert report(half, missing="drop").records[0].n == SIZE // 2
    with pytest.raises(PeopleError, match="missing"):
        report(half, missing="refuse")


def test_incomes_of_nought_have_no_logarithm_and_the_rest_goes_on() -> None:
    pay = PAY.copy()
    pay[:3] = 0
    found = report({"pay": pay})
    record = found.value("mld", estimator="tree")
    assert record is not None
    assert record.status == "not_estimable"
    assert "3 people" in (record.reason or "")
    assert value(found, "gini_share") > 0
    assert "Gini" in found.headline
    with pytest.raises(UsageError, match="no logarithm"):
        report({"pay": pay}, scale="log")


def test_incomes_below_nought() -> None:
    found = report({"pay": PAY - 170})
    assert found.value("mld", estimator="tree").status == "not_estimable"  # type: ignore[union-attr]
    assert 0 < value(found, "r2") < 1


def test_a_yes_or_no_has_chances() -> None:
    found = report(outcome="works == 1", estimators=["tree", "parametric", "expost"])
    assert 0 < value(found, "dissimilarity") < 0.5
    assert found.value("mld", estimator="expost").status == "not_estimable"  # type: ignore[union-attr]
    assert found.type_records[0].measure == "proportion"
    assert "cases of works == 1 would have to fall to" in found.headline
    rare = report({"works": (np.sort(PAY)[-3] < PAY).astype(int)}, outcome="works")
    record = rare.value("mld", estimator="nonparametric")
    assert record is not None
    assert record.estimate is None or record.estimate > 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"circumstances": {}}, "no circumstances"),
        ({"circumstances": {"family": []}}, "no columns"),
        ({"circumstances": {"a": ["class"], "b": ["class"]}}, "in 'a' and in 'b'"),
        ({"circumstances": {"a": ["class", "class"]}}, "twice"),
        ({"circumstances": {"a": ["works"]}, "outcome": "works == 1"}, "makes the outcome"),
        ({"circumstances": {"total": ["class"]}}, "cannot be called"),
        ({"circumstances": {str(at): [f"x{at}"] for at in range(9)}}, "at most 8 groups"),
        ({"circumstances": {"a": ["number"]}}, "measurement"),
        ({"estimators": ["treee"]}, "Did you mean 'tree'"),
        ({"alpha": 1.5}, "alpha"),
        ({"replicates": 1}, "replicates"),
        ({"equal_bands": 1}, "2 to 20 bands"),
    ],
)
def test_what_cannot_be_is_refused(options: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        report(**options)


def test_all_estimators_leave_the_forest_out_where_groups_are_many() -> None:
    assert asked_estimators(["all"], groups=5) == ("tree", "parametric", "nonparametric", "expost")
    with pytest.raises(UsageError, match="forest is split between at most 4"):
        report(circumstances={str(at): [f"x{at}"] for at in range(5)}, estimators=["forest"])


def test_a_misspelt_column_is_guessed() -> None:
    with pytest.raises(ColumnNotFound, match="Did you mean 'origin'"):
        report(circumstances={"place": ["orign"]})


def test_measurements_are_cut_into_bands_when_asked() -> None:
    found = report(circumstances={"family": ["number", "class"]}, equal_bands=4, estimators=["nonparametric"])
    assert len(found.types) == 12
    assert any("and over" in each.label for each in found.types)


def test_few_people_make_a_report_or_an_error() -> None:
    for size in (1, 2, 9, 12):
        table = {"pay": PAY[:size], "class": TABLE["class"][:size]}
        told = None
        with suppress(PeopleError):
            told = birthright(read_people(table), outcome="pay", circumstances={"family": ["class"]}).headline
        assert (told is None) == (size < 10)
