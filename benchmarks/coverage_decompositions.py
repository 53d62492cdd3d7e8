"""How often 95% intervals of a decomposition's parts hold the population's own parts, by simulation.

A made population of 60,000 in 15,000 households of unequal chance; the outcome depends on a number and on a
category, differently in each group, and people of a household are alike. Samples of 600 people: drawn one by
one, one by one with unequal chances, and as 150 whole households of unequal chance. The truth is the same
decomposition of the whole population. Run with ``python benchmarks/coverage_decompositions.py [samples]``:
some four minutes for 500, the default; ``--write`` stores the shares.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.findings import Decomposition
from dueregard.causes.decompositions.kitagawa import decompose_kitagawa
from dueregard.causes.decompositions.model_matrix import Covariate, model_matrix
from dueregard.causes.decompositions.oaxaca import decompose_threefold, decompose_twofold
from dueregard.causes.designs import design_of
from dueregard.causes.factors import Factor

SEED = 20261128
RESULTS = Path(__file__).parent / "results" / "coverage_decompositions.json"
PEOPLE, HOUSEHOLD, SAMPLE = 60_000, 4, 600
REFERENCES = ("pooled", "neumark", "reference")


def population(draw: np.random.Generator) -> dict[str, np.ndarray]:
    """People in households: pay, group, years, region, and the household's chance to be drawn."""
    homes = PEOPLE // HOUSEHOLD
    of_home = np.repeat(np.arange(homes), HOUSEHOLD)
    home = draw.normal(size=homes)
    group = draw.uniform(size=PEOPLE) < 0.65
    years = 10 + 3 * draw.normal(size=PEOPLE) + 1.5 * home[of_home] + 1.0 * group
    region = (draw.uniform(size=homes) * 3).astype(np.intp)[of_home]
    region = np.where(~group & (draw.uniform(size=PEOPLE) < 0.3), 2, region)
    worth = np.where(group, 0.5, 0.4)
    pay = 8 + worth * years + np.array([0.5, 0.0, -1.0])[region] + group * 0.8
    pay += 1.2 * home[of_home] + draw.normal(size=PEOPLE) * np.where(group, 1.5, 2.0)
    chance = np.exp(0.4 * home + 0.3 * draw.normal(size=homes))
    return {
        "pay": pay,
        "group": group,
        "years": years,
        "region": region,
        "home": of_home,
        "chance": chance[of_home] / chance.sum(),
    }


def comparison(people: dict[str, np.ndarray], rows: np.ndarray, kind: str) -> Comparison:
    """The sampled people, as the design has it."""
    size = len(rows)
    region = Factor(name="region", label="Region", codes=people["region"][rows], levels=("n", "s", "w"))
    covariates = (
        Covariate(name="years", values=people["years"][rows], variable="years"),
        Covariate(name="region", values=region, variable="region"),
    )
    weight = np.ones(size) if kind == "simple" else 1 / (PEOPLE * people["chance"][rows])
    # Whoever is drawn twice is two units.
    clusters = np.arange(size) // HOUSEHOLD if kind == "households" else None
    return Comparison(
        outcome=people["pay"][rows],
        weight=weight,
        in_reference=people["group"][rows],
        matrix=model_matrix(covariates, size=size),
        covariates=covariates,
        design=design_of(size, weight=weight, clusters=clusters),
        outcome_name="pay",
    )


def sample(people: dict[str, np.ndarray], kind: str, draw: np.random.Generator) -> np.ndarray:
    """Rows of one sample; draws are with replacement, so that the textbook's variance is the right one."""
    if kind == "simple":
        return draw.integers(0, PEOPLE, SAMPLE)
    if kind == "unequal":
        return draw.choice(PEOPLE, SAMPLE, p=people["chance"] / people["chance"].sum())
    homes = draw.choice(PEOPLE // HOUSEHOLD, SAMPLE // HOUSEHOLD, p=people["chance"][::HOUSEHOLD])
    return (homes[:, None] * HOUSEHOLD + np.arange(HOUSEHOLD)).ravel()


def parts(compared: Comparison) -> dict[str, Decomposition]:
    """Every decomposition that is tried."""
    found = {name: decompose_twofold(compared, Options(coefficients=name)) for name in REFERENCES}
    found["threefold"] = decompose_threefold(compared, Options())
    region = compared.covariates[1:]
    only = Comparison(
        outcome=compared.outcome,
        weight=compared.weight,
        in_reference=compared.in_reference,
        matrix=compared.matrix,
        covariates=region,
        design=compared.design,
    )
    found["kitagawa"] = decompose_kitagawa(only, Options())
    return found


def named(found: dict[str, Decomposition]) -> dict[str, tuple[float, float, float, float]]:
    """Value, standard error and limits of each part that is told of a component or a covariate."""
    told = {}
    for method, each in found.items():
        limits = each.estimates.interval(0.95)
        for at, part in enumerate(each.parts):
            if part.group is None and part.level is None and part.variable != "(constant)":
                name = " ".join(word for word in (method, part.component, part.variable) if word)
                told[name] = (each.estimates.values[at], each.estimates.se[at], *limits[at])
    return told


def simulate(kind: str, people: dict[str, np.ndarray], *, samples: int) -> dict[str, dict[str, float]]:
    """Coverage, and the mean standard error over the spread of the estimates, by part."""
    draw = np.random.default_rng([SEED, len(kind)])
    whole = parts(comparison(people, np.arange(PEOPLE), "simple"))
    truth = {name: told[0] for name, told in named(whole).items()}
    values: dict[str, list[Any]] = {name: [] for name in truth}
    for _ in range(samples):
        rows = sample(people, kind, draw)
        compared = comparison(people, rows, kind)
        for name, told in named(parts(compared)).items():
            values[name].append(told)
    result = {}
    for name, told in values.items():
        value, se, low, high = np.array(told).T
        result[name] = {
            "held": round(float(((low <= truth[name]) & (truth[name] <= high)).mean()), 4),
            "se_over_spread": round(float(se.mean() / value.std(ddof=1)), 3),
            "bias_over_spread": round(float((value.mean() - truth[name]) / value.std(ddof=1)), 3),
        }
    return result


def main(samples: int, *, write: bool) -> None:
    """Print coverage by design and part."""
    people = population(np.random.default_rng(SEED))
    rows = {kind: simulate(kind, people, samples=samples) for kind in ("simple", "unequal", "households")}
    print(f"coverage of 95% intervals (standard error over spread); {samples} samples of {SAMPLE} people")
    print(f"{'part':<36}" + "".join(f"{kind:>18}" for kind in rows))
    for name in rows["simple"]:
        cells = [
            f"{100 * row[name]['held']:.1f}% ({row[name]['se_over_spread']:.2f})" for row in rows.values()
        ]
        print(f"{name:<36}" + "".join(f"{cell:>18}" for cell in cells))
    if write:
        found = {"seed": SEED, "samples": samples, "people": SAMPLE}
        lines = ",\n".join(f'"{kind}": {json.dumps(row)}' for kind, row in rows.items())
        RESULTS.write_text(f'{json.dumps(found)[:-1]}, "designs": {{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    main(numbers[0] if numbers else 500, write="--write" in sys.argv)
