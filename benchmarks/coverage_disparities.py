"""How often 95% intervals of dispersion between groups hold the true dispersion, by simulation.

True values are fixed normal scores of a given standard deviation; each simulated table adds normal noise of a
given standard error. Beside ours: percentiles of values resampled around the measured ones, the method of
R `healthequal`. Run with ``python benchmarks/coverage_disparities.py [tables]``: some four minutes for 60,
the default. With ``--write`` those of ten groups are stored, and ``docs/coverage.md`` is made of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from scipy import special

from dueregard import disparities
from dueregard.disparities import Groups, formulae, published
from dueregard.estimates import Estimates

SEED = 7
PROCESSES = 1
RESULTS = Path(__file__).parent / "results" / "coverage_disparities.json"
MEAN = 60.0
DESIGNS = tuple((groups, sd, se) for groups in (10, 4, 20) for sd, se in ((0, 3), (1.25, 3), (10, 1)))
MEASURES: dict[str, Callable[..., Estimates]] = {
    "BGV": disparities.between_group_variance,  # the same intervals as BGSD, but for the root
    "COV": disparities.coefficient_of_variation_between,
    "MLD": disparities.mean_log_deviation_between,
    "TI": disparities.theil_between,
    "MDM W": disparities.mean_difference_from_mean,
    "MDM U": partial(disparities.mean_difference_from_mean, weighted=False),
    "MDB W": partial(disparities.mean_difference_from_best, better="higher"),
    "MDB U": partial(disparities.mean_difference_from_best, better="higher", weighted=False),
    "MDR W": partial(disparities.mean_difference_from_reference, reference="0"),
    "MDR U": partial(disparities.mean_difference_from_reference, reference="0", weighted=False),
    "IDIS W": disparities.index_of_disparity,
}


def table(values: np.ndarray, se: np.ndarray, population: np.ndarray) -> Groups:
    """A published table of these groups."""
    levels = [str(i) for i in range(len(values))]
    return published(values, se, population, by="group", levels=levels)


def truth(groups: int, sd: float, random: np.random.Generator) -> np.ndarray:
    """Normal scores of this standard deviation, in random order."""
    scores = special.ndtri((np.arange(groups) + 0.5) / groups)
    return MEAN + sd * random.permutation(scores / scores.std())


def covered(
    measure: str, design: tuple[int, float, float], *, tables: int, seed: int = SEED, unequal: bool = False
) -> tuple[float, float]:
    """Share of intervals that hold the true dispersion, and mean of the estimates less the truth."""
    groups, sd, se = design
    random = np.random.default_rng([seed, groups, round(100 * sd), round(100 * se)])
    population = random.dirichlet(np.full(groups, 3.0)) * 1000
    errors = np.full(groups, float(se))
    if unequal:
        errors *= np.sqrt(population.mean() / np.maximum(population, 0.2 * population.mean()))
    values, function = truth(groups, sd, random), MEASURES[measure]
    true = function(table(values, errors, population), correct=False).values[0]
    inside, error = 0, 0.0
    for _ in range(tables):
        result = function(table(values + errors * random.standard_normal(groups), errors, population))
        low, high = result.interval()[0]
        inside += bool(low <= true * (1 + 1e-9) + 1e-12 and true <= high)
        error += (result.values[0] - true) / tables
    return inside / tables, error


def resampled(design: tuple[int, float, float], *, tables: int, seed: int = SEED) -> float:
    """Share of percentile intervals of resampled values that hold the true between-group variance."""
    groups, sd, se = design
    random = np.random.default_rng([seed, groups, round(100 * sd), round(100 * se)])
    population = random.dirichlet(np.full(groups, 3.0))
    values, inside = truth(groups, sd, random), 0
    true = formulae.variance(values, population)
    for _ in range(tables):
        seen = values + se * random.standard_normal(groups)
        again = formulae.variance(seen + se * random.standard_normal((1000, groups)), population)
        low, high = np.quantile(again, [0.025, 0.975])
        inside += bool(low <= true <= high)
    return inside / tables


def _job(job: tuple[str, tuple[int, float, float], int, bool]) -> tuple[float, float]:
    measure, design, tables, unequal = job
    return covered(measure, design, tables=tables, unequal=unequal)


def main(tables: int, *, write: bool) -> None:
    """Print a table of coverage in per cent, and of the error of the estimate."""
    share = resampled((10, 1.25, 3), tables=tables)
    print(f"healthequal's method, BGV, 10 groups, SD 1.25, SE 3: {100 * share:.0f}%", flush=True)
    usual = DESIGNS[:3]
    designs = [(False, design) for design in (usual if write else DESIGNS)] + [(True, each) for each in usual]
    print(f"coverage in % (mean error of the estimate); {tables} tables")
    print("groups  SD    SE  errors  " + "".join(f"{name:>14}" for name in MEASURES))
    rows = []
    for unequal, (groups, sd, se) in designs:
        with ProcessPoolExecutor(PROCESSES) as pool:
            jobs = [(name, (groups, sd, se), tables, unequal) for name in MEASURES]
            results = list(pool.map(_job, jobs))
        row = "".join(f"{100 * share:6.1f} ({error:5.2f})" for share, error in results)
        print(f"{groups:>6}  {sd:<4}  {se:<3} {'unequal' if unequal else 'equal':<7} {row}", flush=True)
        held = {name: round(share, 4) for name, (share, _) in zip(MEASURES, results, strict=True)}
        rows.append({"groups": groups, "sd": sd, "se": se, "unequal": unequal, "held": held})
    if write:
        found = {"seed": SEED, "mean": MEAN, "tables": tables, "resampled": round(share, 4)}
        lines = ",\n".join(json.dumps(row) for row in rows)
        RESULTS.write_text(f'{json.dumps(found)[:-1]}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    main(numbers[0] if numbers else 60, write="--write" in sys.argv)
