"""Leximin over panels, against listing every panel, and its properties."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dueregard.errors import DueRegardError
from dueregard.voices.panel.certificate import Stage, shortfalls
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.problem import PanelProblem
from dueregard.voices.panel.solve import NoPanel, solve
from dueregard.voices.panel.stagewise import stagewise_leximin
from dueregard.voices.panel.watch import Watch
from tests.voices.panel import small_problems

seeds = st.integers(0, 10_000)
ODD_CYCLE = PanelProblem(
    members=np.ones(4, dtype=np.int64),
    most=np.ones(4, dtype=np.int64),
    rows=np.array([[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 1, 0]], dtype=np.int8),
    lower=np.zeros(3, dtype=np.int64),
    upper=np.ones(3, dtype=np.int64),
    size=2,
)


def drawn(seed: int) -> PanelProblem:
    """Draw a small problem that some panel solves."""
    made = small_problems.problem(seed)
    assume(made is not None)
    return made


@settings(max_examples=12)
@given(seeds)
def test_leximin_is_that_of_all_panels_listed(seed: int) -> None:
    """Enumeration and stages of linear programmes over all panels give the same probabilities."""
    made = drawn(seed)
    found = solve(made)
    np.testing.assert_allclose(found.probabilities, small_problems.leximin(made), atol=2e-6)
    assert found.certified


@settings(max_examples=12)
@given(seeds)
def test_stages_alone_find_the_same(seed: int) -> None:
    """Without the relaxation's help, from one panel."""
    made = drawn(seed)
    members = made.members.astype(float)
    pool = PanelPool(len(members))
    pool.add(small_problems.every_panel(made)[:1])
    generator = np.random.default_rng(0)
    found = stagewise_leximin(Polytope.of(made), members, pool, generator=generator, watch=Watch())
    chances = found.shares @ pool.panels / members
    np.testing.assert_allclose(chances, small_problems.leximin(made), atol=2e-6)
    assert found.finished
    assert shortfalls(found.stages, found.target).max() < 1e-6


def test_a_proof_in_which_larger_chances_weigh_does_not_call_an_unequal_lottery_leximin() -> None:
    """One seat for two people: 0.1 and 0.9 fill it, but halves are fairer."""
    stage = Stage(weights=np.array([0.5, 0.5]), bound=0.5, settled=np.array([True, True]))
    np.testing.assert_allclose(shortfalls([stage], np.array([0.1, 0.9])), [0.8, 0.0])
    np.testing.assert_allclose(shortfalls([stage], np.array([0.5, 0.5])), 0.0)


@settings(max_examples=12)
@given(seeds)
def test_every_panel_meets_every_rule_and_probabilities_fill_the_seats(seed: int) -> None:
    """In whole numbers."""
    made = drawn(seed)
    found = solve(made)
    counts = found.panels @ made.rows.T.astype(np.int64)
    assert (counts >= made.lower).all()
    assert (counts <= made.upper).all()
    assert (found.panels.sum(axis=1) == made.size).all()
    assert ((found.panels >= 0) & (found.panels <= made.most)).all()
    assert found.probabilities @ made.members == pytest.approx(made.size)
    assert found.shares.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(found.shares @ found.panels / made.members, found.probabilities)


@settings(max_examples=8)
@given(seeds)
def test_the_order_of_types_does_not_matter(seed: int) -> None:
    """Reversing the types reverses the probabilities."""
    made = drawn(seed)
    turned = PanelProblem(
        members=made.members[::-1],
        most=made.most[::-1],
        rows=made.rows[:, ::-1],
        lower=made.lower,
        upper=made.upper,
        size=made.size,
    )
    np.testing.assert_allclose(solve(turned).probabilities[::-1], solve(made).probabilities, atol=2e-6)


@settings(max_examples=8)
@given(seeds)
def test_twice_the_people_twice_the_seats_is_no_less_fair(seed: int) -> None:
    """Two panels of the small pool side by side are a panel of the large one."""
    made = drawn(seed)
    twice = PanelProblem(
        members=2 * made.members,
        most=2 * made.most,
        rows=made.rows,
        lower=2 * made.lower,
        upper=2 * made.upper,
        size=2 * made.size,
    )
    assert solve(twice).probabilities.min() >= solve(made).probabilities.min() - 2e-6


def test_where_split_seats_promise_too_much_stages_are_exact() -> None:
    """Three people of whom any two exclude each other: halves would fit, whole people do not."""
    found = solve(ODD_CYCLE)
    np.testing.assert_allclose(found.probabilities, [1 / 3, 1 / 3, 1 / 3, 1], atol=1e-6)
    assert (found.proof, found.certified) == ("exact stagewise", True)


def test_who_can_be_on_no_panel_does_not_drag_the_others_down() -> None:
    """The quota has room for nobody of the last type."""
    found = solve(
        PanelProblem(
            members=np.array([3, 3, 2]),
            most=np.array([3, 3, 2]),
            rows=np.array([[0, 0, 1]], dtype=np.int8),
            lower=np.array([0]),
            upper=np.array([0]),
            size=3,
        )
    )
    np.testing.assert_allclose(found.probabilities, [0.5, 0.5, 0.0], atol=1e-7)


def test_the_same_seed_gives_the_same_lottery() -> None:
    """To the last digit; and another seed the same probabilities."""
    first, again, other = (solve(ODD_CYCLE, seed=seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first.panels, again.panels)
    np.testing.assert_array_equal(first.shares, again.shares)
    np.testing.assert_allclose(first.probabilities, other.probabilities, atol=1e-6)


def test_quotas_that_no_panel_meets_are_told() -> None:
    """Seven seats, six people."""
    with pytest.raises(NoPanel, match="No panel"):
        solve(
            PanelProblem(
                members=np.array([3, 3]),
                most=np.array([3, 3]),
                rows=np.zeros((0, 2), dtype=np.int8),
                lower=np.zeros(0, dtype=np.int64),
                upper=np.zeros(0, dtype=np.int64),
                size=7,
            )
        )


def test_out_of_time_the_answer_is_a_lottery_but_not_called_optimal() -> None:
    """No time at all: panels still meet the rules, and the gap says what is not known."""
    found = solve(ODD_CYCLE, time_limit=0.0)
    assert found.probabilities.sum() == pytest.approx(2.0)
    assert found.certified or found.proof == "time limit"
    assert found.probabilities[:3].min() >= 1 / 3 - found.gap - 1e-9


def test_a_solver_that_fails_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no traceback."""

    def fails(*_args, **_options):
        raise ArithmeticError("a stage could not be solved")

    monkeypatch.setattr("dueregard.voices.panel.leximin.relaxed_leximin", fails)
    with pytest.raises(DueRegardError, match="solver failed"):
        solve(ODD_CYCLE)
