"""Names and order of participants and statements do not matter to what is found."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.voices.opinions.find import find_opinions
from dueregard.voices.opinions.votes import Statement
from tests.voices.opinions.conversations import camps


def permuted(votes, people, statements):
    """Move participant i to people[i] and statement j to statements[j], under new names."""
    person, statement = people[votes.participant], statements[votes.statement]
    order = np.lexsort((statement, person))
    return replace(
        votes,
        participants=tuple(f"name {each}" for each in range(len(people))),
        statements=tuple(Statement(id=str(each)) for each in range(len(statements))),
        participant=person[order].astype(np.int32),
        statement=statement[order].astype(np.int32),
        value=votes.value[order],
    )


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_permuting_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    votes, _ = camps([45, 35], strength=1.0, seed=seed % 7)
    people, statements = rng.permutation(80), rng.permutation(40)
    one = find_opinions(votes, bootstrap=5, seed=3)
    other = find_opinions(permuted(votes, people, statements), bootstrap=5, seed=3)
    np.testing.assert_array_equal(other.group[people], one.group)
    np.testing.assert_allclose(other.map.participants[people], one.map.participants, atol=1e-8)
    np.testing.assert_allclose(other.map.statements[statements], one.map.statements, atol=1e-8)
    np.testing.assert_allclose(other.stability.rand, one.stability.rand)
    assert {(statements[each.statement], each.direction, each.stays) for each in one.consensus} == {
        (each.statement, each.direction, each.stays) for each in other.consensus
    }
    for mine, theirs in zip(one.groups, other.groups, strict=True):
        moved = [(statements[each.statement], each.direction) for each in mine.representative]
        assert moved == [(each.statement, each.direction) for each in theirs.representative]


def test_a_seed_gives_one_answer():
    votes, _ = camps([30, 20], strength=1.0)
    one, other = (find_opinions(votes, bootstrap=3, seed=8) for _ in range(2))
    np.testing.assert_array_equal(one.stability.rand, other.stability.rand)
    np.testing.assert_array_equal(one.group, other.group)
