"""Slope and relative indices against least squares, moved weights and simulated coverage."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import ReplicateWeights, SurveyDesign, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import PeopleError, UsageError
from dueregard.measures.fractional_ranks import DIRECTIONS
from dueregard.measures.slope_index import SLOPE_LINKS, relative_index, slope_index
from tests.measures.rank_checks import (
    coverage,
    influence,
    mid_ranks,
    numerical_influence,
    people_made,
    solved,
    value,
    values,
)


def slope(**options):
    return slope_index("health", rank="income", **options)


def ratio(**options):
    return relative_index("health", rank="income", **options)


def test_slope_equals_weighted_least_squares_on_mid_ranks():
    made = people_made(1)
    r, w, y = mid_ranks(made["rank"], made["weight"]), made["weight"], made["number"]
    beta, bottom = np.polyfit(r, y, 1, w=np.sqrt(w))
    assert value(slope(), y, made["rank"], weight=w) == pytest.approx(beta, rel=1e-11)
    assert value(slope(scale=100), y, made["rank"], weight=w) == pytest.approx(100 * beta, rel=1e-11)
    assert value(ratio(), y, made["rank"], weight=w) == pytest.approx((bottom + beta) / bottom, rel=1e-11)
    mean = np.average(y, weights=w)
    assert value(ratio(kind="mean"), y, made["rank"], weight=w) == pytest.approx(beta / mean, rel=1e-11)


def test_groups_of_equal_size_by_hand():
    # Ridits 1/6, 3/6, 5/6; means 1, 2, 3: slope 3, ends 1/2 and 7/2.
    y, rank = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0], [1, 1, 2, 2, 3, 3]
    assert value(slope(), y, rank) == pytest.approx(3.0)
    assert value(ratio(), y, rank) == pytest.approx(7.0)
    assert value(ratio(kind="mean"), y, rank) == pytest.approx(1.5)


@pytest.mark.parametrize("link", SLOPE_LINKS)
def test_direction_turns_the_index_round(link):
    made = people_made(2)
    given = (made["yes"], made["rank"])
    turned = {"direction": "low_is_advantaged"}
    assert value(slope(link=link, **turned), *given) == pytest.approx(-value(slope(link=link), *given))
    assert value(ratio(link=link, **turned), *given) == pytest.approx(1 / value(ratio(link=link), *given))


@pytest.mark.parametrize("population", ["group", "all"])
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("link", SLOPE_LINKS)
@pytest.mark.parametrize(
    "make", [slope, ratio, lambda **options: ratio(kind="mean", **options)], ids=["slope", "ends", "mean"]
)
def test_influence_equals_moved_weights_with_ties(make, link, direction, population):
    made = people_made(3)
    measure = make(link=link, direction=direction, rank_population=population)
    ours, moved = influence(measure, made, "yes"), numerical_influence(measure, made, "yes")
    assert ours == pytest.approx(moved, abs=1e-7 * np.abs(moved).max())


@pytest.mark.parametrize("link", SLOPE_LINKS)
def test_influence_without_ties(link):
    made = people_made(4, classes=None)
    ours, moved = (each(slope(link=link), made, "yes") for each in (influence, numerical_influence))
    assert ours == pytest.approx(moved, abs=1e-7 * np.abs(moved).max())


@given(scale=st.floats(1e-9, 1e9), seed=st.integers(0, 50), link=st.sampled_from(SLOPE_LINKS))
def test_value_does_not_depend_on_the_scale_of_weights(scale, seed, link):
    made = people_made(seed)
    first, second = (values(slope(link=link), made, "yes", made["weight"] * s) for s in (1.0, scale))
    assert second == pytest.approx(first, rel=1e-12, abs=1e-13)


@given(seed=st.integers(0, 50), link=st.sampled_from(SLOPE_LINKS))
def test_replication_and_row_order_change_nothing(seed, link):
    made = people_made(seed)
    y, rank, w = made["yes"], made["rank"], made["weight"]
    once = value(slope(link=link), y, rank, weight=w)
    shuffled = np.random.default_rng(seed).permutation(len(y))
    again = value(slope(link=link), y[shuffled], rank[shuffled], weight=w[shuffled])
    twice = value(slope(link=link), np.tile(y, 2), np.tile(rank, 2), weight=np.tile(w, 2))
    assert (again, twice) == pytest.approx((once, once), abs=1e-12)


@given(factor=st.floats(1e-6, 1e6), link=st.sampled_from(("linear", "log")))
def test_unit_of_the_outcome_scales_the_slope_and_not_the_ratio(factor, link):
    made = people_made(5)
    y, rank = made["number"], made["rank"]
    assert value(slope(link=link), y * factor, rank) == pytest.approx(
        factor * value(slope(link=link), y, rank), rel=1e-9
    )
    assert value(ratio(link=link), y * factor, rank) == pytest.approx(
        value(ratio(link=link), y, rank), rel=1e-9
    )


def test_slope_keeps_its_digits_far_from_zero():
    made = people_made(6)
    near, far = (value(slope(), made["yes"] + shift, made["rank"]) for shift in (0.0, 1e8))
    assert far == pytest.approx(near, abs=1e-7)


def test_what_cannot_be_relied_on_is_said():
    y = [1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0]
    people = OrderedPeople.of(
        y, [1, 2, 5, 5, 1, 1, 1, 2, 2, 2], level=[1, 1, 2, 2, 3, 3, 3, 3, 3, 3], levels=4, order=1
    )
    found = solved(slope(), people)
    assert np.isnan(found.scored.values[[0, 2]]).all()
    assert "does not vary" in found.reasons[1]
    assert "same rank" in found.reasons[2]
    assert set(found.reasons) == {1, 2}
    logit = solved(slope(link="logit"), people)
    assert np.isnan(logit.scored.values[1])
    assert "no solution" in logit.reasons[1]


def test_prediction_below_zero_is_said():
    people = OrderedPeople.of([0.0, 0.0, 0.0, 9.0], [1, 2, 3, 4], order=1)
    found = solved(ratio(), people)
    assert found.scored.values[0] < 0
    assert "link=log" in found.reasons[0]


@pytest.mark.parametrize(("link", "outcome"), [("log", -1.0), ("logit", 2.0), ("logit", -0.1)])
def test_outcomes_outside_the_range_of_the_link_are_refused(link, outcome):
    with pytest.raises(PeopleError, match=f"link={link}"):
        value(slope(link=link), [0.0, outcome, 1.0], [1, 2, 3])


@pytest.mark.parametrize("options", [{"link": "probit"}, {"scale": 0}, {"scale": "ten"}, {"direction": "up"}])
def test_wrong_options_are_refused(options):
    with pytest.raises(UsageError):
        slope(**options)
    with pytest.raises(UsageError):
        ratio(kind="top")


def test_method_names_direction_link_and_scale():
    assert slope(link="logit", scale=100, direction="low_is_advantaged").method == (
        "advantaged less disadvantaged end, logit link; ranked by income within the group, "
        "from its highest (disadvantaged) to its lowest value (advantaged); times 100"
    )
    assert ratio().interval == "log"


@pytest.mark.parametrize(
    ("measure", "log"),
    [(slope(), False), (slope(link="logit"), False), (ratio(), True), (ratio(link="logit"), True)],
    ids=["slope", "logit slope", "ratio", "logit ratio"],
)
def test_intervals_cover(measure, log):
    assert 0.92 <= coverage(measure, repetitions=250, log=log) <= 0.98


@pytest.mark.parametrize("link", SLOPE_LINKS)
def test_replicates_are_estimated_anew_with_their_weights(link):
    made = people_made(8, size=80)
    block = np.arange(80) % 8
    replicates = np.array([np.where(block == left, 0.0, 8 / 7) * made["weight"] for left in range(8)])
    columns = {f"r{index}": each for index, each in enumerate(replicates)}
    design = SurveyDesign(weight="weight", replicates=ReplicateWeights(columns=tuple(columns), method="jk1"))
    table = table_from(
        pa.table({**{key: made[key] for key in ("yes", "rank", "weight")}, **columns}), design=design
    )
    found = evaluate(table, [slope_index("yes", rank="rank", link=link)])
    measure = slope(link=link)
    again = np.array([value(measure, made["yes"], made["rank"], weight=each) for each in replicates])
    expected = np.sqrt(7 / 8 * ((again - again.mean()) ** 2).sum())
    assert found.se[0] == pytest.approx(expected, rel=1e-9)
