"""Correlations against numpy and scipy on repeated people, and moved weights."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.correlation import correlation, spearman
from tests.measures.rank_checks import influence, numerical_influence, people_made, value


def made_table(made, **columns):
    own = {"y": made["number"], "x": made["rank"] + 0.1 * made["yes"], "w": made["weight"]}
    group = np.where(made["level"] == 1, "b", "a")
    return table_from(pa.table({**own, "group": group, **columns}), design=SurveyDesign(weight="w"))


def pearson(first, second, weight):
    # By definition, with deviations from the weighted means.
    a, b = (each - np.average(each, weights=weight) for each in (first, second))
    return (weight * a * b).sum() / np.sqrt((weight * a * a).sum() * (weight * b * b).sum())


def test_pearson_by_groups_equals_the_definition():
    made = people_made(1)
    measure = correlation("y", other="x")
    found = evaluate(made_table(made), [measure], groupings=[(Grouping(name="group", column="group"),)])
    x = made["rank"] + 0.1 * made["yes"]
    for level in range(2):
        inside = made["level"] == level
        expected = pearson(made["number"][inside], x[inside], made["weight"][inside])
        assert found.values[level] == pytest.approx(expected, rel=1e-11)


def test_pearson_equals_numpy_with_repeated_people():
    made = people_made(2)
    times = made["level"] + 1
    frame = pa.table({"y": made["number"], "x": made["rank"], "w": times.astype(float)})
    found = evaluate(table_from(frame, design=SurveyDesign(weight="w")), [correlation("y", other="x")])
    expected = np.corrcoef(np.repeat(made["number"], times), np.repeat(made["rank"], times))[0, 1]
    assert found.values[0] == pytest.approx(expected, rel=1e-12)


def test_standard_error_of_pearson_equals_moved_weights():
    made = people_made(3)
    y, x, w = made["number"], made["rank"], made["weight"]
    frame = pa.table({"y": y, "x": x, "w": w})
    found = evaluate(table_from(frame, design=SurveyDesign(weight="w")), [correlation("y", other="x")])
    step, moved = 1e-5, []
    for person in range(len(w)):
        up, down = w.copy(), w.copy()
        up[person] += step
        down[person] -= step
        moved.append((pearson(y, x, up) - pearson(y, x, down)) / (2 * step))
    expected = np.sqrt(len(w) * np.var(w * np.array(moved), ddof=1))
    assert found.se[0] == pytest.approx(expected, rel=1e-7)


def test_spearman_equals_scipy_with_repeated_people():
    made = people_made(4)
    times = made["level"] + 1
    measure = correlation("y", other="x", method="spearman")
    expected = stats.spearmanr(np.repeat(made["number"], times), np.repeat(made["rank"], times)).statistic
    assert value(measure, made["number"], made["rank"], weight=times) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("outcome", ["yes", "number"])
def test_influence_of_spearman_equals_moved_weights_with_ties(outcome):
    made, measure = people_made(5), correlation("y", other="x", method="spearman")
    ours, moved = influence(measure, made, outcome), numerical_influence(measure, made, outcome)
    assert ours == pytest.approx(moved, abs=1e-7 * np.abs(moved).max())


@given(seed=st.integers(0, 50), scale=st.floats(1e-9, 1e9))
def test_spearman_sees_order_only(seed, scale):
    made, measure = people_made(seed), correlation("y", other="x", method="spearman")
    y, rank, weight = made["number"], made["rank"], made["weight"]
    once = value(measure, y, rank, weight=weight)
    assert value(measure, np.exp(y), rank**3, weight=weight * scale) == pytest.approx(once, abs=1e-12)
    assert value(measure, rank, y, weight=weight) == pytest.approx(once, abs=1e-12)
    assert value(measure, -y, rank, weight=weight) == pytest.approx(-once, abs=1e-12)


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_column_that_does_not_vary_has_no_correlation(method):
    made = people_made(6)
    still = np.where(made["level"] == 1, 0.1, made["number"])
    table = made_table(made, still=still)
    measure = correlation("still", other="x", method=method)
    found = evaluate(table, [measure], groupings=[(Grouping(name="group", column="group"),)])
    assert np.isnan(found.values[1])
    assert found.statuses[1] == "not_estimable"
    assert np.isfinite(found.values[0])


def test_spearman_of_an_empty_level():
    people = OrderedPeople.of([1.0, 2.0, 3.0], [1.0, 3.0, 2.0], level=[1, 1, 1], levels=2)
    found = spearman(people, None)
    assert np.isnan(found.scored.values[0])
    assert found.scored.values[1] == pytest.approx(0.5)


def test_unknown_method_is_refused():
    with pytest.raises(UsageError, match="Did you mean 'spearman'"):
        correlation("y", other="x", method="spearmen")
