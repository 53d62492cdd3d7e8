"""Conditional inference trees and forests, beside R partykit: the same types of birth, and their cost.

Trees: made data sets of ten kinds (`trees_made.py`) are grown by both; the partitions of the people are
compared, and Gini and mean log deviation of what the types get. Speed: 5,000 to 50,000 people with seven
circumstances, ours from arrays of codes (so with the aggregation to profiles), R's from a data frame of
factors that is there already. Then ours alone up to a million people, without and with a clustered design.
Forests: 200 trees of 7,500 people; with ``--large`` R's forests on the two public data sets that lie in the
shared folder, which take minutes.

R is found as `Rscript`, with the package partykit. It is only ever run here: nothing of it is used.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import measuring
import numpy as np
from numpy.typing import NDArray
from trees_made import REFERENCE, Made, digest, made_sets

from dueregard.causes.designs import design_of
from dueregard.causes.trees import grow_forest, grow_tree

PEER = Path(__file__).with_name("peer_trees.R")
RESULT = Path(__file__).with_name("results") / "trees.json"
SIZES = (2, 4, 5, 9, 6, 3, 14)
PUBLIC = {
    "card": ("card_prepared.csv", "wage", "wt_", ("black", "reg", "smsa66", "momdad14", "fe", "me")),
    "madrid": (
        "mad2019_ineqopp_MIT.csv",
        "Y",
        "weight",
        ("sex", "ctrybirth", "munipop", "educF", "educM", "occF", "occstatM"),
    ),
}

Floats = NDArray[np.float64]


def names(sizes: Sequence[int]) -> list[list[str]]:
    """Levels of circumstances that have none."""
    return [[str(level) for level in range(size)] for size in sizes]


def gini(y: Floats, weight: Floats) -> float:
    """The Gini coefficient, as the golden values have it."""
    order = np.argsort(y)
    share, part = (np.cumsum(each[order]) / each.sum() for each in (weight, weight * y))
    return float((part[1:] * share[:-1]).sum() - (part[:-1] * share[1:]).sum())


def mean_log_deviation(y: Floats, weight: Floats) -> float:
    """The mean log deviation."""
    return float(-np.average(np.log(y / np.average(y, weights=weight)), weights=weight))


def people(n: int, seed: int = 0) -> Made:
    """Make people with seven circumstances, all of which matter a little."""
    rng = np.random.Generator(np.random.PCG64([n, seed]))
    codes = np.stack([rng.integers(0, size, n) for size in SIZES], axis=1)
    effects = [0.12 * rng.normal(size=size) for size in SIZES]
    signal = sum(effect[codes[:, place]] for place, effect in enumerate(effects))
    outcome = np.exp(10 + signal + 0.6 * rng.normal(size=n))
    return Made(name=f"{n:,}", outcome=outcome, codes=codes, sizes=SIZES, alpha=0.01, min_size=50)


def by_peer(kind: str, sets: Sequence[Made], **columns: Sequence[int]) -> list[tuple[Floats, float, float]]:
    """Have R grow the trees: what it says of people, CPU and wall seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [",".join(["people", "sizes", "alpha", "min_size", *columns])]
        for number, made in enumerate(sets):
            size = "x".join(map(str, made.sizes))
            cells = [len(made.outcome), size, made.alpha, made.min_size]
            lines.append(",".join(map(str, cells + [each[number] for each in columns.values()])))
            codes = np.asfortranarray(made.codes.astype(np.int32)).tobytes(order="F")
            (folder / f"{number}.bin").write_bytes(made.outcome.tobytes() + codes)
        (folder / "index.csv").write_text("\n".join(lines) + "\n")
        printed = subprocess.run(
            ["Rscript", str(PEER), kind, str(folder)], check=True, capture_output=True, text=True
        ).stdout
        took = [line.split() for line in printed.splitlines()]
        return [
            (np.fromfile(folder / f"{number}.out"), float(cpu), float(wall)) for number, cpu, wall in took
        ]


def same_partition(one: Floats, other: Floats) -> bool:
    """Whether two numberings part people alike."""
    pairs = np.unique(np.stack([one, other]), axis=1).shape[1]
    return pairs == len(np.unique(one)) == len(np.unique(other))


