"""Slope and relative indices of inequality of ordered groups: linear and logit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np

from dueregard.disparities.evaluation import Part, described, evaluate, parts_of
from dueregard.disparities.formulae import shares
from dueregard.disparities.groups import Groups
from dueregard.disparities.limits import with_logarithmic_limits
from dueregard.disparities.ranking import RANKED, midranks
from dueregard.disparities.residuals import Spread, check_spread, robust_covariance, with_residuals
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates import Estimates

__all__ = ["Link", "relative_index", "slope_index"]

Link: TypeAlias = Literal["linear", "logit"]
LINKS = ("linear", "logit")
_ROUNDS = 60


def slope_index(
    groups: Groups,
    *,
    link: Link = "linear",
    scale: float | None = None,
    spread: Spread = "estimates",
) -> Estimates:
    """Measure the slope index of inequality (SII): fitted value at the top of the ranking minus the bottom.

    The values are regressed on the rank of each group's middle in the population ordered from the most
    disadvantaged (0) to the most advantaged (1), every group counted by its people.

    Parameters
    ----------
    groups : Groups
        Values, with populations and an order.
    link : {"linear", "logit"}
        A straight line, or a logistic curve for outcomes between zero and `scale`.
    scale : float, optional
        The largest possible value of the outcome: 1, 100 for percentages, 1000 for rates per 1,000. Needed
        by the logit link; never guessed.
    spread : {"estimates", "residuals"}
        Take the uncertainty from that of the values, or, for tables without any, from their scatter around
        the line (HC1), as R `healthequal::sii` always does.

    Returns
    -------
    Estimates
        In units of the outcome; positive when it is higher among the advantaged. The standard error is on
        the same scale; that of healthequal is not multiplied by the scale of the indicator.

    Raises
    ------
    UsageError
        When there are no populations or no order, the link is unknown, or values lie outside the scale.

    Notes
    -----
    The logit fit counts each group's people once. healthequal 1.0.1 counts them twice, as binomial
    denominators and as weights: 31.618 where once gives 31.635 for births attended by wealth in its sample
    data, and as much as 44.445 for 44.905 (and a relative index of 3.160 for 3.224) elsewhere. It also rounds
    populations up and events to whole people; give rounded columns to reproduce that.

    References
    ----------
    Wagstaff, Paci and van Doorslaer (1991), Social Science and Medicine 33, 545-557; Moreno-Betancur,
    Latouche, Menvielle, Kunst and Rey (2015), Epidemiology 26, 518-527.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> fifths = published([60, 70, 80], [2, 2, 2], [1, 1, 1], by="wealth", levels="abc", order="abc")
    >>> slope_index(fifths).values.round(4), slope_index(fifths).se.round(4)
    (array([30.]), array([4.2426]))
    >>> slope_index(fifths, link="logit", scale=100).values.round(4)
    array([29.6329])
    """
    return _index("slope_index", _difference, groups, link=link, scale=scale, spread=spread, unit=True)


def relative_index(
    groups: Groups,
    *,
    link: Link = "linear",
    scale: float | None = None,
    spread: Spread = "estimates",
    level: float | Sequence[float] = 0.95,
) -> Estimates:
    """Measure the relative index of inequality (RII): fitted value at the top of the ranking over the bottom.

    Parameters
    ----------
    groups : Groups
        Values, with populations and an order.
    link : {"linear", "logit"}
        See :func:`slope_index`.
    scale : float, optional
        The largest possible value of the outcome; needed by the logit link.
    spread : {"estimates", "residuals"}
        See :func:`slope_index`.
    level : float or sequence of float
        Levels of the intervals, which are computed beforehand, on the logarithmic scale.

    Returns
    -------
    Estimates
        Above one when the outcome is higher among the advantaged; not estimable where a fitted value is not
        above zero. The standard error is that of the index; the column `se` of R `healthequal::rii` is that
        of its logarithm.

    Raises
    ------
    UsageError
        When there are no populations or no order, the link is unknown, or values lie outside the scale.

    References
    ----------
    Mackenbach and Kunst (1997), Social Science and Medicine 44, 757-771; Schlotheuber and Hosseinpoor
    (2022), International Journal of Environmental Research and Public Health 19, 3697.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> fifths = published([60, 70, 80], [2, 2, 2], [1, 1, 1], by="wealth", levels="abc", order="abc")
    >>> relative_index(fifths).values.round(4)
    array([1.5455])
    """
    result = _index("relative_index", _ratio, groups, link=link, scale=scale, spread=spread, unit=False)
    return with_logarithmic_limits(result, level)


def _difference(bottom: Any, top: Any) -> Any:
    return top - bottom


def _ratio(bottom: Any, top: Any) -> Any:
    return np.where((np.real(bottom) > 0) & (np.real(top) > 0), top, np.nan) / bottom


def _index(
    name: str,
    ends: Callable[[Any, Any], Any],
    groups: Groups,
    *,
    link: Link,
    scale: float | None,
    spread: Spread,
    unit: bool,
) -> Estimates:
    check_spread(spread)
    largest = _checked(groups, link, scale)
    parts = parts_of(groups, order=True)
    labels = [
        described(
            part,
            groups,
            name,
            parameters={"order": groups.order, "link": link}
            | ({"scale": largest} if link == "logit" else {}),
            method=f"{RANKED}, each counted by its people",
            unit=part.label.unit if unit else None,
        )
        for part in parts
    ]

    def formula(values: Any, population: Any) -> Any:
        coefficients = _coefficients(values / largest, population, link)
        return ends(*(largest * each for each in _at_ends(coefficients, link)))

    result = evaluate(
        groups,
        parts,
        [formula] * len(parts),
        labels,
        failure="no line can be fitted, or it does not stay above zero",
    )
    if spread == "estimates":
        return result
    return with_residuals(result, parts, lambda part: _residual_variance(part, ends, link, largest))


def _checked(groups: Groups, link: str, scale: float | None) -> float:
    if link not in LINKS:
        raise UsageError(
            f"There is no link {link!r}.",
            found=f"The links are: {', '.join(LINKS)}.",
            remedy=did_you_mean(link, LINKS) or None,
        )
    if link == "linear":
        return 1.0
    if scale is None or not scale > 0:
        raise UsageError(
            "The logit link needs the largest possible value of the outcome.",
            remedy="Give scale=100 for a percentage, scale=1000 for a rate per 1,000.",
        )
    known = groups.values.values[np.isfinite(groups.values.values)]
    if (known < 0).any() or (known > scale).any():
        raise UsageError("Some values lie outside the scale.", found=f"It goes from 0 to {scale:g}.")
    return float(scale)


def _design(population: Any) -> Any:
    rank = midranks(population)
    return np.stack([np.ones_like(rank), rank], axis=-1)


def _coefficients(values: Any, population: Any, link: str) -> Any:
    """Intercept and slope; by Newton's method for the logit link, NaN when it does not converge."""
    design, share = _design(population), shares(population)
    if link == "linear":
        return np.linalg.solve(design.T @ (share[:, None] * design), design.T @ (share * values))
    mean = (share * values).sum()
    start = np.log(mean / (1 - mean)) if 0 < np.real(mean) < 1 else np.nan
    coefficients = np.stack([start, 0 * start])
    for _ in range(_ROUNDS):
        fitted = 1 / (1 + np.exp(-(design @ coefficients)))
        information = design.T @ ((share * fitted * (1 - fitted))[:, None] * design)
        if not np.isfinite(information).all() or np.linalg.det(information.real) <= 0:
            return np.full(2, np.nan)
        step = np.linalg.solve(information, design.T @ (share * (values - fitted)))
        coefficients = coefficients + step
        if np.abs(step.real).max() < 1e-13 * (1 + np.abs(coefficients.real).max()):
            # One more round is exact to rounding in the imaginary part too, which lags a step behind.
            fitted = 1 / (1 + np.exp(-(design @ coefficients)))
            information = design.T @ ((share * fitted * (1 - fitted))[:, None] * design)
            return coefficients + np.linalg.solve(information, design.T @ (share * (values - fitted)))
    return np.full(2, np.nan)


def _at_ends(coefficients: Any, link: str) -> tuple[Any, Any]:
    bottom, top = coefficients[0], coefficients[0] + coefficients[1]
    if link == "linear":
        return bottom, top
    return 1 / (1 + np.exp(-bottom)), 1 / (1 + np.exp(-top))


def _residual_variance(part: Part, ends: Callable[[Any, Any], Any], link: str, largest: float) -> float:
    values = part.values / largest
    coefficients = _coefficients(values, part.population, link)
    design = _design(part.population)
    fitted = design @ coefficients
    slope = np.ones_like(fitted)
    if link == "logit":
        fitted = 1 / (1 + np.exp(-fitted))
        slope = fitted * (1 - fitted)
    covariance = robust_covariance(design, shares(part.population), values - fitted, slope)
    gradient = np.empty(2)
    for i in range(2):
        moved = coefficients.astype(complex)
        moved[i] += 1e-20j
        at_ends = (largest * each for each in _at_ends(moved, link))
        gradient[i] = np.imag(ends(*at_ends)) / 1e-20
    return float(gradient @ covariance @ gradient)
