"""Figures whose error is not a sample's are never taken for independent of themselves."""

import pyarrow as pa
import pytest

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.errors import SpreadError
from dueregard.estimates import concatenate
from dueregard.measures import parse_measure

TEXTS = ("rate:events,population=people", "between_group_variance:value,se=se,population=people,group=g")


@pytest.fixture
def rows():
    columns = {"g": list("abcd"), "events": [30, 41, 22, 65], "people": [900, 1100, 800, 1500]}
    columns |= {"value": [3.3, 3.7, 2.8, 4.3], "se": [0.4, 0.3, 0.5, 0.4], "others": [12, 9, 31, 20]}
    return table_from(pa.table(columns), design=SurveyDesign())


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_figure_twice_in_one_call_differs_by_nothing(rows, text):
    both = evaluate(rows, [parse_measure(text), parse_measure(text)])
    change = both[:1].compared_with(both[1:], reference="itself")
    assert (change.values[0], change.se[0]) == (0.0, 0.0)


@pytest.mark.parametrize("text", TEXTS)
def test_of_two_calls_it_cannot_be_compared(rows, text):
    one, other = (evaluate(rows, [parse_measure(text)]) for _ in range(2))
    with pytest.raises(SpreadError, match="two calls"):
        one.compared_with(other, reference="itself")


def test_other_figures_of_two_calls_are_independent(rows):
    first = evaluate(rows, [parse_measure("rate:events,population=people")])
    second = evaluate(rows, [parse_measure("rate:others,population=people")])
    joint = concatenate(first, second).covariance()
    assert joint[0, 1] == 0.0
    assert joint[0, 0] > 0
