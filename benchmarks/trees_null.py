"""How often a tree splits where there is nothing, by the design of the sample and without it.

Each seed is a survey of people whose outcome has nothing to do with their circumstances, in households or
neighbourhoods whose members resemble each other in both; the root should split in alpha of all seeds. The
naive test permutes people (R partykit's); the weighted one knows weights but not clusters.

    python benchmarks/trees_null.py --seeds 2000
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dueregard.causes.designs import SampleDesign, design_of
from dueregard.causes.trees import grow_tree

RESULT = Path(__file__).with_name("results") / "trees_null.json"
SIZES = (2, 4, 8)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def survey(
    rng: np.random.Generator, *, clusters: int, members: int, shared: float, weights: float, skewed: bool
) -> tuple[Floats, Ints, SampleDesign]:
    """Draw a survey: outcomes and circumstances share a part within clusters, none with each other."""
    cluster = np.repeat(np.arange(clusters), rng.integers(1, 2 * members, size=clusters))
    n = len(cluster)
    stratum = cluster % 5
    common = rng.normal(size=clusters)[cluster]
    y = np.sqrt(shared) * common + np.sqrt(1 - shared) * rng.normal(size=n) + 0.5 * stratum
    codes = []
    for size in SIZES:
        latent = np.sqrt(shared) * rng.normal(size=clusters)[cluster] + np.sqrt(1 - shared) * rng.normal(
            size=n
        )
        cuts = np.quantile(latent, np.linspace(0, 1, size + 1)[1:-1])
        codes.append(np.searchsorted(cuts, latent))
    w = np.exp(weights * rng.normal(size=n) + 0.2 * stratum)
    outcome = np.exp(y) if skewed else y
    return outcome, np.stack(codes, axis=1), design_of(n, weight=w, strata=stratum, clusters=cluster)


SURVEYS: Mapping[str, Callable[[np.random.Generator], tuple[Floats, Ints, SampleDesign]]] = {
    "1,500 people in 600 households": lambda rng: survey(
        rng, clusters=600, members=3, shared=0.5, weights=0.6, skewed=False
    ),
    "1,500 people in 600 households, skewed outcome": lambda rng: survey(
        rng, clusters=600, members=3, shared=0.5, weights=0.6, skewed=True
    ),
    "1,200 people in 60 neighbourhoods": lambda rng: survey(
        rng, clusters=60, members=20, shared=0.15, weights=0.4, skewed=False
    ),
    "1,000 people drawn one by one, unequal weights": lambda rng: survey(
        rng, clusters=1000, members=1, shared=0.0, weights=1.0, skewed=False
    ),
}


def rejected(seeds: int, alpha: float) -> dict[str, dict[str, float]]:
    """Share of seeds in which the root splits, by survey and test."""
    found = {}
    levels = [[str(level) for level in range(size)] for size in SIZES]
    for place, (name, draw) in enumerate(SURVEYS.items()):
        count = {"design": 0, "naive": 0, "weights only": 0}
        for seed in range(seeds):
            y, codes, design = draw(np.random.Generator(np.random.PCG64([place, seed])))
            for test in count:
                tree = grow_tree(
                    y,
                    codes,
                    levels,
                    alpha=alpha,
                    min_size=20,
                    design=design if test == "design" else None,
                    weight=design.weight,
                    growth="unweighted" if test == "naive" else "design",
                )
                count[test] += len(tree.leaves) > 1
        found[name] = {test: each / seeds for test, each in count.items()}
        print(name, found[name], flush=True)
    return found


def main() -> None:
    """Run all seeds and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--alpha", type=float, default=0.05)
    asked = parser.parse_args()
    start = time.perf_counter()
    found = rejected(asked.seeds, asked.alpha)
    RESULT.write_text(
        json.dumps({"alpha": asked.alpha, "seeds": asked.seeds, "root splits": found}, indent=1) + "\n"
    )
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
