"""Bundles small enough to be worked out by hand: a means test that sees what came before it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dueregard.consequences.cumulative import Cumulative
from tests.consequences.cumulative.making import added_up, in_all, measure, value
from tests.options.making import some_people

# Four people; the line is 100. A rise of 20 for all, then a top-up of 30 for whoever is below 115.
COLUMNS = {
    "id": list("abcd"),
    "sex": list("ffmm"),
    "income": [80.0, 100.0, 120.0, 400.0],
    "weight": [1.0, 1.0, 1.0, 1.0],
}
RISE = measure("Rise", amount=20)
TOP_UP = measure("Top-up", amount=30, eligible="income < 115")
LEVY = measure("Levy", amount="0 - income / 10", eligible="income > 110")


@pytest.fixture(scope="module")
def found() -> Cumulative:
    return added_up(RISE, TOP_UP, people=some_people(COLUMNS), line="100", by=("sex",))


def test_the_second_measure_sees_people_after_the_first(found: Cumulative) -> None:
    # Alone the top-up reaches a and b (60); after the rise they have 100 and 120, so only a (30).
    expected = {
        ("marginal", "Rise"): 80,
        ("marginal", "Top-up"): 30,
        ("stand_alone", "Rise"): 80,
        ("stand_alone", "Top-up"): 60,
        # By subsets: rise (80 + (110 - 60)) / 2, top-up (60 + (110 - 80)) / 2.
        ("shapley", "Rise"): 65,
        ("shapley", "Top-up"): 45,
    }
    for (kind, name), amount in expected.items():
        assert value(found, f"{kind}_total_change", option=name) == pytest.approx(amount), (kind, name)
        assert value(found, f"{kind}_total_cost", option=name) == pytest.approx(amount)
    assert value(found, "cumulative_total_change") == pytest.approx(110)
    assert value(found, "interaction_total_change") == pytest.approx(-30)
    pair = {"option": "Rise", "with": "Top-up"}
    assert value(found, "pairwise_interaction_total_change", **pair) == pytest.approx(-30)
    # Women: a gets 50, b 20; the share of the rise is b's and a's 20 less half of the 30 that b loses.
    assert value(found, "shapley_mean_change", option="Rise", sex="f") == pytest.approx((20 + 20 - 15) / 2)
    women = {"bundle": "All measures", "sex": "f"}
    assert value(found, "cumulative_relative_change", **women) == pytest.approx(70 / 180)


def test_poverty_is_divided_too(found: Cumulative) -> None:
    # At or below 100: a and b. The rise alone takes b out; the top-up alone both; together both.
    assert value(found, "cumulative_poverty_rate_change") == pytest.approx(-0.5)
    assert value(found, "stand_alone_poverty_rate_change", option="Rise") == pytest.approx(-0.25)
    assert value(found, "stand_alone_poverty_rate_change", option="Top-up") == pytest.approx(-0.5)
    # Rise: (-1/4 + 0) / 2; top-up: (-1/2 - 1/4) / 2.
    for figure in ("poverty_rate_change", "anchored_poverty_rate_change"):
        assert value(found, f"shapley_{figure}", option="Rise") == pytest.approx(-0.125)
        assert value(found, f"shapley_{figure}", option="Top-up") == pytest.approx(-0.375)
    for figure in ("poverty_number_change", "anchored_poverty_number_change"):
        assert value(found, f"cumulative_{figure}") == pytest.approx(-2)
        assert value(found, f"shapley_{figure}", option="Top-up", sex="f") == pytest.approx(-1.5)
    assert value(found, "interaction_poverty_rate_change") == pytest.approx(0.25)


def test_the_page_shows_this_example() -> None:
    page = (Path(__file__).parents[3] / "docs" / "cumulative.md").read_text(encoding="utf-8")
    shown = {
        name: [float(cell) for cell in re.findall(r"\d+", cells)]
        for name, cells in re.findall(r"^\| (Rise|Top-up) \|(.*)\|$", page, re.MULTILINE)
    }
    change = in_all(RISE, TOP_UP, people=some_people(COLUMNS), line="100")["change"]
    for place, name in enumerate(("Rise", "Top-up")):
        kinds = ("marginal", "stand_alone", "shapley")
        assert shown[name] == pytest.approx([change[f"{kind} {place}"] for kind in kinds])


def test_the_order_matters_to_marginal_effects_and_to_the_whole() -> None:
    people = some_people(COLUMNS)
    first, second = (in_all(*each, people=people)["change"] for each in ((RISE, TOP_UP), (TOP_UP, RISE)))
    assert (first["marginal 1"], second["marginal 0"]) == (30, 60)
    assert (first["cumulative"], second["cumulative"]) == (110, 140)


def test_three_measures_each_seeing_the_last() -> None:
    found = in_all(RISE, TOP_UP, LEVY, people=some_people(COLUMNS), line="100")["change"]
    # All three: a 80+20+30=130-13; b 120-12; c 140-14; d 420-42.
    assert found["cumulative"] == pytest.approx(110 - 13 - 12 - 14 - 42)
    # Levy alone: c 12, d 40. After the rise: b 12, c 14, d 42. After the top-up: b 13, c 12, d 40.
    alone, with_rise, with_top_up, with_both = -52, -68, -65, -81
    assert found["stand_alone 2"] == pytest.approx(alone)
    assert found["marginal 2"] == pytest.approx(with_both)
    assert found["shapley 2"] == pytest.approx((2 * alone + with_rise + with_top_up + 2 * with_both) / 6)
    assert found["interaction"] == pytest.approx(29 - (80 + 60 + alone))


def test_households_share_what_one_of_them_gets() -> None:
    columns = {
        "id": list("abc"),
        "home": [1, 1, 2],
        "income": [100.0, 100.0, 80.0],
        "scale": [1.5, 1.5, 1.0],
        "weight": [1.0, 1.0, 1.0],
    }
    gift = measure("Gift", amount=30, eligible="id == 'a'")
    test = measure("Test", amount=10, eligible="income < 110")
    found = in_all(gift, test, people=some_people(columns), household="home", scale="scale")["change"]
    # The gift lifts both of home 1 to 120, so that the second measure meets only c there.
    assert found["marginal 0"] == pytest.approx(40)
    assert found["marginal 1"] == pytest.approx(10)
    assert found["stand_alone 1"] == pytest.approx(2 * 20 / 1.5 + 10)


def test_a_measure_that_depends_on_what_it_changes_sees_it_as_it_was_before() -> None:
    tithe, again = (measure(name, amount="income / 10") for name in ("Tithe", "Again"))
    people = some_people(COLUMNS)
    assert in_all(tithe, people=people)["change"]["cumulative"] == pytest.approx(70)
    assert in_all(tithe, again, people=people)["change"]["marginal 1"] == pytest.approx(77)


def test_a_cap_binds_in_its_place_and_payers_pay_by_what_they_then_have() -> None:
    capped = measure("Grant", amount=30, eligible="income < 115", cost_cap={"total": 45.0})
    people = some_people(COLUMNS)
    # Alone two are eligible, and 45 is all there is; after the rise one is, who gets 30.
    cost = in_all(RISE, capped, people=people)["cost"]
    assert (cost["stand_alone 1"], cost["marginal 1"]) == pytest.approx((45, 30))
    paid = measure(
        "Fund", amount=30, eligible="income < 90", who_pays={"by": "income", "among": "income > 110"}
    )
    change = in_all(measure("Levy", amount=-100, eligible="income > 300"), paid, people=people)["change"]
    # 30 for a, paid by c and d: nothing is added or lost.
    assert change["marginal 1"] == pytest.approx(0)


def test_take_up_is_the_same_after_every_subset() -> None:
    help_ = measure("Help", amount=10, take_up=0.5)
    test = measure("Test", amount=5, eligible="income < 10000", take_up=0.5)
    found = in_all(help_, test, help_.model_copy(update={"name": "More"}))["change"]
    # One draw a person: whoever takes one up takes all up, so that amounts keep their proportion.
    assert found["stand_alone 0"] == pytest.approx(found["stand_alone 2"])
    assert found["stand_alone 1"] == pytest.approx(found["stand_alone 0"] / 2)
    assert found["interaction"] == 0
