"""The variance of sums of products of uncertain numbers, with the term that the delta method leaves out."""

import numpy as np
import pytest

from dueregard.causes.decompositions.products import Products


def spread(size: int, seed: int) -> np.ndarray:
    root = np.random.default_rng(seed).normal(size=(size, size))
    return root @ root.T / size


def test_a_sum_of_independent_products_has_the_trace_term() -> None:
    of_means, of_coefficients = spread(3, 1), spread(3, 2)
    means, coefficients = np.array([1.0, -2.0, 0.5]), np.array([0.3, 0.1, -1.0])
    products = Products(
        left=np.eye(3, 6),
        right=np.eye(3, 6, k=3),
        numbers=np.concatenate([means, coefficients]),
        covariance=np.block([[of_means, np.zeros((3, 3))], [np.zeros((3, 3)), of_coefficients]]),
    )
    expected = (
        coefficients @ of_means @ coefficients
        + means @ of_coefficients @ means
        + np.trace(of_means @ of_coefficients)
    )
    assert products.values.sum() == pytest.approx(means @ coefficients)
    assert products.covariances().sum() == pytest.approx(expected)


def test_products_of_normal_numbers_that_vary_together_have_this_covariance() -> None:
    covariance, numbers = spread(4, 3), np.array([0.5, -0.2, 0.1, 0.4])
    left = np.array([[1.0, 0, 0, 0], [0, 1.0, -1.0, 0]])
    right = np.array([[0, 0, 1.0, 0], [0.5, 0, 0, 1.0]])
    products = Products(left=left, right=right, numbers=numbers, covariance=covariance)
    drawn = np.random.default_rng(4).multivariate_normal(numbers, covariance, size=200_000)
    simulated = np.cov(((drawn @ left.T) * (drawn @ right.T)).T)
    assert products.covariances() == pytest.approx(simulated, rel=0.05, abs=0.02)
