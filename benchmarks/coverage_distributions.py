"""How often 95% intervals of decomposed distributions hold what the whole population would show.

A population of 300,000 people in households and two strata is made, of two groups that differ in what
covariates they have and in what those go with. The truth is the same decomposition of everybody. Surveys
are drawn from it in two ways: people one by one, and households within strata at unequal rates, with
weights. Intervals are those that ``dueregard decompose`` prints: ``dfl``, ``rif`` with and without
reweighting, ``rif`` of logarithms, ``logit`` with Yun's weights and, from replicates, with Fairlie's switches
(fewer surveys, as each is estimated a hundred times).

Run with ``python benchmarks/coverage_distributions.py [surveys] [seed]``: 10 surveys by default, to have a
short look. With ``--write`` the shares are stored in ``benchmarks/results/coverage_distributions.json``, with
how often intervals lay wholly below the truth and wholly above; ``--without-fairlie`` leaves that method out
and keeps what is stored of it. 300 surveys take two CPU minutes, and three more for Fairlie's.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dueregard.causes.decompositions import Comparison, Decomposition, Options
from dueregard.causes.decompositions.methods import method_of
from dueregard.causes.decompositions.model_matrix import Covariate, model_matrix
from dueregard.causes.designs import SampleDesign, design_of
from dueregard.causes.factors import Factor

SURVEYS, SEED = 10, 20261129
PEOPLE, PER_HOUSEHOLD, DRAWN = 300_000, 3, 2_400
RESULTS = Path(__file__).parent / "results" / "coverage_distributions.json"
DISTRIBUTION = Options(quantiles=(0.1, 0.5, 0.9), statistics=("mean", "variance", "gini"))
ASKED = {
    "dfl": ("dfl", "pay", DISTRIBUTION),
    "rif": ("rif", "pay", replace(DISTRIBUTION, statistics=("variance", "gini"))),
    "rif, reweighted": (
        "rif",
        "pay",
        replace(DISTRIBUTION, statistics=("variance", "gini"), reweighted=True),
    ),
    "rif, logarithms": (
        "rif",
        "log_pay",
        replace(DISTRIBUTION, statistics=("variance",)),
    ),
    "logit, yun": ("logit", "ill", Options()),
    "logit, fairlie": ("logit", "ill", Options(detail="fairlie", replicates=100)),
}
FEWER = {"logit, fairlie": 5}
"""Methods that are run on one survey in so many."""


def population(seed: int = 20261128) -> dict[str, NDArray[np.float64]]:
    """Everybody, in the order of households and strata."""
    rng = np.random.default_rng(seed)
    household = np.arange(PEOPLE) // PER_HOUSEHOLD
    count = PEOPLE // PER_HOUSEHOLD
    stratum = (household >= count * 2 // 3).astype(float)
    shared = rng.normal(size=count)[household]
    other = (rng.random(PEOPLE) < 0.35 + 0.15 * stratum).astype(float)
    age = np.round(42 - 3 * other + 2 * stratum + 10 * (0.4 * shared + 0.9 * rng.normal(size=PEOPLE)))
    pull = np.column_stack([0.5 * other, 0 * other, 0.3 - 0.6 * other + 0.2 * shared])
    chance = special.softmax(pull, axis=1)
    level = (rng.random(PEOPLE)[:, None] > np.cumsum(chance, axis=1)[:, :2]).sum(axis=1)
    noise = (0.35 + 0.1 * (level == 2) + 0.08 * other) * (0.4 * shared + 0.9 * rng.normal(size=PEOPLE))
    logs = 2 + 0.01 * age + 0.25 * (level == 1) + (0.5 - 0.1 * other) * (level == 2) - 0.12 * other + noise
    predictor = -2.6 + 0.03 * age - 0.4 * level + 0.4 * other + 0.6 * shared
    return {
        "household": household.astype(float),
        "stratum": stratum,
        "other": other,
        "age": age,
        "level": level.astype(float),
        "pay": np.exp(logs),
        "log_pay": logs,
        "ill": (rng.random(PEOPLE) < special.expit(predictor)).astype(float),
    }


def comparison(people: dict[str, NDArray[np.float64]], outcome: str, design: SampleDesign) -> Comparison:
    """Two groups of some people."""
    level = Factor(
        name="level", label="Level", codes=people["level"].astype(np.intp), levels=("low", "middle", "high")
    )
    covariates = (
        Covariate(name="age", variable="age", values=people["age"]),
        Covariate(name="level", variable="level", values=level),
    )
    return Comparison(
        outcome=people[outcome],
        weight=design.weight,
        in_reference=people["other"] == 0,
        matrix=model_matrix(covariates, size=len(people["age"])),
        covariates=covariates,
        design=design,
    )


def drawn_singly(
    people: dict[str, NDArray[np.float64]], rng: np.random.Generator
) -> tuple[NDArray[np.intp], SampleDesign]:
    """People one by one."""
    rows = rng.choice(PEOPLE, DRAWN, replace=False)
    return rows, design_of(DRAWN)


def drawn_in_households(
    people: dict[str, NDArray[np.float64]], rng: np.random.Generator
) -> tuple[NDArray[np.intp], SampleDesign]:
    """Households, half of them from the smaller stratum."""
    count = PEOPLE // PER_HOUSEHOLD
    split, each = count * 2 // 3, DRAWN // PER_HOUSEHOLD // 2
    first = rng.choice(split, each, replace=False)
    second = split + rng.choice(count - split, each, replace=False)
    households = np.concatenate([first, second])
    rows = (households[:, None] * PER_HOUSEHOLD + np.arange(PER_HOUSEHOLD)).ravel()
    stratum = people["stratum"][rows].astype(np.intp)
    weight = np.where(stratum == 0, split / each, (count - split) / each)
    design = design_of(
        len(rows), weight=weight, strata=stratum, clusters=people["household"][rows].astype(np.intp)
    )
    return rows, design


def keyed(found: Decomposition) -> dict[str, tuple[float, float, float]]:
    """Value and interval of each part, by what it is."""
    low, high = np.asarray(found.estimates.interval(0.95)).T
    return {
        " ".join(
            str(each)
            for each in (
                part.parameters.get("statistic"),
                part.parameters.get("p"),
                part.component,
                part.variable,
            )
            if each is not None
        ): (float(value), float(below), float(above))
        for part, value, below, above in zip(found.parts, found.estimates.values, low, high, strict=True)
        if part.group is None and part.level is None and part.component != "approximation_error"
    }


def _shares(sides: NDArray[np.float64]) -> list[float]:
    """How often the truth was held, of how many, and how often the interval was below it and above."""
    below, above = float(np.mean(sides > 0)), float(np.mean(sides < 0))
    return [round(1 - below - above, 4), len(sides), round(below, 4), round(above, 4)]


def _print(results: dict[str, dict[str, dict[str, list[float]]]]) -> None:
    for design_name, of_design in results.items():
        for name, of_method in of_design.items():
            for key, (share, count, below, above) in of_method.items():
                mark = "" if 0.93 <= share <= 0.97 else "  <-"
                print(
                    f"{design_name:32} {name:16} {key:50} {share:.3f} of {count:.0f}, "
                    f"{below:.3f} below, {above:.3f} above{mark}"
                )


def main() -> None:
    """Draw surveys, count, and print a table."""
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    surveys, seed = (*numbers, *(SURVEYS, SEED)[len(numbers) :])[:2]
    asked = dict(ASKED)
    if "--without-fairlie" in sys.argv:
        del asked["logit, fairlie"]
    everybody = population()
    full = replace(design_of(PEOPLE), sampling_error=False)
    truth = {
        name: {
            key: value
            for key, (value, _, _) in keyed(
                method_of(method)(comparison(everybody, outcome, full), options)
            ).items()
        }
        for name, (method, outcome, options) in asked.items()
    }
    results: dict[str, dict[str, dict[str, list[float]]]] = {}
    for place, (design_name, draw) in enumerate(
        (("people one by one", drawn_singly), ("households in strata, weighted", drawn_in_households))
    ):
        held: dict[str, dict[str, list[float]]] = {name: {} for name in asked}
        start = process_time()
        for survey in range(surveys):
            rng = np.random.default_rng([seed, place, survey])
            rows, design = draw(everybody, rng)
            people = {name: values[rows] for name, values in everybody.items()}
            for name, (method, outcome, options) in asked.items():
                if survey % FEWER.get(name, 1):
                    continue
                found = keyed(method_of(method)(comparison(people, outcome, design), options))
                for key, (_, low, high) in found.items():
                    true = truth[name][key]
                    held[name].setdefault(key, []).append(float(true > high) - float(true < low))
        print(f"{design_name}: {surveys} surveys, {process_time() - start:.0f} CPU seconds", flush=True)
        results[design_name] = {
            name: {key: _shares(np.array(sides)) for key, sides in own.items()} for name, own in held.items()
        }
    _print(results)
    if "--write" in sys.argv:
        stored = json.loads(RESULTS.read_text())["shares"]
        results = {name: {**stored.get(name, {}), **own} for name, own in results.items()}
        RESULTS.write_text(json.dumps({"surveys": surveys, "seed": seed, "shares": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
