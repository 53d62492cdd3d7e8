"""Intervals hold what options truly do: few samples here, many in benchmarks/coverage_consequences.py."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from benchmarks import coverage_consequences as coverage
from dueregard.consequences import estimating
from dueregard.consequences.limits import mixture_limits

SAMPLES = 2
SHORT = ("kolm_equivalent_change", "cost_per_person_out_of_poverty")
"""What docs/coverage.md says falls short, and why."""


@pytest.fixture
def stored() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(coverage.RESULTS.read_text(encoding="utf-8"))["rows"]
    return rows


def test_estimates_of_samples_lie_around_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "DRAWS", 1)
    monkeypatch.setattr(estimating, "singles_of", lambda _: [()])
    table = coverage.country(areas=40, homes=12)
    setting = replace(
        next(coverage.settings(table)),
        draw=partial(_some, len(table["id"])),
        options=[({"name": "certain", **coverage.TAPERED}, False)],
        how={"outcome": "income", "id": "id"},
    )
    [truth] = coverage.truths(setting)
    far = []
    for seed in range(SAMPLES):
        found = coverage.sampled(setting, np.random.default_rng(seed))
        far += [
            abs(each.estimate - truth.of(key, each, table["income"])) / each.se
            for key, each in found.items()
            if each.se and truth.values[key]
        ]
    assert len(far) >= 12 * SAMPLES
    assert max(far) < 4.5
    assert np.mean(np.array(far) < 1.96) > 0.8


def _some(count: int, random: np.random.Generator) -> tuple[Any, Any]:
    rows = np.sort(random.choice(count, 200, replace=False))
    return rows, np.full(200, count / 200)


def test_stored_coverage_is_what_is_claimed(stored: list[dict[str, Any]]) -> None:
    judged = [
        row
        for row in stored
        if row["figure"].split()[0] not in SHORT
        and not (row["option"] == "flat pass" and "poverty" in row["figure"])
    ]
    assert len(judged) > 40
    for row in judged:
        # Allow for the chance of so many samples.
        assert row["held"] > 0.93 - 3 * np.sqrt(0.95 * 0.05 / row["samples"]), row


def test_limits_are_quantiles_of_effect_and_chance_together() -> None:
    random = np.random.default_rng(4)
    effects = random.standard_normal(200_000)
    shape = np.where(effects < 0, 3.0 * effects, 0.5 * effects)
    quantiles = np.quantile(shape, (np.arange(400) + 0.5) / 400)[:, None]
    for se in (0.2, 1.0, 5.0):
        told = mixture_limits(quantiles, np.array([se]), np.array([np.inf]), level=0.95)[0]
        seen = np.quantile(shape + se * random.standard_normal(200_000), [0.025, 0.975])
        assert told == pytest.approx(seen, abs=0.05 * (seen[1] - seen[0]))
