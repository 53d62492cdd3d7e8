"""Nobody falls shorter of the probabilities wanted than some lottery over the panels must let them."""

import numpy as np

from dueregard.voices.panel.hull import Hull
from dueregard.voices.panel.shortfall import least_shortfall
from dueregard.voices.panel.watch import Watch

DRAW = np.random.default_rng(4)
PANELS = np.unique(np.array([DRAW.permutation([1, 1, 1, 0, 0, 0, 0]) for _ in range(9)]), axis=0)
MEMBERS = np.ones(7)


def test_it_is_at_most_that_of_the_nearest_lottery() -> None:
    target = np.full(7, 3 / 7)
    hull = Hull(target)
    hull.add(PANELS / MEMBERS)
    found = least_shortfall(PANELS, target, MEMBERS, watch=Watch())
    assert found is not None
    assert found.error <= hull.nearest().max() + 1e-9
    assert abs(found.shares.sum() - 1) < 1e-9
    np.testing.assert_allclose(found.error, (target - found.shares @ found.panels).max(), atol=1e-9)


def test_a_mixture_of_the_panels_is_attained() -> None:
    target = DRAW.dirichlet(np.ones(len(PANELS))) @ PANELS
    found = least_shortfall(PANELS, target, MEMBERS, watch=Watch())
    assert found is not None
    np.testing.assert_allclose(found.shares @ found.panels, target, atol=1e-7)
