"""The audit is not fooled: by too little withheld, nor by tables that are not possible."""

import numpy as np

from dueregard.disclosure.additive.audit import missed
from dueregard.disclosure.additive.demands import demands
from dueregard.disclosure.additive.outsider import Outsider
from dueregard.disclosure.additive.parts import parts
from dueregard.disclosure.additive.problem import AdditiveProblem


def line(**more):
    given = {"equations": [[1, 1, 1, -1]], "withheld": [1, 0, 0, 0], "protection_lower": [3, 0, 0, 0]}
    problem = AdditiveProblem.of([3, 9, 88, 100], **given, **more)
    [part] = parts(problem, np.ones(4, dtype=bool))
    return part, demands(problem, part, problem.withheld)


def test_what_is_not_met_is_found():
    part, asked = line()
    alone = np.array([True, False, False, False])
    assert missed(part, alone, asked).tolist() == list(range(len(asked.cell)))
    assert not len(missed(part, np.array([True, True, False, False]), asked))


def test_a_table_that_is_not_possible_proves_nothing():
    part, asked = line(insiders=[0, 7, 0, 0])
    both = np.array([True, True, False, False])
    wrong = np.array([[3.0, -3, 0, 0], [-3, 0, 0, 0], [-3, 0, 3, 0], [-30, 30, 0, 0]])
    open_ = missed(part, both, asked, points=wrong)
    assert set(asked.insider[open_]) == {7}
    outsider = Outsider(part, both)
    outsider.hold(np.array([1]))
    assert not len(outsider.admit(wrong))
    assert not len(missed(part, np.array([True, True, True, False]), asked, points=wrong))
