"""Intervals of alpha hold the truth, also where coders hardly differ."""

import json
from pathlib import Path

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.voices.testimony.alpha_intervals import advice, alpha_interval
from dueregard.voices.testimony.findings import AlphaInterval
from dueregard.voices.testimony.krippendorff import numeric_readings


def interval(ratings: np.ndarray, *, seed: int = 1, resamples: int = 300) -> AlphaInterval:
    return alpha_interval(
        numeric_readings(ratings, metric="nominal"),
        metric="nominal",
        coders=2,
        seed=seed,
        resamples=resamples,
    )


def drawn(units: int, *, prevalence: float, skill: float, seed: int) -> np.ndarray:
    """Two coders see the truth with probability `skill` and else guess: alpha tends to skill squared."""
    generator = np.random.Generator(np.random.PCG64(seed))
    truth = generator.random(units) < prevalence
    guess = generator.random((2, units)) < prevalence
    return np.where(generator.random((2, units)) < skill, truth, guess).astype(float)


@pytest.mark.parametrize(("units", "prevalence", "skill"), [(20, 0.3, 0.95), (50, 0.3, 0.8), (50, 0.1, 0.95)])
def test_nine_in_ten_intervals_hold_the_truth(units: int, prevalence: float, skill: float) -> None:
    held = shown = 0
    for seed in range(120):
        found = interval(drawn(units, prevalence=prevalence, skill=skill, seed=seed), seed=seed)
        if found.low is not None and found.high is not None:
            shown += 1
            held += found.low <= skill**2 <= found.high
    # Of 95 % intervals; below 0.90 of 100 would happen by chance twice in a hundred at worst.
    assert shown > 90
    assert held / shown > 0.9


def test_the_stored_simulations_say_what_the_page_says() -> None:
    root = Path(__file__).parents[3]
    stored = json.loads((root / "benchmarks" / "results" / "coverage_alpha.json").read_text(encoding="utf-8"))
    ours = [100 * each["ours"] for each in stored["designs"]]
    plain = [100 * each["bootstrap"] for each in stored["designs"]]
    page = " ".join((root / "docs" / "testimony.md").read_text(encoding="utf-8").split())
    assert f"in {min(ours):.0f} to {max(ours):.0f} of 100 cases" in page
    assert f"the bootstrap alone in {min(plain):.0f} to {max(plain):.0f}" in page


def test_perfect_agreement_is_not_certain() -> None:
    found = interval(np.array([[1.0, 0.0] * 10] * 2))
    assert (found.alpha, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(0.67, abs=0.02)


def test_few_units_have_no_interval() -> None:
    found = interval(np.array([[1.0, 0.0, 1.0], [1.0, 0.0, 0.0]]))
    assert found.alpha is not None
    assert (found.low, found.high, found.resamples) == (None, None, 0)


def test_one_seed_gives_one_interval() -> None:
    ratings = drawn(40, prevalence=0.4, skill=0.7, seed=3)
    assert interval(ratings, seed=5) == interval(ratings, seed=5)
    assert interval(ratings, seed=5) != interval(ratings, seed=6)


@pytest.mark.parametrize(
    ("alpha", "low", "words"),
    [
        (None, None, "Not known"),
        (0.5, 0.4, "Not to be relied upon"),
        (0.7, 0.68, "Good for tentative conclusions only."),
        (0.9, 0.5, "Looks reliable; the interval reaches below 0.667"),
        (0.9, None, "Looks reliable; too few"),
        (0.9, 0.8, "Reliable."),
    ],
)
def test_advice_follows_published_thresholds(alpha: float | None, low: float | None, words: str) -> None:
    found = AlphaInterval(
        alpha=alpha, low=low, high=low, level=0.95, metric="nominal", units=20, coders=2, resamples=9
    )
    assert advice(found).startswith(words)


def test_of_few_testimonies_nothing_is_concluded() -> None:
    """One in which two coders differ has an alpha of 0."""
    found = interval(np.array([[1.0], [0.0]]))
    assert found.alpha == 0.0
    assert advice(found).startswith("Too few to tell")


def test_a_level_of_one_is_refused() -> None:
    with pytest.raises(UsageError):
        alpha_interval(
            numeric_readings([[1.0], [1.0]], metric="nominal"), metric="nominal", coders=2, seed=1, level=1
        )
