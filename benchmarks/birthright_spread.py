"""Whether a regression's standard errors and biases are those of its estimates over possible surveys.

Households of Brackwater are drawn again and again, with the design of its survey; everybody in them answers
everything. Only sums over profiles are computed of each survey, so that there are many: their spread and
mean are known to a fiftieth. Beside them the mean standard error and bias that reports of some of the surveys
give. What is left between these figures and ``birthright_coverage.py`` is due to unanswered questions.

Run with ``python benchmarks/birthright_spread.py [surveys]``: two minutes for 1,200, the default. With
``--write`` the figures are stored in ``benchmarks/results/birthright_spread.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dueregard.causes.birthright.asked import Settings
from dueregard.causes.birthright.estimating import computed
from dueregard.causes.birthright.outcomes import kind_of_outcome
from dueregard.causes.birthright.profiles import profiles_of, summands
from dueregard.causes.birthright.reading import read_circumstances
from dueregard.causes.birthright.study import Key, Study
from dueregard.causes.designs import design_of
from dueregard.causes.sample import Sample
from dueregard.demo import Town, town
from dueregard.demo.places import WARDS
from dueregard.people import read_people

SURVEYS, REPORTS, TOGETHER, FIRST = 1200, 60, 50, 5000
CIRCUMSTANCES = {
    "family": ("parent_occupation", "parent_education"),
    "ethnic_origin": ("ethnicity",),
    "place": ("ward",),
}
OUTCOMES = {"income": "income", "good health": "good_health == 'yes'"}
SHOWN = ("gini", "mld", "r2", "dissimilarity")
SETTINGS = Settings(
    estimators=("parametric",),
    scale=None,
    alpha=0.01,
    min_size=50,
    growth="design",
    trees=1,
    replicates=200,
    null_draws=0,
    seed=1,
    level=0.95,
)
RESULTS = Path(__file__).parent / "results" / "birthright_spread.md"
Floats = NDArray[np.float64]


@cache
def place() -> Town:
    """The town."""
    return town()


def drawn(seed: int) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Say which people a survey interviews, their weights, and the share of households by ward."""
    columns, plan = place().columns, place().parameters.survey
    home, ward = columns["household"], columns["ward"]
    first = np.unique(home, return_index=True)[1]
    homes = np.bincount(ward[first], minlength=len(WARDS))
    share = homes**plan.small_ward_power
    wanted = np.rint(dict(plan.fraction)[place().year] * homes.sum() * share / share.sum()).astype(int)
    order = np.random.default_rng(seed).permutation(len(first))
    taken = np.zeros(len(first), bool)
    for code in range(len(WARDS)):
        taken[order[ward[first][order] == code][: wanted[code]]] = True
    inside = taken[np.unique(home, return_inverse=True)[1]]
    people = np.bincount(ward, minlength=len(WARDS)) / np.bincount(ward[inside], minlength=len(WARDS))
    return inside, people[ward], wanted / homes


def study_of(sample: Sample) -> Study:
    """The regression's study of some people."""
    names = [factor.name for factor in sample.factors]
    return Study(
        outcome=sample.outcome,
        profiles=profiles_of(sample.codes, [len(levels) for levels in sample.levels]),
        groups={group: tuple(names.index(each) for each in own) for group, own in CIRCUMSTANCES.items()},
        kind=kind_of_outcome(sample.outcome),
        sums=summands(sample.outcome, sample.weight, logs=False),
        settings=SETTINGS,
    )


def spread(sample: Sample, surveys: int) -> dict[Key, Floats]:
    """Estimates of many surveys."""
    study = study_of(sample)
    found: list[dict[Key, Floats]] = []
    for first in range(FIRST, FIRST + surveys, TOGETHER):
        sums = []
        for seed in range(first, min(first + TOGETHER, FIRST + surveys)):
            inside, weight, _ = drawn(seed)
            here = inside[sample.row]
            values = (study.sums.values[here] * weight[sample.row][here][:, None]).T
            of = study.profiles.of[here]
            sums.append([np.bincount(of, weights=each, minlength=study.profiles.count) for each in values])
        totals = study.sums.totals(np.array(sums, float))
        found.append(study.values(totals, None, estimators=("parametric",)))
    return {key: np.concatenate([each[key] for each in found]) for key in found[0]}


def reports(sample: Sample) -> Iterator[tuple[dict[Key, float], dict[Key, float]]]:
    """Standard errors and biases of some surveys."""
    ward, home = place().columns["ward"], place().columns["household"]
    for seed in range(FIRST, FIRST + REPORTS):
        inside, weight, fractions = drawn(seed)
        rows = np.flatnonzero(inside[sample.row])
        who = sample.row[rows]
        design = design_of(
            len(rows), weight=weight[who], strata=ward[who], clusters=home[who], fractions=fractions
        )
        survey = replace(sample.among(rows), weight=weight[who], design=design)
        made = computed(study_of(survey), survey, progress=lambda _doing, _share: None)
        assert made.again is not None
        errors, bias = made.again.std(axis=0, ddof=1), made.again.mean(axis=0) - made.full
        yield dict(zip(made.keys, errors, strict=True)), dict(zip(made.keys, bias, strict=True))


def table(surveys: int) -> str:
    """The figures as a table."""
    lines = [
        "# Spread of a regression's estimates",
        "",
        f"Over {surveys:,} surveys of Brackwater in which everybody answers, and the means of {REPORTS}",
        f"reports of {SETTINGS.replicates} replicates. Off is the mean error of estimates, bias what reports",
        "take it for.",
        "Made by `python benchmarks/birthright_spread.py --write`.",
        "",
        "| outcome | measure | component | true | off | bias | sd | se | se / sd |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    people = read_people(place().table(), count="full")
    groups = {group: list(own) for group, own in CIRCUMSTANCES.items()}
    for name, outcome in OUTCOMES.items():
        sample = read_circumstances(people, outcome=outcome, groups=groups, missing="level")
        study = study_of(sample)
        true = study.values(study.sums.of_sample(study.profiles), None)
        many, some = spread(sample, surveys), list(reports(sample))
        for key, values in many.items():
            if key.estimator != "parametric" or key.measure not in SHOWN:
                continue
            se = float(np.sqrt(np.mean([errors[key] ** 2 for errors, _ in some])))
            bias = float(np.mean([each[key] for _, each in some]))
            sd, off = float(values.std(ddof=1)), float(values.mean() - true[key][0])
            lines.append(
                f"| {name} | {key.measure} | {key.component} | {true[key][0]:.4f} | {off:+.5f} "
                f"| {bias:+.5f} | {sd:.5f} | {se:.5f} | {se / sd:.2f} |"
            )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    made = table(numbers[0] if numbers else SURVEYS)
    print(made)
    if "--write" in sys.argv:
        RESULTS.write_text(made, encoding="utf-8")
