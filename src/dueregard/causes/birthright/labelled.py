"""Values of a study as estimates with labels, joint uncertainty and what to doubt in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from dueregard.causes.birthright.doubting import BIASED, SWAMPED
from dueregard.causes.birthright.estimating import Computed
from dueregard.causes.birthright.limits import CorrectedLimits, corrected_limits
from dueregard.causes.birthright.study import EX_POST, Key, Study
from dueregard.causes.birthright.words import method_of
from dueregard.causes.sample import Sample
from dueregard.estimates import Estimates, Label, Source, Support
from dueregard.estimates.source import FloatArray, IntArray
from dueregard.estimates.support import Status

__all__ = ["Doubts", "labelled", "support_of", "wholes_of"]

Doubts = Mapping[Key, str]
"""Why a value is only approximate."""

CORRECTED = ("parametric", "parametric_residual", "nonparametric")
"""Estimators of which intervals take off what chance adds (benchmarks/birthright_coverage.py)."""

REGRESSIONS = ("parametric", "parametric_residual")
"""Those of which intervals reach on to the value, unless chance makes more of it than its error."""

FIRST_DEGREE = ("gini", "gini_share", "dissimilarity")
"""Indices that double when all differences between fitted values do."""

UNPROVEN = ("forest", "expost")
NOT_SIMULATED = "how often such an interval holds the truth has not been simulated"

SEARCHED = ("tree", "forest", "expost")
"""Estimators that search for types; limits span the value and its replicates, which find what it left out."""

MAY_BE_BELOW_NOUGHT = ("expost",)
"""Estimators of which a group's part of the whole truth may be below 0. Means given more circumstances are
never less unequal, so that parts of theirs are not."""

MOST_BIAS = 0.5
"""The largest bias of a value, in standard errors, that is taken off well enough."""

ROUNDING = 1e-12
_ON_LOGS = ("mld", "variance_of_logs")
NO_REPLICATES = "no interval: no replicates were asked for"
NOT_AGAIN = "no interval: it is too much work to estimate it again in every replicate"
OUTSIDE = "its interval takes off what chance adds, and lies beside it"
UNUSED = (
    "no type is set apart by it: it makes no difference, or too little to be told in so many people; its "
    "interval is rough"
)
BELOW = (
    "below 0, as no true part is: trees look for the next best split, and where this is among the "
    "circumstances they happened to end with types less far apart"
)
UNDEFINED = "the index is not defined for these values"
EFFORT_OF_CHANCES = "a yes or no cannot be ranked into tranches of equal effort"


def labelled(
    found: Computed,
    study: Study,
    sample: Sample,
    *,
    outcome: str,
    source: str | None,
    doubts: Doubts,
    by_chance: Mapping[Key, float],
) -> Estimates:
    """Make estimates of what was computed.

    Parameters
    ----------
    found : Computed
        The values.
    study : Study
        What they are of.
    sample : Sample
        The people.
    outcome : str
        What the outcome is called.
    source : str or None
        What the data are called.
    doubts : mapping of Key to str
        Why values are only approximate.
    by_chance : mapping of Key to float
        Values to expect if circumstances did not matter; they have no uncertainty of their own.

    Returns
    -------
    Estimates
        Of every value, those that could not be estimated with the reason.
    """
    refused = _refused(study, found.keys)
    found = _without_swamped(found, doubts)
    corrected = _corrected(found, study.settings.level)
    doubts = {**_spoilt(found, corrected), **doubts}
    keys = (*found.keys, *by_chance, *refused)
    values = np.concatenate([found.full, list(by_chance.values()), np.full(len(refused), np.nan)])
    statuses, reasons = [], []
    for place, key in enumerate(keys):
        status, reason = _standing(key, place, values, found, doubts)
        if key in refused:
            status, reason = "not_estimable", refused[key]
        elif key in by_chance:
            status, reason = "approximate", "no interval: the mean of shuffled outcomes"
        statuses.append(status)
        reasons.append(reason)
    return Estimates(
        values,
        sources=_sources(found, values),
        labels=tuple(_label(key, found, study, outcome, source) for key in keys),
        supports=(support_of(sample, study),) * len(keys),
        statuses=tuple(statuses),
        reasons=tuple(reasons),
        limits={} if corrected is None else {study.settings.level: _limits(keys, found, corrected)},
        interval_methods=_methods(keys, corrected),
    )


def support_of(sample: Sample, study: Study) -> Support:
    """Who values of everybody rest on.

    Parameters
    ----------
    sample : Sample
        The people.
    study : Study
        What is computed of them.

    Returns
    -------
    Support
    """
    weight, y = sample.weight, sample.outcome
    yes = int(y.sum()) if study.kind.is_chance else 0
    return Support(
        n=sample.size,
        n_effective=float(weight.sum() ** 2 / (weight**2).sum()),
        units=len(np.unique(sample.design.psu)),
        events=min(yes, sample.size - yes) if study.kind.is_chance else None,
    )


def _without_swamped(found: Computed, doubts: Doubts) -> Computed:
    """Forget the replicates of values of which chance makes so much that they tell nothing of their error."""
    swamped = [doubts.get(key) == SWAMPED for key in found.keys]
    if found.again is None or not any(swamped):
        return found
    return replace(found, again=np.where(swamped, np.nan, found.again))


def _corrected(found: Computed, level: float) -> CorrectedLimits | None:
    if found.again is None or found.replicates is None:
        return None
    return corrected_limits(
        found.full, found.again, found.replicates, level=level, whole=wholes_of(found.keys)
    )


def wholes_of(keys: Sequence[Key]) -> IntArray:
    """Find the whole that each index of first degree is, or is a part of.

    Parameters
    ----------
    keys : sequence of Key
        What each value is.

    Returns
    -------
    ndarray of int (k,)
        Places; -1 for other indices, and for estimators whose chance is not taken off.
    """
    place = {key: at for at, key in enumerate(keys)}
    wholes = (
        replace(key, component="total")
        if key.estimator in CORRECTED and key.measure in FIRST_DEGREE
        else None
        for key in keys
    )
    return np.array([-1 if whole is None else place.get(whole, -1) for whole in wholes], np.intp)


def _limits(keys: Sequence[Key], found: Computed, corrected: CorrectedLimits) -> FloatArray:
    """Limits of all values; none is below 0 where the truth cannot be, unless the value itself is."""
    searched = np.array([key.estimator in SEARCHED for key in found.keys], bool)
    regressed = np.array([key.estimator in REGRESSIONS for key in found.keys], bool)
    low, high = corrected.limits.T
    near = regressed & (low <= found.full) & (found.full <= high)
    own = np.where(near[:, None], corrected.reaching, corrected.limits)
    own = np.where(searched[:, None], corrected.spanning, own)
    never = np.array(
        [not (_is_part(key) and key.estimator in MAY_BE_BELOW_NOUGHT) for key in found.keys], bool
    )
    held = never & ~(found.full < -ROUNDING)
    own[held] = np.maximum(own[held], 0.0)
    limits = np.full((len(keys), 2), np.nan)
    limits[: len(own)] = own
    return limits


def _is_part(key: Key) -> bool:
    return key.component != "total"


def _methods(keys: Sequence[Key], corrected: CorrectedLimits | None) -> tuple[str, ...]:
    known = np.zeros(len(keys), bool)
    if corrected is not None:
        known[: len(corrected.se)] = np.isfinite(corrected.limits).all(axis=1)
    methods = []
    for place, key in enumerate(keys):
        if key.estimator == "observed":
            methods.append("log" if key.measure in _ON_LOGS else "index")
        else:
            given = known[place] and key.estimator in (*CORRECTED, *SEARCHED)
            methods.append("given" if given else "t")
    return tuple(methods)


def _spoilt(found: Computed, corrected: CorrectedLimits | None) -> Doubts:
    """Values whose bias is too large to leave nothing behind, parts never found, and the unsimulated."""
    told = {
        key: _unsure_part(key, value)
        for key, value in zip(found.keys, found.full, strict=True)
        if key.estimator in UNPROVEN
        or (key.estimator in SEARCHED and key.component != "total" and value <= ROUNDING)
    }
    if corrected is None:
        return told
    far = corrected.bias_in_errors > MOST_BIAS
    outside = (found.full < corrected.limits[:, 0]) | (found.full > corrected.limits[:, 1])
    for key, too_far, beside in zip(found.keys, far, outside, strict=True):
        if key.estimator == "nonparametric" and too_far:
            told[key] = BIASED
        elif key.estimator in CORRECTED and beside:
            told[key] = OUTSIDE
    return told


def _unsure_part(key: Key, value: float) -> str:
    if key.component == "total" or value > ROUNDING:
        return NOT_SIMULATED
    return BELOW if value < -ROUNDING else UNUSED


def _standing(
    key: Key, place: int, values: FloatArray, found: Computed, doubts: Doubts
) -> tuple[Status, str | None]:
    if not np.isfinite(values[place]):
        return "not_estimable", UNDEFINED
    if key in doubts:
        return "approximate", doubts[key]
    if found.again is None:
        return ("ok", None) if found.complete else ("approximate", NO_REPLICATES)
    if place < found.again.shape[1] and not np.isfinite(found.again[:, place]).any():
        return "approximate", NOT_AGAIN
    return "ok", None


def _sources(found: Computed, values: FloatArray) -> tuple[Source, ...]:
    if found.again is None or found.replicates is None:
        return ()
    rows = np.full((len(found.again), len(values)), np.nan)
    rows[:, : found.again.shape[1]] = found.again
    return (found.replicates.source(rows, values),)


def _refused(study: Study, keys: Sequence[Key]) -> dict[Key, str]:
    """What was asked for and does not exist for such an outcome."""
    names = list(dict.fromkeys(key.estimator for key in keys))
    refused = {
        Key(estimator=name, component="total", measure=measure): why
        for measure, why in study.kind.absent.items()
        for name in names
    }
    if "expost" in study.settings.estimators and study.kind.is_chance:
        for measure in EX_POST:
            refused[Key(estimator="expost", component="total", measure=measure)] = EFFORT_OF_CHANCES
    return refused


def _label(key: Key, found: Computed, study: Study, outcome: str, source: str | None) -> Label:
    return Label(
        measure=key.measure,
        outcome=outcome,
        by={"estimator": key.estimator, "component": key.component},
        method=method_of(key, study, None if found.replicates is None else found.replicates.method),
        source=source,
    )
