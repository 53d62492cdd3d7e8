import dataclasses

import pytest

from dueregard.disclosure import release
from dueregard.disclosure.slices import thinnest
from tests.disclosure.making import level, statuses, table


def sliced(measure, *, n, **parameters):
    record = level({"area": "A"}, n=n, measure=measure)
    return statuses(release([table(dataclasses.replace(record, parameters=parameters))]))


@pytest.mark.parametrize(
    ("measure", "parameters", "enough"),
    [
        ("quantile", {"p": 0.9}, 100),
        ("quantile", {"p": 0.25}, 40),
        ("percentile_ratio", {"lower": 0.1, "upper": 0.8}, 100),
        ("lorenz", {"p": 0.95}, 200),
        ("lower_total", {"p": 0.1}, 100),
        ("share", {"lower": 0.5, "upper": 0.55}, 200),
        ("share", {"lower": 0.05, "upper": 1.0}, 200),
        ("quintile_share_ratio", {}, 50),
        ("palma_ratio", {}, 100),
    ],
)
def test_a_slice_needs_as_many_people_as_the_threshold(measure, parameters, enough):
    assert sliced(measure, n=enough, **parameters) == ["ok"]
    assert sliced(measure, n=enough - 1, **parameters) == ["withheld"]


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_the_lowest_and_the_highest_value_are_never_shown(p):
    assert sliced("quantile", n=100_000, p=p) == ["withheld"]


def test_few_effective_people_make_a_thin_slice():
    record = dataclasses.replace(
        level({"area": "A"}, n=400, measure="quantile", n_effective=60.0), parameters={"p": 0.9}
    )
    assert statuses(release([table(record)])) == ["withheld"]


def test_the_median_and_the_whole_group_are_no_slices():
    assert thinnest("quantile", {"p": 0.5}) is None
    assert thinnest("lorenz", {"p": 1.0}) is None
    assert thinnest("share", {"lower": 0.0, "upper": 1.0}) is None
    assert thinnest("share", {}) is None
