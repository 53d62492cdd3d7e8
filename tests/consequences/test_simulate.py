"""Before and after on the same people: exact records, paired errors, and what must hold for any option."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard import measures
from dueregard.consequences import Consequences, simulate
from dueregard.consequences.columns import with_columns
from dueregard.errors import UsageError
from dueregard.estimates import Record
from dueregard.options import read_rows
from tests.options.making import option, some_people, table

CHANGES = (
    "mean_change",
    "relative_change",
    "total_change",
    "median_change",
    "gini_change",
    "poverty_rate_change",
    "poverty_gap_change",
    "quintile_share_ratio_change",
    "anchored_poverty_rate_change",
    "gap_change",
)


def one(found: Consequences, measure: str, **by: str) -> Record:
    [record] = [each for each in found.records if each.measure == measure and dict(each.by) == by]
    return record


def run(*options: Any, people: Any = None, **how: Any) -> Consequences:
    return simulate(people or some_people(), options, outcome="income", **{"id": "id", **how})


@pytest.fixture(scope="module")
def found() -> Consequences:
    return run(option(eligible="age >= 65"), by=["sex"])


def test_the_records_of_the_smallest_option(found: Consequences) -> None:
    columns = {name: np.array(values) for name, values in table().items()}
    old, weight = columns["age"] >= 65, columns["weight"]
    share = (weight * old).sum() / weight.sum()
    assert one(found, "mean_change", option="Option").estimate == pytest.approx(10 * share)
    assert one(found, "total_cost", option="Option").estimate == pytest.approx(10 * (weight * old).sum())
    for measure in ("recipients", "winners"):
        assert one(found, measure, option="Option").estimate == pytest.approx((weight * old).sum())
    assert one(found, "losers", option="Option").estimate == 0
    women = columns["sex"] == "f"
    of_women = (weight * old * women).sum() / (weight * women).sum()
    assert one(found, "mean_change", option="Option", sex="f").estimate == pytest.approx(10 * of_women)
    change = one(found, "mean_change", option="Option", sex="f")
    assert (change.contrast, change.reference, change.verdict) == ("difference", "before", "higher than")
    assert change.parameters["income_concept"] == "income as in the table; after: with cash"


def test_the_paired_error_is_that_of_the_mean_of_differences_and_beats_the_unpaired() -> None:
    people = some_people()
    columns = {name: np.array(values) for name, values in table().items()}
    change, weight = np.where(columns["age"] >= 65, 10.0, 0.0), columns["weight"]
    residual = weight * (change - np.average(change, weights=weight)) / weight.sum()
    n = len(weight)
    by_hand = np.sqrt(n / (n - 1) * ((residual - residual.mean()) ** 2).sum())
    direct = one(run(option(eligible="age >= 65"), people=people), "mean_change", option="Option")
    assert direct.se == pytest.approx(by_hand, rel=1e-10)
    rows = read_rows(people, outcome="income")
    both = with_columns(people, rows.row, {"after": rows.outcome + change})
    pair = both.estimate(measures.mean("income"), measures.mean("after"))
    assert pair.change("after", before="income").se[0] == pytest.approx(by_hand, rel=1e-8)
    assert np.hypot(*pair.se) > 5 * by_hand


def test_nothing_changes_nothing_exactly() -> None:
    nothing = run(option(amount=0, eligible="age >= 65"), by=["sex"])
    for record in nothing.records:
        if record.measure in CHANGES and record.estimate is not None:
            assert (record.estimate, record.verdict) == (0.0, "the same as"), record
            assert not record.se
    assert one(nothing, "recipients", option="Option").estimate == 0


def test_everybody_getting_the_same_share_leaves_shares_as_they_are() -> None:
    grown = run(option(amount="income / 10"))
    assert one(grown, "relative_change", option="Option").estimate == pytest.approx(0.1)
    for measure in ("gini_change", "poverty_rate_change", "quintile_share_ratio_change"):
        assert one(grown, measure, option="Option").estimate == pytest.approx(0.0, abs=1e-12)
    assert one(grown, "median_change", option="Option").estimate == pytest.approx(
        0.1 * one(grown, "median", option="as now").estimate
    )


def test_gaps_before_after_and_their_change(found: Consequences) -> None:
    before, after, change = (
        one(found, f"gap_{part}", option="Option", sex="f") for part in ("before", "after", "change")
    )
    assert change.estimate == pytest.approx(after.estimate - before.estimate)
    women, men = (one(found, "mean_change", option="Option", sex=sex) for sex in "fm")
    assert change.estimate == pytest.approx(women.estimate - men.estimate)
    assert change.se == pytest.approx(np.hypot(women.se, men.se), rel=0.05)
    assert change.se < before.se / 5


def test_the_order_of_the_table_changes_no_figure() -> None:
    columns = table()
    order = np.random.default_rng(5).permutation(len(columns["id"]))
    shuffled = {name: [values[i] for i in order] for name, values in columns.items()}
    ours, theirs = (
        run(option(take_up=0.5), people=some_people(each), by=["sex"]) for each in (columns, shuffled)
    )
    for mine, other in zip(ours.records, theirs.records, strict=True):
        assert (mine.measure, mine.by) == (other.measure, other.by)
        if mine.estimate is None or other.estimate is None:
            assert mine.estimate is other.estimate
        else:
            assert mine.estimate == pytest.approx(other.estimate, rel=1e-9, abs=1e-9)


def test_options_share_people_and_each_has_its_own_records() -> None:
    both = run(option(name="A", amount=5), option(name="B", amount=8), by=["sex"])
    alone = run(option(name="B", amount=8), by=["sex"])
    of_b = [record for record in both.records if record.by["option"] == "B"]
    assert [(r.measure, r.by, r.estimate) for r in of_b] == [
        (r.measure, r.by, r.estimate) for r in alone.records if r.by["option"] == "B"
    ]


def test_an_uncertain_effect_widens_the_interval_by_its_own_variance() -> None:
    certain = one(run(option(eligible="age >= 65")), "mean_change", option="Option")
    spread = {"distribution": "normal", "sd": 0.3}
    unsure = one(run(option(eligible="age >= 65", uncertainty=spread)), "mean_change", option="Option")
    assert unsure.estimate == certain.estimate
    assert unsure.se == pytest.approx(np.hypot(certain.se, 0.3 * certain.estimate), rel=1e-9)


def test_households_share_equivalised_income() -> None:
    columns = {
        "id": ["a", "b", "c"],
        "household": [1, 1, 2],
        "income": [100.0, 100.0, 80.0],
        "scale": [1.5, 1.5, 1.0],
        "weight": [1.0, 1.0, 1.0],
    }
    found = run(
        option(eligible="id == 'a'", amount=30),
        people=some_people(columns),
        household="household",
        equivalise="scale",
    )
    assert one(found, "total_change", option="Option").estimate == pytest.approx(40.0)
    assert one(found, "winners", option="Option").estimate == 2
    assert one(found, "total_cost", option="Option").estimate == 30


def test_over_the_line_and_fiscal_impoverishment_by_hand() -> None:
    columns = {"id": ["a", "b", "c"], "income": [90.0, 105.0, 200.0], "weight": [2.0, 1.0, 1.0]}
    found = run(
        option(amount="(income < 100) * 15 - (income > 100) * 10", amounts_below_zero="allow"),
        people=some_people(columns),
        line="100",
    )
    expected = {
        "moved_out_of_poverty": 2.0,
        "moved_into_poverty": 1.0,
        "fiscal_impoverishment": 5.0,
        "fiscal_gains_of_the_poor": 20.0,
        "poverty_rate_change": -0.25,
        "anchored_poverty_rate_change": -0.25,
    }
    for measure, value in expected.items():
        assert one(found, measure, option="Option").estimate == pytest.approx(value), measure


def test_weighted_changes_stand_beside_the_unweighted() -> None:
    columns = {"id": ["a", "b", "c"], "income": [50.0, 100.0, 200.0], "weight": [1.0, 1.0, 1.0]}
    found = run(option(amount=1), people=some_people(columns))
    weighted = {
        record.parameters["elasticity"]: record.estimate
        for record in found.records
        if record.measure == "weighted_total_change"
    }
    assert weighted == {eta: pytest.approx(2**eta + 1 + 2**-eta) for eta in (1.0, 1.3, 1.5)}
    assert one(found, "total_change", option="Option").estimate == 3


def test_an_option_for_nobody_is_said() -> None:
    [summary] = run(option(eligible="age > 200")).options
    assert summary.assumptions[0].startswith("Nobody is eligible")
    assert summary.non_take_up is None


def test_two_options_of_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match="Two options are called 'Option'"):
        run(option(), option(amount=3))


def test_a_cap_that_binds_is_spent_whoever_is_sampled() -> None:
    cost = one(run(option(cost_cap={"total": 100.0})), "total_cost", option="Option")
    assert (cost.estimate, cost.se) == (pytest.approx(100.0), 0.0)
    assert cost.low == cost.high == cost.estimate


def test_an_option_in_parts_tells_of_each_part() -> None:
    ends = {"name": "the pass ends", "amount": "-age / 10", "amounts_below_zero": "allow"}
    grant = {"name": "the grant", "eligible": "income < 300", "amount": 12, "take_up": 0.6}
    swap = option(amount=None, parts=[ends, grant])
    found = run(swap, option(name="Free for all", amount=1))
    cost = one(found, "total_cost", option="Option").estimate
    assert cost == pytest.approx(one(found, "total_change", option="Option").estimate)
    told = " ".join(found.options[0].assumptions)
    assert "the pass ends: Everybody is eligible. Everybody who is eligible takes it up." in told
    assert "the grant: Eligible: income < 300. Take-up: 60%, drawn by a hash" in told
    assert 0.1 < (found.options[0].non_take_up or 0.0) < 0.8
