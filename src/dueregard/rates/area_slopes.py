"""Slope and relative index of inequality from the values of areas' quantiles, such as deprivation deciles."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dueregard.errors import UsageError, did_you_mean
from dueregard.rates.arrays import LEVELS, FloatArray, column, columns, confidence_levels, positive
from dueregard.rates.groups import Groups, gathered
from dueregard.rates.simulated_slopes import Lines, lines_of, simulated_limits

__all__ = ["AreaSlopes", "End", "ValueType", "area_slope_index"]

ValueType: TypeAlias = Literal["general", "rate", "proportion"]
End: TypeAlias = Literal["most disadvantaged", "least disadvantaged"]

FEW_QUANTILES = 5
_VALUE_TYPES = ("general", "rate", "proportion")
_ENDS = ("most disadvantaged", "least disadvantaged")


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSlopes:
    """Slope and relative indices of g groups.

    Attributes
    ----------
    groups : tuple
        Labels of the groups.
    slope, relative : ndarray, shape (g,)
        Slope index: the fitted line's value at rank 1 minus that at rank 0. Relative index: the first over
        the second.
    intercept : ndarray, shape (g,)
        The fitted line's value at rank 0.
    slope_variance, relative_variance : ndarray, shape (g,)
        By the delta method; the limits do not use them.
    slope_limits, relative_limits : mapping of float to ndarray, shape (g, 2)
        Simulated limits by confidence level.
    reasons : mapping of int to str
        Why a group has no indices, or unreliable ones, by its position.
    direction : str
        Which way ranks run and what the sign means.
    method : str
        How it was computed.
    """

    groups: tuple[Hashable, ...]
    slope: FloatArray
    relative: FloatArray
    intercept: FloatArray
    slope_variance: FloatArray
    relative_variance: FloatArray
    slope_limits: Mapping[float, FloatArray]
    relative_limits: Mapping[float, FloatArray]
    reasons: Mapping[int, str]
    direction: str
    method: str

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give one record a group.

        Returns
        -------
        list of dict
            ``None`` for what is not known.
        """
        records = []
        for i, group in enumerate(self.groups):
            record: dict[str, Any] = {"group": group}
            for name in ("slope", "relative"):
                variance = getattr(self, f"{name}_variance")[i]
                limits = getattr(self, f"{name}_limits")
                record[name] = _known(getattr(self, name)[i])
                record[f"{name}_se"] = _known(np.sqrt(variance))
                record[f"{name}_low"] = {level: _known(each[i, 0]) for level, each in limits.items()}
                record[f"{name}_high"] = {level: _known(each[i, 1]) for level, each in limits.items()}
            record |= {"intercept": _known(self.intercept[i]), "direction": self.direction}
            records.append(record | {"method": self.method, "reason": self.reasons.get(i)})
        return records


