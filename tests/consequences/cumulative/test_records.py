"""What must hold of any bundle: shares that sum, paired errors, no order of rows, no unit of money."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from dueregard import measures
from dueregard.consequences import simulate
from dueregard.consequences.columns import with_columns
from dueregard.consequences.cumulative import Cumulative
from dueregard.options import read_rows
from dueregard.people import read_people
from tests.consequences.cumulative.making import added_up, measure, one, value
from tests.options.making import some_people, table

CUT = measure("Cut", amount=-20, eligible="sex == 'f'")
HELP = measure("Help", amount=40, eligible="income < 220", take_up=0.7)
LEVY = measure("Levy", amount="0 - 0.1 * income", eligible="income > 300")
IDLE = measure("Idle", amount=5, eligible="age > 200")
HOW = {"id": "id", "by": ("sex",), "child": "age < 18", "depth": 2}


@pytest.fixture(scope="module")
def found() -> Cumulative:
    return added_up(CUT, HELP, LEVY, IDLE, **HOW)


def test_shares_and_marginal_effects_sum_to_the_whole_for_every_figure_and_group(found: Cumulative) -> None:
    sums: dict[tuple[str, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for record in found.records:
        kind, _, figure = record.measure.partition("_")
        group = tuple(level for name, level in record.by.items() if name not in ("bundle", "option", "with"))
        if kind in ("shapley", "marginal", "cumulative") and record.estimate is not None:
            sums[figure, *group][kind] += record.estimate
    compared = [each for each in sums.values() if "shapley" in each]
    assert len(compared) > 60
    for each in compared:
        for kind in ("shapley", "marginal"):
            if kind in each:
                assert each[kind] == pytest.approx(each["cumulative"], rel=1e-9, abs=1e-9)


def test_a_measure_that_reaches_nobody_has_exactly_no_part_and_is_named(found: Cumulative) -> None:
    of_idle = [r for r in found.records if r.by.get("option") == "Idle" and r.contrast is not None]
    assert len(of_idle) > 40
    for record in of_idle:
        assert (record.estimate, record.se, record.verdict) == (0.0, 0.0, "the same as"), record
    assert [(flag.kind, flag.measures) for flag in found.flags if flag.kind == "nobody"] == [
        ("nobody", ("Idle",))
    ]


def test_the_error_of_a_share_is_that_of_the_mean_of_peoples_own_shares(found: Cumulative) -> None:
    columns = {name: np.array(values) for name, values in table().items()}
    income, weight = columns["income"], columns["weight"]
    cut = np.where(columns["sex"] == "f", -20.0, 0.0)
    levy = np.where(income > 300, -0.1 * income, 0.0)
    after_cut = np.where(income + cut > 300, -0.1 * (income + cut), 0.0)
    # Help reaches nobody who is near 300: the levy sees the cut only.
    share = (levy + after_cut) / 2
    assert value(found, "shapley_mean_change", option="Levy") == pytest.approx(
        np.average(share, weights=weight), rel=1e-12
    )
    residual = weight * (share - np.average(share, weights=weight)) / weight.sum()
    n = len(weight)
    by_hand = np.sqrt(n / (n - 1) * ((residual - residual.mean()) ** 2).sum())
    assert one(found, "shapley_mean_change", option="Levy").se == pytest.approx(by_hand, rel=1e-10)


def test_the_error_of_a_gini_share_is_that_of_the_combination_of_all_subsets() -> None:
    pair = added_up(CUT, LEVY, **HOW)
    people = some_people()
    rows = read_rows(people, outcome="income")
    columns = {name: np.array(values) for name, values in table().items()}
    income = columns["income"]
    cut = income + np.where(columns["sex"] == "f", -20.0, 0.0)
    after = {"1": cut, "2": income - 0.1 * income * (income > 300), "3": cut - 0.1 * cut * (cut > 300)}
    together = with_columns(people, rows.row, after)
    of = together.estimate(*(measures.gini(name) for name in ("income", *after)))
    weights = np.array([-0.5, -0.5, 0.5, 0.5])
    share = one(pair, "shapley_gini_change", option="Levy")
    assert share.estimate == pytest.approx(weights @ of.values, abs=1e-14)
    assert share.se == pytest.approx(np.sqrt(weights @ of.covariance() @ weights), rel=1e-9)
    assert share.n == len(income)


def test_alone_a_measure_is_what_simulate_says_of_it(found: Cumulative) -> None:
    alone = simulate(some_people(), [HELP], outcome="income", id="id", by=["sex"], depth=1)
    theirs = {(r.measure, tuple(r.by.items())): r for r in alone.records}
    compared = 0
    for figure in ("mean_change", "total_cost", "poverty_rate_change", "gini_change", "relative_change"):
        for sex in (None, "f"):
            by = {"option": "Help"} | ({} if sex is None else {"sex": sex})
            mine = [r for r in found.records if r.measure == f"stand_alone_{figure}" and dict(r.by) == by]
            for record in mine:
                other = theirs[figure, tuple(by.items())]
                assert record.estimate == pytest.approx(other.estimate, rel=1e-12)
                assert record.se == pytest.approx(other.se, rel=1e-9)
                compared += 1
    assert compared == 6


def test_neither_the_order_of_rows_nor_the_unit_of_money_changes_what_is_found(found: Cumulative) -> None:
    columns = table()
    order = np.random.default_rng(5).permutation(len(columns["id"]))
    shuffled = {name: [values[i] for i in order] for name, values in columns.items()}
    shuffled["income"] = [100 * each for each in shuffled["income"]]
    pence = (
        measure("Cut", amount=-2000, eligible="sex == 'f'"),
        measure("Help", amount=4000, eligible="income < 22000", take_up=0.7),
        measure("Levy", amount="0 - 0.1 * income", eligible="income > 30000"),
        IDLE,
    )
    theirs = added_up(*pence, people=some_people(shuffled), **HOW)
    for mine, other in zip(found.records, theirs.records, strict=True):
        assert (mine.measure, mine.by) == (other.measure, other.by)
        money = mine.unit is None and not any(part in mine.measure for part in ("gini", "_gap_"))
        for name in ("estimate", "se"):
            ours, new = getattr(mine, name), getattr(other, name)
            if ours is not None:
                assert new == pytest.approx(ours * (100 if money else 1), rel=1e-7, abs=1e-7), mine.measure
    assert [flag.kind for flag in theirs.flags] == [flag.kind for flag in found.flags]


def test_measures_that_do_the_same_have_equal_shares() -> None:
    twins = [measure(name, amount=30, eligible="income < 200 and age > 30") for name in ("A", "B")]
    pair = added_up(*twins, by=("sex",))
    for figure in ("mean_change", "poverty_rate_change", "gini_change", "anchored_poverty_gap_change"):
        first, second = (value(pair, f"shapley_{figure}", option=name) for name in "AB")
        assert first == pytest.approx(second, abs=1e-12)
        assert first != 0


def test_answers_from_arrays_are_those_of_the_engines_calls() -> None:
    columns = table()
    # Everybody in a cluster of their own: the same design, which the engine's calls answer.
    own = read_people({**columns, "psu": columns["id"]}, weight="weight", cluster="psu")
    plain = read_people(columns, weight="weight")
    arrays, calls = (added_up(CUT, HELP, people=each, id="id", by=("sex",)) for each in (plain, own))
    for mine, other in zip(arrays.records, calls.records, strict=True):
        assert (mine.measure, mine.by, mine.status) == (other.measure, other.by, other.status)
        for name in ("estimate", "se", "low", "n", "n_eff"):
            ours, theirs = getattr(mine, name), getattr(other, name)
            assert ours == (theirs if theirs is None else pytest.approx(theirs, rel=1e-7, abs=1e-9)), mine
    assert [each.by for each in arrays.worst] == [each.by for each in calls.worst]
