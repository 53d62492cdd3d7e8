"""Dispersion measures: a plug-in value or one corrected for noise, with an interval that covers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import numpy as np
from scipy import sparse

from dueregard.disparities.correction import Bias
from dueregard.disparities.evaluation import Formula, Part, described, evaluate, parts_of
from dueregard.disparities.groups import Groups
from dueregard.disparities.inversion import draws_needed, model
from dueregard.errors import UsageError
from dueregard.estimates import Covariance, Estimates, Label, concatenate
from dueregard.estimates.lone_units import rest_on_one_unit
from dueregard.estimates.source import FloatArray

__all__ = ["Dispersion", "measured", "taking_off"]

PLUG_IN = "not corrected for sampling noise, which adds to it"
NOT_CORRECTED = "a group has no standard error, so sampling noise is not taken off and there is no interval"
_CALLS = count()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dispersion:
    """A measure of dispersion between groups.

    Parameters
    ----------
    name : str
        What it is called in results.
    formula : callable
        Maps a part to a function of values and populations of shape (..., groups).
    corrected : callable, optional
        Maps values, populations, their covariance and the plug-in value to the corrected one; by default
        the dispersion under which the measured one would be the average.
    curvature : callable, optional
        Maps populations and covariance to the variance of the plug-in value beyond the delta method.
    parameters : mapping
        Its conventions.
    power : float
        It grows with this power of the scale of deviations.
    logarithmic : bool
        Whether it needs positive values.
    extreme : bool
        Whether it rests on the group with an extreme value.
    unit : callable
        Maps the unit of the outcome to its own.
    failure : str
        Why there may be no value.
    """

    name: str
    formula: Callable[[Part], Formula]
    corrected: Callable[[FloatArray, FloatArray, FloatArray, float], float] | None = None
    curvature: Callable[[FloatArray, FloatArray], float] | None = None
    parameters: Mapping[str, Any]
    power: float = 1.0
    logarithmic: bool = False
    extreme: bool = False
    unit: Callable[[str | None], str | None] = lambda unit: unit
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Fitted:
    """What replaces the plug-in value: the corrected value, its standard error and limits by level."""

    value: float
    se: float
    limits: Mapping[float, tuple[float, float]]


def measured(
    groups: Groups,
    measure: Dispersion,
    *,
    correct: bool,
    level: float | Sequence[float],
    population: bool = True,
) -> Estimates:
    """Measure dispersion between groups.

    Parameters
    ----------
    groups : Groups
        The values.
    measure : Dispersion
        What to measure.
    correct : bool
        Whether to take off what sampling noise adds, and to give an interval that covers.
    level : float or sequence of float
        Levels of the intervals, which are computed beforehand.
    population : bool
        Whether populations are needed.

    Returns
    -------
    Estimates
        One value for each combination of the other grouping variables.

    Raises
    ------
    UsageError
        When a level is not between 0 and 1.
    """
    levels = [level] if isinstance(level, int | float) else list(level)
    if not all(0 < each < 1 for each in levels):
        raise UsageError("A confidence level lies between 0 and 1.", remedy="Write 0.95 for 95%.")
    parts = parts_of(groups, population=population)
    formulae = [measure.formula(part) for part in parts]
    labels = [_label(part, groups, measure, correct=correct) for part in parts]
    plug_in = evaluate(groups, parts, formulae, labels, failure=measure.failure)
    if not groups.values.sources:
        return plug_in
    if not correct:
        return _plug_in(plug_in, groups, parts, measure)
    fitted = [
        _fitted(groups, part, formula, measure, levels) if np.isfinite(value) else None
        for part, formula, value in zip(parts, formulae, plug_in.values, strict=True)
    ]
    return _corrected(plug_in, fitted, levels)


def _label(part: Part, groups: Groups, measure: Dispersion, *, correct: bool) -> Label:
    sampled = bool(groups.values.sources)
    method = "sampling noise taken off, interval by test inversion" if correct else PLUG_IN
    return described(
        part,
        groups,
        measure.name,
        parameters={**measure.parameters, "corrected": correct and sampled},
        method=method if sampled else None,
        unit=measure.unit(part.label.unit),
    )


def _block(groups: Groups, part: Part) -> tuple[FloatArray, float]:
    """Joint covariance of the values (and populations, if estimated) of a part, and degrees of freedom."""
    joint = groups.values[part.positions]
    if groups.population is not None and groups.population.sources:
        joint = concatenate(joint, groups.population[part.positions])
    covariance = joint.covariance()
    covariance[np.isnan(covariance) & ~np.eye(len(covariance), dtype=bool)] = 0.0
    alone = rest_on_one_unit(groups.values[part.positions])
    covariance[np.flatnonzero(alone), np.flatnonzero(alone)] = np.nan
    freedom = joint.df[: len(part.positions)]
    return covariance, float(np.min(np.append(freedom.astype(float), np.inf)))


def _fitted(
    groups: Groups, part: Part, formula: Formula, measure: Dispersion, levels: Sequence[float]
) -> _Fitted | None:
    """The corrected value of one part; None when the noise is not known."""
    covariance, df = _block(groups, part)
    n = len(part.positions)
    value = float(formula(part.values, part.population))
    if np.isnan(covariance).any():
        return None
    if not covariance[:n, :n].any():
        return _Fitted(value=value, se=0.0, limits=dict.fromkeys(levels, (value, value)))
    limits = {}
    for level in levels:
        simulation = model(
            formula,
            part.values,
            part.population,
            covariance,
            df=df,
            draws=draws_needed(level, n),
            logarithmic=measure.logarithmic,
            power=measure.power,
            shrink=measure.extreme,
        )
        limits[level] = simulation.interval(level)
    if measure.corrected is None:
        size = simulation.matching()
        matched = simulation.dispersion(size)
    else:
        matched = measure.corrected(part.values, part.population, covariance[:n, :n], value)
        size = simulation.matching() if measure.logarithmic else matched ** (1 / measure.power)
    spread = simulation.simulated(size)
    shrunken = simulation.measured(size) / value if value > 0 else 1.0
    se = float(np.std(spread[np.isfinite(spread)])) / shrunken
    # A second-order correction can overshoot where noise is large.
    inside = np.clip(
        matched, max(low for low, _ in limits.values()), min(high for _, high in limits.values())
    )
    return _Fitted(value=float(inside), se=se, limits=limits)


def _plug_in(plug_in: Estimates, groups: Groups, parts: Sequence[Part], measure: Dispersion) -> Estimates:
    flagged = replace(
        plug_in,
        statuses=tuple("approximate" if each == "ok" else each for each in plug_in.statuses),
        reasons=tuple(
            PLUG_IN if status == "ok" else reason
            for status, reason in zip(plug_in.statuses, plug_in.reasons, strict=True)
        ),
    )
    if measure.curvature is None:
        return flagged
    beyond = np.zeros(len(parts))
    for i, part in enumerate(parts):
        covariance, _ = _block(groups, part)
        n = len(part.positions)
        beyond[i] = measure.curvature(part.population, covariance[:n, :n])
    return replace(flagged, sources=(*flagged.sources, _beyond(beyond)))


def _corrected(plug_in: Estimates, fitted: Sequence[_Fitted | None], levels: Sequence[float]) -> Estimates:
    """Put corrected values, limits and standard errors in place of the plug-in's."""
    linear = np.sum([source.variances() for source in plug_in.sources], axis=0)
    wanted = np.array([np.nan if each is None else each.se**2 for each in fitted])
    known = np.isfinite(wanted)
    target = np.where(known, wanted, linear)
    factor = np.sqrt(np.divide(target, linear, out=np.ones_like(linear), where=linear > target))
    shrink = sparse.diags_array(factor, format="csr")
    left = np.where(known, np.maximum(target - linear, 0.0), 0.0)
    values, statuses, reasons = plug_in.values.copy(), list(plug_in.statuses), list(plug_in.reasons)
    labels = list(plug_in.labels)
    for i, each in enumerate(fitted):
        if each is not None:
            values[i] = each.value
        elif np.isfinite(values[i]):
            statuses[i], reasons[i] = "approximate", NOT_CORRECTED
            options = {**labels[i].parameters, "corrected": False}
            labels[i] = replace(labels[i], parameters=options, method=PLUG_IN)
    return replace(
        plug_in,
        values=values,
        labels=tuple(labels),
        sources=(*(source.linear(shrink) for source in plug_in.sources), _beyond(left)),
        statuses=tuple(statuses),
        reasons=tuple(reasons),
        limits={
            level: np.array([(np.nan, np.nan) if each is None else each.limits[level] for each in fitted])
            for level in levels
        },
        interval_methods=tuple("t" if each is None else "given" for each in fitted),
    )


def _beyond(variances: FloatArray) -> Covariance:
    """Variance beyond the linear part, uncorrelated with it and, to that order, with that of other calls."""
    return Covariance.independent(variances, identity=f"curvature of a dispersion, call {next(_CALLS)}")


def taking_off(
    bias: Bias, *, scale: float = 1.0
) -> Callable[[FloatArray, FloatArray, FloatArray, float], float]:
    """Subtract the average addition of noise, down to zero."""

    def corrected(values: FloatArray, population: FloatArray, covariance: FloatArray, value: float) -> float:
        return max(0.0, value - scale * bias(values, population, covariance))

    return corrected
