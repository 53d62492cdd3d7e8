import numpy as np
import pytest
from numpy.typing import NDArray

from dueregard.causes import SampleDesign, design_of, read_sample
from dueregard.causes.birthright import null, null_draws
from dueregard.causes.birthright.null import null_test, null_tests
from dueregard.errors import UsageError
from dueregard.people import read_people

HOUSEHOLDS = 60
UNIT = np.repeat(np.arange(HOUSEHOLDS), np.arange(HOUSEHOLDS) % 3 + 1)


def nothing(seed: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Households that share income and origin, without any effect of origin; and of family, an effect."""
    random = np.random.default_rng(seed)
    family, origin = random.integers(0, 3, len(UNIT)), random.integers(0, 3, HOUSEHOLDS)[UNIT]
    outcome = np.exp(0.5 * family + random.normal(size=HOUSEHOLDS)[UNIT])
    return outcome, np.column_stack([family, origin])


def rejected(design: SampleDesign, samples: int) -> float:
    found = []
    for seed in range(samples):
        outcome, codes = nothing(seed)
        test = null_test(outcome, codes[:, 1:], codes[:, :1], design=design, draws=39, seed=seed)
        found.append(test.p_value <= 0.05)
    return float(np.mean(found))


def test_what_households_share_is_no_evidence() -> None:
    assert rejected(design_of(len(UNIT), clusters=UNIT), 60) <= 0.15
    assert rejected(design_of(len(UNIT)), 60) >= 0.2


def test_an_effect_is_found_and_the_others_are_given() -> None:
    outcome, codes = nothing(1)
    design = design_of(len(UNIT), clusters=UNIT)
    total, family, origin = null_tests(
        outcome, codes, {"family": [0], "origin": [1]}, design=design, draws=99, seed=1
    )
    assert (total.group, total.columns, total.units) == ("total", 4, HOUSEHOLDS)
    assert family.p_value == 0.01
    assert origin.p_value > 0.05


def test_only_the_order_of_outcomes_counts() -> None:
    outcome, codes = nothing(1)
    design = design_of(len(UNIT), clusters=UNIT)
    level, log = (null_test(y, codes, design=design, draws=39, seed=3) for y in (outcome, np.log(outcome)))
    assert level == log


def test_signs_and_places_agree_where_people_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    codes, design = random.integers(0, 3, (400, 2)), design_of(400)
    outcome = 0.25 * codes[:, 0] + random.normal(size=400)
    places = null_test(outcome, codes[:, :1], codes[:, 1:], design=design, draws=499, seed=1)
    monkeypatch.setattr(null, "MOST_NUMBERS", 0)
    monkeypatch.setattr(null_draws, "MOST_UNITS", 200)
    signs = null_test(outcome, codes[:, :1], codes[:, 1:], design=design, draws=499, seed=1)
    assert (places.units, signs.units) == (400, 200)
    assert signs.p_value == pytest.approx(places.p_value, abs=0.05)


def test_the_users_replicates_make_an_f_test() -> None:
    random = np.random.default_rng(2)
    codes = random.integers(0, 2, (50, 1))
    again = {f"r{at}": np.where(np.arange(50) % 50 == at, 0.0, 50 / 49) for at in range(50)}
    table = {"y": codes[:, 0] + random.normal(size=50), "w": np.ones(50), **again}
    people = read_people(table, weight="w", replicate_weights={"columns": list(again), "method": "jk1"})
    sample = read_sample(people, outcome="y")
    test = null_test(sample.outcome, codes, design=sample.design, seed=1)
    plain = null_test(sample.outcome, codes, design=design_of(50), draws=599, seed=1)
    assert test.draws == 0
    assert test.p_value == pytest.approx(plain.p_value, abs=0.03)


@pytest.mark.parametrize(("units", "reason"), [(12, "too few sampling units"), (60, "do not vary")])
def test_what_cannot_be_tested_is_said(units: int, reason: str) -> None:
    outcome = np.arange(60.0) if units < 60 else np.ones(60)
    codes = np.arange(60)[:, None] % 2
    test = null_test(outcome, codes, design=design_of(60, clusters=np.arange(60) % units), seed=1)
    assert np.isnan(test.p_value)
    assert reason in str(test.reason)
    full = SampleDesign(
        identity="", weight=np.ones(60), unit=np.arange(60), plan=design_of(60).plan, sampling_error=False
    )
    assert "everybody was counted" in str(null_test(np.arange(60.0), codes, design=full, seed=1).reason)


def test_too_few_permutations_are_refused() -> None:
    with pytest.raises(UsageError, match="at least 19"):
        null_test(np.arange(9.0), np.zeros((9, 1), int), design=design_of(9), draws=10, seed=1)
