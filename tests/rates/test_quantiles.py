import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.rates import assign_quantiles

values = st.lists(st.integers(-50, 50), min_size=10, max_size=60)


def test_quantiles_are_those_published() -> None:
    # PHEindicatormethods 2.1.0, phe_quantile with three quantiles, highest values first.
    found = assign_quantiles([0, 1, 5, 9, 10, 65, 82, 1000], number=3, first="highest")
    assert found.quantiles.tolist() == [3, 3, 2, 2, 2, 1, 1, 1]
    assert found.direction == "Quantile 1 has the highest values."


@given(values, st.integers(2, 10))
def test_turning_the_values_round_turns_the_end_round(v: list[int], number: int) -> None:
    lowest = assign_quantiles(v, number=number, first="lowest").quantiles
    highest = assign_quantiles([-each for each in v], number=number, first="highest").quantiles
    assert np.array_equal(lowest, highest)


@given(values, st.integers(2, 10))
def test_equal_values_share_a_quantile_and_order_is_kept(v: list[int], number: int) -> None:
    found = assign_quantiles(v, number=number, first="lowest").quantiles
    order = np.argsort(v, kind="stable")
    assert np.all(np.diff(found[order]) >= 0)
    assert all(len(set(found[np.array(v) == each])) == 1 for each in set(v))
    assert set(found) <= set(range(1, number + 1))


@given(st.integers(2, 12), st.integers(1, 40))
def test_without_ties_sizes_differ_by_one_at_most(number: int, more: int) -> None:
    size = number + more
    found = assign_quantiles(np.random.default_rng(1).permutation(size), number=number, first="lowest")
    sizes = np.bincount(found.quantiles.astype(int), minlength=number + 1)[1:]
    assert sizes.max() - sizes.min() <= 1


def test_groups_are_ranked_on_their_own() -> None:
    found = assign_quantiles([1, 2, 10, 20, None, 3], number=2, first="lowest", by=list("aabbac"))
    np.testing.assert_array_equal(found.quantiles, [1, 2, 1, 2, np.nan, np.nan])
    assert found.reasons == {2: "there are fewer values than quantiles"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"first": "higest"}, "Did you mean 'highest'"),
        ({"first": "lowest", "number": 1}, "At least two"),
        ({"first": "lowest", "number": 2.5}, "At least two"),
    ],
)
def test_what_makes_no_quantiles_is_refused(options: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        assign_quantiles([1, 2, 3], **options)


def test_there_is_no_default_end() -> None:
    with pytest.raises(TypeError, match="first"):
        assign_quantiles([1, 2, 3], number=3)