def area_slope_index(
    values: ArrayLike,
    *,
    quantile: ArrayLike,
    population: ArrayLike,
    first: End,
    value_type: ValueType = "general",
    se: ArrayLike | None = None,
    se_scale: Literal["value", "transformed"] | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    transform: bool = False,
    multiplier: float = 1.0,
    repetitions: int = 100_000,
    seed: int = 0,
    by: Iterable[Hashable] | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> AreaSlopes:
    """Estimate slope and relative indices of inequality from one value a quantile.

    With a the quantile's share of the population and b its rank, the midpoint of the range it takes in the
    cumulated population, y √a is regressed on √a and b √a without a constant, which is least squares weighted
    by population. The limits are quantiles of simulated indices: each value is drawn from a normal
    distribution on the scale of its type (logarithms of rates, logits of proportions) and carried back. All
    groups use the same draws, so that a group's limits do not depend on which others are asked for.

    Parameters
    ----------
    values : array-like, shape (n,)
        One value for each quantile of a group; proportions between 0 and 1.
    quantile : array-like, shape (n,)
        Number of the quantile; ranks rise with it.
    population : array-like, shape (n,)
        People of the quantile.
    first : {"most disadvantaged", "least disadvantaged"}
        What the lowest quantile is. It says what the sign means and changes no number.
    value_type : {"general", "rate", "proportion"}
        How values vary: normally, with normal logarithms, or with normal logits (0, 1 and 2 in the
        published calculation).
    se : array-like, shape (n,), optional
        Standard errors of the values.
    se_scale : {"value", "transformed"}, optional
        For rates and proportions: whether standard errors are those of the values or of their logarithms or
        logits. It must be said: the published calculation takes them as the latter.
    lower, upper : array-like, shape (n,), optional
        95 % limits of the values, instead of standard errors.
    transform : bool
        Fit the line to logarithms of rates or logits of proportions, and carry its ends back.
    multiplier : float
        What slope indices are multiplied by.
    repetitions : int
        Simulations.
    seed : int
        Of the simulations.
    by : iterable of hashable, optional
        A label for each row; without labels all rows are one group.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    AreaSlopes
        A group that lacks a quantile or a number, has one twice, nobody in one, or a value without a
        logarithm or logit where one is needed, has no indices and a reason; the others are not affected.

    Raises
    ------
    UsageError
        When neither or both of standard errors and limits are given, the scale of standard errors is not
        said, an option is unknown, or there are fewer than three quantiles.

    Notes
    -----
    PHEindicatormethods adds the standard error of a proportion to its logit as it is, as
    ``se_scale="transformed"`` does; its limits are then too narrow by the factor p (1 - p).

    References
    ----------
    Low and Low (2004), Journal of Public Health 26, 388-395; Fingertips technical guidance, "Slope index of
    inequality".

    Examples
    --------
    >>> result = area_slope_index(
    ...     [70, 72, 75, 77, 80],
    ...     quantile=[1, 2, 3, 4, 5],
    ...     population=[100, 100, 100, 100, 100],
    ...     first="most disadvantaged",
    ...     se=[1, 1, 1, 1, 1],
    ...     levels=0.95,
    ... )
    >>> result.slope.round(2), result.relative.round(4)
    (array([12.5]), array([1.1823]))
    >>> result.slope_limits[0.95].round(1)
    array([[ 9.4, 15.6]])
    """
    asked, scale = confidence_levels(levels), _multiplier(multiplier)
    _options(value_type, first=first, transform=transform, repetitions=repetitions, highest=max(asked))
    given = _errors_given(se, lower=lower, upper=upper)
    y, q, n = columns(values=values, quantile=quantile, population=population)
    if np.isnan(q).any():
        raise UsageError("Each row needs its quantile.", found="One row has none.")
    groups = gathered(by, size=len(y), separately=False)
    marks = np.unique(q)
    if len(marks) < 3:
        raise UsageError("A slope needs at least three quantiles.", found=f"There are {len(marks)}.")
    middle, spread = _on_scale(y, given=given, value_type=value_type, se_scale=se_scale)
    place = np.searchsorted(marks, q)
    reasons = _refusals(groups, n=n, place=place, size=len(marks), y=y, middle=middle, spread=spread)
    cells = [np.full((len(groups.labels), len(marks)), np.nan) for _ in range(3)]
    for cell, each in zip(cells, (n, middle, spread), strict=True):
        cell[groups.codes, place] = each
        cell[list(reasons)] = np.nan
    lines = lines_of(cells[0], middle=cells[1], spread=cells[2], value_type=value_type, transform=transform)
    slopes, ratios, crossing = simulated_limits(lines, levels=asked, repetitions=int(repetitions), seed=seed)
    for crossed in np.flatnonzero(crossing):
        reasons.setdefault(int(crossed), "the line's value at rank 0 may be zero: no reliable relative index")
    if len(marks) < FEW_QUANTILES:
        for code in range(len(groups.labels)):
            reasons.setdefault(code, "the slope rests on fewer than five quantiles")
    return AreaSlopes(
        groups=groups.labels,
        slope=scale * lines.slope,
        relative=lines.relative,
        intercept=scale * lines.intercept,
        slope_variance=scale**2 * lines.slope_variance,
        relative_variance=lines.relative_variance,
        slope_limits={level: scale * limits for level, limits in slopes.items()},
        relative_limits=ratios,
        reasons=dict(sorted(reasons.items())),
        direction=_direction(marks, first),
        method=_method(lines, value_type=value_type, repetitions=int(repetitions), seed=seed),
    )


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _multiplier(multiplier: float) -> float:
    if multiplier < 0:
        raise UsageError(
            "The multiplier of a slope index must be above zero.",
            found=f"It is {multiplier}.",
            remedy="To turn the ranks round, give the quantiles with a minus sign.",
        )
    return positive(multiplier, name="The multiplier")


def _options(value_type: str, *, first: str, transform: bool, repetitions: int, highest: float) -> None:
    for value, known, name in ((value_type, _VALUE_TYPES, "value type"), (first, _ENDS, "end of the ranks")):
        if value not in known:
            raise UsageError(
                f"There is no {name} {value!r}.",
                found=f"There are: {', '.join(known)}.",
                remedy=did_you_mean(str(value), known) or None,
            )
    if transform and value_type == "general":
        raise UsageError(
            "Only rates and proportions can be transformed.", found=f"value_type={value_type!r}."
        )
    if repetitions * (1 - highest) / 2 < 1:
        raise UsageError(
            "There are too few repetitions for the confidence level.",
            found=f"{repetitions} repetitions have nothing beyond the {highest:g} limits.",
            remedy=f"Ask for at least {int(np.ceil(2 / (1 - highest)))}, and better ten times as many.",
        )


def _errors_given(
    se: ArrayLike | None, *, lower: ArrayLike | None, upper: ArrayLike | None
) -> tuple[FloatArray, ...]:
    """One column of standard errors, or two of limits."""
    if se is not None and lower is None and upper is None:
        return (column(se, name="the standard errors"),)
    if se is None and lower is not None and upper is not None:
        return tuple(columns(lower=lower, upper=upper))
    raise UsageError(
        "The values need standard errors, or lower and upper limits.",
        remedy="Give either se, or lower and upper.",
    )


def _on_scale(
    y: FloatArray, *, given: tuple[FloatArray, ...], value_type: ValueType, se_scale: str | None
) -> tuple[FloatArray, FloatArray]:
    """Values and standard errors on the scale on which values vary normally; NaN where they are not on it."""
    given = tuple(columns(values=y, errors=each)[1] for each in given)
    middle = _carried(y, value_type)
    if len(given) == 2:
        lower, upper = (_carried(each, value_type) for each in given)
        return middle, (upper - lower) / (2 * special.ndtri(0.975))
    if value_type == "general":
        return middle, given[0]
    if se_scale not in {"value", "transformed"}:
        raise UsageError(
            f"Say what the standard errors of the {value_type}s are of.",
            remedy="Give se_scale='value', or 'transformed' if they are of the logarithms or logits.",
        )
    if se_scale == "transformed":
        return middle, given[0]
    slope = y if value_type == "rate" else y * (1 - y)
    return middle, np.divide(given[0], slope, out=np.full_like(y, np.nan), where=slope > 0)


def _carried(values: FloatArray, value_type: ValueType) -> FloatArray:
    if value_type == "rate":
        return np.log(np.where(values > 0, values, np.nan))
    if value_type == "proportion":
        return np.asarray(special.logit(np.where((values > 0) & (values < 1), values, np.nan)))
    return values


def _refusals(
    groups: Groups,
    *,
    n: FloatArray,
    place: NDArray[np.intp],
    size: int,
    y: FloatArray,
    middle: FloatArray,
    spread: FloatArray,
) -> dict[int, str]:
    rows = np.bincount(groups.codes * size + place, minlength=len(groups.labels) * size).reshape(-1, size)
    return groups.reasons(
        {
            "a quantile appears twice": np.any(rows > 1, axis=1)[groups.codes],
            "a quantile is lacking": np.any(rows == 0, axis=1)[groups.codes],
            "a number is missing": np.isnan(n) | np.isnan(y),
            "a quantile has no population": n <= 0,
            "a value has no logarithm or logit": np.isnan(middle),
            "a value's standard error or limits are missing, or have no logarithm or logit": np.isnan(spread),
            "a standard error is negative, or a lower limit above the upper": spread < 0,
        }
    )


def _direction(marks: FloatArray, first: End) -> str:
    other = _ENDS[1 - _ENDS.index(first)]
    return (
        f"Ranks run from quantile {marks[0]:g} (0), the {first}, to quantile {marks[-1]:g} (1), the {other}: "
        f"a slope above zero means higher values among the {other}."
    )


def _method(lines: Lines, *, value_type: ValueType, repetitions: int, seed: int) -> str:
    fitted = {"rate": "logarithms", "proportion": "logits"}[value_type] if lines.transform else "values"
    return (
        f"least squares of {fitted} on mid-ranks, weighted by population; limits by {repetitions} "
        f"simulations with seed {seed}"
    )
