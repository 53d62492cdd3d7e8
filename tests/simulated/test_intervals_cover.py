"""Intervals of the named measures hold the truth often enough: a short form of benchmarks/coverage.py."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from benchmarks.simulated.plan import Part
from benchmarks.simulated.population import population
from benchmarks.simulated.results import RESULTS
from benchmarks.simulated.runs import Runs, run, truths
from benchmarks.simulated.samples import Sampler
from benchmarks.simulated.subjects import DISPERSION, NAMED, Key, texts
from benchmarks.simulated.summary import covered

PEOPLE, SAMPLES, SEED = 2_000, 50, 11
# Three standard errors of a share of 94% in so many samples.
LEAST = 0.94 - 3 * np.sqrt(0.94 * 0.06 / SAMPLES)
# Standard errors against the spread of estimates over a thousand samples: one that is a fifth too large or
# too small is outside.
NARROWEST, WIDEST = 0.88, 1.13


@cache
def simulated() -> tuple[Runs, dict[Key, float]]:
    sampler = Sampler(people=population(), size=PEOPLE)
    truth = truths(sampler, texts("named"))
    return run(sampler, texts("named"), truth, samples=range(SAMPLES), seed=SEED), truth


def at(text: str) -> int:
    return [key[0] for key in simulated()[0].keys].index(text)


def stored(text: str) -> dict[str, Any]:
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["results"]
    [row] = [row for row in rows if row["measure"] == text and row["design"] == "households"]
    return {name: row[name][row["sizes"].index(PEOPLE)] for name in ("samples", "spread", "error")}


@pytest.mark.parametrize("text", NAMED)
def test_intervals_cover(text: str) -> None:
    runs, truth = simulated()
    part = Part(kind="named", size=PEOPLE, samples=SAMPLES)
    found = covered(runs, at(text), truth[runs.keys[at(text)]], part)
    assert found.samples == SAMPLES
    assert found.held >= LEAST


@pytest.mark.parametrize("text", [each for each in NAMED if each != DISPERSION])
@pytest.mark.parametrize("wrong", [1 / 1.2, 1.0, 1.2])
def test_standard_errors_are_the_spread_of_estimates(text: str, wrong: float) -> None:
    """And the test would see one that is a fifth off."""
    runs, _ = simulated()
    ratio = wrong * np.sqrt(np.mean(runs.se[:, at(text)] ** 2)) / stored(text)["spread"]
    assert bool(NARROWEST <= ratio <= WIDEST) == (wrong == 1.0)


@pytest.mark.parametrize("text", [each for each in NAMED if each != DISPERSION])
def test_standard_errors_were_the_spread_of_a_thousand_estimates(text: str) -> None:
    found = stored(text)
    assert found["samples"] >= 1_000
    # Three standard errors of a standard deviation from so many samples.
    assert found["error"] / found["spread"] == pytest.approx(1, abs=0.07)
