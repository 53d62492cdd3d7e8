"""A small corpus of attacks; the large one is benchmarks/disclosure_attack.py."""

import numpy as np
import pytest

from dueregard.disclosure.additive import attack, protect
from tests.disclosure.additive.making import again, few, linked, summed

TABLES = {
    "two ways": lambda seed: few(*summed(5, 6, seed=seed)),
    "nested places": lambda seed: few(*summed([2, 3], 3, seed=seed)),
    "common margins": lambda seed: few(*linked([2, 2], 2, 3, seed=seed, mean=0.8)),
    "two releases": lambda seed: again([2, 2], 3, seed=seed)[0],
}


@pytest.mark.parametrize("kind", TABLES)
def test_no_attack_gets_closer_than_was_asked(kind):
    given_away = 0
    for seed in range(3):
        problem = TABLES[kind](seed)
        given_away += int(attack(problem).recoverable.sum())
        found = protect(problem, effort=3)
        after = attack(problem, found.withheld)
        said = np.isin(np.arange(problem.cells), list(found.unprotectable))
        asked = problem.withheld & (problem.protection_upper > 0) & ~said
        assert after.exact
        assert not (after.recoverable & asked).any()
        assert not (after.short & ~said).any()
    assert given_away


def test_what_is_withheld_for_others_is_not_recoverable_either():
    for seed in range(4):
        problem = few(*summed([2, 2], 4, seed=seed))
        found = protect(problem, effort=0)
        assert not (attack(problem, found.withheld).recoverable & found.secondary).any()
