"""Axes, clusters and silhouettes against what they are by definition."""

import itertools

import numpy as np
import pytest
from scipy import sparse

from dueregard.voices.opinions.agreement import adjusted_rand
from dueregard.voices.opinions.clusters import k_means, nearest
from dueregard.voices.opinions.components import principal_components
from dueregard.voices.opinions.condensing import condensed
from dueregard.voices.opinions.find import find_opinions
from dueregard.voices.opinions.grouping import group_points
from dueregard.voices.opinions.matrix import vote_matrix
from dueregard.voices.opinions.silhouette import Silhouettes
from tests.voices.opinions.conversations import camps, laid_out


def filled(votes):
    """Fill missing votes with the mean of the statement, and centre."""
    matrix = vote_matrix(votes)
    table = np.full(matrix.votes.shape, np.nan)
    table[votes.participant, votes.statement] = votes.value
    means = np.nanmean(table, axis=0)
    return matrix, np.where(np.isnan(table), means, table) - means


@pytest.mark.parametrize(("people", "statements"), [(90, 20), (30, 90), (120, 80)])
def test_axes_are_those_of_the_filled_matrix(people, statements):
    matrix, dense = filled(camps([people - 12, 12], statements=statements)[0])
    found = principal_components(matrix.centred(matrix.means()))
    _, singular, axes = np.linalg.svd(dense)
    np.testing.assert_allclose(np.abs((found.axes * axes[:2]).sum(axis=1)), 1, atol=1e-10)
    np.testing.assert_allclose(found.variance, singular[:2] ** 2 / (people - 1), rtol=1e-10)


@pytest.mark.parametrize("statements", [20, 80])
def test_a_participant_drawn_twice_counts_as_two(statements):
    votes, _ = camps([50, 40], statements=statements)
    matrix, _ = filled(votes)
    times = np.random.default_rng(1).integers(0, 3, 90)
    found = principal_components(matrix.centred(matrix.means(times * 1.0)), times=times * 1.0)
    table = np.full(matrix.votes.shape, np.nan)
    table[votes.participant, votes.statement] = votes.value
    drawn = np.repeat(table, times, axis=0)
    means = np.nanmean(drawn, axis=0)
    _, singular, axes = np.linalg.svd(np.where(np.isnan(drawn), 0, drawn - means))
    np.testing.assert_allclose(np.abs((found.axes * axes[:2]).sum(axis=1)), 1, atol=1e-9)
    np.testing.assert_allclose(found.variance, singular[:2] ** 2 / (times.sum() - 1), rtol=1e-9)


def test_clusters_have_the_least_squares_of_all():
    rng = np.random.default_rng(4)
    points = np.concatenate([rng.normal(0, 1, (5, 2)), rng.normal(3, 1, (5, 2))])

    def within(labels):
        return sum(((points[labels == k] - points[labels == k].mean(axis=0)) ** 2).sum() for k in (0, 1))

    best = min(
        within(np.array(labels)) for labels in itertools.product((0, 1), repeat=10) if 0 < sum(labels) < 10
    )
    centres = k_means(points, np.ones(10), k=2, rng=rng)
    assert within(nearest(points, centres)) == pytest.approx(best)


def test_silhouette_by_its_definition():
    rng = np.random.default_rng(2)
    points, centres = rng.normal(0, 1, (25, 2)), np.array([[-1.0, 0], [1, 0], [0, 2]])
    labels = nearest(points, centres)
    each = []
    for i, point in enumerate(points):
        far = np.hypot(*(points - point).T)
        own = far[(labels == labels[i]) & (np.arange(25) != i)].mean()
        other = min(far[labels == k].mean() for k in range(3) if k != labels[i])
        each.append((other - own) / max(own, other))
    assert Silhouettes(points, np.ones(25)).mean(centres) == pytest.approx(np.mean(each))


def test_condensing_keeps_weight_and_middle_whatever_the_order():
    rng = np.random.default_rng(3)
    points, weights = rng.normal(0, 1, (3000, 2)), rng.integers(1, 4, 3000).astype(float)
    cells = condensed(points, weights, most=100)
    assert len(cells.points) == 100
    assert cells.weights.sum() == weights.sum()
    np.testing.assert_allclose(cells.weights @ cells.points, weights @ points)
    order = rng.permutation(3000)
    np.testing.assert_allclose(condensed(points[order], weights[order], most=100).points, cells.points)
    np.testing.assert_array_equal(
        condensed(points[order], weights[order], most=100).place, cells.place[order]
    )


def test_many_points_are_grouped_as_few_are():
    rng = np.random.default_rng(6)
    camp = np.repeat([0, 1, 2], [1500, 900, 600])
    points = np.array([[0.0, 0], [6, 0], [2, 6]])[camp] + rng.normal(0, 1, (3000, 2))
    found = group_points(points, np.ones(3000), smallest=30, rng=rng)
    assert found.number == 3
    assert adjusted_rand(nearest(points, found.centres), camp) > 0.99
    few = group_points(points[::10], np.ones(300), smallest=5, rng=rng)
    np.testing.assert_allclose(np.sort(few.centres[:, 0]), np.sort(found.centres[:, 0]), atol=0.3)


def test_a_division_into_few_is_refused():
    points = np.concatenate([np.zeros((40, 2)), np.ones((4, 2))]) + np.arange(44)[:, None] * 1e-3
    found = group_points(points, np.ones(44), smallest=5, rng=np.random.default_rng(0))
    assert found.number == 0
    assert found.refused == (2, 3, 4, 5)


def test_partitions_by_chance_have_an_index_near_nothing():
    rng = np.random.default_rng(9)
    first, second = rng.integers(0, 3, (2, 4000))
    assert abs(adjusted_rand(first, second)) < 0.01
    assert adjusted_rand(first, (first + 1) % 3) == 1
    # Hubert and Arabie's index of the textbook table [[5, 1], [2, 4]] by its formula.
    assert adjusted_rand([0] * 6 + [1] * 6, [0] * 5 + [1] + [0] * 2 + [1] * 4) == pytest.approx(
        (10 + 0 + 1 + 6 - 30 * 31 / 66) / ((30 + 31) / 2 - 30 * 31 / 66)
    )


@pytest.mark.parametrize("kind", ["all agree", "all pass", "one dissents", "two opposite halves"])
def test_votes_with_few_differences_have_few_axes(kind):
    value = np.ones((100, 80))
    if kind == "all pass":
        value[:] = 0
    elif kind == "one dissents":
        value[0, 0] = -1
    elif kind == "two opposite halves":
        value[:, ::2] = -1
        value[:50] *= -1
    opinions = find_opinions(laid_out(value, np.ones(value.shape, dtype=bool)), bootstrap=3)
    halves = kind == "two opposite halves"
    assert (opinions.map.variance > 0).tolist() == [kind in ("one dissents", "two opposite halves"), False]
    assert [group.size for group in opinions.groups] == ([50, 50] if halves else [])
    assert opinions.has_groups == halves


def test_no_statement_is_analysed():
    assert principal_components(sparse.csr_array((4, 0))).axes.shape == (2, 0)
