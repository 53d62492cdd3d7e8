"""How often a circumstance without any effect is found to matter: the null test on made samples.

In each made sample income, or a yes or no, depends on family, and for the rest on chance, part of which
households share; origin has no effect. A test at 5% should find one in 5% of samples. Told beside it: the
same test by the signs of units' scores, which stands in where people are very many.

Run with ``python benchmarks/birthright_null.py [samples]``: about three minutes for 1,000, the default. With
``--write`` the shares are stored in ``benchmarks/results/birthright_null.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from dueregard.causes import SampleDesign, design_of
from dueregard.causes.birthright import null
from dueregard.causes.birthright.null import null_test

SAMPLES, DRAWS, HOUSEHOLDS = 1000, 39, 400
RESULTS = Path(__file__).parent / "results" / "birthright_null.md"
LEVEL = 0.05
Random = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A sample without an effect of origin."""

    outcome: NDArray[np.float64]
    family: NDArray[np.int64]
    origin: NDArray[np.int64]
    design: SampleDesign


def households(random: Random, *, count: int = HOUSEHOLDS) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Whose household each person is in, and weights that households share."""
    home = np.repeat(np.arange(count), random.integers(1, 6, count))
    return home, random.uniform(0.5, 3, count)[home]


def independent(random: Random) -> Made:
    """People drawn one by one."""
    size = 3 * HOUSEHOLDS
    family, origin = random.integers(0, 5, size), random.integers(0, 6, size)
    outcome = 0.3 * family + random.normal(size=size)
    return Made(outcome=outcome, family=family, origin=origin, design=design_of(size))


def sharing(random: Random) -> Made:
    """Everybody in drawn households, which share origin and most of income; strata and unequal weights."""
    home, weight = households(random)
    family, origin = random.integers(0, 5, len(home)), random.integers(0, 6, HOUSEHOLDS)[home]
    log = 0.1 * family + 0.8 * random.normal(size=HOUSEHOLDS)[home] + 0.3 * random.normal(size=len(home))
    design = design_of(len(home), weight=weight, strata=home % 8, clusters=home)
    return Made(outcome=np.exp(log), family=family, origin=origin, design=design)


def alike(random: Random) -> Made:
    """As before; origin goes with family, and weights are very unequal."""
    home, _ = households(random)
    origin = random.integers(0, 6, HOUSEHOLDS)[home]
    family = np.clip(origin + random.integers(-1, 2, len(home)), 0, 5)
    log = 0.3 * family + 0.6 * random.normal(size=HOUSEHOLDS)[home] + 0.3 * random.normal(size=len(home))
    weight = np.exp(0.5 * random.normal(size=HOUSEHOLDS))[home]
    return Made(
        outcome=np.exp(log),
        family=family,
        origin=origin,
        design=design_of(len(home), weight=weight, clusters=home),
    )


def unequal(random: Random) -> Made:
    """Groups of origin differ in how unequal they are, though not in the middle, and in household size."""
    origin = random.integers(0, 4, HOUSEHOLDS)
    home = np.repeat(np.arange(HOUSEHOLDS), origin + random.integers(1, 3, HOUSEHOLDS))
    family = random.integers(0, 5, len(home))
    spread = 1.0 + 0.5 * origin
    outcome = 0.3 * family + (spread * random.normal(size=HOUSEHOLDS))[home] + random.normal(size=len(home))
    design = design_of(len(home), clusters=home)
    return Made(outcome=outcome, family=family, origin=origin[home], design=design)


def areas(random: Random) -> Made:
    """Sixty sampled areas of unequal size that share origin and income."""
    home = np.repeat(np.arange(60), random.integers(5, 40, 60))
    family, origin = random.integers(0, 5, len(home)), random.integers(0, 4, 60)[home]
    outcome = 0.3 * family + random.normal(size=60)[home] + random.normal(size=len(home))
    return Made(outcome=outcome, family=family, origin=origin, design=design_of(len(home), clusters=home))


def yes_or_no(random: Random, *, threshold: float = 1.5) -> Made:
    """A yes or no, which households share in part."""
    home, weight = households(random)
    family, origin = random.integers(0, 5, len(home)), random.integers(0, 6, HOUSEHOLDS)[home]
    latent = 0.3 * family + random.normal(size=HOUSEHOLDS)[home] + random.logistic(size=len(home))
    return Made(
        outcome=(latent > threshold).astype(float),
        family=family,
        origin=origin,
        design=design_of(len(home), weight=weight, clusters=home),
    )


def rare(random: Random) -> Made:
    """A yes that 3 in 100 give."""
    return yes_or_no(random, threshold=5.2)


KINDS: Mapping[str, Callable[[Random], Made]] = {
    "people drawn one by one": independent,
    "households share income and origin": sharing,
    "origin goes with family, very unequal weights": alike,
    "origins differ in spread and household size": unequal,
    "sixty areas of unequal size": areas,
    "a yes or no": yes_or_no,
    "a yes of 3 in 100": rare,
}


def rejected(make: Callable[[Random], Made], samples: int) -> float:
    """Share of samples in which origin is found to matter at 5%, for which 39 permutations are exact."""
    chances = []
    for seed in range(samples):
        made = make(np.random.default_rng([seed, 7]))
        test = null_test(
            made.outcome,
            made.origin[:, None],
            made.family[:, None],
            design=made.design,
            draws=DRAWS,
            seed=seed,
        )
        chances.append(test.p_value)
    return float((np.array(chances) <= LEVEL).mean())


def table(samples: int) -> str:
    """The shares as a table."""
    lines = [
        "# A circumstance without effect",
        "",
        "How often the null test of a birthright report found an effect where there was none:",
        f"{samples:,} made samples of each kind, {DRAWS} permutations, nearly 1,200 people. The standard",
        f"error of a share of 5% is {100 * (0.05 * 0.95 / samples) ** 0.5:.1f} points.",
        "Made by `python benchmarks/birthright_null.py --write`.",
        "",
        "| samples | found to matter at 5% | by signs |",
        "|---|---|---|",
    ]
    for name, make in KINDS.items():
        own = rejected(make, samples)
        with patch.object(null, "MOST_NUMBERS", 0):
            signs = rejected(make, samples)
        lines.append(f"| {name} | {own:.1%} | {signs:.1%} |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def main(samples: int, *, write: bool) -> None:
    """Print and store the shares."""
    found = table(samples)
    if write:
        RESULTS.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    main(numbers[0] if numbers else SAMPLES, write="--write" in sys.argv)
