"""Bundles small enough to be worked out by hand: a means test that sees what came before it."""

from __future__ import annotations

import pytest

from tests.consequences.cumulative.making import added_up, measure, one, value
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


def test_the_second_measure_sees_people_after_the_first() -> None:
    found = added_up(RISE, TOP_UP, people=some_people(COLUMNS), line="100", by=("sex",))
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
    pair = one(found, "pairwise_interaction_total_change", **{"option": "Rise", "with": "Top-up"})
    assert pair.estimate == pytest.approx(-30)
    # Women: a gets 50, b 20; the share of the rise is b's and a's 20 less half of the 30 that b loses.
    assert value(found, "shapley_mean_change", option="Rise", sex="f") == pytest.approx((20 + 20 - 15) / 2)
    assert value(found, "cumulative_relative_change", sex="f") == pytest.approx(70 / 180)


def test_poverty_is_divided_too() -> None:
    found = added_up(RISE, TOP_UP, people=some_people(COLUMNS), line="100", by=("sex",))
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


def test_the_order_matters_to_marginal_effects_and_to_the_whole() -> None:
    people = some_people(COLUMNS)
    first, second = added_up(RISE, TOP_UP, people=people), added_up(TOP_UP, RISE, people=people)
    assert value(first, "marginal_total_change", option="Top-up") == pytest.approx(30)
    assert value(second, "marginal_total_change", option="Top-up") == pytest.approx(60)
    assert value(first, "cumulative_total_change") == pytest.approx(110)
    assert value(second, "cumulative_total_change") == pytest.approx(140)


def test_three_measures_each_seeing_the_last() -> None:
    found = added_up(RISE, TOP_UP, LEVY, people=some_people(COLUMNS), line="100")
    # All three: a 80+20+30=130-13; b 120-12; c 140-14; d 420-42.
    assert value(found, "cumulative_total_change") == pytest.approx(110 - 13 - 12 - 14 - 42)
    # Levy alone: c 12, d 40. After the rise: b 12, c 14, d 42. After the top-up: b 13, c 12, d 40.
    alone, with_rise, with_top_up, with_both = -52, -68, -65, -81
    assert value(found, "stand_alone_total_change", option="Levy") == pytest.approx(alone)
    assert value(found, "marginal_total_change", option="Levy") == pytest.approx(with_both)
    share = (2 * alone + with_rise + with_top_up + 2 * with_both) / 6
    assert value(found, "shapley_total_change", option="Levy") == pytest.approx(share)
    assert value(found, "interaction_total_change") == pytest.approx(29 - (80 + 60 + alone))


def test_who_loses_and_from_how_many() -> None:
    fee = measure("Fee", amount=-5, eligible="sex == 'm'")
    tax = measure("Tax", amount=-15, eligible="income >= 100")
    found = added_up(RISE, fee, tax, people=some_people(COLUMNS), by=("sex",), line="100")
    # The tax meets everybody at 100 or more: a and b gain 5, c and d nothing, and those two lose from two.
    assert value(found, "cumulative_losers_share") == 0
    assert value(found, "cumulative_winners") == 2
    assert value(found, "cumulative_losers_from_several_share") == pytest.approx(0.5)
    assert value(found, "cumulative_mean_gain_of_winners") == pytest.approx(5)


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
    found = added_up(gift, test, people=some_people(columns), household="home", scale="scale")
    # The gift lifts both of home 1 to 120, so that the second measure meets only c there.
    assert value(found, "marginal_total_change", option="Gift") == pytest.approx(40)
    assert value(found, "marginal_total_change", option="Test") == pytest.approx(10)
    assert value(found, "stand_alone_total_change", option="Test") == pytest.approx(2 * 20 / 1.5 + 10)


def test_a_measure_that_depends_on_what_it_changes_sees_it_as_it_was_before() -> None:
    doubled = measure("Tithe", amount="income / 10")
    found = added_up(doubled, people=some_people(COLUMNS))
    assert value(found, "cumulative_total_change") == pytest.approx(70)
    assert "nothing to add up" in " ".join(found.notes)
