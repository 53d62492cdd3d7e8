"""What a release may say of options: nothing of few people, in figures, bands, sums or sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard.consequences import Consequences, simulate
from dueregard.estimates import Record
from dueregard.people import read_people
from tests.options.making import option, some_people

FEW = 4


def people(count: int = 240, *, full: bool = False) -> Any:
    """Three wards of equal size; in the last, few people are old."""
    ward = [("East", "North", "West")[number % 3] for number in range(count)]
    old = [number % 2 == 0 if place != "West" else number < 3 * FEW for number, place in enumerate(ward)]
    columns: dict[str, list[Any]] = {
        "id": [f"p{number}" for number in range(count)],
        "ward": ward,
        "age": [70 if each else 40 for each in old],
        "income": np.random.default_rng(2).gamma(4.0, 60.0, count).round(2).tolist(),
    }
    if full:
        return read_people(columns, count="full")
    return some_people({**columns, "weight": [1.0] * count})


def run(*options: Any, where: str | None = None, full: bool = False, **how: Any) -> Consequences:
    wanted = {"outcome": "income", "by": ["ward"], "line": "150", **how}
    return simulate(people(full=full), options, where=where, release=True, **wanted)


def shown(found: Consequences, **by: str) -> set[str]:
    return {each.measure for each in found.records if dict(each.by) == by and each.status != "withheld"}


def in_group(found: Consequences, ward: str) -> list[Record]:
    return [each for each in found.records if each.by.get("ward") == ward]


@pytest.fixture(scope="module")
def top_up() -> Consequences:
    return run(option(eligible="age >= 65"))


def test_a_group_in_which_few_win_shows_nothing_that_changes(top_up: Consequences) -> None:
    assert shown(top_up, option="Option", ward="West") == {"gap_before"}
    assert shown(top_up, option="Option", ward="West", band="no change") == set()
    for record in in_group(top_up, "West"):
        if record.status == "withheld":
            assert record.n is record.se is record.low is record.verdict is None


def test_another_group_keeps_it_company_and_the_rest_are_shown(top_up: Consequences) -> None:
    wards = {
        ward: "winners" in shown(top_up, option="Option", ward=ward) for ward in ("East", "North", "West")
    }
    assert sorted(wards.values()) == [False, False, True]
    assert "winners" in shown(top_up, option="Option")


@pytest.mark.parametrize("full", [True, False])
def test_few_that_lack_it_are_as_telling_as_few_that_have_it_in_a_full_count(full: bool) -> None:
    found = run(option(eligible="age < 65 or ward != 'West'"), full=full)
    assert ("mean_change" in shown(found, option="Option", ward="West")) is not full


def test_few_over_the_line_withhold_poverty_and_not_the_change() -> None:
    incomes = np.sort(np.random.default_rng(2).gamma(4.0, 60.0, 240).round(2))
    found = run(option(amount=1), line=str(incomes[FEW - 1]))
    everyone = shown(found, option="Option")
    assert "mean_change" in everyone
    assert not everyone & {"moved_out_of_poverty", "poverty_rate_change", "anchored_poverty_rate_change"}


def test_two_options_that_differ_for_few_are_not_both_shown() -> None:
    found = run(
        option(name="A", eligible="ward == 'East'"),
        option(name="B", eligible="ward == 'East' or (ward == 'West' and age >= 65)"),
    )
    assert "mean_change" in shown(found, option="A")
    assert "mean_change" not in shown(found, option="B")
    assert [summary.total_cost is None for summary in found.options] == [False, True]


def test_sums_over_all_do_not_undo_a_condition_that_leaves_few_out() -> None:
    found = run(option(eligible="true"), where="not (ward == 'West' and age >= 65)")
    assert "total_cost" not in shown(found, option="Option")
    assert "mean_change" in shown(found, option="Option")
    assert found.options[0].total_cost is None


def test_sentences_count_nobody() -> None:
    columns = {
        "id": [f"p{n}" for n in range(60)],
        "income": [100.0 + n if n > FEW else None for n in range(60)],
        "age": [40.0 if n % 2 else None for n in range(60)],
        "weight": [1.0] * 60,
    }
    found = simulate(some_people(columns), [option(eligible="age < 50")], outcome="income", release=True)
    told = [*found.notes, *(text for summary in found.options for text in summary.assumptions)]
    assert "Notes that count people are left out of a release." in told
    assert "Eligible: age < 50. For some people this is not known: they count as not eligible." in told
    assert not any("people have no outcome" in text for text in told)
    assert not found.flags


def test_few_who_get_one_part_of_an_option_are_not_found_by_taking_the_rest_from_it() -> None:
    parts = [
        {"name": "all", "amount": 4},
        {"name": "few", "eligible": "ward == 'West' and age >= 65", "amount": 40},
    ]
    found = run(option(amount=None, parts=parts))
    assert "mean_change" not in shown(found, option="Option")


def test_one_who_gets_most_is_not_shown_and_does_not_keep_other_options_back() -> None:
    found = run(
        option(name="One", amount="1 + (age >= 65) * (income >= 0) + (id == 'p5') * 90000"),
        option(name="All", eligible="true"),
    )
    assert "mean_change" not in shown(found, option="One")
    assert "mean_change" in shown(found, option="All")


def test_in_a_full_count_few_who_get_another_amount_than_most_are_not_found() -> None:
    found = run(option(amount="10 + 40 * (ward == 'West') * (age >= 65)"), full=True)
    assert "mean_change" not in shown(found, option="Option")
