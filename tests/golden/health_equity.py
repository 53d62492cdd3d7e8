"""Disparities between groups: R healthequal, from tables of groups and from individuals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.special import ndtri

from dueregard import disparities
from dueregard.disparities.ranking import midranks
from dueregard.disparities.residuals import robust_covariance
from dueregard.estimates import Estimates
from tests.golden import deviations
from tests.golden.calculation import Calculation, Deviation, Found
from tests.golden.health_tables import counts_of, groups_of, reference_group, whole_events, whole_people
from tests.golden.rows import Row

Of = Callable[[Path], disparities.Groups]
Shown = Callable[[Estimates], Found]
NORMAL = float(ndtri(0.975))
REFERENCE = "the reference region"
PLUG_IN = {"correct": False}
HIGHER = {"better": "higher"}
NO_NAMES: Mapping[str, str] = MappingProxyType({})


def no_names(_: Row) -> Mapping[str, str]:
    """Nothing is left open in what is written."""
    return NO_NAMES


def around(value: Any, se: Any) -> Found:
    """A value, its standard error and the normal interval around it."""
    return {
        "estimate.estimate": value,
        "estimate.se": se,
        "estimate.lowerci": value - NORMAL * se,
        "estimate.upperci": value + NORMAL * se,
    }


def around_logarithm(value: Any, se: Any) -> Found:
    """A ratio, the standard error of its logarithm and the interval that follows from it."""
    ends = {"estimate.lowerci": value * np.exp(-NORMAL * se), "estimate.upperci": value * np.exp(NORMAL * se)}
    return {"estimate.estimate": value, "estimate.se": se} | ends


def as_it_is(result: Estimates) -> Found:
    """Our value, standard error and interval."""
    low, high = result.interval()[0]
    ends = {"estimate.lowerci": low, "estimate.upperci": high}
    return {"estimate.estimate": result.values, "estimate.se": result.se} | ends


def logarithm(result: Estimates) -> Found:
    """Our value and interval, and the standard error of the logarithm."""
    return {**as_it_is(result), "estimate.se": result.se / result.values}


def value_only(result: Estimates) -> Found:
    """Our value."""
    return {"estimate.estimate": result.values}


def over_a_thousand(result: Estimates) -> Found:
    """With the standard error of the value that was not multiplied."""
    return around(result.values, result.se / 1000)


def normal(result: Estimates) -> Found:
    """With the normal quantile, where ours is Student's with few degrees of freedom."""
    return around(result.values, result.se)


def slope(result: Estimates) -> Found:
    """As :func:`normal`, the standard error of the slope that was not multiplied."""
    return {**normal(result), "estimate.se": result.se / 100}


def _row(
    groups: Of,
    function: Callable[..., Estimates],
    /,
    *,
    shown: Shown = as_it_is,
    deviation: Deviation | None = None,
    left_out: tuple[str, ...] = (),
    **options: Any,
) -> Calculation:
    def find(_: Row, folder: Path) -> Found:
        known = {
            key: reference_group(folder) if value == REFERENCE else value for key, value in options.items()
        }
        return shown(function(groups(folder), **known))

    given = "".join(f", {key}={value!r}" for key, value in options.items())
    return Calculation(
        ours=f"{function.__name__}(groups{given})",
        find=find,
        names=no_names,
        inputs=("estimate.measure",),
        left_out=left_out,
        deviation=deviation,
    )


def regions(folder: Path) -> disparities.Groups:
    """Regions, in no order."""
    return groups_of("regions", folder)


def wealth(folder: Path) -> disparities.Groups:
    """Fifths by wealth."""
    return groups_of("wealth", folder)


def _dispersion(function: Callable[..., Estimates], **options: Any) -> Calculation:
    return _row(
        regions,
        function,
        shown=value_only,
        deviation=deviations.MONTE_CARLO,
        left_out=("estimate.lowerci", "estimate.upperci"),
        **options,
        **PLUG_IN,
    )


def _thousands(function: Callable[..., Estimates]) -> Calculation:
    return _row(regions, function, shown=over_a_thousand, deviation=deviations.THOUSANDS, **PLUG_IN)


def _attributable(name: str, function: Callable[..., Estimates]) -> Calculation:
    def find(_: Row, folder: Path) -> Found:
        value = function(groups_of(name, folder), **HIGHER).values
        of_counts = disparities.population_attributable_fraction(counts_of(name, folder), **HIGHER)
        share = of_counts.se / 100
        whole = groups_of(name, folder)
        mean = np.average(whole.values.values, weights=whole.population.values)
        fraction = function is disparities.population_attributable_fraction
        return around(value, share if fraction else share * mean)

    return Calculation(
        ours=f"{function.__name__}(groups, better='higher')",
        find=find,
        names=no_names,
        inputs=("estimate.measure",),
        deviation=deviations.FROM_COUNTS,
    )


