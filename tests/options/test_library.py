"""Every worked option runs on a small table, and does what its name says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dueregard.consequences import Consequences, simulate
from dueregard.options import read_option
from dueregard.people import read_people

LIBRARY = Path(__file__).parents[2] / "docs" / "options"
PEOPLE = {
    "id": list(range(12)),
    "household": [0, 0, 0, 1, 1, 2, 3, 3, 3, 4, 5, 5],
    "ward": list("aaabbbbccccc"),
    "imd_decile": [1, 1, 1, 3, 3, 3, 3, 9, 9, 9, 9, 9],
    "age": [38, 8, 5, 70, 68, 81, 44, 41, 10, 23, 35, 67],
    "in_state_school": [0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0],
    "tenure": ["rented"] * 5 + ["owned"] * 7,
    "income": [9000.0, 0, 0, 11000, 7000, 14000, 30000, 41000, 0, 16000, 52000, 24000],
    "household_income": [9000.0] * 3 + [18000.0] * 2 + [14000.0] + [71000.0] * 3 + [16000.0] + [76000.0] * 2,
    "council_tax": [1200.0] * 3 + [1500.0] * 2 + [1400.0] + [2400.0] * 3 + [1100.0] + [2600.0] * 2,
    "pay": [9000.0, 0, 0, 0, 0, 0, 30000, 41000, 0, 16000, 52000, 12000],
    "hours": [900, 0, 0, 0, 0, 0, 1900, 1900, 0, 1500, 1900, 1000],
    "bus_fares": [300.0, 0, 0, 500, 100, 240, 0, 0, 0, 400, 0, 60],
    "uses_library": [1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0],
}
WARDS = np.array([5000 / 3, 5000 / 3, 5000 / 3, 250, 250, 250, 250, 0, 0, 0, 0, 0])
TAPER = "universal-credit-taper"  # needs a rules engine
COSTS = {
    "universal-free-school-meals": None,  # by take-up
    "council-tax-reduction": None,
    "living-wage-floor": (12.6 * 900 - 9000) + (12.6 * 1500 - 16000) + (12.6 * 1000 - 12000),
    "flat-travel-pass": 240 + 100 + 240 + 60,
    "targeted-grant": None,
    "grant-by-deprivation-decile": 6000.0,
    "library-hours-cut": -14.0 * 6,
    "top-up-on-credit": 600.0 * 4,
}


def run(name: str, *by: str) -> Consequences:
    people = read_people(PEOPLE)
    option = read_option(LIBRARY / f"{name}.toml")
    return simulate(people, [option], outcome="income", by=by, id="id", household="household", place="ward")


def test_the_library_is_whole() -> None:
    assert {file.stem for file in LIBRARY.glob("*.toml")} == {*COSTS, TAPER}


def test_the_one_that_changes_the_law_says_which_parameter() -> None:
    option = read_option(LIBRARY / f"{TAPER}.toml")
    assert option.parameters == {"gov.dwp.universal_credit.means_test.reduction_rate": 0.5}
    assert option.inputs == {"employment_income": "pay"}


@pytest.mark.parametrize("name", COSTS)
def test_each_runs_and_costs_what_it_must(name: str) -> None:
    found = run(name)
    [summary] = found.options
    changes = {record.measure: record for record in found.records if len(record.by) == 1}
    assert changes["total_cost"].estimate == pytest.approx(summary.total_cost)
    assert summary.non_take_up is not None
    assert summary.assumptions
    if COSTS[name] is not None:
        assert summary.total_cost == pytest.approx(COSTS[name])
    if name == "library-hours-cut":
        assert changes["losers"].estimate == 6
        assert changes["winners"].estimate == 0
    else:
        assert changes["losers"].estimate == 0 or name == "targeted-grant"


def test_wards_share_their_grants() -> None:
    found = run("grant-by-deprivation-decile", "tenure")
    values = {
        record.by["tenure"]: record.estimate
        for record in found.records
        if record.measure == "total_change" and "tenure" in record.by
    }
    assert values["rented"] == pytest.approx(WARDS[:5].sum())
    assert values["owned"] == pytest.approx(WARDS[5:].sum())
