"""The exact multinomial test: reference values, every outcome by hand, and what must not change it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from dueregard.errors import UsageError
from dueregard.voices.representation.exact import ORDERINGS, MultinomialTest, multinomial_test

SHARES = [0.817, 0.093, 0.04, 0.029, 0.021]
small = st.integers(2, 4).flatmap(
    lambda k: st.tuples(
        st.lists(st.integers(0, 4), min_size=k, max_size=k).filter(any),
        st.lists(st.integers(1, 9), min_size=k, max_size=k),
    )
)


def values(test: MultinomialTest) -> list[float]:
    return [getattr(test, ordering) for ordering in ORDERINGS]


def by_hand(
    seen: NDArray[np.int64], chances: NDArray[np.float64], outcomes: NDArray[np.int64]
) -> list[float]:
    """The three p-values from a list of every outcome; chances are those of the outcomes."""
    n = seen.sum()
    shares = (chances[:, None] * outcomes).sum(axis=0) / n
    chi = ((outcomes - n * shares) ** 2 / (n * shares)).sum(axis=1)
    log = np.log(np.where(outcomes > 0, outcomes / (n * shares), 1.0))
    ratio = 2 * (outcomes * log).sum(axis=1)
    own = int(np.flatnonzero((outcomes == seen).all(axis=1))[0])
    return [
        chances[chances <= chances[own] * (1 + 1e-7)].sum(),
        chances[chi >= chi[own] * (1 - 1e-7) - 1e-10].sum(),
        chances[ratio >= ratio[own] * (1 - 1e-7) - 1e-10].sum(),
    ]


def every(n: int, k: int) -> NDArray[np.int64]:
    return np.array([each for each in itertools.product(range(n + 1), repeat=k) if sum(each) == n])


@pytest.mark.shared
def test_reference_values(shared: Path) -> None:
    cases = json.loads((shared / "golden/voices/representation_multinomial.json").read_text())
    for case in cases:
        test = multinomial_test(case["x"], case["p"])
        assert test.probability == pytest.approx(case["p_exact_prob"], abs=1e-12)
        assert test.chi_square == pytest.approx(case["p_exact_chisq"], abs=1e-12)
        assert test.likelihood_ratio == pytest.approx(case["p_exact_G"], abs=1e-12)
        assert test.asymptotic == pytest.approx(case["p_asym"], abs=1e-12)
        assert test.chi_square_statistic == pytest.approx(case["chisq"], abs=1e-10)


def test_the_orderings_are_three_tests() -> None:
    assert [round(each, 3) for each in values(multinomial_test([20, 4, 3, 2, 1], SHARES))] == [
        0.080,
        0.184,
        0.418,
    ]
    assert [round(each, 2) for each in values(multinomial_test([12, 0, 0, 0, 0], SHARES))] == [
        0.88,
        0.58,
        0.27,
    ]


@given(small)
def test_it_is_the_sum_over_every_outcome(case: tuple[list[int], list[int]]) -> None:
    seen, parts = np.array(case[0]), np.array(case[1])
    outcomes = every(int(seen.sum()), len(seen)) if seen.sum() <= 8 else None
    if outcomes is None:
        return
    chances = stats.multinomial.pmf(outcomes, seen.sum(), parts / parts.sum())
    assert values(multinomial_test(seen, parts)) == pytest.approx(by_hand(seen, chances, outcomes), abs=1e-10)


def test_drawn_without_replacement() -> None:
    seen, people = np.array([4, 0, 1]), np.array([9, 7, 4])
    outcomes = every(5, 3)
    chances = stats.multivariate_hypergeom.pmf(outcomes, people, 5)
    found = values(multinomial_test(seen, people / 20, counts=people))
    assert found == pytest.approx(by_hand(seen, chances, outcomes), abs=1e-10)


@given(small, st.randoms(use_true_random=False))
def test_names_of_groups_do_not_matter(case: tuple[list[int], list[int]], order: object) -> None:
    pairs = list(zip(*case, strict=True))
    before = values(multinomial_test(*case))
    order.shuffle(pairs)  # type: ignore[attr-defined]
    seen, parts = zip(*pairs, strict=True)
    after = values(multinomial_test(seen, parts))
    assert after == pytest.approx(before, abs=1e-10)
    assert all(0 < each <= 1 for each in after)


@given(small)
def test_the_most_probable_outcome_is_never_extreme(case: tuple[list[int], list[int]]) -> None:
    parts, n = np.array(case[1]), min(sum(case[0]), 8)
    outcomes = every(n, len(parts))
    likeliest = outcomes[np.argmax(stats.multinomial.pmf(outcomes, n, parts / parts.sum()))]
    assert multinomial_test(likeliest, parts).probability == pytest.approx(1, abs=1e-12)


def test_ties_count_as_equal_though_rounded_otherwise() -> None:
    test = multinomial_test([3, 0, 0], [0.1 + 0.2, 0.3, 0.4])
    other = multinomial_test([0, 3, 0], [0.1 + 0.2, 0.3, 0.4])
    assert test.probability == pytest.approx(2 * 0.3**3, abs=1e-12)
    assert other.probability == pytest.approx(test.probability, abs=1e-12)


def test_two_groups_are_the_binomial_test() -> None:
    test = multinomial_test([9, 6], [0.49, 0.51])
    assert test.probability == pytest.approx(stats.binomtest(9, 15, 0.49).pvalue, abs=1e-12)
    assert test.asymptotic == pytest.approx(stats.chisquare([9, 6], [7.35, 7.65]).pvalue, abs=1e-12)


def test_a_simulation_says_so_and_is_near() -> None:
    seen, parts = [12, 5, 3], [0.5, 0.3, 0.2]
    exact, simulated = multinomial_test(seen, parts), multinomial_test(seen, parts, feasible=0, seed=5)
    assert (exact.method, simulated.method) == ("exact", "simulated")
    assert simulated.error is not None
    assert 0 < simulated.error < 0.002
    for one, other in zip(values(exact), values(simulated), strict=True):
        assert abs(one - other) < 5 * simulated.error
    assert simulated == multinomial_test(seen, parts, feasible=0, seed=5)


def test_sixty_people_in_eight_groups_are_summed_exactly() -> None:
    parts = [30, 20, 15, 12, 9, 6, 5, 3]
    test = multinomial_test([20, 10, 9, 8, 5, 4, 3, 1], parts)
    assert test.method == "exact"
    assert test.asymptotic == pytest.approx(test.chi_square, abs=0.03)


def test_one_group_and_nobody_are_no_evidence() -> None:
    assert values(multinomial_test([5], [1])) == [1, 1, 1]
    assert values(multinomial_test([0, 0], [0.5, 0.5])) == [1, 1, 1]


def test_a_very_unlikely_body_has_a_p_value_above_nought() -> None:
    assert 0 < multinomial_test([0, 200], [0.999, 0.001]).probability < 1e-290


@pytest.mark.parametrize(
    ("seen", "shares", "counts"), [([1, 1], [1.0, 0.0], None), ([3, 1], [0.5, 0.5], [1, 1])]
)
def test_impossible_bodies_are_refused(
    seen: list[int], shares: list[float], counts: list[int] | None
) -> None:
    with pytest.raises(UsageError):
        multinomial_test(seen, shares, counts=counts)
