"""Slope and relative index of inequality of areas' quantiles, from one published value a quantile."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.gathered import GatheredRows
from dueregard.errors import UsageError
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.gathered import Figure, GatheredMeasure
from dueregard.rates import area_slope_index as slopes
from dueregard.rates.area_slopes import AreaSlopes, End

__all__ = ["area_relative_index", "area_slope_index"]

ENDS: dict[str, End] = {
    "most_disadvantaged": "most disadvantaged",
    "least_disadvantaged": "least disadvantaged",
}
VALUE_TYPES = ("general", "rate", "proportion")
SCALES = ("value", "transformed")
NO_LIMITS = "the line's value at rank 0 may be zero: no reliable relative index"


@catalogued(
    title="Slope index of inequality of areas",
    family="public health",
    meaning="How much an outcome differs between the most and the least deprived end of all areas, by the "
    "line fitted through the quantiles of areas, such as deprivation tenths.",
    formula="fitted value at rank 1 less that at rank 0, of the regression of y √a on √a and b √a; y value, "
    "a share of the population, b rank of the middle of a quantile",
    range="any number, in the outcome's unit; 0 is equality",
    variance="Delta method; the limits are quantiles of simulated indices, each value drawn on the scale of "
    "its type (logarithms of rates, logits of proportions), with a seed.",
    oracle="PHEindicatormethods 2.1.0, phe_sii: values to 1e-9 relative, limits to 2% of their width.",
    avoid="Fewer than five quantiles. One row a person or an area: use slope_index. Standard errors of "
    "another scale than se_scale says.",
    reference="Low and Low (2004), Journal of Public Health 26, 388-395; Fingertips technical guidance, "
    '"Slope index of inequality".',
    example="area_slope_index:rate,se=se,population=people,quantile=decile,first=most_disadvantaged",
    convention="value_type general, rate and proportion are 0, 1 and 2 of phe_sii. The standard error of a "
    "rate or proportion must be said to be of the value or of its logarithm or logit: phe_sii takes it as "
    "the latter.",
)
def area_slope_index(
    column: str,
    *,
    population: str,
    quantile: str,
    first: str,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    value_type: str = "general",
    se_scale: str | None = None,
    transform: object = False,
    multiplier: object = 1,
    repetitions: object = 100_000,
    seed: object = 0,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> GatheredMeasure:
    """Measure the slope index of inequality of areas' quantiles.

    Parameters
    ----------
    column : str
        The value of each quantile, a row each: a column or an expression.
    population : str
        Column of the people of each quantile.
    quantile : str
        Column of the number of the quantile; ranks rise with it.
    first : {"most_disadvantaged", "least_disadvantaged"}
        What the lowest quantile is. It says what the sign means and changes no number.
    se : str, optional
        Column of standard errors; either it or `lower` and `upper` are needed.
    lower : str, optional
        Column of lower 95% limits.
    upper : str, optional
        Column of upper 95% limits.
    value_type : {"general", "rate", "proportion"}
        How values vary: normally, with normal logarithms, or with normal logits.
    se_scale : {"value", "transformed"}, optional
        For rates and proportions with standard errors: whether these are of the values or of their
        logarithms or logits.
    transform : bool
        Fit the line to logarithms of rates or logits of proportions, and carry its ends back.
    multiplier : float
        What the index is multiplied by.
    repetitions : int
        Simulations.
    seed : int
        Of the simulations.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    GatheredMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When neither or both of standard errors and limits are given, or an option is not known.

    Examples
    --------
    >>> index = area_slope_index(
    ...     "rate", population="people", quantile="decile", first="most_disadvantaged", se="se"
    ... )
    >>> index.parameters["first"]
    'most_disadvantaged'
    """
    return _measure(
        "slope",
        column,
        {"population": population, "quantile": quantile, "se": se, "lower": lower, "upper": upper},
        first=first,
        multiplier=options.number(multiplier, option="multiplier", above=0),
        about={"among": among, "label": name or column, "unit": unit},
        **_settings(value_type, se_scale, transform, repetitions=repetitions, seed=seed),
    )


@catalogued(
    title="Relative index of inequality of areas",
    family="public health",
    meaning="How many times as high an outcome is at one end of all areas, from the most to the least "
    "deprived, as at the other, by the line fitted through the quantiles of areas.",
    formula="fitted value at rank 1 over that at rank 0, of the regression of y √a on √a and b √a; y value, "
    "a share of the population, b rank of the middle of a quantile",
    range="above 0; 1 is equality",
    variance="As area_slope_index. No limits where the line may pass zero at rank 0.",
    oracle="PHEindicatormethods 2.1.0, phe_sii with rii=TRUE: values to 1e-9 relative, limits to 2% of "
    "their width.",
    avoid="As area_slope_index. Outcomes near zero.",
    reference="Low and Low (2004), Journal of Public Health 26, 388-395; Fingertips technical guidance, "
    '"Slope index of inequality".',
    example="area_relative_index:rate,se=se,population=people,quantile=decile,first=most_disadvantaged",
    convention="Rank 1 over rank 0, as area_slope_index has them.",
)
def area_relative_index(
    column: str,
    *,
    population: str,
    quantile: str,
    first: str,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    value_type: str = "general",
    se_scale: str | None = None,
    transform: object = False,
    repetitions: object = 100_000,
    seed: object = 0,
    among: str | None = None,
    name: str | None = None,
) -> GatheredMeasure:
    """Measure the relative index of inequality of areas' quantiles.

    Parameters
    ----------
    column : str
        The value of each quantile, a row each: a column or an expression.
    population : str
        Column of the people of each quantile.
    quantile : str
        Column of the number of the quantile; ranks rise with it.
    first : {"most_disadvantaged", "least_disadvantaged"}
        What the lowest quantile is. It says what the direction means and changes no number.
    se : str, optional
        Column of standard errors; either it or `lower` and `upper` are needed.
    lower : str, optional
        Column of lower 95% limits.
    upper : str, optional
        Column of upper 95% limits.
    value_type : {"general", "rate", "proportion"}
        How values vary: normally, with normal logarithms, or with normal logits.
    se_scale : {"value", "transformed"}, optional
        For rates and proportions with standard errors: whether these are of the values or of their
        logarithms or logits.
    transform : bool
        Fit the line to logarithms of rates or logits of proportions, and carry its ends back.
    repetitions : int
        Simulations.
    seed : int
        Of the simulations.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.

    Returns
    -------
    GatheredMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When neither or both of standard errors and limits are given, or an option is not known.

    Examples
    --------
    >>> index = area_relative_index(
    ...     "rate", population="people", quantile="decile", first="most_disadvantaged", se="se"
    ... )
    >>> index.name
    'area_relative_index'
    """
    return _measure(
        "relative",
        column,
        {"population": population, "quantile": quantile, "se": se, "lower": lower, "upper": upper},
        first=first,
        multiplier=1.0,
        about={"among": among, "label": name or column, "unit": None},
        **_settings(value_type, se_scale, transform, repetitions=repetitions, seed=seed),
    )


def _settings(
    value_type: str, se_scale: str | None, transform: object, *, repetitions: object, seed: object
) -> dict[str, Any]:
    kind = options.choice(value_type, VALUE_TYPES, option="value_type")
    scale = None if se_scale is None else options.choice(se_scale, SCALES, option="se_scale")
    return {
        "value_type": kind,
        "se_scale": scale,
        "transform": options.switch(transform, option="transform"),
        "repetitions": int(options.number(repetitions, option="repetitions", at_least=1000)),
        "seed": int(options.number(seed, option="seed", at_least=0)),
    }


def _measure(
    which: Literal["slope", "relative"],
    column: str,
    columns: dict[str, str | None],
    *,
    first: str,
    multiplier: float,
    about: dict[str, Any],
    **settings: Any,
) -> GatheredMeasure:
    end = options.choice(first, tuple(ENDS), option="first")
    _check_errors(columns, settings)
    known = {key: each for key, each in columns.items() if each is not None}
    told = {key: each for key, each in settings.items() if each is not None}
    if multiplier != 1:
        told["multiplier"] = multiplier
    solve = partial(slopes, first=ENDS[end], multiplier=multiplier, **settings)
    return GatheredMeasure(
        name=f"area_{which}_index",
        outcome=Outcome(columns=(column,), among=about["among"]),
        figures={"value": column, **known},
        form=partial(_indices, which, solve),
        label=about["label"],
        unit=about["unit"],
        parameters={**known, "first": end, **told},
    )


def _check_errors(columns: dict[str, str | None], settings: dict[str, Any]) -> None:
    se, ends = columns["se"], [columns["lower"], columns["upper"]]
    limited = ends != [None, None]
    given = [key for key in ("se", "lower", "upper") if columns[key] is not None]
    if (se is not None) == limited or (limited and None in ends):
        raise UsageError(
            "The values need either standard errors or lower and upper limits.",
            found=f"Given are: {', '.join(given) or 'none'}.",
            remedy="Write se=column, or lower=column,upper=column.",
        )
    if se is not None and settings["value_type"] != "general" and settings["se_scale"] is None:
        kind = settings["value_type"]
        raise UsageError(
            f"Say what the standard errors of the {kind}s are of.",
            remedy="Write se_scale=value, or se_scale=transformed if they are of the logarithms or logits.",
        )


def _indices(
    which: Literal["slope", "relative"],
    solve: partial[AreaSlopes],
    rows: GatheredRows,
    levels: Sequence[float],
) -> list[Figure]:
    if not len(rows):
        return [_none("there are no rows") for _ in rows.by]
    figures = dict(rows.figures)
    found = solve(figures.pop("value"), **figures, by=rows.level.tolist(), levels=levels)
    places = {level: place for place, level in enumerate(found.groups)}
    return [_figure(which, found, places.get(level)) for level in range(len(rows.by))]


def _figure(which: Literal["slope", "relative"], found: AreaSlopes, place: int | None) -> Figure:
    if place is None:
        return _none("there are no rows")
    values, variances, limits = (getattr(found, f"{which}{part}") for part in ("", "_variance", "_limits"))
    reason = found.reasons.get(place)
    if reason == NO_LIMITS and which == "slope":
        reason = None
    if not np.isfinite(values[place]):
        return _none(reason or "there is no value")
    ends = {level: (float(each[place, 0]), float(each[place, 1])) for level, each in limits.items()}
    reliable = all(np.isfinite(end).all() for end in ends.values())
    return Figure(
        value=float(values[place]),
        variance=float(variances[place]) if reliable else np.nan,
        limits=ends if reliable else {},
        status="approximate" if reason else "ok",
        reason=reason,
        method=f"{found.method}; {found.direction}",
    )


def _none(reason: str) -> Figure:
    return Figure(status="not_estimable", reason=reason)
