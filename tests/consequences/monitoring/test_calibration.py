"""Whether honest forecasts are found honest, and those too sure too sure; and who was promised too much."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences.monitoring import Scored, calibration_of, leanings_of, worse_than_forecast
from tests.consequences.monitoring.making import scored

BETTER = {"income": "higher", "debt": "lower"}


def forecasts(count: int, *, spread: float = 1.0, bias: float = 0.0, seed: int = 1) -> list[Scored]:
    errors = np.random.default_rng(seed).normal(bias, spread, count)
    return [scored(10.0 + 2.0 * error) for error in errors]


def test_honest_forecasts_are_as_sure_as_they_say() -> None:
    found = calibration_of(forecasts(400))
    assert found.verdict == "as sure as they say"
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.95 < found.high
    assert found.mean_z == pytest.approx(0, abs=0.15)
    assert found.root_mean_square_z == pytest.approx(1, abs=0.1)
    assert sum(found.pit) == 400
    assert min(found.pit) > 20


def test_honest_forecasts_are_seldom_called_anything_else() -> None:
    verdicts = [calibration_of(forecasts(60, seed=seed)).verdict for seed in range(200)]
    assert verdicts.count("too sure") + verdicts.count("less sure than they could be") <= 12  # of 5% at most


@pytest.mark.parametrize(
    ("spread", "bias", "verdict"),
    [(2.0, 0.0, "too sure"), (1.0, 1.5, "too sure"), (0.2, 0.0, "less sure than they could be")],
)
def test_others_are_found_out(spread: float, bias: float, verdict: str) -> None:
    assert calibration_of(forecasts(150, spread=spread, bias=bias)).verdict == verdict


def test_the_share_inside_by_hand() -> None:
    found = calibration_of([scored(10.0)] * 9 + [scored(99.0)])
    assert (found.count, found.inside, found.share) == (10, 9, 0.9)
    assert found.nominal == pytest.approx(0.95)
    assert found.low == pytest.approx(0.55498, abs=1e-5)  # Clopper and Pearson, 9 of 10
    assert found.high == pytest.approx(0.99747, abs=1e-5)
    assert found.verdict == "too few to tell"


def test_a_few_that_all_miss_do_tell() -> None:
    assert calibration_of([scored(99.0)] * 4).verdict == "too sure"
    assert calibration_of([scored(10.0)] * 4).verdict == "too few to tell"
    assert calibration_of([]).verdict == "too few to tell"


def test_a_group_that_was_promised_too_much_stands_out() -> None:
    measures = ["mean_change", "median_change", "relative_change", "total_change", "winners", "recipients"]
    few = [scored(9.0, by={"ethnic_group": "Roma"}, measure=measure) for measure in (*measures, *measures)]
    many = [
        scored(value, by={"ethnic_group": "White"}, measure=measure)
        for measure in measures
        for value in (9.0, 11.0)
    ]
    first, second = leanings_of(few + many, BETTER)
    assert (dict(first.by), first.worse, first.better) == ({"ethnic_group": "Roma"}, 12, 0)
    assert first.p == pytest.approx(2 * 2 / 2**12)
    assert first.mean_z == pytest.approx(-0.5)
    assert first.stands_out
    assert not second.stands_out
    assert leanings_of([scored(9.0)], BETTER) == ()


@pytest.mark.parametrize(
    ("measure", "outcome", "value", "worse"),
    [
        ("mean_change", "income", 9.0, True),
        ("mean_change", "debt", 9.0, False),
        ("poverty_rate", "income", 9.0, False),
        ("moved_out_of_poverty", "income", 9.0, True),
        ("losers_share", "income", 11.0, True),
        ("total_cost", "income", 9.0, None),
        ("gap_change", "income", 9.0, None),
        ("mean_change", "income", 10.0, None),
    ],
)
def test_which_way_is_worse(measure: str, outcome: str, value: float, worse: bool | None) -> None:
    assert worse_than_forecast(scored(value, measure=measure, outcome=outcome), BETTER) is worse
