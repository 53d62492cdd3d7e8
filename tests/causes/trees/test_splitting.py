from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.causes.trees.splitting import best_splits


def gain(left: list[int], n: np.ndarray, s: np.ndarray) -> float:
    side, whole = n[left].sum(), n.sum()
    return float(s[left].sum() ** 2 / (side * (whole - side)))


def every(n: np.ndarray, s: np.ndarray, least: float) -> float:
    """The greatest gain of all ways to part the levels with enough people on both sides, -1 without one."""
    levels = list(np.flatnonzero(n))
    best = -1.0
    for size in range(1, len(levels)):
        for way in combinations(levels, size):
            side = n[list(way)].sum()
            if side >= least and n.sum() - side >= least:
                best = max(best, gain(list(way), n, s))
    return best


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 8), st.sampled_from([1.0, 5.0, 20.0, 45.0]))
def test_the_best_way_of_all_is_found_with_and_without_a_least_size(seed: int, k: int, least: float) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 25, (3, k)).astype(float)
    sums = np.where(counts > 0, rng.normal(size=(3, k)) * np.sqrt(counts), 0.0)
    sums -= counts * sums.sum(axis=1, keepdims=True) / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    left, found = best_splits(counts=counts, weights=counts, sums=sums, least=np.full(3, least))
    for row in range(3):
        n, s = counts[row], sums[row]
        best = every(n, s, least)
        assert found[row] == (best > 0)
        if found[row]:
            way = list(np.flatnonzero(left[row]))
            assert least <= n[way].sum() <= n.sum() - least
            np.testing.assert_allclose(gain(way, n, s), best, rtol=1e-10)


def test_the_first_level_that_somebody_has_is_on_the_left() -> None:
    counts = np.array([[0.0, 30.0, 30.0, 30.0]])
    left, _ = best_splits(
        counts=counts, weights=counts, sums=np.array([[0.0, 9.0, -4.0, -5.0]]), least=np.array([5.0])
    )
    assert left.tolist() == [[False, True, False, False]]


def test_many_levels_with_few_people_are_parted_as_well_as_can_be() -> None:
    rng = np.random.default_rng(5)
    for k in (16, 20):
        counts = rng.integers(1, 9, (1, k)).astype(float)
        sums = rng.normal(size=(1, k)) * counts
        sums -= counts * sums.sum() / counts.sum()
        least = np.array([np.floor(counts.sum() / 2) - 1])
        left, found = best_splits(counts=counts, weights=counts, sums=sums, least=least)
        assert found[0]
        way = list(np.flatnonzero(left[0]))
        assert least[0] <= counts[0][way].sum() <= counts.sum() - least[0]
        order = np.argsort(sums[0] / counts[0])
        plain = [
            gain(list(order[:cut]), counts[0], sums[0])
            for cut in range(1, k)
            if least[0] <= counts[0][order[:cut]].sum() <= counts.sum() - least[0]
        ]
        assert gain(way, counts[0], sums[0]) >= (1 - 1e-9) * max(plain, default=0.0)
