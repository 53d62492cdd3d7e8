"""Ratios of percentiles against the quantiles of laeken and convey, and by their properties."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures import quantile
from dueregard.measures.percentile_ratios import percentile_ratio
from tests.golden.estimated import estimated
from tests.golden.rows import find_row
from tests.measures.inequality_checks import scored, values, worst


@pytest.mark.shared
@pytest.mark.parametrize(
    ("scenario", "income"), [("eusilc_points", "eqIncome"), ("ilocos_points", "AP.income")]
)
def test_equals_ratios_of_laekens_quantiles(scenario: str, income: str, shared: Path) -> None:
    known = {
        p: find_row(shared, scenario=scenario, measure=f"laeken_weightedQuantile_{p}").estimate
        for p in (0.2, 0.5, 0.8)
    }
    for upper, lower in ((0.8, 0.2), (0.8, 0.5), (0.5, 0.2)):
        found = estimated(scenario, [percentile_ratio(income, upper=upper, lower=lower)], shared)
        assert found.values[0] == pytest.approx(known[upper] / known[lower], rel=1e-8)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("scenario", "income"), [("eusilc_strat_hhcluster", "eqIncome"), ("ilocos_iid_weights", "AP.income")]
)
def test_is_the_delta_method_on_conveys_quantiles(scenario: str, income: str, shared: Path) -> None:
    # The linearised quantiles are themselves tested against convey, covariances included.
    quantiles = estimated(
        scenario, [quantile(income, p=p, interval="linearised") for p in (0.9, 0.1)], shared
    )
    high, low = quantiles.values
    gradient = np.array([1 / low, -high / low**2])
    expected = np.sqrt(gradient @ quantiles.covariance() @ gradient)
    found = estimated(scenario, [percentile_ratio(income)], shared)
    assert worst(found.values, [high / low]) < 1e-12
    assert worst(found.se, [expected]) < 1e-8


def test_standard_error_estimates_the_spread_over_samples() -> None:
    draw = np.random.default_rng(6)
    found, errors = [], []
    for _ in range(300):
        people = OrderedPeople.of(np.exp(draw.normal(0, 0.5, 1500)))
        ratio = scored(percentile_ratio("y", bandwidth="n_eff").form(people, None))
        found.append(ratio.values[0])
        errors.append(np.sqrt((ratio.scores(people.starts) ** 2).sum()))
    # The kernel is wide for the steep lower end, so errors are some tenths too large at most.
    assert 0.9 < np.mean(errors) / np.std(found) < 1.35


@given(
    y=st.lists(st.integers(1, 99), min_size=2, max_size=20),
    power=st.integers(-9, 9),
    seed=st.integers(0, 99),
)
@example(y=[49, 49], power=0, seed=0)
def test_neither_scale_of_weights_nor_order_nor_replication_matter(
    y: list[int], power: int, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(y))
    known = values(percentile_ratio("y"), y)
    assert values(percentile_ratio("y"), y, np.full(len(y), 10.0**power)) == known
    assert values(percentile_ratio("y"), np.array(y)[order]) == known
    assert values(percentile_ratio("y"), y * 3) == known
    assert known >= 1


def test_lower_percentile_of_nothing_and_nobody() -> None:
    people = OrderedPeople.of([0.0, 0.0, 3.0, 1.0, 2.0], level=[0, 0, 0, 2, 2], levels=3)
    found = percentile_ratio("y").form(people, None)
    assert np.array_equal(found.scored.values, [np.nan, np.nan, 2.0], equal_nan=True)
    assert found.reasons == {0: "the lower percentile is not positive"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"upper": 0.1, "lower": 0.9}, "a higher percentile with a lower"),
        ({"upper": 90}, "upper must be a number above 0 and below 1"),
        ({"bandwidth": "wide"}, "no bandwidth"),
    ],
)
def test_refusals(options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        percentile_ratio("y", **options)  # type: ignore[arg-type]
