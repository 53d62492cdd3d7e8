"""Years with starts and phase-ins, uncertain amounts, and the patterns that only adding up shows."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences.cumulative import Bundle, read_years
from dueregard.consequences.cumulative.years import stages_of
from dueregard.errors import UsageError
from tests.consequences.cumulative.making import added_up, in_all, measure, one, value
from tests.options.making import some_people, table


def test_each_year_has_what_is_in_force_and_money_is_added_up() -> None:
    slow = measure("Slow", amount=10, phase_in={2027: 0.5, 2028: 1.0})
    late = measure("Late", amount=-4, starts=2028)
    found = added_up(slow, late, years=read_years("2027:2029"))
    expected = {"2027": (5, 0), "2028": (10, -4), "2029": (10, -4), "2027 to 2029": (25, -8)}
    for year, (first, second) in expected.items():
        assert value(found, "shapley_mean_change", option="Slow", year=year) == pytest.approx(first)
        assert value(found, "marginal_mean_change", option="Late", year=year) == pytest.approx(second)
        whole = value(found, "cumulative_mean_change", bundle="All measures", year=year)
        assert whole == pytest.approx(first + second)
    of_rates = {r.by["year"] for r in found.records if r.measure == "cumulative_poverty_rate_change"}
    assert of_rates == {"2027", "2028", "2029"}
    assert [(each.in_force, each.starts) for each in found.measures] == [(True, None), (True, 2028)]
    assert "without discounting" in " ".join(found.notes)


def test_years_in_which_the_same_is_in_force_are_worked_out_once() -> None:
    late = measure("Late", amount=-4, starts=2028, ends=2030)
    stages = stages_of(Bundle(measures=(late,)), range(2026, 2033))
    assert [stage.years for stage in stages] == [(2026, 2027, 2031, 2032), (2028, 2029, 2030)]


@pytest.mark.parametrize("text", ["27", "2030:2027", "2027-2030", "2000:2099"])
def test_years_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_years(text)


def test_an_uncertain_amount_widens_every_interval_that_rests_on_it() -> None:
    sure = measure("Grant", amount=10, eligible="age >= 40")
    unsure = measure(
        "Grant", amount=10, eligible="age >= 40", uncertainty={"distribution": "normal", "sd": 0.3}
    )
    test = measure("Test", amount=-5, eligible="income > 150")
    certain, uncertain = added_up(sure, test), added_up(unsure, test)
    figure = ("shapley_mean_change", "Grant")
    before, after = (one(each, figure[0], option=figure[1]) for each in (certain, uncertain))
    assert after.estimate == before.estimate
    more, less = (
        in_all(measure("Grant", amount=amount, eligible="age >= 40"), test)["change"]["shapley 0"]
        for amount in (13, 7)
    )
    own = (more - less) / 2 / sum(table()["weight"])
    assert after.se == pytest.approx(np.hypot(before.se, own), rel=1e-9)
    gini = [one(each, "cumulative_gini_change") for each in (certain, uncertain)]
    assert gini[0].estimate == gini[1].estimate
    assert gini[1].se > gini[0].se


def people(count: int = 400) -> object:
    draw = np.random.default_rng(2)
    return some_people({**table(count), "income": draw.uniform(200, 400, count).tolist()})


def test_a_group_that_loses_from_most_measures_and_has_one_undone() -> None:
    gift = measure("Gift", amount=12, eligible="sex == 'f'")
    fee = measure("Fee", amount=-9, eligible="sex == 'f'")
    tax = measure("Tax", amount=-1, eligible="sex == 'f'")
    found = added_up(gift, fee, tax, people=people(), by=("sex",))
    flags = {(flag.kind, flag.measures): flag for flag in found.flags}
    losing = flags["loses_from_most", ("Fee", "Tax")]
    assert "2 of the 3 measures" in losing.text
    undone = flags["undone", ("Gift", "Fee")]
    assert "takes back" in undone.text
    assert "75% of it" in undone.text
    # Tax takes back less than a tenth of the gift, which is no undoing.
    assert ("undone", ("Gift", "Tax")) not in flags
    assert not [flag for flag in found.flags if flag.by.get("sex") == "m"]


def test_who_loses_the_largest_share_stands_first_with_how_surely() -> None:
    fee = measure("Fee", amount=-20, eligible="sex == 'f' and age > 40")
    tax = measure("Tax", amount=-4)
    found = added_up(fee, tax, people=people(), by=("sex",), depth=1)
    women = found.worst[0]
    assert women.by == {"sex": "f"}
    assert women.stands_out
    assert women.rank == (1, 1)
    assert women.relative_low <= women.relative_change <= women.relative_high < 0
    assert women.losers_share == pytest.approx(1.0)
    against = one(found, "cumulative_relative_change_against_everybody", bundle="All measures", sex="f")
    assert (against.estimate, against.discovery) == (women.against_everybody, True)
    # Everybody loses from the tax, and women over 40 from both.
    assert value(found, "cumulative_losers_share") == 1
    both = one(found, "cumulative_losers_from_several_share", bundle="All measures", sex="f").estimate
    assert 0 < both < 1
    assert value(found, "cumulative_losers_from_several_share", bundle="All measures", sex="m") == 0


def test_losses_that_only_the_sum_shows() -> None:
    draw = np.random.default_rng(4)
    columns = {**table(60), "income": draw.uniform(200, 400, 60).tolist()}
    for number in range(4):
        columns[f"hit{number}"] = (np.arange(60) % 20 == 5 * number).astype(int).tolist()
    fees = [measure(f"Fee {number}", amount=f"0 - 10 * hit{number}") for number in range(4)]
    found = added_up(*fees, people=some_people(columns))
    assert [flag.kind for flag in found.flags] == ["only_together"]


def test_counting_members_of_households_and_children() -> None:
    columns = {**table(), "disabled": ["yes", "no", "no"] * 20}
    found = added_up(
        measure("Fee", amount=-3, eligible="disabled == 'yes'"),
        people=some_people(columns),
        household="household",
        members={"disabled members": "disabled == 'yes'"},
        child="age < 18",
    )
    assert value(found, "cumulative_mean_change", bundle="All measures", **{"disabled members": "1"}) < 0
    children = one(found, "cumulative_mean_change", bundle="All measures", people="children")
    assert children.n == sum(age < 18 for age in columns["age"])
