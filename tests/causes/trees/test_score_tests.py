"""The sample's design decides what is chance; benchmarks/trees_null.py has thousands of surveys."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.trees_null import SIZES, survey
from dueregard.causes.designs import SampleDesign, design_of
from dueregard.causes.given import GivenReplicates
from dueregard.causes.trees import grow_tree, sampled
from dueregard.causes.trees.beginning import by_design, roots
from dueregard.engine import ReplicateWeights
from dueregard.errors import SpreadError

NAMED = {"a": ("0", "1", "2", "3"), "b": ("0", "1", "2")}


def people() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    cluster = rng.integers(0, 60, 400)
    codes = np.stack([rng.integers(0, 4, 400), rng.integers(0, 3, 400)], axis=1)
    return rng.normal(size=400) + rng.normal(size=60)[cluster], codes, cluster, rng.lognormal(size=400)


Y, CODES, CLUSTER, WEIGHT = people()


def root_tests(design: SampleDesign) -> tuple[np.ndarray, np.ndarray]:
    w = design.weight
    y = Y - np.average(Y, weights=w)
    cells, test = by_design(design, CODES, y, w)
    frontier = roots(cells, y, NAMED, people=np.ones(400), weight=w)
    mean = frontier.by_node(frontier.total) / frontier.by_node(frontier.weight)
    found = test(frontier, frontier.level_totals(mean), mean)
    return found.statistic[0], found.p[0]


@pytest.mark.parametrize(
    "design",
    [
        design_of(400, weight=WEIGHT),
        design_of(400, weight=WEIGHT, strata=CODES[:, 1]),
        design_of(400, weight=WEIGHT, strata=CLUSTER % 5, clusters=CLUSTER),
        design_of(400, clusters=CLUSTER, fractions=np.array([0.4])),
    ],
)
def test_the_covariance_is_the_design_s(design: SampleDesign) -> None:
    statistic, p = root_tests(design)
    w = design.weight
    for place, levels in enumerate(NAMED.values()):
        inside = (CODES[:, [place]] == np.arange(len(levels))).astype(float)
        share = w @ inside / w.sum()
        influence = (w * (Y - np.average(Y, weights=w)))[:, None] * (inside - share)
        covariance = design.covariance(influence)
        known = (influence.sum(axis=0) ** 2 / share).sum() / (np.diag(covariance) / share).sum()
        assert statistic[place] == pytest.approx(known)
    assert ((p > 0) & (p < 1)).all()


def test_jackknife_weights_say_what_their_units_say() -> None:
    design = design_of(400, weight=WEIGHT, clusters=CLUSTER)
    kept = (CLUSTER[:, None] != np.arange(60)) * (60 / 59)
    given = GivenReplicates(
        weights=WEIGHT[:, None] * kept,
        declared=ReplicateWeights(columns=tuple(f"r{k}" for k in range(60)), method="jk1"),
        df=59.0,
    )
    for ours, units in zip(root_tests(replace(design, given=given)), root_tests(design), strict=True):
        assert ours == pytest.approx(units, rel=0.05)


def test_clustered_people_without_a_difference_are_rarely_parted() -> None:
    levels = [[str(level) for level in range(size)] for size in SIZES]
    parted = {"design": 0, "unweighted": 0}
    for seed in range(60):
        y, codes, design = survey(
            np.random.default_rng(seed), clusters=50, members=12, shared=0.3, weights=0.4, skewed=False
        )
        for growth in parted:
            tree = grow_tree(y, codes, levels, alpha=0.05, min_size=20, design=design, growth=growth)  # type: ignore[arg-type]
            parted[growth] += len(tree.leaves) > 1
    assert parted["design"] <= 8  # a binomial of 60 and 5% is above it once in 500 times
    assert parted["unweighted"] >= 15


def test_a_real_difference_is_found_through_the_design() -> None:
    y = Y + 3 * (CODES[:, 0] > 1)
    tree = grow_tree(y, CODES, NAMED, design=design_of(400, weight=WEIGHT, clusters=CLUSTER), min_size=20)
    assert tree.growth == "design"
    assert (tree.nodes[0].variable, tree.nodes[0].left_levels) == ("a", ("0", "1"))


def test_people_without_weight_are_counted_and_harm_nothing() -> None:
    w = np.where(CODES[:, 0] == 3, 0.0, WEIGHT)
    for design in (None, design_of(400, weight=w, clusters=CLUSTER)):
        tree = grow_tree(Y + 3 * (CODES[:, 1] > 1), CODES, NAMED, weight=w, design=design, min_size=20)
        assert tree.nodes[0].variable == "b"
        assert tree.nodes[0].n == 400


@pytest.mark.parametrize("lonely", ["adjust", "certainty", "average"])
def test_a_stratum_of_one_unit_counts_as_the_design_says(lonely: str) -> None:
    strata = np.where(CLUSTER == 0, 9, 0)
    design = design_of(400, weight=WEIGHT, strata=strata, clusters=CLUSTER, lonely=lonely)  # type: ignore[arg-type]
    assert (root_tests(design)[1] > 0).all()
    with pytest.raises(SpreadError, match="one"):
        root_tests(replace(design, plan=replace(design.plan, lonely="fail")))


def test_some_nodes_at_a_time_are_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    y = Y + 3 * (CODES[:, 0] > 1) + 2 * (CODES[:, 1] > 0)
    design = design_of(400, weight=WEIGHT, clusters=CLUSTER)
    whole = grow_tree(y, CODES, NAMED, design=design, min_size=20, alpha=0.2)
    monkeypatch.setattr(sampled, "_MOST", 1)
    assert grow_tree(y, CODES, NAMED, design=design, min_size=20, alpha=0.2).nodes == whole.nodes
    assert len(whole.leaves) > 3
