import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from dueregard.errors import UsageError
from dueregard.rates import area_slope_index

PEOPLE = np.array([120.0, 80, 100, 150, 50])
VALUES = np.array([70.0, 74, 73, 78, 81])
SE = np.array([1.0, 0.8, 0.9, 0.7, 1.2])
QUANTILES = np.arange(1, 6)


def index(values=VALUES, people=PEOPLE, se=SE, **options):
    options = {"first": "most disadvantaged", "quantile": QUANTILES, "repetitions": 20_000} | options
    if "lower" not in options:
        options["se"] = se
    return area_slope_index(values, population=people, **options)


def fitted(values: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Intercept and slope of the published regression: y√a on √a and b√a, without a constant."""
    share = people / people.sum()
    middle = np.cumsum(share) - share / 2
    design = np.column_stack([np.sqrt(share), middle * np.sqrt(share)])
    return np.linalg.lstsq(design, values * np.sqrt(share))[0]


@given(
    st.lists(st.floats(1, 1e4), min_size=5, max_size=5), st.lists(st.floats(1, 1e6), min_size=5, max_size=5)
)
def test_the_line_is_the_published_regression(values: list[float], people: list[float]) -> None:
    y, n = np.array(values), np.array(people)
    found = index(y, n)
    intercept, slope = fitted(y, n)
    size = np.abs(y).max()
    assert found.slope[0] == pytest.approx(slope, rel=1e-8, abs=1e-8 * size)
    assert found.intercept[0] == pytest.approx(intercept, rel=1e-8, abs=1e-8 * size)
    assert found.relative[0] * found.intercept[0] == pytest.approx(intercept + slope, abs=1e-7 * size)


@given(st.floats(1e-9, 1e9))
def test_the_size_of_the_population_does_not_matter(times: float) -> None:
    one, other = index(), index(people=PEOPLE * times)
    np.testing.assert_allclose(other.slope, one.slope, rtol=1e-12)
    np.testing.assert_allclose(other.relative_limits[0.95], one.relative_limits[0.95], rtol=1e-12)


def test_a_straight_line_is_found() -> None:
    share = PEOPLE / PEOPLE.sum()
    middle = np.cumsum(share) - share / 2
    found = index(5 + 3 * middle)
    assert found.slope[0] == pytest.approx(3, rel=1e-12)
    assert found.relative[0] == pytest.approx(8 / 5, rel=1e-12)


def test_turning_the_ranks_round_turns_the_sign_and_inverts_the_ratio() -> None:
    one, other = index(), index(quantile=-QUANTILES)
    np.testing.assert_allclose(other.slope, -one.slope, rtol=1e-12)
    np.testing.assert_allclose(other.relative, 1 / one.relative, rtol=1e-12)


def test_the_limits_of_a_general_value_are_normal() -> None:
    found = index(repetitions=100_000)
    for level, limits in found.slope_limits.items():
        half = stats.norm.ppf((1 + level) / 2) * np.sqrt(found.slope_variance[0])
        away = np.abs(limits[0] - (found.slope[0] + np.array([-half, half])))
        assert away.max() < 0.03 * 2 * half


@pytest.mark.parametrize("transform", [False, True])
@pytest.mark.parametrize("value_type", ["rate", "proportion"])
def test_errors_agree_with_the_simulated_limits(value_type: str, transform: bool) -> None:
    found = index(
        VALUES / 100,
        se=SE / 1000,
        value_type=value_type,
        se_scale="value",
        transform=transform,
        repetitions=100_000,
    )
    width = np.ptp(found.slope_limits[0.95][0])
    assert width / (2 * 1.96) == pytest.approx(np.sqrt(found.slope_variance[0]), rel=0.02)
    width = np.ptp(found.relative_limits[0.95][0])
    assert width / (2 * 1.96) == pytest.approx(np.sqrt(found.relative_variance[0]), rel=0.02)


def test_transformed_values_are_fitted_on_their_own_scale() -> None:
    found = index(VALUES, se=SE, value_type="rate", se_scale="value", transform=True)
    intercept, slope = fitted(np.log(VALUES), PEOPLE)
    assert found.slope[0] == pytest.approx(np.exp(intercept + slope) - np.exp(intercept), rel=1e-12)
    assert found.relative[0] == pytest.approx(np.exp(slope), rel=1e-12)
    assert "logarithms" in found.method
    found = index(VALUES / 100, se=SE / 100, value_type="proportion", se_scale="value", transform=True)
    intercept, slope = fitted(special.logit(VALUES / 100), PEOPLE)
    ends = special.expit([intercept, intercept + slope])
    assert found.slope[0] == pytest.approx(ends[1] - ends[0], rel=1e-12)


def test_limits_of_the_values_stand_for_their_errors() -> None:
    half = stats.norm.ppf(0.975) * SE
    one, other = index(), index(lower=VALUES - half, upper=VALUES + half)
    np.testing.assert_allclose(other.slope_limits[0.95], one.slope_limits[0.95], rtol=1e-9)
    relative = 0.01 * SE
    ends = {"lower": VALUES * np.exp(-1.959963984540054 * relative)}
    ends["upper"] = VALUES * np.exp(1.959963984540054 * relative)
    one = index(se=relative, value_type="rate", se_scale="transformed")
    other = index(value_type="rate", **ends)
    np.testing.assert_allclose(other.slope_limits[0.95], one.slope_limits[0.95], rtol=1e-9)


def test_the_scale_of_errors_matters_for_proportions_and_must_be_said() -> None:
    value = index(VALUES / 100, se=SE / 100, value_type="proportion", se_scale="value")
    logit = index(VALUES / 100, se=SE / 100, value_type="proportion", se_scale="transformed")
    assert np.ptp(value.slope_limits[0.95]) > 4 * np.ptp(logit.slope_limits[0.95])
    with pytest.raises(UsageError, match="se_scale='value'"):
        index(VALUES / 100, value_type="proportion")


def test_a_groups_limits_do_not_depend_on_the_others_nor_on_the_order_of_rows() -> None:
    alone = index()
    order = np.random.default_rng(4).permutation(10)
    both = index(
        np.concatenate([VALUES, VALUES * 3])[order],
        np.tile(PEOPLE, 2)[order],
        np.tile(SE, 2)[order],
        quantile=np.tile(QUANTILES, 2)[order],
        by=np.repeat(["x", "y"], 5)[order],
    )
    position = both.groups.index("x")
    np.testing.assert_allclose(both.slope_limits[0.998][position], alone.slope_limits[0.998][0], rtol=1e-12)
    assert np.array_equal(index(seed=5).slope_limits[0.95], index(seed=5).slope_limits[0.95])
    assert not np.array_equal(index(seed=6).slope_limits[0.95], index(seed=5).slope_limits[0.95])


def test_the_direction_is_said() -> None:
    assert index().direction == (
        "Ranks run from quantile 1 (0), the most disadvantaged, to quantile 5 (1), the least disadvantaged: "
        "a slope above zero means higher values among the least disadvantaged."
    )
    assert "1 (0), the least disadvantaged" in index(first="least disadvantaged").direction


def test_a_multiplier_takes_the_slope_along_and_leaves_the_ratio() -> None:
    one, other = index(), index(multiplier=100)
    np.testing.assert_allclose(other.slope_limits[0.95], 100 * one.slope_limits[0.95], rtol=1e-13)
    np.testing.assert_allclose(other.relative_limits[0.95], one.relative_limits[0.95], rtol=1e-13)
    record = other.to_dicts()[0]
    assert record["slope"] == other.slope[0]
    assert record["slope_low"][0.95] < record["slope"] < record["slope_high"][0.95]


def test_faulty_groups_have_reasons() -> None:
    y, n, se = (np.tile(each, 7).astype(object) for each in (VALUES / 100, PEOPLE, SE / 100))
    q, by = np.tile(QUANTILES, 7), np.repeat(np.arange(7), 5)
    y[5] = None
    n[10] = 0
    y[15] = 1.2
    se[20] = None
    se[25] = -1
    q[30] = 2
    found = index(y, n, se, quantile=q, by=by, value_type="proportion", se_scale="transformed")
    assert found.reasons == {
        1: "a number is missing",
        2: "a quantile has no population",
        3: "a value has no logarithm or logit",
        4: "a value's standard error or limits are missing, or have no logarithm or logit",
        5: "a standard error is negative, or a lower limit above the upper",
        6: "a quantile appears twice",
    }
    assert np.isfinite(found.slope).tolist() == [True] + [False] * 6
    assert np.isnan(found.slope_limits[0.95][1:]).all()
    lacking = index(
        VALUES[:4].tolist() + VALUES.tolist(),
        np.r_[PEOPLE[:4], PEOPLE],
        np.r_[SE[:4], SE],
        quantile=np.r_[QUANTILES[:4], QUANTILES],
        by=[0] * 4 + [1] * 5,
    )
    assert lacking.reasons == {0: "a quantile is lacking"}


def test_a_line_that_may_start_at_zero_has_no_ratio_limits() -> None:
    found = index(np.array([0.1, 1, 2, 3, 4.0]))
    assert "no reliable relative index" in found.reasons[0]
    assert np.isnan(found.relative_limits[0.95]).all()
    assert np.isfinite(found.slope_limits[0.95]).all()


def test_few_quantiles_are_said_to_be_few() -> None:
    found = index(VALUES[:4], PEOPLE[:4], SE[:4], quantile=QUANTILES[:4])
    assert found.reasons == {0: "the slope rests on fewer than five quantiles"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lower": VALUES}, "either se, or lower and upper"),
        ({"first": "poorest"}, "most disadvantaged"),
        ({"value_type": "rates"}, "Did you mean 'rate'"),
        ({"transform": True}, "Only rates and proportions"),
        ({"multiplier": -1}, "minus sign"),
        ({"repetitions": 100}, "too few repetitions"),
        ({"quantile": [1, 1, 2, 2, 2]}, "at least three"),
        ({"quantile": [1, 2, 3, 4, None]}, "its quantile"),
    ],
)
def test_what_makes_no_slope_is_refused(options: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        index(**options)
