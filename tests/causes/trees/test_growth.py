import numpy as np
import pytest

from dueregard.causes.designs import design_of
from dueregard.causes.trees import grow_tree
from dueregard.errors import UsageError

LEVELS = {"parents": ("routine", "intermediate", "managerial"), "ward": ("Abbey", "Dock", "Hill", "Quay")}


def people(n: int = 900, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = np.stack([rng.integers(0, 3, n), rng.integers(0, 4, n)], axis=1)
    return 20 + 3 * codes[:, 0] + 4 * (codes[:, 1] == 2) * (codes[:, 0] == 0) + rng.normal(size=n), codes


def test_planted_types_are_found_with_their_means_and_shares() -> None:
    y, codes = people()
    tree = grow_tree(y, codes, LEVELS)
    assert tree.nodes[0].variable == "parents"
    assert sum(leaf.n for leaf in tree.leaves) == 900
    assert sum(leaf.share for leaf in tree.leaves) == pytest.approx(1)
    leaf = tree.leaf_of(codes)
    for each in tree.leaves:
        assert each.mean == pytest.approx(y[leaf == each.id].mean())
        assert each.n == (leaf == each.id).sum()
    assert {"parents": ("routine",), "ward": ("Hill",)} in [tree.profile(each.id) for each in tree.leaves]


def test_rows_may_stand_for_many_people() -> None:
    y, codes = people(300)
    times = np.random.default_rng(1).integers(1, 5, 300)
    once = grow_tree(np.repeat(y, times), np.repeat(codes, times, axis=0), LEVELS)
    tree = grow_tree(y, codes, LEVELS, frequency=times)
    assert np.array_equal(tree.leaf_of(codes), once.leaf_of(codes))
    for ours, theirs in zip(tree.nodes, once.nodes, strict=True):
        assert (ours.n, ours.left_levels) == (theirs.n, theirs.left_levels)
        assert ours.mean == pytest.approx(theirs.mean, rel=1e-9)
        assert (ours.p or 0) == pytest.approx(theirs.p or 0, rel=1e-6)
    with pytest.raises(UsageError, match="Frequencies"):
        grow_tree(y, codes, LEVELS, frequency=times, weight=np.arange(300) + 1.0)


def test_equal_weights_are_no_weights_and_a_plain_design_is_none() -> None:
    y, codes = people()
    plain = grow_tree(y, codes, LEVELS)
    assert plain.growth == "permutation"
    for other in (
        grow_tree(y, codes, LEVELS, weight=np.full(900, 7.0)),
        grow_tree(y, codes, LEVELS, design=design_of(900)),
    ):
        assert other.growth == "permutation"
        assert np.array_equal(other.leaf_of(codes), plain.leaf_of(codes))


def test_unweighted_growth_weights_only_the_means() -> None:
    y, codes = people()
    w = np.random.default_rng(3).lognormal(size=900)
    tree, plain = grow_tree(y, codes, LEVELS, weight=w, growth="unweighted"), grow_tree(y, codes, LEVELS)
    leaf = tree.leaf_of(codes)
    assert np.array_equal(leaf, plain.leaf_of(codes))
    for each in tree.leaves:
        assert each.mean == pytest.approx(np.average(y[leaf == each.id], weights=w[leaf == each.id]))


def test_nothing_is_split_where_nothing_differs() -> None:
    _, codes = people()
    assert len(grow_tree(np.full(900, 1e6 / 3), codes, LEVELS).leaves) == 1
    assert len(grow_tree([1.0, 2.0], [[0], [1]], [["a", "b"]]).leaves) == 1
    assert len(grow_tree([5.0], [[0]], [["a"]]).leaves) == 1


@pytest.mark.parametrize("weight", [None, np.linspace(1, 2, 900)])
def test_a_circumstance_that_determines_the_outcome_is_all_there_is(weight: np.ndarray | None) -> None:
    _, codes = people()
    tree = grow_tree(1e5 + 0.1 * codes[:, 0], codes, LEVELS, weight=weight)
    assert [leaf.mean for leaf in tree.leaves] == pytest.approx([1e5, 1e5 + 0.1, 1e5 + 0.2], abs=1e-9)
    assert {node.variable for node in tree.nodes} == {"parents", None}


def test_a_level_that_nobody_in_a_node_has_goes_with_more_people() -> None:
    codes = np.repeat([0, 1], [60, 100])
    tree = grow_tree(
        np.where(codes == 0, 1.0, 2.0) + np.tile([-0.1, 0.1], 80), codes, {"ward": ["A", "B", "C"]}
    )
    leaf = tree.leaf_of([[2]])[0]
    assert tree.node(int(leaf)).n == 100
    assert tree.node(1).right_levels == ("B",)


def test_a_leaf_has_enough_people_and_a_hundredth_of_the_node_it_came_from() -> None:
    y, codes = people(6000)
    for size in (20, 200):
        tree = grow_tree(y, codes, LEVELS, min_size=size, alpha=0.5)
        assert min(leaf.n for leaf in tree.leaves) >= size
        for node in tree.nodes[1:]:
            assert node.parent is not None
            assert node.n >= 0.01 * tree.node(node.parent).n


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"outcome": [1.0, np.nan]}, "missing or infinite"),
        ({"codes": [[0], [2]]}, "outside 0 to 1"),
        ({"codes": [[0.5], [1.0]]}, "whole numbers"),
        ({"codes": [[0, 1], [1, 1]]}, "1 circumstances"),
        ({"levels": {}}, "at least one circumstance"),
        ({"weight": [-1.0, 1.0]}, "zero or more"),
        ({"weight": [1.0]}, "one weight"),
        ({"alpha": 0.0}, "probability"),
        ({"min_size": 0}, "at least one person"),
        ({"growth": "desing"}, "Did you mean 'design'"),
    ],
)
def test_what_cannot_be_grown_from_is_refused(wrong: dict[str, object], said: str) -> None:
    given: dict[str, object] = {"outcome": [1.0, 2.0], "codes": [[0], [1]], "levels": {"sex": ["f", "m"]}}
    given |= wrong
    with pytest.raises(UsageError, match=said):
        grow_tree(given.pop("outcome"), given.pop("codes"), given.pop("levels"), **given)  # type: ignore[arg-type]
