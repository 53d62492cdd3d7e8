"""Shares of a whole: what Shapley's axioms demand, against all orders one by one."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.consequences.cumulative import shapley_values
from dueregard.consequences.cumulative.attribution import effects_of_bundle, members, pairwise_effects

COUNTS = st.integers(1, 5)


def by_every_order(values: np.ndarray) -> np.ndarray:
    """What each adds, averaged over all orders: the definition, with no weights."""
    count = len(values).bit_length() - 1
    added = np.zeros(count)
    orders = list(permutations(range(count)))
    for order in orders:
        subset = 0
        for place in order:
            added[place] += values[subset | 1 << place] - values[subset]
            subset |= 1 << place
    return added / len(orders)


def a_game(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=2**count) * 100


@settings(max_examples=30, deadline=None)
@given(COUNTS, st.integers(0, 1000))
def test_the_subset_formula_is_the_average_over_all_orders_and_sums_to_the_whole(
    count: int, seed: int
) -> None:
    values = a_game(count, seed)
    shares = shapley_values(values)
    assert shares == pytest.approx(by_every_order(values), abs=1e-9)
    assert shares.sum() == pytest.approx(values[-1] - values[0], abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(COUNTS, st.integers(0, 1000))
def test_marginal_effects_sum_to_the_whole_and_interaction_is_what_stand_alone_effects_miss(
    count: int, seed: int
) -> None:
    values = a_game(count, seed)
    found = {effect.key: float(effect.weights @ values) for effect in effects_of_bundle(count)}
    for kind, rest in (("marginal", 0.0), ("stand_alone", found["interaction"])):
        parts = sum(found[f"{kind} {place}"] for place in range(count))
        assert parts + rest == pytest.approx(found["cumulative"], abs=1e-9)


def test_measures_that_do_the_same_have_equal_shares_and_one_that_does_nothing_has_none() -> None:
    # The first two are the same; the third does nothing; together the two do more than each.
    worth = {0: 0.0, 1: 5.0, 2: 14.0}
    values = [worth[(subset & 0b011).bit_count()] for subset in range(8)]
    assert shapley_values(values).tolist() == pytest.approx([7.0, 7.0, 0.0])


def test_the_glove_game_of_the_textbooks() -> None:
    # Two have left gloves, one a right glove; a pair is worth 1 (Shapley shares 1/6, 1/6, 4/6).
    values = [float(subset & 0b100 > 0 and subset & 0b011 > 0) for subset in range(8)]
    assert shapley_values(values) == pytest.approx([1 / 6, 1 / 6, 4 / 6])


def test_pairs_interact_as_much_as_all_subsets_of_the_others_say() -> None:
    values = a_game(3, 4)
    first_two = pairwise_effects(3)[0]
    without, beside = (
        values[0b011 | rest] - values[0b001 | rest] - values[0b010 | rest] + values[rest]
        for rest in (0, 0b100)
    )
    assert first_two.weights @ values == pytest.approx((without + beside) / 2)
    assert (first_two.measure, first_two.other) == (0, 1)
    # Of three, the interaction of the whole is that of all pairs and of the three together.
    assert members(0b110) == [1, 2]
