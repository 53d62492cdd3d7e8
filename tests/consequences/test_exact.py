"""What figures must be: reference values, a planted gain from pairing, sums over groups, invariances."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dueregard import measures
from dueregard.consequences import Consequences, atkinson_equivalent, kolm_equivalent, simulate
from dueregard.people import read_people
from tests.options.making import option, some_people, table

GROWTH = 0.05
TOTALS = (
    *("total_change", "total_cost", "recipients", "winners", "losers", "moved_out_of_poverty"),
    *("moved_into_poverty", "fiscal_impoverishment", "fiscal_gains_of_the_poor"),
)
MIXED = {"amount": "(income < 300) * 40 - (income >= 300) * 25", "amounts_below_zero": "allow"}
SHARES = (
    *("mean_change", "relative_change", "median_change", "median_of_changes", "gini_change"),
    *("poverty_rate_change", "poverty_gap_change", "quintile_share_ratio_change", "winners_share"),
    *("winners_less_losers", "gap_change", "weighted_mean_change", "kolm_equivalent_change"),
    *("equally_distributed_equivalent_change", "switching_elasticity", "share_in_band"),
)

# Their errors need a density, whose bandwidth R convey ties to the scale of weights.
OF_A_DENSITY = frozenset(
    {"median_change", "poverty_rate_change", "poverty_gap_change", "quintile_share_ratio_change"}
)


def run(columns: dict[str, list[Any]], **keys: Any) -> Consequences:
    given = option(**(keys or MIXED))
    return simulate(some_people(columns), [given], outcome="income", by=["sex"], depth=1)


def values(found: Consequences) -> dict[Any, tuple[float | None, float | None]]:
    return {
        (record.measure, *record.by.items(), *sorted(record.parameters.items())): (record.estimate, record.se)
        for record in found.records
    }


@pytest.fixture(scope="module")
def columns() -> dict[str, list[Any]]:
    return table(150, seed=8)


@pytest.fixture(scope="module")
def found(columns: dict[str, list[Any]]) -> Consequences:
    return run(columns)


@pytest.mark.shared
def test_the_weighted_gini_of_the_reference_row(shared: Path) -> None:
    cases = json.loads((shared / "golden/policy/golden.json").read_text(encoding="utf-8"))
    [case] = [case for case in cases if case["area"] == "inequality"]
    people = read_people({"y": case["given"]["x"], "weight": case["given"]["w"]}, weight="weight")
    [gini] = people.estimate(measures.gini("y")).values
    assert gini == pytest.approx(case["expect"]["gini"], abs=case["tol"])


def test_pairing_beats_two_errors_by_the_planted_factor(columns: dict[str, list[Any]]) -> None:
    """Everybody gains the same share g: unpaired errors are sqrt(1 + (1 + g)²) / g times the paired one."""
    grown = run(columns, amount=f"income * {GROWTH}")
    [paired] = [each for each in grown.records if each.measure == "mean_change" and len(each.by) == 1]
    people = some_people({**columns, "after": [(1 + GROWTH) * each for each in columns["income"]]})
    unpaired = np.hypot(*people.estimate(measures.mean("income"), measures.mean("after")).se)
    assert paired.se is not None
    assert unpaired / paired.se == pytest.approx(np.sqrt(1 + (1 + GROWTH) ** 2) / GROWTH, rel=1e-9)


def test_levels_add_up_to_the_total_and_people_to_everyone(found: Consequences) -> None:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    whole: dict[str, float] = {}
    for record in found.records:
        if record.measure in TOTALS and record.estimate is not None:
            own = [name for name in record.by if name != "option"]
            if own:
                sums[own[0], record.measure] += record.estimate
            else:
                whole[record.measure] = record.estimate
    assert set(whole) == set(TOTALS)
    for (_, measure), total in sums.items():
        assert total == pytest.approx(whole[measure], rel=1e-9, abs=1e-6), measure
    bands: dict[Any, dict[str, float]] = defaultdict(dict)
    shares: dict[Any, dict[str, float]] = defaultdict(dict)
    for record in found.records:
        group = tuple(item for item in record.by.items() if item[0] != "band")
        if record.measure == "share_in_band" and record.estimate is not None:
            bands[group][record.by["band"]] = record.estimate
        elif record.measure in ("winners_share", "losers_share") and record.estimate is not None:
            shares[group][record.measure] = record.estimate
    assert len(bands) == 13, "everybody, ten tenths and two sexes"
    for group, each in bands.items():
        assert sum(each.values()) == pytest.approx(1.0)
        assert each["no change"] + sum(shares[group].values()) == pytest.approx(1.0)


def test_the_scale_of_weights_changes_no_share_and_no_error(
    columns: dict[str, list[Any]], found: Consequences
) -> None:
    scaled = values(run({**columns, "weight": [1000 * each for each in columns["weight"]]}))
    for key, (estimate, se) in values(found).items():
        if key[0] in SHARES and estimate is not None:
            assert scaled[key][0] == pytest.approx(estimate, rel=1e-7, abs=1e-10), key
            if se is not None and key[0] not in OF_A_DENSITY:
                assert scaled[key][1] == pytest.approx(se, rel=1e-6, abs=1e-10), key


def test_everybody_twice_is_everybody_once(columns: dict[str, list[Any]], found: Consequences) -> None:
    twice = {name: [*each, *each] for name, each in columns.items()}
    twice["id"] = [f"p{number}" for number in range(len(twice["id"]))]
    doubled = values(run(twice))
    for key, (estimate, _) in values(found).items():
        if estimate is None or key[0] == "cost_per_person_out_of_poverty":
            continue
        factor = 2.0 if key[0] in (*TOTALS, "weighted_total_change") else 1.0
        assert doubled[key][0] == pytest.approx(factor * estimate, rel=1e-7, abs=1e-9), key


def test_equivalents_are_those_of_the_formulas(columns: dict[str, list[Any]], found: Consequences) -> None:
    income, weight = np.array(columns["income"]), np.array(columns["weight"])
    change = np.where(income < 300, 40.0, -25.0)
    [median] = [
        each.estimate for each in found.records if each.measure == "median" and each.by["option"] == "as now"
    ]
    assert median is not None
    floored = np.maximum(income, 0.1 * median)
    told = {
        tuple(
            sorted((name, value) for name, value in each.parameters.items() if name in ("epsilon", "alpha"))
        ): each
        for each in found.records
        if each.measure.endswith("equivalent_change") and len(each.by) == 1
    }
    for (parameter,), record in told.items():
        name, value = parameter
        if name == "epsilon":
            before, after = (
                atkinson_equivalent(each, epsilon=value, weights=weight)
                for each in (floored, floored + change)
            )
        else:
            before, after = (
                kolm_equivalent(each, alpha=value, weights=weight) for each in (income, income + change)
            )
        assert record.estimate == pytest.approx(after - before, rel=1e-9)
    assert len(told) == 4


def test_every_figure_names_its_income_concept(found: Consequences) -> None:
    assert all(
        record.parameters["income_concept"].startswith("income as in the table") for record in found.records
    )
