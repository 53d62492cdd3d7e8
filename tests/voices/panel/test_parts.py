"""The parts of the panel mathematics, each by what it promises."""

import numpy as np
from scipy.optimize import nnls

from dueregard.voices.panel.cube import cube_panels, fly
from dueregard.voices.panel.exchange import Exchange
from dueregard.voices.panel.hull import Hull
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.relaxation import relaxed_leximin

QUOTAS = Polytope(
    rows=np.vstack([np.tile([1.0, 0.0], 15), np.repeat([1.0, 0.0, 0.0], 10), np.ones(30)]),
    lower=np.array([4.0, 2.0, 9.0]),
    upper=np.array([4.0, 4.0, 9.0]),
    most=np.ones(30),
    least=np.zeros(30),
)


def test_the_nearest_lottery_is_that_of_nonnegative_least_squares() -> None:
    """The target lies outside the hull of the points."""
    draw = np.random.default_rng(1)
    points, target = draw.random((40, 12)), np.full(12, 0.9)
    hull = Hull(target)
    hull.add(points[:25])
    hull.nearest()
    hull.add(points[25:])
    residual = hull.nearest()
    masses, _ = nnls(np.vstack([(points - target).T, np.ones(40)]), np.append(np.zeros(12), 1.0))
    np.testing.assert_allclose(hull.shares, masses / masses.sum(), atol=1e-8)
    assert ((points - target) @ residual).max() <= -(residual @ residual) + 1e-9


def test_a_target_within_the_hull_is_met() -> None:
    """By a lottery over few points."""
    draw = np.random.default_rng(2)
    points = draw.standard_normal((80, 8))
    hull = Hull(np.zeros(8))
    hull.add(points)
    assert np.abs(hull.nearest()).max() < 1e-12
    assert (hull.shares > 0).sum() <= 9


def test_walks_keep_rows_and_the_mean() -> None:
    """Few coordinates stay fractions."""
    mean = np.full(30, 0.3)
    rows = QUOTAS.rows
    ends = fly(np.tile(mean, (4000, 1)), rows, generator=np.random.default_rng(3))
    np.testing.assert_allclose(ends @ rows.T, np.tile(rows @ mean, (4000, 1)), atol=1e-9)
    assert ((np.abs(ends - np.rint(ends)) > 1e-9).sum(axis=1) <= 3).all()
    np.testing.assert_allclose(ends.mean(axis=0), mean, atol=0.04)


def test_drawn_panels_meet_the_rules() -> None:
    """All of them, and nearly all draws succeed."""
    mean = np.where(np.tile([True, False], 15), 4 / 15, 5 / 15)
    panels = cube_panels(QUOTAS, np.tile(mean, (200, 1)), generator=np.random.default_rng(4))
    assert QUOTAS.allows(panels).all()
    assert len(panels) > 190


def test_two_swaps_at_once_are_better_and_allowed() -> None:
    """Up to the best panel there is, found by branch and bound."""
    draw = np.random.default_rng(5)
    weights = draw.random(30)
    best = QUOTAS.best_panel(weights)
    assert best.panel is not None
    exchange = Exchange(QUOTAS, draw)
    first = panel = cube_panels(QUOTAS, np.full((20, 30), 0.3), generator=draw)[0]
    for _ in range(30):
        better = exchange.better(panel, weights, most=5)
        assert QUOTAS.allows(better).all()
        assert (better @ weights > panel @ weights).all()
        if len(better) == 0:
            break
        panel = better[0]
    assert panel @ weights <= best.bound + 1e-9
    assert panel @ weights > first @ weights


def test_bounds_hold_for_all_panels_and_the_best_panel_is_within_them() -> None:
    """A floor above the best leaves none, by proof."""
    weights = np.random.default_rng(6).standard_normal(30)
    best = QUOTAS.best_panel(weights)
    assert best.closed
    assert best.panel is not None
    assert best.panel @ weights <= QUOTAS.best_point(weights).bound + 1e-9
    nothing = QUOTAS.best_panel(weights, floor=best.bound + 0.01)
    assert (nothing.panel, nothing.closed) == (None, True)


def test_the_relaxation_gives_no_less_than_equal_shares_where_they_fit() -> None:
    """Four of fifteen and five of fifteen: two levels."""
    found = relaxed_leximin(QUOTAS, np.ones(30))
    np.testing.assert_allclose(found.probabilities, np.tile([4 / 15, 5 / 15], 15), atol=1e-7)
