"""Maximin, minimax, Nash and Goldilocks, against all panels listed."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from dueregard.errors import UsageError
from dueregard.voices.panel import objectives
from dueregard.voices.panel.polytope import Polytope, solver
from dueregard.voices.panel.solve import solve
from tests.voices.panel import small_problems

seeds = st.integers(0, 10_000)


def smallest_below(chances: np.ndarray, largest: float) -> float:
    """Maximise the smallest probability of those on some panel while none exceeds a largest; by listing."""
    reached = (chances > 0).any(axis=0)
    number, types = chances.shape
    answer = linprog(
        np.append(np.zeros(number), -1.0),
        A_ub=np.vstack(
            [
                np.hstack([-chances.T[reached], np.ones((int(reached.sum()), 1))]),
                np.hstack([chances.T, np.zeros((types, 1))]),
            ]
        ),
        b_ub=np.append(np.zeros(int(reached.sum())), np.full(types, largest)),
        A_eq=np.append(np.ones(number), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * number + [(-1, 1)],
    )
    return float(-answer.fun) if answer.success else -np.inf


@settings(max_examples=8)
@given(seeds)
def test_objectives_cannot_be_beaten_by_any_lottery(seed: int) -> None:
    """Each is compared with linear programmes over all panels, Nash with its condition of optimality."""
    made = small_problems.problem(seed)
    assume(made is not None)
    chances = small_problems.every_panel(made) / made.members
    reached = (chances > 0).any(axis=0)
    found = {name: solve(made, algorithm=name) for name in ("maximin", "minimax", "nash", "goldilocks")}
    for lottery in found.values():
        assert lottery.certified
        assert lottery.probabilities @ made.members == pytest.approx(made.size)
    assert found["maximin"].objective == pytest.approx(smallest_below(chances, 1.0), abs=1e-6)
    largest = found["minimax"].objective
    assert smallest_below(chances, largest - 1e-5) == -np.inf
    assert found["minimax"].probabilities.max() == pytest.approx(largest)
    scale = made.members.sum() / made.size
    for cap in np.linspace(largest + 1e-6, 1.0, 12):
        smallest = smallest_below(chances, cap)
        if smallest > 1e-6:
            assert found["goldilocks"].objective <= scale * cap + 1 / (scale * smallest) + 1e-5
    held = np.where(reached, made.members / np.maximum(found["nash"].probabilities, 1e-12), 0.0)
    assert (chances @ held).max() / made.members[reached].sum() <= 1 + 1e-3


def test_an_unknown_algorithm_is_told() -> None:
    """With those that there are."""
    made = small_problems.problem(2)
    with pytest.raises(UsageError, match="goldilocks"):
        solve(made, algorithm="random")


@pytest.mark.parametrize("name", list(objectives.OBJECTIVES))
def test_what_the_solver_did_not_solve_is_not_called_best(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that may take no step leaves noughts behind, whose value is no bound."""

    def without_steps(*args, **limits):
        made = solver(*args, **limits)
        made.setOptionValue("presolve", "off")
        made.setOptionValue("ipm_iteration_limit", 0)
        made.setOptionValue("simplex_iteration_limit", 0)
        return made

    monkeypatch.setattr(objectives, "solver", without_steps)
    members = np.ones(4)
    square = Polytope(
        rows=np.ones((1, 4)),
        lower=np.array([2.0]),
        upper=np.array([2.0]),
        most=np.ones(4),
        least=np.zeros(4),
    )
    objective = objectives.OBJECTIVES[name](members, np.ones(4, dtype=np.bool_), 2)
    found = objectives.best_chances(objective, objectives.Mixture.of_points(square, members))
    assert found.bound - found.value >= 1
