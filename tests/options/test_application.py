"""Options applied to people: exact cases, and what must hold for any option."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.errors import DueRegardError, PeopleError, UsageError
from dueregard.people import read_people
from tests.options.making import applied, option, some_people, table


def test_the_smallest_option_is_full_at_once_and_for_each_eligible_person() -> None:
    people = some_people()
    found = applied(option(eligible="age >= 65"), people)
    old = np.array(table()["age"]) >= 65
    np.testing.assert_array_equal(found.amount, np.where(old, 10.0, 0.0))
    np.testing.assert_array_equal(found.received, old.astype(float))
    assert found.total_cost == pytest.approx(10 * np.array(table()["weight"])[old].sum(), rel=1e-14)


def test_amounts_add() -> None:
    people = some_people()
    one, two, both = (
        applied(option(eligible="sex == 'f'", amount=amount, take_up=0.6), people)
        for amount in ("3 + age / 10", "7", "10 + age / 10")
    )
    np.testing.assert_allclose(one.amount + two.amount, both.amount, rtol=1e-14)


PEOPLE = some_people()


@settings(max_examples=8)
@given(low=st.floats(0, 1), high=st.floats(0, 1), seed=st.integers(0, 5))
def test_a_higher_rate_only_ever_adds_people(low: float, high: float, seed: int) -> None:
    low, high = sorted((low, high))
    few = applied(option(take_up=low), PEOPLE, seed=seed)
    many = applied(option(take_up=high), PEOPLE, seed=seed)
    assert np.all(few.received <= many.received)


def test_the_order_of_the_table_and_the_other_options_change_no_draw() -> None:
    columns = table()
    order = np.random.default_rng(1).permutation(len(columns["id"]))
    shuffled = {name: [values[i] for i in order] for name, values in columns.items()}
    straight = applied(option(take_up=0.4), some_people(columns))
    mixed = applied(option(take_up=0.4, amount=99, name="Another"), some_people(shuffled))
    np.testing.assert_array_equal(straight.received[order], mixed.received)


def test_draws_follow_the_ids_written_as_numbers_or_as_text() -> None:
    columns = {"income": [1.0, 2.0, 3.0], "weight": [1.0] * 3}
    found = [
        applied(option(take_up=0.5), some_people({**columns, "id": ids})).received
        for ids in ([101, 102, 103], ["101", "102", "103"], [101.0, 102.0, 103.0])
    ]
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])


def test_rates_by_group_and_expected_take_up() -> None:
    take_up = {"rate": 0.5, "by": "sex", "rates": {"f": 0.25}, "mode": "expected"}
    found = applied(option(take_up=take_up), some_people())
    women = np.array(table()["sex"]) == "f"
    np.testing.assert_array_equal(found.amount, np.where(women, 2.5, 5.0))


@pytest.mark.parametrize("rule", ["scale", "ration"])
def test_a_cap_spends_exactly_the_cap(rule: str) -> None:
    cap = {"total": 200.0, "rule": rule, **({"need": "age"} if rule == "ration" else {})}
    found = applied(option(cost_cap=cap), some_people())
    weight = np.array(table()["weight"])
    assert found.total_cost == pytest.approx(200.0, rel=1e-12)
    assert (found.cost * weight).sum() == pytest.approx(200.0, rel=1e-12)
    assert found.uncapped_cost == pytest.approx(10 * weight.sum())


def test_rationing_serves_the_neediest_first_and_shares_at_the_margin() -> None:
    people = some_people({"income": [1.0] * 4, "need": [1, 3, 2, 2], "weight": [1.0, 2.0, 1.0, 1.0]})
    found = applied(option(cost_cap={"total": 30, "rule": "ration", "need": "need"}), people, column=None)
    np.testing.assert_allclose(found.amount, [0, 10, 5, 5])
    np.testing.assert_array_equal(found.received, [0, 1, 1, 1])


def test_a_cap_that_must_not_be_passed_refuses() -> None:
    with pytest.raises(DueRegardError, match=r"would cost .* more than its cap of 5\.00"):
        applied(option(cost_cap={"total": 5, "rule": "fail"}), some_people())


def test_withdrawal_ceiling_phase_in_in_their_order() -> None:
    people = some_people({"income": [0.0, 120.0, 200.0], "bill": [50, 8, 50], "weight": [1.0] * 3})
    given_option = option(
        amount=40,
        at_most="bill",
        withdraw={"against": "income", "from": 100, "rate": 0.2},
        phase_in={"2026": 0.5, "2027": 1.0},
    )
    for year, share in ((2025, 0.0), (2026, 0.5), (2030, 1.0), (None, 1.0)):
        found = applied(given_option, people, column=None, year=year)
        np.testing.assert_allclose(found.amount, np.array([40.0, 4.0, 20.0]) * share)


def test_a_household_shares_what_it_gets_and_costs_it_once() -> None:
    columns = {
        "household": [1, 1, 2, 3],
        "age": [70, 8, 40, 66],
        "income": [10.0, 10.0, 20.0, 5.0],
        "weight": [2.0, 2.0, 1.0, 4.0],
    }
    found = applied(
        option(unit="household", eligible="age >= 65", amount=30), some_people(columns), column="household"
    )
    np.testing.assert_allclose(found.amount, [15, 15, 0, 30])
    assert found.total_cost == pytest.approx(30 * 2 + 30 * 4)
    assert found.units == pytest.approx(6.0)


def test_members_of_a_household_must_agree_on_its_amount() -> None:
    people = some_people({"household": [1, 1], "income": [5.0, 6.0], "weight": [1.0, 1.0]})
    with pytest.raises(PeopleError, match="differs between people of one household"):
        applied(option(unit="household", amount="income"), people, column="household")


def test_a_place_shares_its_grant_among_the_people_it_stands_for() -> None:
    people = some_people({"ward": ["a", "a", "b"], "income": [5.0, 6.0, 7.0], "weight": [3.0, 1.0, 2.0]})
    grant = option(kind="place_grant", unit="place", eligible="ward == 'a'", amount=100)
    found = applied(grant, people, column="ward")
    np.testing.assert_allclose(found.amount, [25, 25, 0])
    assert (found.total_cost, found.units) == (pytest.approx(100.0), pytest.approx(1.0))


def test_a_wage_floor_lifts_pay_by_the_hour_and_leaves_those_without_pay_alone() -> None:
    people = some_people(
        {
            "income": [400.0, 500.0, 0.0, 90.0],
            "pay": [400.0, 500.0, None, 90.0],
            "hours": [40, 40, None, 0],
            "weight": [1.0] * 4,
        }
    )
    floor = option(kind="wage_floor", amount=None, floor=12.0, earnings="pay", hours="hours")
    np.testing.assert_allclose(applied(floor, people, column=None).amount, [80, 0, 0, 0])


def test_who_pays_bears_the_whole_cost_by_head_or_by_means() -> None:
    people = some_people()
    weight, income = (np.array(table()[name]) for name in ("weight", "income"))
    a_head = applied(option(eligible="age < 20", who_pays={"among": "age >= 18"}), people)
    assert (a_head.payment * weight).sum() == pytest.approx(a_head.total_cost)
    assert len(set(a_head.payment.round(12))) == 2
    by_means = applied(option(who_pays={"by": "income", "share": 0.5}), people)
    np.testing.assert_allclose(
        by_means.payment, income * 0.5 * by_means.total_cost / (income * weight).sum(), rtol=1e-12
    )


def test_units_without_ids_cannot_be_drawn() -> None:
    with pytest.raises(UsageError, match="people have no ids"):
        applied(option(take_up=0.5), some_people(), column=None)


def test_ids_must_be_each_persons_own_and_there_for_everybody() -> None:
    columns = {"income": [1.0, 2.0], "weight": [1.0, 1.0]}
    with pytest.raises(PeopleError, match="not one person's alone"):
        applied(option(take_up=0.5), some_people({**columns, "id": ["a", "a"]}))
    with pytest.raises(PeopleError, match=r"missing in 1 rows\. It is row 2"):
        applied(option(take_up=0.5), some_people({**columns, "id": ["a", None]}))


def test_amounts_below_nought_are_refused_unless_they_are_meant() -> None:
    people = some_people({"income": [1.0, 2.0], "weight": [1.0, 1.0]})
    with pytest.raises(PeopleError, match=r"below nought for 1 people\. It is row 1"):
        applied(option(amount="income - 1.5"), people, column=None)
    allowed = applied(option(amount="income - 1.5", amounts_below_zero="allow"), people, column=None)
    np.testing.assert_allclose(allowed.amount, [-0.5, 0.5])


def test_a_division_by_a_column_that_is_nought_is_told_with_its_rows() -> None:
    people = read_people({"income": [1.0, 2.0], "members": [2, 0]})
    with pytest.raises(PeopleError, match=r"missing for 1 eligible people\. It is row 2"):
        applied(option(amount="10 / members"), people, column=None)
