"""Camps that are there are found again; crowds without any have no stable groups."""

import numpy as np
import pytest

from dueregard.voices.opinions.agreement import adjusted_rand
from dueregard.voices.opinions.find import find_opinions
from tests.voices.opinions.conversations import camps, crowd, drawn, laid_out


@pytest.mark.parametrize("sizes", [[60, 40], [60, 40, 30], [90, 12]])
def test_camps_are_found_and_stable(sizes):
    votes, camp = camps(sizes)
    opinions = find_opinions(votes, bootstrap=20)
    assert opinions.has_groups
    assert opinions.stability.camps
    assert [group.size for group in opinions.groups] == pytest.approx(sizes, abs=3)
    assert adjusted_rand(opinions.group, camp) > 0.9
    assert min(group.stability for group in opinions.groups) > 0.8


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_has_no_stable_groups(seed):
    opinions = find_opinions(crowd(120, seed=seed), bootstrap=20)
    assert not opinions.has_groups
    assert opinions.stability.reason.startswith("No stable groups")
    assert opinions.stability.median_rand < 0.4


def test_a_gradient_is_no_camps():
    rng = np.random.default_rng(1)
    lean = rng.normal(0, 1, (400, 1)) * rng.normal(0, 1, 60)
    value = drawn(rng, 0.85 / (1 + np.exp(-lean)))
    opinions = find_opinions(laid_out(value, np.ones(value.shape, dtype=bool)), bootstrap=10)
    assert not opinions.stability.camps
    assert "by degrees" in opinions.stability.reason


def test_who_stands_apart_is_told():
    rng = np.random.default_rng(2)
    value = np.where(rng.random((60, 30)) < 0.97, 1, -1)
    value[0] = -1
    opinions = find_opinions(laid_out(value, np.ones(value.shape, dtype=bool)), bootstrap=0)
    assert any("1 participant stands apart" in note for note in opinions.notes)
    assert all(group.size >= 5 for group in opinions.groups)


def test_consensus_says_how_often_it_stays():
    votes, _ = camps([30, 30])
    opinions = find_opinions(votes, bootstrap=10)
    assert opinions.consensus
    assert all(0 <= each.stays <= each.holds <= 1 for each in opinions.consensus)
    assert max(each.holds for each in opinions.consensus) > 0.9
    assert all(each.stays is None for each in find_opinions(votes, bootstrap=0).consensus)
