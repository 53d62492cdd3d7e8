"""Uncertainty of lines through ordered groups from their scatter, for tables without standard errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Literal, TypeAlias

import numpy as np

from dueregard.disparities.evaluation import NO_SE, Part
from dueregard.disparities.formulae import shares
from dueregard.disparities.ranking import midranks
from dueregard.errors import UsageError
from dueregard.estimates import Covariance, Estimates, Status
from dueregard.estimates.source import FloatArray

__all__ = ["Spread", "check_spread", "concentration_variance", "robust_covariance", "with_residuals"]

Spread: TypeAlias = Literal["estimates", "residuals"]
TWO_GROUPS = "two groups leave no scatter around the line"
METHOD = "spread from the groups' scatter around the line"
_CALLS = count()


def check_spread(spread: str) -> None:
    """Check where the uncertainty is to come from.

    Parameters
    ----------
    spread : str
        What was asked for.

    Raises
    ------
    UsageError
        When it is neither "estimates" nor "residuals".
    """
    if spread not in ("estimates", "residuals"):
        raise UsageError(f'The spread comes from "estimates" or from "residuals", not {spread!r}.')


def concentration_variance(values: FloatArray, population: FloatArray) -> float:
    """Variance of the absolute concentration index as the slope of a regression.

    2 var(r) m is regressed on the rank r with the population as weights; the variance of the slope is the
    usual one, with n - 2 degrees of freedom (Kakwani, Wagstaff and van Doorslaer 1997, equation 8).

    Parameters
    ----------
    values, population : array of float, shape (groups,)
        The groups, in order.

    Returns
    -------
    float
        Zero when the groups lie on a line; NaN for fewer than three.
    """
    if len(values) < 3:
        return float("nan")
    share, rank = shares(population), midranks(population)
    width = share @ (rank - 0.5) ** 2
    response = 2 * width * values
    design = np.column_stack([np.ones_like(rank), rank])
    left = response - design @ np.linalg.solve((design.T * share) @ design, design.T @ (share * response))
    return float(share @ left**2 / (len(values) - 2) / width)


def robust_covariance(
    design: FloatArray, weights: FloatArray, left: FloatArray, slope: FloatArray
) -> FloatArray:
    """Covariance of coefficients that allows for unequal variances (HC1).

    Parameters
    ----------
    design : array of float, shape (groups, 2)
        A one and the rank.
    weights, left, slope : array of float, shape (groups,)
        Weights, residuals, and derivatives of the fitted values with respect to the linear predictor.

    Returns
    -------
    array of float, shape (2, 2)
        n / (n - 2) times the sandwich (MacKinnon and White 1985, Journal of Econometrics 29, 305-325); NaN
        for fewer than three groups.
    """
    groups = len(left)
    if groups < 3:
        return np.full((2, 2), np.nan)
    bread = np.linalg.inv((design.T * (weights * slope)) @ design)
    meat = (design.T * (weights * left) ** 2) @ design
    return np.asarray(bread @ meat @ bread * groups / (groups - 2))


def with_residuals(result: Estimates, parts: Sequence[Part], variance: Callable[[Part], float]) -> Estimates:
    """Give results the uncertainty of their groups' scatter in place of the values'.

    Parameters
    ----------
    result : Estimates, m values
        The results.
    parts : sequence of Part, length m
        What each is computed from.
    variance : callable
        Maps a part to the variance of its result.

    Returns
    -------
    Estimates
        Independent of everything else, with the degrees of freedom of the part with fewest groups, those of
        two left aside: they leave no scatter, and are approximate.
    """
    known = np.isfinite(result.values)
    groups = np.array([len(part.positions) for part in parts])
    variances = [variance(part) if there else np.nan for part, there in zip(parts, known, strict=True)]
    freedom = min(groups[groups > 2] - 2, default=0)
    source = Covariance.independent(
        np.array(variances), identity=f"scatter around a line, call {next(_CALLS)}", df=float(freedom)
    )
    judged = [
        _judged(status, reason, some)
        for status, reason, some in zip(result.statuses, result.reasons, groups.tolist(), strict=True)
    ]
    return replace(
        result,
        sources=(source,),
        statuses=tuple(status for status, _ in judged),
        reasons=tuple(reason for _, reason in judged),
        labels=tuple(replace(label, method=f"{label.method}; {METHOD}") for label in result.labels),
    )


def _judged(status: Status, reason: str | None, groups: int) -> tuple[Status, str | None]:
    """Without standard errors of the groups a result is sound, if there is scatter."""
    if reason not in (None, NO_SE):
        return status, reason
    return ("approximate", TWO_GROUPS) if groups == 2 else ("ok", None)
