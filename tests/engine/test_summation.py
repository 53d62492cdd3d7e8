"""Sums by group keep their digits, and largest shares are of values as they are."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.engine.summation import sums_by
from dueregard.measures import parse_measure


@given(st.integers(0, 400), st.integers(1, 30), st.integers(0, 99))
def test_sums_are_those_of_each_group(size: int, count: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    group, values = draw.integers(0, count, size), draw.normal(size=size)
    expected = [math.fsum(values[group == each]) for each in range(count)]
    assert sums_by(group, values, count) == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_many_values_keep_their_digits() -> None:
    values = np.random.default_rng(1).lognormal(10, 1, 1_000_000)
    group = np.arange(len(values)) % 3
    expected = [math.fsum(values[group == each]) for each in range(3)]
    assert sums_by(group, values, 3) == pytest.approx(expected, rel=3e-15, abs=0)


@pytest.mark.parametrize("size", [1_000, 250_000])
@pytest.mark.parametrize("measure", ["variance:y", "absolute_gini:y", "kolm:y,alpha=0.01", "gini:y"])
def test_the_largest_share_is_of_the_value_and_not_of_its_distance_from_the_mean(
    measure: str, size: int
) -> None:
    # Of values around 1,000 nobody dominates, though of their distances from the mean one person does.
    y = np.full(size, 1000.0)
    y[0] = 1100.0
    table = table_from(pa.table({"y": y, "g": np.arange(size) % 2}), design=SurveyDesign())
    found = evaluate(table, [parse_measure(measure)], groupings=[(), (Grouping(name="g", column="g"),)])
    expected = [1100 / y.sum(), 1100 / y[::2].sum(), 1000 / y[1::2].sum()]
    assert [each.largest_share for each in found.supports] == pytest.approx(expected, rel=1e-12)
