"""One group's chances, power, seats and ratio, held against scipy and against plain sums."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dueregard.estimates.proportion_intervals import clopper_pearson
from dueregard.voices.representation import represent
from dueregard.voices.representation.fair_draw import FairDraw
from dueregard.voices.representation.standing import ratio_limits, seats_short, standing
from tests.voices.representation.making import body_of


def plain(n: int, share: float) -> FairDraw:
    return FairDraw(n=n, shares=np.array([share, 1 - share]))


@given(st.integers(1, 40), st.integers(0, 40), st.floats(0.01, 0.99))
def test_chances_are_those_of_the_binomial_distribution(n: int, count: int, share: float) -> None:
    count = min(count, n)
    found = standing(plain(n, share), 0, count)
    assert found.so_few == pytest.approx(stats.binom.cdf(count, n, share), abs=1e-10)
    assert found.so_many == pytest.approx(stats.binom.sf(count - 1, n, share), abs=1e-10)
    assert found.p == pytest.approx(stats.binomtest(count, n, share).pvalue, abs=1e-9)
    assert found.none == pytest.approx((1 - share) ** n, abs=1e-12)


@given(st.integers(1, 60), st.floats(0.02, 0.98), st.floats(0.1, 0.9))
def test_power_is_the_chance_of_a_significant_count(n: int, share: float, ratio: float) -> None:
    found = standing(plain(n, share), 0, 0, alternative=ratio)
    counts = np.arange(n + 1)
    few = counts[stats.binom.cdf(counts, n, share) <= 0.025]
    assert found.power == pytest.approx(stats.binom.pmf(few, n, ratio * share).sum(), abs=1e-9)
    if found.detectable is not None and len(few):
        assert stats.binom.cdf(few[-1], n, found.detectable * share) == pytest.approx(0.8, abs=1e-6)
    assert (found.detectable is None) == (len(few) == 0)


def test_without_replacement_chances_are_hypergeometric() -> None:
    council = FairDraw(n=12, shares=np.array([20, 40]) / 60, counts=np.array([20, 40]))
    found = standing(council, 0, 1)
    law = stats.hypergeom(60, 20, 12)
    assert found.so_few == pytest.approx(law.cdf(1), abs=1e-12)
    assert found.none == pytest.approx(law.pmf(0), abs=1e-12)
    assert found.power == pytest.approx(stats.hypergeom(60, 10, 12).cdf(0), abs=1e-12)
    assert council.chances(0).sum() == pytest.approx(1, abs=1e-12)
    assert found.detectable is not None


def test_nobody_missing_from_a_small_board_is_no_finding() -> None:
    found = standing(plain(12, 0.093), 0, 0)
    assert found.detectable is None
    assert found.power == 0


@pytest.mark.parametrize(
    ("count", "share", "seats", "short"),
    [
        (0, 0.093, 12, (1, 1)),
        (0, 0.04, 12, (0, 0)),
        (3, 0.51, 12, (3, 3)),
        (0, 0.125, 12, (2, 1)),
        (9, 0.5, 12, (0, 0)),
    ],
)
def test_seats_short(count: int, share: float, seats: int, short: tuple[int, int]) -> None:
    assert seats_short(count, share, seats) == short


@given(st.floats(0, 0.9), st.floats(0.05, 0.9))
def test_a_known_share_only_scales_and_a_sampled_one_widens(share: float, fair: float) -> None:
    limits = (share * 0.8, share + 0.1)
    known = ratio_limits(share, limits, fair=fair)
    assert known == pytest.approx((limits[0] / fair, limits[1] / fair))
    exact = ratio_limits(share, limits, fair=fair, fair_limits=(fair, fair))
    assert exact == pytest.approx(known, abs=1e-6)
    low, high = ratio_limits(share, limits, fair=fair, fair_limits=(fair * 0.9, fair * 1.1))
    assert low <= known[0] + 1e-9
    assert high >= known[1] - 1e-9


def test_clopper_pearson_holds_the_truth_often_enough() -> None:
    for n, share in ((12, 0.093), (12, 0.5), (30, 0.02), (60, 0.3)):
        counts = np.arange(n + 1)
        limits = clopper_pearson(counts, n)
        holds = (limits[:, 0] <= share) & (share <= limits[:, 1])
        assert stats.binom.pmf(counts, n, share)[holds].sum() >= 0.95


def test_clopper_pearson_is_scipy_s() -> None:
    for count in (0, 1, 5, 12):
        wanted = stats.binomtest(count, 12).proportion_ci(method="exact")
        assert clopper_pearson([count], [12])[0] == pytest.approx((wanted.low, wanted.high), abs=1e-12)


@pytest.mark.shared
def test_reference_values_of_groups(shared: Path) -> None:
    for case in json.loads((shared / "golden/voices/representation_multinomial.json").read_text()):
        names = [f"g{at}" for at in range(len(case["x"]))]
        found = represent(
            body_of(g=dict(zip(names, case["x"], strict=True))),
            {"g": dict(zip(names, case["p"], strict=True))},
            by=["g"],
        )
        for group, wanted in zip(found.find("g").groups, case["groups"], strict=True):
            assert (group.wilson_low, group.wilson_high) == pytest.approx(wanted["wilson"], abs=1e-10)
            assert (group.low, group.high) == pytest.approx(wanted["cp"], abs=1e-10)
            assert group.p == pytest.approx(wanted["p_binom"], abs=1e-10)
            assert group.none == pytest.approx(wanted["p_zero"], rel=1e-10)
            assert group.ratio == pytest.approx(wanted["ratio"], abs=1e-10)