def timed(work: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """The median of CPU seconds of a piece of work."""
    took = []
    for _ in range(repeats):
        before = time.process_time()
        answer = work()
        took.append(time.process_time() - before)
    return float(np.median(took)), answer


def equal_trees(per_kind: int, seed: int) -> dict[str, Any]:
    """Compare partitions and indices on made data."""
    sets = made_sets(per_kind=per_kind, seed=seed)
    differ, gap, leaves = [], 0.0, []
    for made, (theirs, _, _) in zip(sets, by_peer("trees", sets), strict=True):
        tree = grow_tree(
            made.outcome, made.codes, names(made.sizes), alpha=made.alpha, min_size=made.min_size
        )
        ours = tree.leaf_of(made.codes)
        leaves.append(len(tree.leaves))
        if not same_partition(ours.astype(float), theirs):
            differ.append(made.name)
        shifted = made.outcome - made.outcome.min() + np.ptp(made.outcome)
        ones = np.ones(len(ours))
        for index in (gini, mean_log_deviation):
            values = [
                index((np.bincount(k, shifted) / np.maximum(np.bincount(k), 1))[k], ones)
                for k in (ours, theirs.astype(np.int64))
            ]
            gap = max(gap, abs(values[0] - values[1]))
    return {
        "sets": len(sets),
        "equal": len(sets) - len(differ),
        "differ": differ,
        "largest gap of indices": gap,
        "leaves": [min(leaves), max(leaves)],
    }


def speed(sizes: Sequence[int], repeats: int) -> list[dict[str, Any]]:
    """Time both on the same people."""
    sets = [people(n) for n in sizes]
    rows = []
    for made, (theirs, cpu, _) in zip(sets, by_peer("trees", sets), strict=True):
        levels = names(made.sizes)
        took, tree = timed(
            lambda made=made, levels=levels: grow_tree(made.outcome, made.codes, levels), repeats
        )
        rows.append(
            {
                "people": len(made.outcome),
                "leaves": len(tree.leaves),
                "ours": took,
                "partykit": cpu,
                "ratio": cpu / took,
                "equal": same_partition(tree.leaf_of(made.codes).astype(float), theirs),
            }
        )
    return rows


def alone(sizes: Sequence[int], repeats: int) -> list[dict[str, Any]]:
    """Time ours as people become many."""
    rows = []
    for n in sizes:
        made = people(n)
        levels = names(made.sizes)
        rng = np.random.Generator(np.random.PCG64(n))
        weight = rng.lognormal(sigma=0.5, size=n)
        clustered = design_of(n, weight=weight, clusters=rng.integers(0, n // 3, n))
        row: dict[str, Any] = {"people": n}
        for name, options in {
            "permutation": {},
            "weights": {"design": design_of(n, weight=weight)},
            "clusters": {"design": clustered},
        }.items():
            took, tree = timed(
                lambda made=made, levels=levels, options=options: grow_tree(
                    made.outcome, made.codes, levels, **options
                ),
                repeats,
            )
            row |= {name: took, f"{name}, leaves": len(tree.leaves)}
        rows.append(row)
    return rows


def public(name: str) -> tuple[Made, Floats]:
    """Read a public data set: positive outcomes."""
    import duckdb

    file, outcome, weight, circumstances = PUBLIC[name]
    source = measuring.shared_data("opportunity", file)
    read = f"""from read_csv('{source}', all_varchar = true) where {outcome}::double > 0"""
    connection = duckdb.connect()
    numbers = connection.sql(f'select {outcome}::double as y, "{weight}"::double as w {read}').fetchnumpy()
    texts = connection.sql(f"select {', '.join(circumstances)} {read}").fetchall()
    columns = [
        np.unique([row[place] for row in texts], return_inverse=True) for place in range(len(texts[0]))
    ]
    made = Made(
        name=name,
        outcome=numbers["y"],
        codes=np.stack([codes for _, codes in columns], axis=1),
        sizes=tuple(len(levels) for levels, _ in columns),
        alpha=0.01,
        min_size=10,
    )
    return made, numbers["w"]


def forests(seeds: int, trees: int, *, peer: bool) -> list[dict[str, Any]]:
    """Indices of forests on the public data, by seed."""
    rows = []
    for name in PUBLIC:
        made, weight = public(name)
        found: dict[str, list[Floats]] = {"ours": [], "partykit": []}
        for seed in range(1, seeds + 1):
            forest = grow_forest(made.outcome, made.codes, names(made.sizes), trees=trees, seed=seed)
            found["ours"].append(np.concatenate([forest.predictions, forest.out_of_bag]))
        if peer:
            sets = [made] * seeds
            said = by_peer("forests", sets, trees=[trees] * seeds, seed=list(range(1, seeds + 1)))
            found["partykit"] = [each for each, _, _ in said]
        for who, answers in found.items():
            for seed, answer in enumerate(answers, start=1):
                everybody, outside = np.split(answer, 2)
                rows.append(
                    {
                        "data": name,
                        "by": who,
                        "seed": seed,
                        "gini": gini(everybody, weight),
                        "mld": mean_log_deviation(everybody, weight),
                        "gini out of bag": gini(outside, weight),
                        "mld out of bag": mean_log_deviation(outside, weight),
                    }
                )
    return rows


def reference() -> dict[str, Any]:
    """What R says of the made data sets that the tests grow: leaves and a digest of who is in which."""
    sets = made_sets(per_kind=REFERENCE[0], seed=REFERENCE[1])
    said = [each for each, _, _ in by_peer("trees", sets)]
    return {
        made.name: {"leaves": len(np.unique(theirs)), "digest": digest(theirs)}
        for made, theirs in zip(sets, said, strict=True)
    }


def has_peer() -> bool:
    """Whether R and partykit are here."""
    if shutil.which("Rscript") is None:
        return False
    asked = subprocess.run(["Rscript", str(PEER), "--check"], check=False, capture_output=True)
    return asked.returncode == 0


def main() -> None:
    """Run everything that is possible here, print it and keep it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--per-kind", type=int, default=12, help="made data sets of each of ten kinds")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--large", action="store_true", help="a million people, and R's forests (minutes)")
    parser.add_argument("--reference", type=Path, help="only write what the tests compare with")
    asked = parser.parse_args()
    peer = has_peer()
    if asked.reference is not None:
        asked.reference.write_text(json.dumps(reference(), indent=1) + "\n")
        return
    found: dict[str, Any] = {}
    if peer:
        found["equal"] = equal_trees(asked.per_kind, seed=7)
        found["speed"] = speed((5_000, 10_000, 20_000, 50_000), asked.repeats)
    else:
        print("R was not run: Rscript or partykit is not here.")
    found["alone"] = alone(
        (50_000, 200_000, *((1_000_000,) if asked.large else ())), max(1, asked.repeats // 2)
    )
    made = people(7_500)
    took, forest = timed(lambda: grow_forest(made.outcome, made.codes, names(made.sizes), seed=1), 1)
    found["forest of 7,500"] = {"trees": forest.trees, "leaves": forest.leaves, "cpu": took}
    if asked.large:
        found["forests"] = forests(3, 200, peer=peer)
    print(json.dumps(found, indent=1))
    if peer and asked.large:
        RESULT.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
