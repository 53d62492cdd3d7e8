"""The birthright report of lives: life expectancy by type of birth, and its inequality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dueregard.causes.birthright.asked import Settings
from dueregard.causes.birthright.estimating import Computed, Progress
from dueregard.causes.birthright.findings import Birthright, TypeOfBirth
from dueregard.causes.birthright.growing import Orchard
from dueregard.causes.birthright.labelled import NO_REPLICATES
from dueregard.causes.birthright.lifetimes import RANGE, TYPE, YEARS, LifeStudy, LifeSums, lives_of
from dueregard.causes.birthright.profiles import Profiles, Summands, profiles_of, summands
from dueregard.causes.birthright.study import Key
from dueregard.causes.birthright.testing import tested
from dueregard.causes.birthright.types import TreeTypes, tree_types
from dueregard.causes.birthright.usable import varying
from dueregard.causes.birthright.warnings import NOT_ALONE
from dueregard.causes.birthright.words import LOWER_BOUND, SPLITS
from dueregard.causes.replicating import ReplicateSet
from dueregard.causes.sample import Sample
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, Record, Support, records
from dueregard.estimates.source import BoolArray, FloatArray

__all__ = ["POSSIBLE", "life_report"]

POSSIBLE = ("tree", "parametric", "nonparametric")
IMMORTAL = "a type in which nobody died has no life expectancy"
PROPORTIONAL = (
    "Life tables of types suppose that each type's death rates are the same multiple of everybody's at all "
    "ages."
)
FURTHEST = (
    "The types furthest apart are looked for among all: chance alone puts some apart, so that their distance "
    "tends to be too large, the more so the more types there are."
)
_SCALES = {"gini": "index", "mld": "log", RANGE: "log"}
_SAID = {
    "tree": "by a tree of types",
    "parametric": "by a regression",
    "nonparametric": "by distinct profiles",
}
MODEL = "death rates of a type are everybody's times its deaths over expected ones"
_METHODS = {
    "observed": "life table in bands of five years",
    "tree": f"types of a conditional inference tree grown on deaths less expected ones; {MODEL}",
    "parametric": "log-linear regression of deaths on circumstances, without interactions",
    "nonparametric": f"all distinct profiles of circumstances; {MODEL}",
}


def life_report(
    sample: Sample,
    *,
    outcome: str,
    groups: Mapping[str, tuple[str, ...]],
    settings: Settings,
    ages: tuple[str, str],
    at_age: float | None,
    source: str | None,
    progress: Progress,
) -> Birthright:
    """Report life expectancy by type of birth.

    Parameters
    ----------
    sample : Sample
        Whose outcome is 1 for whoever died; ages are among its numbers.
    outcome : str
        What the outcome is called.
    groups : mapping of str to tuple of str
        Circumstances by group.
    settings : Settings
        How the report is made.
    ages : tuple of str
        What ages at entry and exit were read as.
    at_age : float, optional
        From which age life expectancy is counted.
    source : str or None
        What the data are called.
    progress : callable
        Told how far it is.

    Returns
    -------
    Birthright

    Raises
    ------
    UsageError
        Where the outcome is not a yes or no, or for estimators that lives do not have.
    PeopleError
        For too few deaths, or impossible ages.
    """
    if not sample.two_valued:
        raise UsageError(
            "Life expectancy needs an outcome that says who died.",
            remedy="Write a condition, such as --outcome \"died == 'yes'\".",
        )
    asked = tuple(name for name in settings.estimators if name in POSSIBLE)
    if not asked:
        raise UsageError(
            "Lives have no such estimator.",
            found=f"They have: {', '.join(POSSIBLE)}.",
            remedy="Choose of these.",
        )
    found = varying(sample, groups)
    sample = replace(sample, factors=tuple(sample.factors[place] for place in found.kept))
    entry, leaving = (sample.numbers[name] for name in ages)
    lives = lives_of(sample.outcome, entry, leaving, sample.weight, at_age=at_age)
    residual = replace(sample, outcome=sample.outcome - lives.expected)
    settings = replace(settings, estimators=asked, scale=None)
    orchard = Orchard.of(residual, settings, groups)
    tree = orchard.tree(range(len(sample.factors))) if "tree" in asked else None
    told = None if tree is None else tree_types(tree, sample)
    profiles = profiles_of(sample.codes, [len(levels) for levels in sample.levels])
    study = LifeStudy(
        lives=lives,
        profiles=profiles,
        groups=found.groups,
        estimators=asked,
        splits=orchard.splits,
        grower=orchard,
        types={} if told is None else _members(told, profiles),
    )
    summed = summands(residual.outcome, residual.weight, logs=False)
    values = _computed(study, summed, sample, settings)
    progress("Putting it into words", 1.0)
    estimates = _estimates(values, study, sample, outcome=outcome, source=source, told=told)
    made = tuple(records(estimates, level=settings.level))
    total = tuple(record for record in made if TYPE not in record.by)
    of_types = tuple(sorted((each for each in made if TYPE in each.by), key=_years))
    return Birthright(
        outcome=outcome,
        circumstances=dict(groups),
        estimates=estimates,
        records=total,
        types=() if told is None else _types(of_types, told, sample),
        type_records=of_types,
        headline=_headline(total, study),
        warnings=(PROPORTIONAL, FURTHEST, *((NOT_ALONE,) if len(asked) == 1 else ())),
        notes=(LOWER_BOUND, *sample.notes, *found.notes),
        null_tests=tested(residual, study.groups, settings),
        estimators=asked,
        scale=f"years of life expectancy at {lives.starts[lives.at]:g}",
        seed=settings.seed,
        level=settings.level,
    )


def _members(told: TreeTypes, profiles: Profiles) -> dict[str, BoolArray]:
    kinds = np.zeros(profiles.count, np.intp)
    kinds[profiles.of] = told.kind
    return {word: kinds == place for place, word in enumerate(told.words)}


def _computed(study: LifeStudy, summed: Summands, sample: Sample, settings: Settings) -> Computed:
    found = study.values(_sums(study, summed, sample, None))
    keys, full = tuple(found), np.array([value[0] for value in found.values()])
    if not settings.replicates or not sample.design.sampling_error:
        return Computed(keys=keys, full=full, complete=not sample.design.sampling_error)
    again = sample.design.replicate_weights(count=settings.replicates, seed=settings.seed)
    drawn = study.values(_sums(study, summed, sample, again))
    rows = np.column_stack([drawn[key] for key in keys])
    rows[~np.isfinite(rows)] = np.nan
    return Computed(keys=keys, full=full, again=rows, replicates=again)


def _estimates(
    values: Computed,
    study: LifeStudy,
    sample: Sample,
    *,
    outcome: str,
    source: str | None,
    told: TreeTypes | None,
) -> Estimates:
    drawn = None if values.replicates is None else values.replicates.method
    finite = np.isfinite(values.full)
    again = values.again is not None and values.replicates is not None
    without = not again and not values.complete
    kinds = {} if told is None else {word: told.kind == at for at, word in enumerate(told.words)}
    everybody = np.ones(sample.size, bool)
    return Estimates(
        np.where(finite, values.full, np.nan),
        sources=(values.replicates.source(values.again, values.full),)
        if values.replicates is not None and values.again is not None
        else (),
        labels=tuple(_label(key, study, outcome, source, drawn) for key in values.keys),
        supports=tuple(
            _support(sample, kinds[key.component] if key.estimator == TYPE else everybody)
            for key in values.keys
        ),
        statuses=tuple(
            "not_estimable" if not known else "approximate" if without else "ok" for known in finite
        ),
        reasons=tuple(IMMORTAL if not known else NO_REPLICATES if without else None for known in finite),
        interval_methods=tuple(_SCALES.get(key.measure, "t") for key in values.keys),
    )


def _label(key: Key, study: LifeStudy, outcome: str, source: str | None, drawn: str | None) -> Label:
    of_type = key.estimator == TYPE
    split = [] if of_type or key.component == "total" else ["exact Shapley split between groups"]
    own = f"{MODEL}; given the types" if of_type else _METHODS[key.estimator]
    tested = [f"splits tested {SPLITS[study.splits]}"] if key.estimator == "tree" else []
    parts = [own, *tested, *split]
    return Label(
        measure=key.measure,
        parameters={"age": float(study.lives.starts[study.lives.at])},
        outcome=outcome,
        by={TYPE: key.component} if of_type else {"estimator": key.estimator, "component": key.component},
        unit="years" if key.measure in (YEARS, RANGE) else None,
        method="; ".join([*parts, *([drawn] if drawn else [])]),
        source=source,
    )


def _support(sample: Sample, own: BoolArray) -> Support:
    weight, died = sample.weight[own], int(sample.outcome[own].sum())
    return Support(
        n=int(own.sum()),
        n_effective=float(weight.sum() ** 2 / (weight**2).sum()),
        units=len(np.unique(sample.design.psu[own])),
        events=min(died, int(own.sum()) - died),
    )


def _types(of_types: tuple[Record, ...], told: TreeTypes, sample: Sample) -> tuple[TypeOfBirth, ...]:
    share = np.bincount(told.kind, weights=sample.weight, minlength=len(told.words)) / sample.weight.sum()
    place = {word: at for at, word in enumerate(told.words)}
    return tuple(
        TypeOfBirth(
            label=record.by[TYPE],
            profile=told.profiles[place[record.by[TYPE]]],
            n=record.n,
            share=float(share[place[record.by[TYPE]]]),
            mean=record.estimate,
            se=record.se,
            low=record.low,
            high=record.high,
        )
        for record in of_types
    )


def _years(record: Record) -> float:
    return np.inf if record.estimate is None else record.estimate


def _headline(total: tuple[Record, ...], study: LifeStudy) -> str:
    at = f"{study.lives.starts[study.lives.at]:g}"
    by = {
        (record.by["estimator"], record.by["component"]): record
        for record in total
        if record.measure == RANGE
    }
    first = next(
        (by[name, "total"] for name in study.estimators if by[name, "total"].estimate is not None), None
    )
    if first is None or first.estimate is None:
        return f"Life expectancy at {at} by circumstances at birth could not be estimated."
    between = ""
    if first.low is not None and first.high is not None and first.level is not None:
        between = f" ({100 * first.level:g}% interval {first.low:.1f} to {first.high:.1f})"
    name = first.by["estimator"]
    split = ", ".join(
        f"{group.replace('_', ' ')} {by[name, group].estimate:.1f}"
        for group in study.groups
        if by[name, group].estimate is not None
    )
    lead = (
        f"Life expectancy at {at} differs by about {first.estimate:.1f} years{between} between the types of "
        f"birth furthest apart ({_SAID[name]})."
    )
    return f"{lead} Of that, in years: {split}." if split and len(study.groups) > 1 else lead


def _sums(study: LifeStudy, summed: Summands, sample: Sample, again: ReplicateSet | None) -> LifeSums:
    """Years and deaths of profiles with the sample's weights, or with every replicate's."""
    lives, profiles = study.lives, study.profiles

    def over(values: FloatArray) -> FloatArray:
        if again is not None:
            return again.on_cells(profiles.of, profiles.count, values)
        weighted = sample.weight[:, None] * values
        sums = [np.bincount(profiles.of, weights=each, minlength=profiles.count) for each in weighted.T]
        return np.array(sums, float)[None]

    pairs = zip(lives.years.T, lives.deaths.T, strict=True)
    both = np.stack([over(np.column_stack(pair)) for pair in pairs], axis=2)
    residuals = summed.totals(over(summed.values))
    return LifeSums(weight=residuals.weight, years=both[:, 0], deaths=both[:, 1], residuals=residuals)
