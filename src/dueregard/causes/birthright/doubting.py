"""What to doubt in values: chance among many types, and fitted values that have no logarithm."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dueregard.causes.birthright.models import parametric
from dueregard.causes.birthright.profiles import Totals
from dueregard.causes.birthright.study import Key, Study
from dueregard.causes.sample import Sample
from dueregard.estimates.source import FloatArray

__all__ = ["BIASED", "SWAMPED", "by_chance", "doubts_of"]

BIASED = (
    "biased upward: with so many types, chance alone makes a good part of it; its interval takes most of "
    "that off"
)
SWAMPED = (
    "biased upward, and without an interval: with so many small types chance alone makes more than a quarter "
    "of it, which replicates cannot take off"
)
SHUFFLES = 20
MOST_SHUFFLED = 4_000_000
"""People times shuffles: where people are very many, chance is small and two shuffles tell it."""

TOLERATED = 0.1
"""A value of which chance alone would make more than this part is approximate."""

MOST = 0.25
"""A value of which chance alone would make more than this part has no interval where profiles are small:
without any inequality of opportunity and with profiles of three, an interval less the replicates' bias was 24
to 33%."""

FEW = 10
"""People of a profile, on average, below which replicates vary a good deal less within it than people do."""

LOGS = ("mld", "variance_of_logs")


def by_chance(study: Study, sample: Sample, values: Mapping[Key, float]) -> dict[Key, float]:
    """Estimate what distinct profiles would show if circumstances did not matter.

    Outcomes change places among people: profiles keep their numbers and weights.

    Parameters
    ----------
    study : Study
        The report's.
    sample : Sample
        The people.
    values : mapping of Key to float
        Of the whole sample.

    Returns
    -------
    dict of Key to float
        Means over shuffles, as of an estimator ``nonparametric_by_chance``; nothing where profiles were not
        asked for.
    """
    if "nonparametric" not in study.settings.estimators:
        return {}
    random = np.random.Generator(np.random.PCG64([study.settings.seed, SHUFFLES]))
    found: dict[Key, list[float]] = {}
    profiles = study.profiles
    gini = values.get(Key(estimator="observed", component="total", measure="gini"))
    for _ in range(max(2, min(SHUFFLES, MOST_SHUFFLED // sample.size))):
        shuffled = _shuffled(study, sample, random)
        sums = [
            np.bincount(profiles.of, weights=sample.weight * column, minlength=profiles.count)
            for column in shuffled.T
        ]
        told = study.of_profiles(study.sums.totals(np.array(sums, float)[None]), gini)
        for measure, value in told.items():
            key = Key(estimator="nonparametric_by_chance", component="total", measure=measure)
            found.setdefault(key, []).append(float(value[0]))
    return {key: float(np.mean(each)) for key, each in found.items() if np.isfinite(each).all()}


def _shuffled(study: Study, sample: Sample, random: np.random.Generator) -> FloatArray:
    """The summands with outcomes in other places; people keep their weights."""
    order = random.permutation(sample.size)
    values = study.sums.values[order].copy()
    values[:, 5] = study.sums.values[:, 5]
    return values


def doubts_of(
    study: Study, totals: Totals, values: Mapping[Key, float], chance: Mapping[Key, float]
) -> dict[Key, str]:
    """Say which values are only approximate, and why.

    Parameters
    ----------
    study : Study
        The report's.
    totals : Totals
        Of the profiles, with the sample's weights.
    values : mapping of Key to float
        Of the whole sample.
    chance : mapping of Key to float
        From :func:`by_chance`.

    Returns
    -------
    dict of Key to str
    """
    found: dict[Key, str] = {}
    for key in values:
        if key.estimator != "nonparametric":
            continue
        whole = Key(estimator="nonparametric", component="total", measure=key.measure)
        alone = _by_chance_of(key, chance)
        if alone > TOLERATED * abs(values[whole]):
            small = len(study.outcome) < FEW * study.profiles.count
            found[key] = SWAMPED if small and alone > MOST * abs(values[whole]) else BIASED
    if "parametric" in study.settings.estimators and study.regression == "level" and not study.logit:
        below = _people_below(study, totals)
        if below:
            who = "1 person" if below == 1 else f"{below:,} people"
            why = f"left out: {who} with a fitted outcome of 0 or less, which has no logarithm"
            found |= {
                key: why
                for key in values
                if key.estimator == "parametric" and key.measure.removesuffix("_share") in LOGS
            }
    return found


def _by_chance_of(key: Key, chance: Mapping[Key, float]) -> float:
    same = Key(estimator="nonparametric_by_chance", component="total", measure=key.measure)
    return chance.get(same, 0.0)


def _people_below(study: Study, totals: Totals) -> int:
    fitted = parametric(totals, study.profiles, study.regression, logit=study.logit).smoothed
    return int(totals.people[(fitted <= 0) & (totals.weight > 0)].sum())
