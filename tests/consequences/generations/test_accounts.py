"""Accounts by hand: what each cohort gets and pays, that parts add up, and their standard errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from dueregard import measures
from dueregard.consequences.generations import Years, later_years
from dueregard.consequences.generations.findings import LaterYears
from dueregard.estimates import Record
from dueregard.people import read_people
from dueregard.register import discount_factor
from tests.options.making import option, table

GREEN = "green-book-2026"
LOAN = {"what": "Repayment", "from": 2029, "until": 2033, "amount": -4, "who": "age >= 16 and age <= 66"}
HAND = {"age": [0, 1, 2, 3], "income": [1.0, 1.0, 1.0, 1.0], "w": [2.0, 1.0, 1.0, 3.0]}


def _found(columns: Mapping[str, Any], keys: Mapping[str, Any], **years: Any) -> LaterYears:
    people = read_people(dict(columns), weight="w" if "w" in columns else "weight")
    asked = {"age": "age", "collected": 2027, "until": 2033, "schedules": ("undiscounted", GREEN)}
    return later_years(people, [option(**keys)], Years(**{**asked, **years}), outcome="income")


def _of(found: LaterYears, measure: str, schedule: str | None = None, **by: str) -> Record:
    [record] = [
        each
        for each in found.records
        if each.measure == measure
        and each.parameters.get("schedule") == schedule
        and {name: value for name, value in each.by.items() if name != "option"} == by
    ]
    return record


def test_by_hand() -> None:
    """10 at age 0 in each of two years, repaid by 3 at age 2 in the two years after."""
    keys = {
        "eligible": "age == 0",
        "starts": 2027,
        "ends": 2028,
        "later": [{"what": "Repayment", "from": 2029, "amount": -3, "who": "age == 2"}],
    }
    found = _found(HAND, keys, until=2030, cohorts=(2024, 2026, 2027))
    # Two people are born each year as in the table; of those aged 2 there is always one.
    gains = {"born 2027": 20.0, "not yet born": 20.0, "born 2024 to 2025": 0.0}
    pays = {"born 2027": 3.0, "not yet born": 3.0, "born 2024 to 2025": 0.0}
    for name, gain in gains.items():
        net = _of(found, "present_value", "undiscounted", generation=name).estimate
        assert net == pytest.approx(gain - pays[name])
    nothing = _of(found, "net_effect", generation="born 2024 to 2025", year="2030")
    assert (nothing.estimate, nothing.verdict) == (0.0, "the same as")
    second, third, fourth = discount_factor([1, 2, 3], GREEN)
    assert _of(found, "present_value", GREEN, generation="not yet born").estimate == pytest.approx(
        20 * second - 3 * fourth
    )
    assert _of(found, "present_value", GREEN, generation="born 2027").estimate == pytest.approx(
        20 - 3 * third
    )
    assert _of(found, "present_value_per_person", GREEN, generation="born 2027").estimate == pytest.approx(
        (20 - 3 * third) / 2
    )
    share = _of(found, "share_of_payments", "undiscounted", generation="not yet born")
    assert share.estimate == pytest.approx(0.5)
    of_cost = _of(found, "share_of_cost", "undiscounted", generation="not yet born")
    assert of_cost.estimate == pytest.approx(3 / 40)
    residual = _of(found, "residual_for_the_unborn", "undiscounted")
    assert residual.estimate == pytest.approx(40 - 3)


@pytest.mark.parametrize("schedule", ["undiscounted", GREEN])
def test_generations_add_up_to_everybody_and_years_to_the_undiscounted_whole(schedule: str) -> None:
    found = _found(table(), {"eligible": "age >= 60", "starts": 2027, "ends": 2028, "later": [LOAN]})
    for measure in ("present_value", "present_value_of_gains", "present_value_of_payments"):
        parts = [_of(found, measure, schedule, generation=name).estimate for name in found.generations]
        assert sum(part or 0.0 for part in parts) == pytest.approx(_of(found, measure, schedule).estimate)
    years = [_of(found, "net_effect", year=str(year)).estimate or 0.0 for year in range(2027, 2034)]
    assert sum(years) == pytest.approx(_of(found, "present_value", "undiscounted").estimate)


def test_the_standard_error_is_that_of_the_total_written_out_by_hand() -> None:
    columns = table(90)
    years = range(2027, 2034)
    factor = dict(zip(years, discount_factor(np.arange(7), GREEN), strict=True))
    keys = {"eligible": "age >= 60", "starts": 2027, "ends": 2028, "later": [LOAN]}
    found = _found(columns, keys, cohorts=(1900, 1960, 1990))

    def net(age: int) -> float:
        """What this age gets and pays, in every year in which it is that of people born 1960 to 1989."""
        due = [year for year in years if 1960 <= year - age <= 1989]
        top_up = 10 * (age >= 60) * sum(factor[year] for year in due if year <= 2028)
        return float(top_up - 4 * (16 <= age <= 66) * sum(factor[year] for year in due if year >= 2029))

    by_hand = read_people({**columns, "net": [net(age) for age in columns["age"]]}, weight="weight")
    total = by_hand.estimate(measures.total("net"))
    record = _of(found, "present_value", GREEN, generation="born 1960 to 1989")
    assert record.estimate == pytest.approx(total.values[0])
    assert record.se == pytest.approx(total.se[0])


def test_twice_the_weight_or_everybody_twice_is_twice_the_people_and_the_same_a_head() -> None:
    keys = {"eligible": "age >= 60", "starts": 2027, "later": [LOAN], "who_pays": {"share": 0.5}}
    columns = table()
    heavier = {**columns, "weight": [2 * each for each in columns["weight"]]}
    twice = {name: [*values, *values] for name, values in columns.items()}
    once = _found(columns, keys)
    for other in (_found(heavier, keys), _found(twice, keys)):
        for measure, times in (("present_value", 2.0), ("present_value_per_person", 1.0)):
            one, two = (_of(each, measure, GREEN, generation="not yet born") for each in (once, other))
            assert two.estimate == pytest.approx(times * (one.estimate or 0.0))


def test_without_later_years_each_year_is_the_year_of_the_table() -> None:
    found = _found(table(), {"eligible": "age >= 60"})
    cost = _of(found, "cost", year="2027").estimate
    assert _of(found, "cost", year="2033").estimate == pytest.approx(cost)
    assert _of(found, "present_value_of_cost", "undiscounted").estimate == pytest.approx(7 * (cost or 0.0))


def test_what_payers_share_covers_the_cost_of_each_year_whoever_is_alive() -> None:
    survival = {age: max(0.0, 1 - (age / 110) ** 4) for age in range(111)}
    keys = {"eligible": "age >= 60", "who_pays": {"share": 0.6, "among": "age >= 20"}}
    found = _found(table(), keys, survival=survival, until=2050)
    for year in ("2027", "2040", "2050"):
        paid, cost = (_of(found, measure, year=year).estimate for measure in ("payments", "cost"))
        assert paid == pytest.approx(0.6 * (cost or 0.0))


def test_a_declared_total_is_that_and_certain() -> None:
    later = {"what": "Loan", "from": 2029, "total": -250.0, "who": "age >= 20"}
    found = _found(table(), {"eligible": "age >= 60", "starts": 2027, "later": [later]})
    paid = _of(found, "payments", year="2031")
    assert [paid.estimate, paid.se] == pytest.approx([250.0, 0.0], abs=1e-9)


def test_the_future_pays_where_those_alive_gain_and_the_unborn_lose() -> None:
    later = {"what": "Repayment", "from": 2060, "until": 2090, "amount": -4, "who": "age <= 30"}
    found = _found(table(300), {"starts": 2027, "ends": 2036, "later": [later]}, until=None)
    assert [flag.kind for flag in found.flags] == ["future_pays"]
    told = "takes more than it brings from 2060. People alive in 2027 gain, and those not yet born lose, "
    assert f"{told}under every schedule shown." in found.flags[0].text
    assert found.until == 2090


def test_who_is_young_and_loses_every_year_is_no_cost_shifted_to_the_future() -> None:
    keys = {"eligible": "age >= 50", "who_pays": {"among": "age < 30"}, "starts": 2027}
    found = _found(table(300), keys, until=None)
    assert _of(found, "present_value", GREEN, generation="not yet born").verdict == "lower than"
    assert found.flags == ()
    assert any("has no end; after 2056 nothing is counted" in told for told in found.assumptions)


def test_whether_it_is_a_gain_may_hang_on_the_rate() -> None:
    later = {"what": "Repayment", "from": 2056, "amount": -12}
    found = _found(table(300), {"starts": 2027, "ends": 2036, "later": [later]}, until=2065)
    assert "rate_decides" in [flag.kind for flag in found.flags]


def test_an_uncertain_amount_widens_what_is_got_and_not_what_is_owed() -> None:
    keys = {"eligible": "age >= 60", "starts": 2027, "ends": 2028, "later": [LOAN]}
    doubt = {"distribution": "normal", "sd": 0.2}
    sure, unsure = (_found(table(), {**keys, **more}) for more in ({}, {"uncertainty": doubt}))
    gains = [_of(each, "present_value_of_gains", GREEN) for each in (sure, unsure)]
    expected = np.hypot(gains[0].se or 0.0, 0.2 * (gains[0].estimate or 0.0))
    assert gains[1].se == pytest.approx(expected)
    owed = [_of(each, "present_value_of_payments", GREEN).se for each in (sure, unsure)]
    assert owed[0] == pytest.approx(owed[1])


def test_accounts_of_some_and_of_the_others_add_up_to_those_of_everybody() -> None:
    keys = {
        "eligible": "age >= 60",
        "starts": 2027,
        "phase_in": {2027: 0.5, 2029: 1.0},
        "cost_cap": {"total": 90.0},
        "who_pays": {"share": 0.5, "by": "income"},
        "later": [LOAN, {"what": "Loan", "from": 2029, "total": -250.0, "who": "age >= 20"}],
    }
    people = read_people(table(), weight="weight")
    years = Years(age="age", collected=2027, until=2033, schedules=(GREEN,))
    every, women, men = (
        later_years(each, [option(**keys)], years, outcome="income")
        for each in (people, people.where("sex == 'f'"), people.where("sex == 'm'"))
    )
    for measure in ("present_value_of_gains", "present_value_of_payments", "present_value_of_cost"):
        whole, one, other = (_of(each, measure, GREEN).estimate or 0.0 for each in (every, women, men))
        assert one + other == pytest.approx(whole)
    assert "Accounts are of people with sex == 'f'" in women.assumptions[0]


def test_a_wave_of_the_table_that_holds_all_recipients_has_the_whole_total() -> None:
    columns = {name: [*values, *values] for name, values in table().items()}
    columns["wave"] = [1] * 60 + [2] * 60
    columns["age"] = [*columns["age"][:60], *(min(age + 4, 94) for age in columns["age"][60:])]
    later = {"what": "Loan", "from": 2029, "total": -250.0, "who": "age >= 20 and wave == 2"}
    survival = {age: 1 - age / 120 for age in range(121)}
    years = Years(age="age", collected=2027, until=2040, survival=survival)
    people = read_people(columns, weight="weight").where("wave == 2")
    found = later_years(people, [option(starts=2027, later=[later])], years, outcome="income")
    assert _of(found, "payments", year="2040").estimate == pytest.approx(250.0)


def test_the_largest_part_of_one_person_is_known_for_the_disclosure_gate() -> None:
    """Only ages 40 and 41 get anything: 3 of 4 of it goes to one person."""
    columns = {"age": [40, 41, 70], "income": [3.0, 1.0, 5.0], "w": [1.0, 1.0, 1.0]}
    found = _found(columns, {"eligible": "age < 50", "amount": "income"}, until=2027)
    record = _of(found, "present_value", GREEN)
    assert record.support.largest_share == pytest.approx(0.75)
    assert record.support.n == 3
