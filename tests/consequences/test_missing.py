"""Characteristics that are missing, wholly or for some, never stop the rest."""

from __future__ import annotations

from typing import Any

import pytest

from dueregard.consequences import Consequences, simulate
from tests.options.making import option, some_people, table


@pytest.fixture(scope="module")
def found() -> Consequences:
    columns: dict[str, list[Any]] = table(60)
    columns["sex"] = [each if number % 4 else None for number, each in enumerate(columns["sex"])]
    columns["faith"] = [None] * 60
    columns["country"] = ["here"] * 60
    columns["origin"] = ["other" if number == 7 else "usual" for number in range(60)]
    columns["income"] = [each if number % 11 else None for number, each in enumerate(columns["income"])]
    by = ["sex", "faith", "country", "origin", "sex*country*origin"]
    return simulate(some_people(columns), [option(eligible="age >= 30")], outcome="income", by=by, id="id")


def of(found: Consequences, measure: str, **by: str) -> Any:
    own = [each for each in found.records if {**each.by} == {"option": "Option", **by}]
    return {each.measure: each for each in own}.get(measure)


def test_people_without_a_level_are_in_no_group_and_in_everybody(found: Consequences) -> None:
    everyone = of(found, "mean_change").n
    levels = [of(found, "mean_change", sex=sex).n for sex in "fm"]
    assert 0 < sum(levels) < everyone == 60 - 6
    assert of(found, "gap_change", sex="f").status in ("ok", "approximate")


def test_a_column_without_any_value_gives_no_groups_and_stops_nothing(found: Consequences) -> None:
    assert not [each for each in found.records if "faith" in each.by and each.estimate is not None]
    assert of(found, "winners", country="here").estimate > 0


def test_one_level_only_has_no_gap_to_anybody_else(found: Consequences) -> None:
    change, alone = of(found, "mean_change", country="here"), of(found, "gap_change", country="here")
    assert change.estimate == pytest.approx(of(found, "mean_change").estimate)
    assert alone is None or alone.status == "not_estimable"


def test_one_level_that_is_its_own_reference_has_no_gap_and_stops_nothing() -> None:
    columns: dict[str, list[Any]] = {**table(60), "country": ["1"] * 60}
    found = simulate(
        some_people(columns),
        [option(eligible="age >= 30")],
        outcome="income",
        by=["country"],
        references={"country": "1"},
    )
    assert of(found, "mean_change", country="1").estimate > 0
    assert of(found, "gap_change", country="1") is None


def test_one_person_has_a_value_and_no_error(found: Consequences) -> None:
    one = of(found, "mean_change", origin="other")
    assert (one.n, one.se, one.status) == (1, None, "approximate")
    gini = of(found, "gini_change", origin="other")
    assert gini.estimate in (None, 0.0)
    assert of(found, "mean_change", sex="m", country="here", origin="usual").n > 1


def test_what_nobody_has_is_said(found: Consequences) -> None:
    assert "Nobody has a value of faith: there are no figures by it." in found.notes
