"""Figures of a changed law: from the engine's own incomes, beside options that are declared."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences import Consequences, simulate
from dueregard.options import option_from
from dueregard.options.engines import named
from tests.consequences.test_simulate import one
from tests.options.engines.making import OneRate
from tests.options.test_law import law, people

CASH = option_from(
    {"name": "Cash", "kind": "cash", "eligible": "age < 18", "amount": 600, "who_pays": {"by": "net"}}
)


@pytest.fixture(scope="module")
def found() -> Consequences:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(named.ENGINES, "policyengine-uk", OneRate)
        return simulate(people(), [law(), CASH], by=["region"], household="home", family="family")


def test_figures_are_of_the_engines_incomes(found: Consequences) -> None:
    change, weight = np.array([3_000, 3_000, 3_000, 0, 4_000]), np.array([1, 1, 1, 2, 3])
    mean = one(found, "mean_change", option="Lower rate")
    assert mean.estimate == pytest.approx((change * weight).sum() / weight.sum())
    assert (mean.unit, mean.outcome) == ("£ a year", "net")
    assert "One Rate 1 for 2025" in mean.parameters["income_concept"]
    assert one(found, "total_cost", option="Lower rate").estimate == pytest.approx(3_000 + 3 * 4_000)
    assert one(found, "losers", option="Lower rate").estimate == 0
    before = one(found, "median", option="as now")
    assert before.estimate == pytest.approx(26_000)
    assert found.options[0].non_take_up is None
    assert found.options[0].unit == "household"


def test_an_option_that_is_declared_counts_for_the_whole_household(found: Consequences) -> None:
    income = np.array([26_000, 26_000, 26_000, 1_000, 33_000.0])
    weight = np.array([1, 1, 1, 2, 3.0])
    paid = income * 600 / (income * weight).sum()
    change = np.array([600 - 3 * paid[0]] * 3 + [-paid[3], -paid[4]])
    mean = one(found, "mean_change", option="Cash").estimate
    assert mean == pytest.approx((change * weight).sum() / weight.sum())
    assert any("for the whole household" in each for each in found.options[1].assumptions)


def test_everything_it_rests_on_stands_beside(found: Consequences) -> None:
    beside = found.beside()["rules_engine"]
    assert (beside["name"], beside["year"], beside["income"]) == ("One Rate", "2025", "net")
    assert beside["pinned"] == [{"variable": "claims", "value": "True", "why": "."}]
    assert any("Add --cluster home" in note for note in found.notes)
    assert any("equivalised does" in note for note in found.notes)
