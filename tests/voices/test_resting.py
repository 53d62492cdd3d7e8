"""Small groups are put together, and never so that another table gives them away."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from dueregard.voices.resting import OR_NOT_SAID, REST, with_the_rest


def together(sizes: dict[str | None, int], *, threshold: int = 10) -> dict[object, int]:
    groups = np.array([name for name, size in sizes.items() for _ in range(size)], dtype=object)
    found = with_the_rest(groups, np.ones(len(groups), dtype=bool), threshold=threshold)
    return dict(Counter(found))


def test_several_small_groups_and_those_who_did_not_say_are_one_rest() -> None:
    assert together({"A": 50, "B": 14, "C": 6, "D": 5, None: 4}) == {"A": 50, "B": 14, REST: 15}


@pytest.mark.parametrize("sizes", [{"A": 50, "B": 14, "C": 4}, {"A": 50, "B": 14, "C": 4, None: 30}])
def test_one_small_group_is_left_to_the_gate(sizes: dict[str | None, int]) -> None:
    """Shown beside a count of B, a rest would tell how many C are: everybody less A and B."""
    assert together(sizes) == sizes


def test_a_few_who_did_not_say_do_not_take_a_minority_along() -> None:
    assert together({"A": 50, "B": 14, None: 3}) == {"A" + OR_NOT_SAID: 53, "B": 14}


@pytest.mark.parametrize("sizes", [{"A": 50, "B": 14}, {"A": 50, "B": 14, None: 12}, {"A": 50, None: 3}])
def test_nothing_is_put_together_without_need(sizes: dict[str | None, int]) -> None:
    assert together(sizes) == sizes


def test_only_those_who_voted_count() -> None:
    groups = np.array(["A"] * 30 + ["B"] * 12 + ["C"] * 12, dtype=object)
    voted = np.arange(54) < 48  # six of C
    voted[36:42] = False  # and six of B
    found = with_the_rest(groups, voted, threshold=10)
    assert set(found) == {"A", REST}
