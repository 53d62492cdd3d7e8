import numpy as np
import pytest

from dueregard.causes.trees import grow_tree, survival_scores
from dueregard.errors import UsageError


def lives(n: int = 400, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 2, n)
    entry = np.floor(rng.uniform(50, 70, n))
    death = entry + np.ceil(rng.exponential(12 / (1 + 2 * group)))
    leave = entry + 10
    return entry, np.minimum(death, leave), death <= leave, group


def test_scores_add_up_to_zero_and_to_observed_less_expected_deaths() -> None:
    entry, end, died, group = lives()
    weight = np.random.default_rng(1).lognormal(size=400)
    scores = survival_scores(entry, end, died, weight)
    assert weight @ scores == pytest.approx(0, abs=1e-9)
    expected = 0.0
    for age in np.unique(end[died]):
        at_risk = (entry < age) & (end >= age)
        rate = weight @ (died & (end == age)) / weight[at_risk].sum()
        expected += rate * weight[at_risk & (group == 1)].sum()
    observed = weight @ (died & (group == 1))
    assert weight[group == 1] @ scores[group == 1] == pytest.approx(observed - expected)


def test_a_tree_parts_those_who_die_sooner() -> None:
    entry, end, died, group = lives()
    other = np.arange(400) % 3
    tree = grow_tree(
        survival_scores(entry, end, died),
        np.stack([other, group], axis=1),
        {"month": ["a", "b", "c"], "work": ["desk", "dust"]},
    )
    assert [node.variable for node in tree.nodes] == ["work", None, None]
    assert tree.leaves[0].mean < 0 < tree.leaves[1].mean


@pytest.mark.parametrize(
    ("entry", "end", "event", "said"),
    [
        ([60.0], [60.0], [1], "after they enter"),
        ([60.0], [np.nan], [1], "after they enter"),
        ([60.0], [61.0], [2], "yes or no"),
        ([60.0], [61.0, 62.0], [1], "shapes"),
    ],
)
def test_impossible_lives_are_refused(
    entry: list[float], end: list[float], event: list[int], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        survival_scores(entry, end, event)