def _relative_index(_: Row, folder: Path) -> Found:
    """Our index; the standard error of its logarithm by steps in the line's ends, as R takes it."""
    groups = whole_people(folder)
    result = disparities.relative_index(groups, spread="residuals")
    people, rank = groups.population.values, midranks(groups.population.values)
    design = np.column_stack([np.ones_like(rank), rank])
    line = np.linalg.solve((design.T * people) @ design, (design.T * people) @ groups.values.values)
    spread = robust_covariance(design, people, groups.values.values - design @ line, np.ones_like(rank))
    step = 1e-4 * np.abs(line).min()
    moved = line + step * np.eye(2)
    slopes = (np.log(moved.sum(axis=1) / moved[:, 0]) - np.log(line.sum() / line[0])) / step
    se = np.sqrt(slopes @ spread @ slopes)
    assert abs(result.se[0] / result.values[0] / se - 1) < 2e-5
    return around_logarithm(result.values, se)


def _logit(_: Row, folder: Path) -> Found:
    groups = whole_events(folder)
    options: dict[str, Any] = {"link": "logit", "scale": 100}
    return {
        "estimate.sii_counts_weighted_once": disparities.slope_index(groups, **options).values,
        "estimate.rii_counts_weighted_once": disparities.relative_index(groups, **options).values,
    }


RESIDUALS = {"spread": "residuals"}
CALCULATIONS: dict[str | tuple[str, str], Calculation] = {
    "he_d": _row(wealth, disparities.difference, of="last", minus="first"),
    "he_d_nonordered": _row(regions, disparities.difference),
    "he_d_ref": _row(regions, disparities.difference, of=REFERENCE),
    "he_r": _row(
        wealth, disparities.ratio, shown=logarithm, deviation=deviations.LOGARITHM, of="last", over="first"
    ),
    "he_r_nonordered": _row(regions, disparities.ratio, shown=logarithm, deviation=deviations.LOGARITHM),
    "he_r_ref": _row(
        regions, disparities.ratio, shown=logarithm, deviation=deviations.LOGARITHM, of=REFERENCE
    ),
    "he_bgv": _row(regions, disparities.between_group_variance, **PLUG_IN),
    "he_mld": _thousands(disparities.mean_log_deviation_between),
    "he_ti": _thousands(disparities.theil_between),
    "he_bgsd": _dispersion(disparities.between_group_standard_deviation),
    "he_covar": _dispersion(disparities.coefficient_of_variation_between),
    "he_idisw": _dispersion(disparities.index_of_disparity),
    "he_idisu": _dispersion(disparities.index_of_disparity, weighted=False),
    "he_mdmw": _dispersion(disparities.mean_difference_from_mean),
    "he_mdmu": _dispersion(disparities.mean_difference_from_mean, weighted=False),
    "he_mdbw": _dispersion(disparities.mean_difference_from_best, **HIGHER),
    "he_mdbu": _dispersion(disparities.mean_difference_from_best, **HIGHER, weighted=False),
    "he_mdrw": _dispersion(disparities.mean_difference_from_reference, reference=REFERENCE),
    "he_mdru": _dispersion(disparities.mean_difference_from_reference, reference=REFERENCE, weighted=False),
    "he_par": _attributable("wealth", disparities.population_attributable_risk),
    "he_paf": _attributable("wealth", disparities.population_attributable_fraction),
    "he_par_nonordered": _attributable("regions", disparities.population_attributable_risk),
    "he_paf_nonordered": _attributable("regions", disparities.population_attributable_fraction),
    "he_aci": _row(
        wealth,
        disparities.absolute_concentration_index,
        shown=normal,
        deviation=deviations.NORMAL,
        **RESIDUALS,
    ),
    "he_rci": _row(
        wealth,
        disparities.relative_concentration_index,
        shown=normal,
        deviation=deviations.NORMAL,
        **RESIDUALS,
    ),
    "he_sii_linearTRUE": _row(
        whole_people, disparities.slope_index, shown=slope, deviation=deviations.SLOPE_SCALE, **RESIDUALS
    ),
    "he_rii_linearTRUE": Calculation(
        ours="relative_index(groups, spread='residuals')",
        find=_relative_index,
        names=no_names,
        inputs=("estimate.measure",),
        deviation=deviations.STEPS,
    ),
    "he_sii_rii_logit": Calculation(
        ours="slope_index and relative_index(groups, link='logit', scale=100)",
        find=_logit,
        names=no_names,
        left_out=("estimate.sii*", "estimate.rii*", "estimate.lnrii_se"),
        deviation=deviations.LOGIT_COUNTED_TWICE,
    ),
}
