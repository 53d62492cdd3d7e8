"""A seed decides the draw, anybody can repeat it, and over many seeds everybody has their chance."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy import stats

from dueregard.errors import UsageError
from dueregard.voices.panel.drawing import draw
from dueregard.voices.panel.lottery import PARTS, Lottery, make_lottery
from tests.voices.panel import making

DRAWS = 1500


@pytest.fixture(scope="module")
def exact() -> Lottery:
    return make_lottery(making.pool(), targets=making.targets(), size=making.SIZE)


@pytest.fixture(scope="module")
def tickets() -> Lottery:
    return make_lottery(making.pool(), targets=making.targets(), size=making.SIZE, tickets=100)


def test_one_seed_gives_one_panel(exact: Lottery) -> None:
    assert draw(exact.content, seed=" round 7") == draw(exact.content, seed="round  7 ")
    assert len({draw(exact.content, seed=seed).panel for seed in range(20)}) > 10


def test_shares_are_whole_parts(exact: Lottery) -> None:
    assert sum(panel["parts"] for panel in exact.content["panels"]) == PARTS


def test_everybody_is_drawn_as_often_as_their_chance_says(exact: Lottery) -> None:
    drawn: Counter[str] = Counter()
    for seed in range(DRAWS):
        panel = draw(exact.content, seed=seed).panel
        drawn.update(panel)
    found = np.array([drawn[name] for name in exact.pool.ids])
    wanted = DRAWS * exact.probabilities
    by_type = np.array([[found[each].sum(), wanted[each].sum()] for each in exact.group.members])
    within = [stats.chisquare(found[each]).pvalue for each in exact.group.members if len(each) > 3]
    assert np.abs(by_type[:, 0] - by_type[:, 1]).max() < 5 * np.sqrt(by_type[:, 1].max())
    assert min(within) > 1e-4


def test_every_drawn_panel_meets_every_quota(exact: Lottery) -> None:
    place = {name: person for person, name in enumerate(exact.pool.ids)}
    for seed in range(50):
        people = [place[name] for name in draw(exact.content, seed=seed).panel]
        for quota in exact.targets.quotas:
            assert quota.minimum <= sum(exact.pool.counts(quota, p) for p in people) <= quota.maximum


def test_tickets_are_equally_likely(tickets: Lottery) -> None:
    numbers = Counter(draw(tickets.content, seed=seed).number for seed in range(DRAWS))
    assert stats.chisquare([numbers[i] for i in range(100)]).pvalue > 1e-4


def test_a_number_drawn_with_dice_is_taken(tickets: Lottery) -> None:
    found = draw(tickets.content, ticket=42)
    assert found.panel == tuple(tickets.content["tickets"][42])
    assert found.seed is None


@pytest.mark.parametrize(
    "asked", [{}, {"seed": "1", "ticket": 1}, {"seed": "  "}, {"ticket": 100}, {"ticket": -1}]
)
def test_what_is_no_draw_is_refused(tickets: Lottery, asked: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        draw(tickets.content, **asked)  # type: ignore[arg-type]


def test_a_lottery_without_tickets_has_no_ticket(exact: Lottery) -> None:
    with pytest.raises(UsageError, match="no tickets"):
        draw(exact.content, ticket=1)
