"""What holds for every measure."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard import disparities
from tests.disparities.tables import DEGREE, DISPERSIONS, RANKED, UNWEIGHTED, table, tables

scales = st.floats(-9, 9).map(lambda power: 10.0**power)


@pytest.mark.parametrize("name", DISPERSIONS)
@given(data=tables(), factor=scales)
def test_scale_of_populations_does_not_matter(name, data, factor):
    m, se, people = data
    before = DISPERSIONS[name](table(m, se, people), correct=False)
    after = DISPERSIONS[name](table(m, se, factor * people), correct=False)
    assert after.values == pytest.approx(before.values, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", RANKED)
@given(data=tables(least=3), factor=scales)
def test_scale_of_populations_does_not_matter_along_a_ranking(name, data, factor):
    m, se, people = data
    function, _ = RANKED[name]
    before, after = (function(table(m, se, people * by, ordered=True)) for by in (1, factor))
    assert after.values == pytest.approx(before.values, rel=1e-9, abs=1e-9)
    assert after.se == pytest.approx(before.se, rel=1e-6)


@pytest.mark.parametrize("name", DISPERSIONS)
@given(data=tables(), factor=st.floats(1e-3, 1e3))
def test_scale_of_values(name, data, factor):
    m, se, people = data
    before = DISPERSIONS[name](table(m, se, people), correct=False)
    after = DISPERSIONS[name](table(factor * m, factor * se, people), correct=False)
    assert after.values == pytest.approx(before.values * factor ** DEGREE[name], rel=1e-9, abs=1e-9)
    assert after.se == pytest.approx(before.se * factor ** DEGREE[name], rel=1e-6)


@pytest.mark.parametrize("name", ["BGSD", "MLD", "MDM", "MDB", "MDR", "COV"])
@settings(max_examples=3)
@given(data=tables(least=3), factor=st.floats(0.1, 10))
def test_scale_of_corrected_values(name, data, factor):
    m, se, people = data
    before = DISPERSIONS[name](table(m, se, people))
    after = DISPERSIONS[name](table(factor * m, factor * se, people))
    scale = factor ** DEGREE[name]
    assert after.values == pytest.approx(before.values * scale, rel=1e-4, abs=1e-6)
    assert after.interval() == pytest.approx(before.interval() * scale, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", [name for name in DISPERSIONS if name != "MDR"])
@settings(max_examples=4)
@given(data=tables(), seed=st.integers(0, 1000))
def test_order_of_groups_does_not_matter(name, data, seed):
    m, se, people = data
    order = np.random.default_rng(seed).permutation(len(m))
    before, after = (DISPERSIONS[name](table(m[i], se[i], people[i])) for i in (np.arange(len(m)), order))
    assert after.values == pytest.approx(before.values, rel=1e-5, abs=1e-9)
    assert after.se == pytest.approx(before.se, rel=1e-5)
    assert after.interval() == pytest.approx(before.interval(), rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("name", RANKED)
@given(data=tables(least=3), seed=st.integers(0, 1000))
def test_order_of_rows_does_not_matter_along_a_ranking(name, data, seed):
    m, se, people = data
    function, _ = RANKED[name]
    levels = np.array(list("abcdefgh"))[: len(m)]
    order = np.random.default_rng(seed).permutation(len(m))
    before, after = (
        function(
            disparities.published(
                m[i], se[i], people[i], by="wealth", levels=list(levels[i]), order=list(levels)
            )
        )
        for i in (np.arange(len(m)), order)
    )
    assert after.values == pytest.approx(before.values, rel=1e-10)
    assert after.se == pytest.approx(before.se, rel=1e-8)


@pytest.mark.parametrize("name", DISPERSIONS)
@given(data=tables())
def test_alike_groups_may_be_merged(name, data):
    """Two groups with one value count as one with the people of both."""
    m, _, people = data
    apart = table(np.append(m, m[-1]), None, np.append(people, 5.0))
    merged = table(m, None, np.append(people[:-1], people[-1] + 5.0))
    before, after = (DISPERSIONS[name](each, correct=False).values for each in (apart, merged))
    assert after == pytest.approx(before, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", RANKED)
@given(data=tables(least=3))
def test_alike_neighbours_may_be_merged_in_concentration(name, data):
    m, _, people = data
    if name in ("SII", "RII"):  # a line through more points is another line
        return
    function, _ = RANKED[name]
    apart = table(np.append(m, m[-1]), None, np.append(people, 5.0), ordered=True)
    merged = table(m, None, np.append(people[:-1], people[-1] + 5.0), ordered=True)
    assert function(apart).values == pytest.approx(function(merged).values, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", DISPERSIONS)
@given(data=tables(), value=st.floats(1, 100))
def test_equal_groups_have_no_dispersion(name, data, value):
    _, se, people = data
    equal = table(np.full(len(se), value), se, people)
    assert DISPERSIONS[name](equal, correct=False).values == pytest.approx([0.0], abs=1e-6)


@pytest.mark.parametrize("name", DISPERSIONS)
def test_equal_values_do_not_prove_equality(name):
    result = DISPERSIONS[name](table([60.0] * 6, [3.0] * 6, [1.0] * 6))
    [[low, high]] = result.interval()
    assert result.values == pytest.approx([0.0], abs=1e-9)
    assert low == pytest.approx(0.0, abs=1e-9)
    assert high > DISPERSIONS[name](table([59.0, 61.0] * 3, None, [1.0] * 6)).values[0]


@pytest.mark.parametrize("name", ["BGV", "BGSD", "COV", "MLD", "TI"])
@given(data=tables(least=3), amount=st.floats(0.01, 1))
def test_transfers_to_the_worse_off_reduce_dispersion(name, data, amount):
    """Equal people in all groups: move a little from the highest to the lowest."""
    m, _, _ = data
    moved, size = m.copy(), amount * (m.max() - m.min()) / 2
    moved[m.argmax()] -= size
    moved[m.argmin()] += size
    before, after = (DISPERSIONS[name](table(each, None, np.ones(len(m)))).values for each in (m, moved))
    assert after < before


@pytest.mark.parametrize("name", DISPERSIONS)
@settings(max_examples=4)
@given(data=tables())
def test_an_interval_holds_its_estimate(name, data):
    result = DISPERSIONS[name](table(*data))
    [[low, high]] = result.interval()
    assert 0 <= low <= result.values[0] <= high
    if name != "IDIS":
        # Noise adds to dispersion on average, so taking it off lowers the value: exactly where the correction
        # is closed, and to the accuracy of simulation where means are matched. The index of disparity is
        # relative to a mean with noise of its own, which may move it either way.
        slack = 1e-9 if name in ("BGV", "BGSD", "COV", "MLD", "TI") else 1e-3
        plug_in = DISPERSIONS[name](table(*data), correct=False)
        assert result.values[0] <= plug_in.values[0] * (1 + slack)


@pytest.mark.parametrize("name", UNWEIGHTED)
def test_unweighted_needs_no_populations(name):
    m, se = [60.0, 70.0, 95.0], [2.0, 2.0, 2.0]
    without = DISPERSIONS[name](table(m, se), weighted=False, correct=False)
    equal = DISPERSIONS[name](table(m, se, [3.0] * 3), weighted=True, correct=False)
    assert without.values == pytest.approx(equal.values)


@pytest.mark.parametrize("name", DISPERSIONS)
@given(data=tables(least=3))
def test_slopes_are_derivatives_in_the_values(name, data):
    """The delta-method variance is the sum of squared numerical derivatives times squared errors."""
    m, se, people = data
    result = DISPERSIONS[name](table(m, se, people), correct=False)
    slopes = []
    for i in range(len(m)):
        step = 1e-5 * np.eye(len(m))[i]
        up, down = (
            DISPERSIONS[name](table(m + sign * step, None, people), correct=False).values[0]
            for sign in (1, -1)
        )
        slopes.append((up - down) / 2e-5)
    expected = np.sum((np.array(slopes) * se) ** 2)
    assert result.sources[0].variances() == pytest.approx([expected], rel=1e-4, abs=1e-9)
