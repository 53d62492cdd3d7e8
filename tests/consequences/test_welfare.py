"""Distributional weights, equivalents and the value of public funds, against reference values."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dueregard.consequences import (
    atkinson_equivalent,
    distributional_weight,
    kolm_equivalent,
    marginal_value_of_public_funds,
)


def test_weights_by_hand() -> None:
    assert distributional_weight(0.5, median=1.0, elasticity=1.0) == pytest.approx(2.0)
    assert distributional_weight(1.0, median=1.0) == 1.0
    assert marginal_value_of_public_funds(-10, 50) == -0.2
    assert marginal_value_of_public_funds(-1, -4) == 0.25


def test_equivalents_count_weights_as_people() -> None:
    assert atkinson_equivalent([1, 4], epsilon=2, weights=[2, 1]) == pytest.approx(
        atkinson_equivalent([1, 1, 4], epsilon=2)
    )
    assert kolm_equivalent([1, 4], alpha=0.5, weights=[2, 1]) == pytest.approx(
        kolm_equivalent([1, 1, 4], alpha=0.5)
    )
    assert kolm_equivalent([1, 4], alpha=0) == 2.5


@pytest.mark.shared
def test_reference_values(shared: Path) -> None:
    cases = json.loads((shared / "golden/policy/golden.json").read_text(encoding="utf-8"))
    checked = 0
    for case in cases:
        given, expected = case["given"], case["expect"]
        if case["area"] != "weights":
            continue
        if "income_over_median" in given:
            found = distributional_weight(given["income_over_median"], median=1.0, elasticity=given["eta"])
            wanted = expected["weight"]
        elif "eps" in given:
            found = atkinson_equivalent(given["health"], epsilon=given["eps"], weights=given["w"])
            wanted = expected["ede"]
        elif "alpha" in given:
            found = kolm_equivalent(given["health"], alpha=given["alpha"], weights=given["w"])
            wanted = expected["ede"]
        elif "wtp" in given:
            found = marginal_value_of_public_funds(given["wtp"], given["net_cost"])
            wanted = float(expected["mvpf"])
        else:
            # The weight of the bottom fifth's median income, which was about half of everybody's.
            wanted = expected["weight_approx"]
            found = distributional_weight(0.51, median=1.0)
        assert np.isclose(found, wanted, rtol=0, atol=case["tol"]) or found == wanted, case["id"]
        checked += 1
    assert checked == 13
