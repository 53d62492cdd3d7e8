"""Under no true difference, about one gap in twenty is called."""

import numpy as np

from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, people, records


def test_five_in_a_hundred_true_zeros_are_called():
    random = np.random.default_rng(12)
    size, names = 12000, [f"g{i:02d}" for i in range(60)]
    called = total = 0
    for _ in range(5):
        table = {
            "group": random.choice(names, size).tolist(),
            "age": ["y"] * size,
            "good": random.integers(0, 2, size).tolist(),
        }
        findings = find_gaps(people(table, generations=None), casebook())
        found = records(findings, "characteristic-ethnic_group", reference="everyone else")
        called += sum(record.verdict != "too close to call" for record in found)
        total += len(found)
    # 300 nearly independent gaps: 15 expected, standard deviation 3.8.
    assert 6 <= called <= 26
    assert total == 300
