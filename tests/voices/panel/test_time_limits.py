"""Every step of the search for a fair lottery stops when its time is over, with something that is true."""

import numpy as np

from dueregard.voices.panel.certificate import shortfalls
from dueregard.voices.panel.core import core_panels
from dueregard.voices.panel.cube import cube_panels
from dueregard.voices.panel.hull import Hull
from dueregard.voices.panel.leximin import leximin
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.relaxation import relaxed_leximin
from dueregard.voices.panel.solve import solve
from dueregard.voices.panel.watch import Watch
from tests.voices.panel import small_problems

MADE = next(made for made in map(small_problems.problem, range(50)) if made is not None)
RULES = Polytope.of(MADE)
MEMBERS = MADE.members.astype(float)


def test_a_lot_out_of_time_is_empty() -> None:
    """And no half of a panel is given."""
    means = np.tile(relaxed_leximin(RULES, MEMBERS).probabilities * MEMBERS, (20, 1))
    assert len(cube_panels(RULES, means, generator=np.random.default_rng(1), watch=Watch(0.0))) == 0
    assert len(cube_panels(RULES, means, generator=np.random.default_rng(1))) > 0


def test_the_nearest_lottery_out_of_time_is_a_lottery() -> None:
    """Shares of panels, with a residual that is theirs."""
    draw = np.random.default_rng(2)
    hull = Hull(np.full(12, 0.5))
    points = draw.random((60, 12))
    hull.add(points)
    residual = hull.nearest(at_once=1, watch=Watch(0.0))
    assert (hull.shares >= 0).all()
    np.testing.assert_allclose(residual, 0.5 - hull.shares @ points, atol=1e-9)
    assert np.linalg.norm(hull.nearest()) < 1e-6 < np.linalg.norm(residual)


def test_out_of_time_every_type_is_settled_by_a_bound_that_no_panel_exceeds() -> None:
    """The last stage puts a weight on all that is open."""
    panels = small_problems.every_panel(MADE)
    pool = PanelPool(len(MEMBERS))
    pool.add(panels[:1])
    found = leximin(RULES, MEMBERS, pool, generator=np.random.default_rng(3), watch=Watch(0.0))
    for stage in found.stages:
        assert (panels @ (stage.weights / MEMBERS)).max() <= stage.bound + 1e-9
    chances = found.shares @ found.panels / MEMBERS
    assert np.isfinite(shortfalls(list(found.stages), chances)).all()
    assert chances.min() >= small_problems.leximin(MADE).min() - found.bound - 1e-9


def test_other_objectives_out_of_time_are_bounded_on_the_right_side() -> None:
    """The bound of what is maximised is not below what is attained at leisure."""
    for algorithm, sign in (("maximin", 1), ("nash", 1), ("minimax", -1), ("goldilocks", -1)):
        hurried, best = solve(MADE, algorithm=algorithm, time_limit=0.0), solve(MADE, algorithm=algorithm)
        assert sign * hurried.bound >= sign * best.objective - 1e-6
        assert sign * hurried.objective <= sign * best.objective + 1e-6


def test_panels_next_to_corners_are_panels_above_the_floor() -> None:
    """Whatever is held fixed on the way."""
    draw = np.random.default_rng(5)
    weights = draw.standard_normal(len(MEMBERS))
    values = small_problems.every_panel(MADE) @ weights
    floor = float(np.median(values))
    found = core_panels(RULES, weights, floor=floor, tries=6, generator=draw, watch=Watch())
    assert len(found) > 0
    assert RULES.allows(found).all()
    assert (found @ weights >= floor - 1e-6).all()
