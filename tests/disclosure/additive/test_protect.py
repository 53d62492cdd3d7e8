"""Nothing can be derived of what is withheld more closely than asked, and little is lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import block_diag

from dueregard.disclosure.additive import AdditiveProblem, attack, protect
from tests.disclosure.additive.making import few, summed

SHAPES = [(6, 6), (3, 3, 3), ([3, 2], 4), ([2, 2], [2, 2])]


def safe(problem, withheld):
    """Attack, as everybody and as each insider."""
    for insider in np.unique(problem.insiders):
        found = attack(problem, withheld, insider=int(insider))
        if not found.exact or found.short.any() or found.recoverable[problem.withheld].any():
            return False
    return True


@settings(max_examples=8)
@given(st.sampled_from(SHAPES), st.integers(0, 10_000), st.sampled_from([0.0, 5.0]))
def test_nothing_is_derived_more_closely_than_asked(shape, seed, rounding):
    values, equations = summed(*shape, seed=seed)
    problem = few(values, equations, rounding=rounding)
    found = protect(problem, effort=5)
    assert found.withheld[problem.withheld].all()
    assert not (found.withheld & problem.fixed).any()
    if found.safe:
        assert safe(problem, found.withheld)
    else:
        short = attack(problem, np.where(problem.fixed, False, True)).short
        assert set(found.unprotectable) == set(np.flatnonzero(short))


def test_a_small_table_loses_as_little_as_can_be():
    values, equations = summed(3, 3, seed=5)
    problem = few(values, equations)
    found = protect(problem)
    may = np.flatnonzero(~problem.fixed & ~problem.withheld)
    primary = np.flatnonzero(problem.withheld)
    least = np.inf
    for pattern in range(2 ** len(may)):
        chosen = may[[pattern >> i & 1 == 1 for i in range(len(may))]]
        cost = problem.costs[chosen].sum()
        if cost < min(least, found.cost - 1e-9) and _lines_allow(equations, primary, chosen):
            withheld = problem.withheld.copy()
            withheld[chosen] = True
            if not attack(problem, withheld).short.any():
                least = cost
    assert found.cost <= min(least, found.cost) + 1e-9


def _lines_allow(equations, primary, chosen):
    """No line has one withheld cell alone."""
    withheld = np.zeros(equations.shape[1])
    withheld[primary] = withheld[chosen] = 1
    return not (abs(equations) @ withheld == 1).any()


def test_published_cells_are_kept_and_what_they_give_away_is_said():
    row = AdditiveProblem.of(
        [3, 4, 93, 100], equations=[[1, 1, 1, -1]], withheld=[1, 0, 0, 0], fixed=[0, 1, 1, 1]
    )
    found = protect(row)
    assert found.withheld.tolist() == [True, False, False, False]
    assert list(found.unprotectable) == [0]
    assert "cannot be withheld" in found.unprotectable[0]
    assert (
        "already"
        in protect(
            AdditiveProblem.of([3, 3], equations=[[1, -1]], withheld=[1, 0], fixed=[1, 1])
        ).unprotectable[0]
    )


def test_a_width_is_taken_where_there_is_room():
    row = AdditiveProblem.of(
        [3, 9, 88, 100],
        equations=[[1, 1, 1, -1]],
        withheld=[1, 0, 0, 0],
        fixed=[0, 0, 1, 1],
        protection_width=[10, 0, 0, 0],
    )
    found = protect(row)
    assert found.safe
    interval = attack(row, found.withheld)
    assert interval.high[0] - interval.low[0] >= 10
    assert not protect(
        AdditiveProblem.of(
            row.values,
            equations=row.equations,
            withheld=row.withheld,
            fixed=row.fixed,
            protection_width=[13, 0, 0, 0],
        )
    ).safe


def test_alone_in_a_line_two_insiders_do_not_undo_each_other():
    values = [7, 9, 50, 60, 126]
    row = {"equations": [[1, 1, 1, 1, -1]], "withheld": [1, 1, 0, 0, 0]}
    outsiders = AdditiveProblem.of(values, **row)
    assert protect(outsiders).secondary.sum() == 0
    insiders = AdditiveProblem.of(values, **row, insiders=[1, 2, 0, 0, 0])
    found = protect(insiders)
    assert found.secondary.tolist() == [False, False, True, False, False]
    assert safe(insiders, found.withheld)


def test_earlier_releases_are_equations_too():
    values, equations = summed(4, 5, seed=2)
    before = few(values, equations)
    earlier = protect(before)
    again = few(values, equations, threshold=9, fixed=(values == 0) | ~earlier.withheld)
    later = protect(again)
    assert not (later.withheld & ~earlier.withheld).any()
    assert set(later.unprotectable) >= set(np.flatnonzero(again.withheld & ~earlier.withheld))


def test_what_is_too_large_or_too_late_is_not_called_audited():
    values, equations = summed(6, 6)
    problem = few(values, equations)
    for found in (protect(problem, largest=10), protect(problem, seconds=0)):
        assert not found.safe
        assert not found.audited[problem.withheld].any()
        [reason] = found.unaudited.values()
        assert reason


def test_parts_are_protected_each_by_itself():
    one, first = summed(5, 5, seed=1)
    two, second = summed(5, 5, seed=2)
    both = protect(few(np.concatenate([one, two]), block_diag([first, second])), effort=5)
    apart = [protect(few(one, first), effort=5), protect(few(two, second), effort=5)]
    assert both.withheld.tolist() == [*apart[0].withheld, *apart[1].withheld]
    assert len(set(both.component[both.component >= 0])) == 2


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_the_order_of_cells_matters_little(seed):
    values, equations = summed(5, 5, seed=seed)
    order = np.random.default_rng(seed).permutation(len(values))
    plain = protect(few(values, equations), effort=10)
    mixed = protect(few(values[order], equations[:, order]), effort=10)
    assert mixed.safe == plain.safe
    assert mixed.cost <= 1.3 * plain.cost + 1e-9
    assert plain.cost <= 1.3 * mixed.cost + 1e-9


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.floats(1e-2, 1e5))
def test_a_change_of_unit_keeps_the_protection(seed, unit):
    values, equations = summed(4, 4, seed=seed)
    plain = few(values, equations, costs=1.0 + values)
    scaled = few(values * unit, equations, threshold=5 * unit, amount=5 * unit, costs=1.0 + values)
    found = protect(scaled, effort=0)
    assert found.safe == protect(plain, effort=0).safe
    if found.safe:
        assert safe(plain, found.withheld)


def test_the_same_seed_gives_the_same_answer():
    values, equations = summed(3, 3, 3, seed=4)
    problem = few(values, equations)
    assert (
        protect(problem, seed=3, effort=10).withheld.tolist()
        == protect(problem, seed=3, effort=10).withheld.tolist()
    )


@pytest.mark.parametrize(
    "problem",
    [
        AdditiveProblem.of([], equations=np.zeros((0, 0)), withheld=[]),
        AdditiveProblem.of([4], equations=np.zeros((0, 1)), withheld=[True]),
        AdditiveProblem.of([0, 0, 0], equations=[[1, 1, -1]], withheld=[False] * 3),
    ],
)
def test_almost_nothing_is_protected_too(problem):
    found = protect(problem)
    assert found.safe
    assert found.secondary.sum() == 0
    assert attack(problem).exact
