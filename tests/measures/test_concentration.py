"""The concentration index against its definition and moved weights."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import PeopleError, UsageError
from dueregard.measures.concentration import KINDS, concentration_index
from dueregard.measures.fractional_ranks import DIRECTIONS, FractionalRanks
from tests.measures.rank_checks import (
    coverage,
    frame,
    influence,
    mid_ranks,
    numerical_influence,
    people_made,
    solved,
    value,
    values,
)

BOUNDS = {"erreygers": {"lower": 0, "upper": 1}, "wagstaff": {"lower": 0, "upper": 1}}


def index(kind="standard", **options):
    return concentration_index("health", rank="income", kind=kind, **{**BOUNDS.get(kind, {}), **options})


def test_equals_the_definition():
    made = people_made(1)
    y, w = made["number"], made["weight"]
    r, mean = mid_ranks(made["rank"], w), np.average(y, weights=w)
    expected = 2 * (w * y * r).sum() / (w.sum() * mean) - 1
    assert value(index(), y, made["rank"], weight=w) == pytest.approx(expected, rel=1e-12)
    absolute = value(index("generalised"), y, made["rank"], weight=w)
    assert absolute == pytest.approx(expected * mean, rel=1e-12)


def test_all_to_the_best_off_and_all_to_the_worst_off():
    assert value(index(), [0, 0, 0, 1], [1, 2, 3, 4]) == pytest.approx(0.75)
    assert value(index(), [1, 0, 0, 0], [1, 2, 3, 4]) == pytest.approx(-0.75)
    assert value(index(direction="low_is_advantaged"), [1, 0, 0, 0], [1, 2, 3, 4]) == pytest.approx(0.75)


def test_bounded_kinds_for_any_bounds():
    y, rank = np.array([2.0, 3.0, 3.0, 6.0]), np.arange(4.0)
    absolute = value(index("generalised"), y, rank)
    erreygers, wagstaff = (value(index(k, lower=1, upper=11), y, rank) for k in ("erreygers", "wagstaff"))
    assert erreygers == pytest.approx(4 * absolute / 10)
    assert wagstaff == pytest.approx(absolute * 10 / ((11 - 3.5) * (3.5 - 1)))


@pytest.mark.parametrize("kind", ["erreygers", "wagstaff"])
def test_health_and_illness_mirror_each_other(kind):
    made = people_made(2)
    well = value(index(kind), made["yes"], made["rank"], weight=made["weight"])
    ill = value(index(kind), 1 - made["yes"], made["rank"], weight=made["weight"])
    assert well == pytest.approx(-ill, rel=1e-12)


@pytest.mark.parametrize("population", ["group", "all"])
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_influence_equals_moved_weights_with_ties(kind, direction, population):
    made, measure = people_made(3), index(kind, direction=direction, rank_population=population)
    ours, moved = influence(measure, made, "yes"), numerical_influence(measure, made, "yes")
    assert ours == pytest.approx(moved, abs=1e-7 * np.abs(moved).max())


def test_influence_without_ties():
    made = people_made(4, classes=None)
    ours, moved = influence(index(), made, "number"), numerical_influence(index(), made, "number")
    assert ours == pytest.approx(moved, abs=1e-7 * np.abs(moved).max())


def test_ranks_among_everybody_differ_from_ranks_within_the_group():
    made = people_made(5)
    within, among = (
        values(index(rank_population=each), made, "yes", made["weight"]) for each in ("group", "all")
    )
    # Two times the covariance with the whole table's ranks, over the mean, in each group.
    r = mid_ranks(made["rank"], made["weight"])
    for level in range(2):
        inside = made["level"] == level
        w, y, rank = made["weight"][inside], made["yes"][inside], r[inside]
        covariance = np.average((y - np.average(y, weights=w)) * rank, weights=w)
        assert among[level] == pytest.approx(2 * covariance / np.average(y, weights=w), rel=1e-11)
    assert np.abs(within - among).min() > 1e-4


@given(scale=st.floats(1e-9, 1e9), seed=st.integers(0, 50), kind=st.sampled_from(KINDS))
def test_value_does_not_depend_on_the_scale_of_weights(scale, seed, kind):
    made = people_made(seed)
    first, second = (
        values(index(kind), made, "yes", weight) for weight in (made["weight"], made["weight"] * scale)
    )
    assert second == pytest.approx(first, rel=1e-12, abs=1e-14)


@given(seed=st.integers(0, 50), kind=st.sampled_from(KINDS))
def test_replication_and_row_order_change_nothing(seed, kind):
    made = people_made(seed)
    y, rank, w = made["yes"], made["rank"], made["weight"]
    once = value(index(kind), y, rank, weight=w)
    shuffled = np.random.default_rng(seed).permutation(len(y))
    assert value(index(kind), y[shuffled], rank[shuffled], weight=w[shuffled]) == pytest.approx(
        once, abs=1e-13
    )
    thrice = value(index(kind), np.tile(y, 3), np.tile(rank, 3), weight=np.tile(w, 3))
    assert thrice == pytest.approx(once, abs=1e-13)


@given(shift=st.floats(1e3, 1e8))
def test_generalised_index_keeps_its_digits_far_from_zero(shift):
    made = people_made(6)
    near = value(index("generalised"), made["yes"], made["rank"], weight=made["weight"])
    far = value(index("generalised"), made["yes"] + shift, made["rank"], weight=made["weight"])
    # What remains is the rounding of the shifted values themselves.
    assert far == pytest.approx(near, abs=4e-16 * shift + 1e-13)


def test_empty_level_and_levels_that_say_nothing():
    y = [1.0, 1.0, 0.0, 1.0, -1.0, 1.0]
    people = OrderedPeople.of(y, [1, 2, 5, 5, 1, 2], level=[1, 1, 2, 2, 3, 3], levels=4, order=1)
    found = solved(index(), people)
    assert np.isnan(found.scored.values[0])
    assert "does not vary" in found.reasons[1]
    assert "same rank" in found.reasons[2]
    assert "not above zero" in found.reasons[3]
    assert 0 not in found.reasons


def test_mean_on_a_bound_is_not_defined_for_wagstaff():
    people = OrderedPeople.of([0.0, 0.0], [1.0, 2.0], order=1)
    assert "bound" in solved(index("wagstaff"), people).reasons[0]


def test_values_outside_the_bounds_are_refused():
    with pytest.raises(PeopleError, match="from 0 to 1"):
        value(index("erreygers"), [0.0, 3.0], [1.0, 2.0])


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "erreygers"},
        {"kind": "wagstaff", "lower": 0},
        {"kind": "erreygers", "lower": 1, "upper": 1},
        {"kind": "standard", "upper": 1},
        {"kind": "concentrated"},
        {"direction": "up"},
        {"rank_population": "everyone"},
    ],
)
def test_wrong_options_are_refused(options):
    with pytest.raises(UsageError):
        concentration_index("health", rank="income", **options)


def test_method_names_the_ranking():
    measure = index(direction="low_is_advantaged", rank_population="all")
    assert measure.method == (
        "standard concentration index; ranked by income among everybody in the table, "
        "from its highest (disadvantaged) to its lowest value (advantaged)"
    )


def test_groups_of_one_table_are_compared_with_their_covariance():
    made = people_made(7, size=200)
    columns = {key: made[key] for key in ("yes", "rank", "weight")}
    table = table_from(
        pa.table({**columns, "group": np.where(made["level"] == 1, "b", "a"), "psu": np.arange(200) // 4}),
        design=SurveyDesign(weight="weight", clusters=("psu",)),
    )
    measure = concentration_index("yes", rank="rank", rank_population="all")
    found = evaluate(table, [measure], groupings=[(Grouping(name="group", column="group"),)])
    scores = influence(measure, made, "yes") * made["weight"]
    sums = np.array([np.bincount(np.arange(200) // 4, weights=each) for each in scores])
    expected = 50 * np.cov(sums)
    assert found.values == pytest.approx(values(measure, made, "yes", made["weight"]), rel=1e-12)
    assert found.covariance() == pytest.approx(expected, rel=1e-9)
    gap = found.difference("group", reference="a")
    assert gap.se[0] == pytest.approx(np.sqrt(expected[0, 0] + expected[1, 1] - 2 * expected[0, 1]), rel=1e-9)


def test_intervals_cover():
    assert 0.92 <= coverage(index(), repetitions=300) <= 0.98


@pytest.mark.shared
def test_a_condition_is_an_outcome(shared: Path):
    people = frame("eusilc", shared).select("pl030", "eqIncome", "rb050", "db030").to_arrow()
    table = table_from(people, design=SurveyDesign(weight="rb050", clusters=("db030",)))
    found = evaluate(
        table, [concentration_index("pl030 == 3", rank="eqIncome", among="pl030 is not missing")]
    )
    assert found.values[0] == pytest.approx(-0.1979272, rel=1e-6)
    assert 0.01 < found.se[0] < 0.05


def test_known_ranks_have_no_influence_of_their_own():
    people = OrderedPeople.of([0.0, 1.0, 1.0], [1.0, 2.0, 3.0], order=1)
    ranks = FractionalRanks(people=people)
    own = ranks.scored(np.zeros(1), people.y, np.zeros(3))
    assert own.scores(people.starts) == pytest.approx(people.y)
