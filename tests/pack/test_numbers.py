import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.pack.chart import axis_over
from dueregard.pack.numbers import number_format
from dueregard.pack.readings import gap_words
from tests.pack import town

SHARE = number_format("proportion", None, [0.5])


@pytest.mark.parametrize(
    ("estimate", "se", "said"),
    [
        (-0.041, 0.01, "4.1 percentage points lower (2.1 to 6.1)"),
        (0.008, 0.02, "0.8 percentage points higher (3.2 lower to 4.8 higher)"),
        (0.12, None, "12.0 percentage points higher"),
    ],
)
def test_a_gap_in_words(estimate, se, said):
    gap = town.record("in_work", {"sex": "Women"}, estimate, se, n=900, reference="Men")
    assert gap_words(gap, SHARE) == said


def test_a_ratio_in_words():
    gap = town.record(
        "in_work",
        {"sex": "Women"},
        0.0,
        None,
        n=900,
        reference="Men",
        contrast="log_ratio",
        low=-0.1,
        high=0.1,
    )
    assert gap_words(gap, SHARE) == "1.00 times (0.90 to 1.11)"


def test_nothing_is_minus_nought():
    assert SHARE.value(-0.00001) == "0.0%"


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=20))
def test_every_value_lies_on_its_axis(values):
    axis = axis_over(values)
    assert axis is not None
    slack = 1e-9 * max(1.0, *map(abs, values))
    assert axis.start - slack <= min(values)
    assert max(values) <= axis.end + slack
    assert len(axis.ticks) <= 8
    assert all(0 <= axis.place(value) <= 100 for value in values)
