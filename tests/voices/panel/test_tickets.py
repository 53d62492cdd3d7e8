"""Equal tickets come near the lottery, and a basic solution has few panels."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.voices.panel.grouping import grouped
from dueregard.voices.panel.problem import TypeLottery
from dueregard.voices.panel.programs import best_panel
from dueregard.voices.panel.rounding import equal_tickets, few_panels
from dueregard.voices.panel.spreading import spread
from tests.voices.panel import making

GROUP = grouped(making.pool(), targets=making.targets(), size=making.SIZE)
PROBLEM = GROUP.problem


@pytest.fixture(scope="module")
def dense() -> TypeLottery:
    """More panels than types need."""
    random = np.random.Generator(np.random.PCG64(3))
    found = [best_panel(PROBLEM, random.random(len(PROBLEM.members))) for _ in range(60)]
    panels = np.unique(np.array([each.values for each in found if each is not None]), axis=0)
    shares = random.dirichlet(np.ones(len(panels)))
    return TypeLottery(
        panels=panels,
        shares=shares,
        probabilities=shares @ panels / PROBLEM.members,
        algorithm="leximin",
        objective=0.0,
        bound=1.0,
        gap=1.0,
        proof="time limit",
    )


def test_few_panels_have_the_same_chances(dense: TypeLottery) -> None:
    assert len(dense.shares) > len(PROBLEM.members) + 1
    shares = few_panels(dense.panels, dense.shares)
    assert (shares > 0).sum() <= len(PROBLEM.members) + 1
    assert shares.sum() == pytest.approx(1)
    assert np.abs(shares @ dense.panels - dense.shares @ dense.panels).max() < 1e-7


@pytest.mark.parametrize("count", [1, 7, 100, 1000])
def test_there_are_as_many_tickets_as_asked(dense: TypeLottery, count: int) -> None:
    found = equal_tickets(dense, problem=PROBLEM, tickets=count)
    assert found.tickets.sum() == count
    assert (found.tickets > 0).all()
    seats = found.panels @ PROBLEM.rows.T
    assert (found.panels.sum(axis=1) == PROBLEM.size).all()
    assert ((seats >= PROBLEM.lower) & (seats <= PROBLEM.upper)).all()


def test_tickets_come_within_one_of_the_lottery(dense: TypeLottery) -> None:
    found = equal_tickets(dense, problem=PROBLEM, tickets=1000)
    off = 1000 * (found.probabilities(PROBLEM.members) - dense.probabilities)
    assert np.abs(off).max() <= 1


def test_people_of_a_type_are_on_as_many_tickets(dense: TypeLottery) -> None:
    rounded = equal_tickets(dense, problem=PROBLEM, tickets=300)
    people = spread(rounded, group=GROUP, generator=np.random.Generator(np.random.PCG64(1)))
    counts = np.bincount(np.concatenate(people), minlength=len(GROUP.types))
    assert len(people) == 300
    for kind, members in enumerate(GROUP.members):
        assert np.ptp(counts[members]) <= 1
        assert counts[members].sum() == rounded.tickets @ rounded.panels[:, kind]
