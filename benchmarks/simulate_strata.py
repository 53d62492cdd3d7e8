"""How often the intervals of strata hold the truth, and what shrinkage is worth.

Made people in 40 strata: an amount, a yes/no outcome, and a weighted sample of clusters. Reported: how often
the interval of the share between strata (VPC) holds its truth, how often intervals of strata's own means do,
how often a test of no differences rejects where there are none, and the mean squared error of shrunken over
raw means.

    python benchmarks/simulate_strata.py --seeds 400      writes results/strata.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from dueregard.causes.designs import design_of
from dueregard.causes.strata.figures import Options
from dueregard.causes.strata.find import study
from dueregard.causes.strata.people import Rows, StrataPeople
from dueregard.causes.strata.tally import tally_of_people

RESULTS = Path(__file__).parent / "results" / "strata.json"
SHAPE = (2, 5, 4)
STRATA = int(np.prod(SHAPE))
LATENT = np.pi**2 / 3
LEVELS = tuple(tuple(f"{name}{at}" for at in range(size)) for name, size in zip("abc", SHAPE, strict=True))


def main() -> None:
    """Simulate every case and write what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=400)
    parser.add_argument("--weighted-seeds", type=int, default=100)
    parser.add_argument("--out", type=Path, default=RESULTS)
    asked = parser.parse_args()
    found = {}
    for family in ("gaussian", "binomial"):
        for share in (0.0, 0.02, 0.1):
            found[f"{family}, share {share:g}"] = simulated(family, share, asked.seeds)
            print(f"{family}, share {share:g}", found[f"{family}, share {share:g}"], flush=True)
    found["gaussian, share 0.1, weighted"] = weighted(0.1, asked.weighted_seeds)
    print(found["gaussian, share 0.1, weighted"])
    told = {"seeds": asked.seeds, "weighted_seeds": asked.weighted_seeds, "strata": STRATA, "cases": found}
    asked.out.write_text(json.dumps(told, indent=1) + "\n")


def simulated(family: str, share: float, seeds: int) -> dict[str, float]:
    """Draw strata and people anew for every seed."""
    held = rejected = inside = flags = 0
    errors, raw_errors, flagged_null = 0.0, 0.0, 0
    for seed in range(seeds):
        rng = np.random.Generator(np.random.PCG64([17, seed, int(1000 * share), len(family)]))
        within = LATENT if family == "binomial" else 4.0
        truth = 1.0 + np.sqrt(within * share / (1 - share)) * rng.normal(size=STRATA)
        people = rng.integers(8, 80, STRATA)
        stratum = np.repeat(np.arange(STRATA), people)
        if family == "binomial":
            truth = truth - 1.8
            mean = 1 / (1 + np.exp(-truth))
            outcome = (rng.random(len(stratum)) < mean[stratum]).astype(float)
        else:
            mean = truth
            outcome = truth[stratum] + np.sqrt(within) * rng.normal(size=len(stratum))
        found = study(read_of(outcome, stratum), Options(points=7))
        held += found.vpc.low <= share <= found.vpc.high
        rejected += found.chance < 0.05
        by = {each.levels["c"] + each.levels["b"] + each.levels["a"]: each for each in found.strata}
        told = [by[name_of(at)] for at in range(STRATA)]
        inside += sum(each.low <= mean[at] <= each.high for at, each in enumerate(told))
        errors += sum((each.shrunken - mean[at]) ** 2 for at, each in enumerate(told))
        raw_errors += sum((each.raw - mean[at]) ** 2 for at, each in enumerate(told))
        flags += len(found.flagged)
        flagged_null += bool(found.flagged)
    return {
        "vpc_interval_holds": held / seeds,
        "test_rejects": rejected / seeds,
        "interval_of_a_stratum_holds": round(float(inside / seeds / STRATA), 4),
        "squared_error_shrunken_over_raw": round(float(errors / raw_errors), 4),
        "flagged_per_study": flags / seeds,
        "studies_with_a_flag": flagged_null / seeds,
    }


def weighted(share: float, seeds: int) -> dict[str, float]:
    """Sample clusters of a fixed town with unequal weights: the interval is of the town's own share."""
    rng = np.random.Generator(np.random.PCG64(99))
    size = 60_000
    stratum = rng.choice(STRATA, size=size, p=rng.dirichlet(np.full(STRATA, 5.0)))
    effect = np.sqrt(4 * share / (1 - share)) * rng.normal(size=STRATA)
    cluster = rng.integers(0, size // 3, size)
    outcome = effect[stratum] + rng.normal(0, 0.6, size // 3)[cluster] + rng.normal(0, 1.9, size)
    town = study(read_of(outcome, stratum), Options())
    chance = np.where(rng.random(size // 3) < 0.3, 0.08, 0.03)
    held = errors = raw_errors = 0.0
    for seed in range(seeds):
        again = np.random.Generator(np.random.PCG64([5, seed]))
        taken = (again.random(size // 3) < chance)[cluster]
        weight = 1 / chance[cluster[taken]]
        design = design_of(int(taken.sum()), weight=weight, clusters=cluster[taken])
        read = read_of(outcome[taken], stratum[taken], weight=weight, design=design)
        found = study(read, Options(replicates=100, seed=seed + 1))
        held += found.vpc.low <= town.vpc.value <= found.vpc.high
        truth = {tuple(each.levels.values()): each.raw for each in town.strata}
        errors += sum((each.shrunken - truth[tuple(each.levels.values())]) ** 2 for each in found.strata)
        raw_errors += sum((each.raw - truth[tuple(each.levels.values())]) ** 2 for each in found.strata)
    return {
        "vpc_interval_holds": held / seeds,
        "squared_error_shrunken_over_raw": round(float(errors / raw_errors), 4),
    }


def name_of(stratum: int) -> str:
    """Name a stratum by its levels."""
    one, two, three = np.unravel_index(stratum, SHAPE)
    return f"c{three}b{two}a{one}"


def read_of(outcome: Any, stratum: Any, *, weight: Any = None, design: Any = None) -> StrataPeople:
    """People as a study takes them."""
    present, place = np.unique(stratum, return_inverse=True)
    rows = None
    if design is not None:
        empty = np.zeros((len(outcome), 0))
        rows = Rows(outcome=outcome, covariates=empty, stratum=place, design=design)
    return StrataPeople(
        outcome="outcome",
        variables=("a", "b", "c"),
        labels=("a", "b", "c"),
        levels=LEVELS,
        codes=np.column_stack(np.unravel_index(present, SHAPE)),
        tally=tally_of_people(outcome, place, strata=len(present), weight=weight),
        rows=rows,
    )


if __name__ == "__main__":
    main()
