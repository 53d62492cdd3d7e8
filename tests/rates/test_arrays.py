import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.rates.arrays import column, columns, confidence_levels, positive
from dueregard.rates.groups import gathered


def test_what_is_missing_becomes_nan() -> None:
    assert np.array_equal(
        column([1, None, np.nan, np.inf], name="the counts"), [1, np.nan, np.nan, np.nan], equal_nan=True
    )


@pytest.mark.parametrize("wrong", [["1", "2"], [object()], [[1, 2], [3, 4]], [{}]])
def test_only_columns_of_numbers_are_read(wrong: list[object]) -> None:
    with pytest.raises(UsageError, match="the counts"):
        column(wrong, name="the counts")


def test_columns_of_one_table_have_the_same_length() -> None:
    with pytest.raises(UsageError, match="events: 3; population: 2"):
        columns(events=[1, 2, 3], population=[1, 2])


def test_a_percentage_is_no_confidence_level() -> None:
    with pytest.raises(UsageError, match=r"Write 0\.95 for 95 %"):
        confidence_levels([0.9, 95])
    with pytest.raises(UsageError, match="at least one"):
        confidence_levels([])


@pytest.mark.parametrize("wrong", [0, -1, np.nan, np.inf])
def test_a_multiplier_is_above_zero(wrong: float) -> None:
    with pytest.raises(UsageError, match="must be above zero"):
        positive(wrong, name="The multiplier")


def test_groups_keep_the_order_of_their_first_rows() -> None:
    groups = gathered([("b", 1), ("a", 1), ("b", 1)], size=3, separately=True)
    assert groups.labels == (("b", 1), ("a", 1))
    assert groups.sum([1.0, 2.0, 4.0]).tolist() == [5.0, 2.0]
    assert groups.first(np.array([1.0, 2.0, 4.0])).tolist() == [1.0, 2.0]


def test_the_first_fault_of_a_group_is_told() -> None:
    groups = gathered(["a", "b", "a"], size=3, separately=True)
    told = groups.reasons({"first": [False, False, True], "second": [True, True, False]})
    assert told == {0: "first", 1: "second"}


def test_each_row_needs_a_label() -> None:
    with pytest.raises(UsageError, match="3 rows and 2 labels"):
        gathered(["a", "b"], size=3, separately=True)
