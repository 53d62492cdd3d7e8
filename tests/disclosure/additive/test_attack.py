"""What an outsider derives, against an independent solver, whole-number enumeration, and paper and pencil."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from dueregard.disclosure.additive import AdditiveProblem, attack
from dueregard.disclosure.additive.outsider import follows, propagated
from tests.disclosure.additive.making import few, summed


def by_linprog(problem, withheld):
    """Solve both programs of every withheld cell with scipy, without any shortcut."""
    bounds = [
        (problem.lower[i], problem.upper[i])
        if withheld[i]
        else (max(problem.shown_lower[i], problem.lower[i]), problem.shown_upper[i])
        for i in range(problem.cells)
    ]
    ends = np.tile(problem.values, (2, 1))
    for cell in np.flatnonzero(withheld):
        for row, sign in enumerate((1, -1)):
            cost = np.zeros(problem.cells)
            cost[cell] = sign
            found = linprog(
                cost, A_eq=problem.equations, b_eq=np.zeros(problem.equations.shape[0]), bounds=bounds
            )
            ends[row, cell] = -sign * np.inf if found.status == 3 else found.x[cell]
    return ends


@pytest.mark.parametrize("rounding", [0.0, 5.0])
@pytest.mark.parametrize("shape", [(4, 4), ([2, 2], 3), (2, 3, 2)])
def test_intervals_are_those_of_another_solver(shape, rounding):
    values, equations = summed(*shape, seed=3)
    problem = few(values, equations, threshold=12, rounding=rounding)
    found = attack(problem)
    low, high = by_linprog(problem, problem.withheld)
    hidden = problem.withheld
    np.testing.assert_allclose(found.low[hidden], low[hidden], atol=1e-6)
    np.testing.assert_allclose(found.high[hidden], high[hidden], atol=1e-6)
    assert found.exact


def test_in_a_table_of_two_ways_the_ends_are_those_of_whole_numbers():
    values = np.array([1.0, 3, 4, 2, 0, 2, 3, 3, 6])
    equations = np.zeros((6, 9))
    for i in range(3):
        equations[i, [3 * i, 3 * i + 1, 3 * i + 2]] = 1, 1, -1
        equations[3 + i, [i, 3 + i, 6 + i]] = 1, 1, -1
    hidden = np.array([1, 1, 0, 1, 1, 0, 1, 0, 0], dtype=bool)
    found = attack(AdditiveProblem.of(values, equations=equations, withheld=hidden))
    possible = []
    for tried in product(range(7), repeat=int(hidden.sum())):
        table = values.copy()
        table[hidden] = tried
        if not (equations @ table).any():
            possible.append(tried)
    np.testing.assert_allclose(found.low[hidden], np.min(possible, axis=0), atol=1e-9)
    np.testing.assert_allclose(found.high[hidden], np.max(possible, axis=0), atol=1e-9)


def test_primary_suppression_alone_gives_cells_away():
    recovered = hidden = 0
    for seed in range(20):
        values, equations = summed(6, 6, seed=seed, mean=3.5, spread=0.8)
        problem = few(values, equations, threshold=10)
        hidden += int(problem.withheld.sum())
        recovered += int(attack(problem).recoverable.sum())
    assert recovered > hidden / 2


def test_no_end_where_no_total_is_shown():
    row = AdditiveProblem.of([3, 4, 7], equations=[[1, 1, -1]], withheld=[True, False, True])
    found = attack(row)
    assert found.low.tolist() == [0, 4, 4]
    assert found.high.tolist() == [np.inf, 4, np.inf]


def test_an_insider_takes_his_own_cell_away():
    row = AdditiveProblem.of([3, 4, 7], equations=[[1, 1, -1]], withheld=[1, 1, 0], insiders=[1, 0, 0])
    assert not attack(row).recoverable.any()
    assert attack(row, insider=1).recoverable.tolist() == [False, True, False]


def test_what_was_not_attacked_is_said():
    values, equations = summed(5, 5)
    problem = few(values, equations, threshold=12)
    found = attack(problem, largest=3)
    hidden = problem.withheld & ~found.audited
    assert hidden.any()
    assert not found.exact
    assert (found.low[hidden] == 0).all()
    assert np.isinf(found.high[hidden]).all()
    assert not found.recoverable[hidden].any()
    assert not attack(problem, seconds=0).exact


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.floats(1e-3, 1e6))
def test_a_change_of_unit_changes_nothing_else(seed, unit):
    values, equations = summed(4, 3, seed=seed)
    hidden = (values > 0) & (values < 9)
    plain = attack(AdditiveProblem.of(values, equations=equations, withheld=hidden))
    scaled = attack(AdditiveProblem.of(values * unit, equations=equations, withheld=hidden))
    np.testing.assert_allclose(scaled.low, plain.low * unit, rtol=1e-7, atol=1e-7 * unit)
    np.testing.assert_allclose(scaled.high, plain.high * unit, rtol=1e-7, atol=1e-7 * unit)


@settings(max_examples=8)
@given(st.integers(0, 10_000))
def test_more_withheld_cells_never_narrow_an_interval(seed):
    values, equations = summed(4, 4, seed=seed)
    rng = np.random.default_rng(seed)
    hidden = rng.random(len(values)) < 0.3
    more = hidden | (rng.random(len(values)) < 0.2)
    problem = AdditiveProblem.of(values, equations=equations, withheld=hidden)
    fewer, wider = attack(problem), attack(problem, more)
    assert (wider.low[hidden] <= fewer.low[hidden] + 1e-7).all()
    assert (wider.high[hidden] >= fewer.high[hidden] - 1e-7).all()


@settings(max_examples=8)
@given(st.integers(0, 10_000))
def test_the_shortcuts_agree_with_the_programs(seed):
    values, equations = summed([2, 2], 3, seed=seed)
    hidden = np.random.default_rng(seed).random(len(values)) < 0.4
    found = attack(AdditiveProblem.of(values, equations=equations, withheld=hidden))
    unknown = np.flatnonzero(hidden)
    within = equations[:, unknown].tocsc()
    fixed = follows(within)
    assert (found.high - found.low)[unknown][fixed] == pytest.approx(0, abs=1e-9)
    low, high = propagated(within, -values[unknown], np.full(len(unknown), np.inf))
    assert (values[unknown] + low <= found.low[unknown] + 1e-7).all()
    assert (values[unknown] + high >= found.high[unknown] - 1e-7).all()
