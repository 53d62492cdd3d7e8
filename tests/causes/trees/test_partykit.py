"""Trees are those of R partykit: benchmarks/bench_trees.py wrote partykit.json and compares many more."""

import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from benchmarks.trees_made import REFERENCE, digest, made_sets
from dueregard.causes.trees import grow_forest, grow_tree

KNOWN = json.loads(Path(__file__).with_name("partykit.json").read_text())
CARD = ("card_prepared.csv", "wage", "wt_", ("black", "reg", "smsa66", "momdad14", "fe", "me"), 50)
MADRID = (
    "mad2019_ineqopp_MIT.csv",
    "Y",
    "weight",
    ("sex", "ctrybirth", "munipop", "educF", "educM", "occF", "occstatM"),
    30,
)
# Gini and mean log deviation, means of three seeds of cforest with 200 trees: see bench_trees.py.
FORESTS = {"iop_card": (0.10170, 0.01734), "iop_madrid2019": (0.15611, 0.04224)}


def test_made_people_are_parted_as_partykit_parts_them() -> None:
    sets = made_sets(per_kind=REFERENCE[0], seed=REFERENCE[1])
    assert {made.name for made in sets} == set(KNOWN)
    assert len(sets) >= 60
    for made in sets:
        levels = [[str(level) for level in range(size)] for size in made.sizes]
        tree = grow_tree(made.outcome, made.codes, levels, alpha=made.alpha, min_size=made.min_size)
        assert len(tree.leaves) == KNOWN[made.name]["leaves"], made.name
        assert digest(tree.leaf_of(made.codes)) == KNOWN[made.name]["digest"], made.name


def people(folder: Path, *, file: str, outcome: str, weight: str, circumstances: tuple[str, ...]) -> Any:
    source = f"from read_csv('{folder / 'data' / 'opportunity' / file}', all_varchar = true)"
    rows = duckdb.sql(f"select {outcome}, {weight}, {', '.join(circumstances)} {source}").fetchall()
    kept = [row for row in rows if float(row[0]) > 0]
    y, w = np.array([(float(row[0]), float(row[1])) for row in kept]).T
    columns = [
        np.unique([row[place + 2] for row in kept], return_inverse=True)
        for place in range(len(circumstances))
    ]
    levels = {
        name: [str(level) for level in each] for name, (each, _) in zip(circumstances, columns, strict=True)
    }
    return y, w, np.stack([codes for _, codes in columns], axis=1), levels


def gini(y: np.ndarray, w: np.ndarray) -> float:
    order = np.argsort(y)
    share, part = (np.cumsum(each[order]) / each.sum() for each in (w, w * y))
    return float((part[1:] * share[:-1]).sum() - (part[:-1] * share[1:]).sum())


def mean_log_deviation(y: np.ndarray, w: np.ndarray) -> float:
    return float(-np.average(np.log(y / np.average(y, weights=w)), weights=w))


@pytest.mark.shared
@pytest.mark.parametrize(("name", "data"), [("iop_card", CARD), ("iop_madrid2019", MADRID)])
def test_public_people_have_the_types_and_indices_of_the_golden_trees(
    shared: Path, name: str, data: tuple[str, str, str, tuple[str, ...], int]
) -> None:
    file, outcome, weight, circumstances, min_size = data
    known = json.loads((shared / "golden" / "opportunity" / f"{name}.json").read_text())
    y, w, codes, levels = people(
        shared, file=file, outcome=outcome, weight=weight, circumstances=circumstances
    )
    for key, alpha, grown_on in (
        ("ctree_0.95", 0.05, y),
        ("ctree_0.99", 0.01, y),
        ("ctree_log_0.99", 0.01, np.log(y)),
    ):
        tree = grow_tree(
            grown_on, codes, levels, weight=w, alpha=alpha, min_size=min_size, growth="unweighted"
        )
        leaf = tree.leaf_of(codes)
        mean = np.bincount(leaf, w * y) / np.maximum(np.bincount(leaf, w), 1e-300)
        assert len(tree.leaves) == known[key]["types"]
        assert gini(mean[leaf], w) == pytest.approx(known[key]["gini"], abs=1e-8)
        assert mean_log_deviation(mean[leaf], w) == pytest.approx(known[key]["mld"], abs=1e-8)
        for ours, theirs in zip(tree.leaves, known[key].get("terminal", tree.leaves), strict=True):
            if isinstance(theirs, dict):
                assert (ours.id, ours.n) == (theirs["node"], theirs["n"])
                assert ours.mean == pytest.approx(theirs["wmean"], rel=1e-10)
        forest = grow_forest(y, codes, levels, weight=w, trees=40, growth="unweighted", seed=1)
    assert gini(forest.predictions, w) == pytest.approx(FORESTS[name][0], rel=0.02)
    assert mean_log_deviation(forest.predictions, w) == pytest.approx(FORESTS[name][1], rel=0.04)
