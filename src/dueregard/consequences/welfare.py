"""What a pound is worth to whom: distributional weights, equivalents of unequal incomes, public value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "GREEN_BOOK",
    "ElasticityOfUtility",
    "atkinson_equivalent",
    "distributional_weight",
    "kolm_equivalent",
    "marginal_value_of_public_funds",
    "switching_elasticity",
]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticityOfUtility:
    """A published elasticity of the marginal utility of income, with its date and source.

    Attributes
    ----------
    value : float
        The elasticity, eta.
    sweep : tuple of float
        Values shown beside it.
    published : date
        When the guidance that names it was published.
    source : str
        Where it stands.
    lowest_share : float
        Incomes below this share of the median count as being there: at nought the weight has no value.
    """

    value: float
    sweep: tuple[float, ...]
    published: date
    source: str
    lowest_share: float = 0.1


GREEN_BOOK = ElasticityOfUtility(
    value=1.3,
    sweep=(1.0, 1.3, 1.5),
    published=date(2022, 3, 31),
    source="HM Treasury, The Green Book (2022), annex 3, after Layard, Mayraz and Nickell (2008), "
    "Journal of Public Economics 92, 1846-1857",
)


def distributional_weight(income: ArrayLike, *, median: float, elasticity: float = 1.3) -> Array:
    """Weigh a pound by what it is worth to somebody with an income, against the median.

    Parameters
    ----------
    income : array_like (n,)
        Above 0.
    median : float
        Median income.
    elasticity : float
        Elasticity of the marginal utility of income.

    Returns
    -------
    ndarray (n,)
        (median / income) ** elasticity. A welfare weight: never to be mixed with survey weights.

    References
    ----------
    HM Treasury, The Green Book (2022), annex 3.

    Examples
    --------
    >>> distributional_weight([50.0, 100.0, 200.0], median=100.0).round(6)
    array([2.462289, 1.      , 0.406126])
    """
    return np.asarray((median / np.asarray(income, dtype=float)) ** elasticity)


def atkinson_equivalent(values: ArrayLike, *, epsilon: float, weights: ArrayLike | None = None) -> float:
    """Give the equally distributed equivalent under Atkinson's relative inequality aversion.

    Parameters
    ----------
    values : array_like (n,)
        Above 0.
    epsilon : float
        Aversion, at least 0.
    weights : array_like (n,), optional
        How many people each stands for.

    Returns
    -------
    float
        The mean at epsilon 0; the geometric mean at 1.

    References
    ----------
    Atkinson (1970), Journal of Economic Theory 2, 244-263; in distributional cost-effectiveness analysis,
    Asaria, Griffin and Cookson (2016), Medical Decision Making 36, 8-19.

    Examples
    --------
    >>> round(atkinson_equivalent([62, 66, 69, 72, 74], epsilon=10), 6)
    67.220656
    """
    x = np.asarray(values, dtype=float)
    if epsilon == 1:
        return float(np.exp(np.average(np.log(x), weights=_floats(weights, len(x)))))
    # Relative to the largest value, so that high aversion does not underflow.
    top = x.max()
    return float(
        top * np.average((x / top) ** (1 - epsilon), weights=_floats(weights, len(x))) ** (1 / (1 - epsilon))
    )


def _floats(weights: ArrayLike | None, count: int) -> Array:
    return np.ones(count) if weights is None else np.asarray(weights, dtype=float)


def kolm_equivalent(values: ArrayLike, *, alpha: float, weights: ArrayLike | None = None) -> float:
    """Give the equally distributed equivalent under Kolm's absolute inequality aversion.

    Parameters
    ----------
    values : array_like (n,)
        Any numbers.
    alpha : float
        Aversion, in one over the unit of the values; at 0 the mean.
    weights : array_like (n,), optional
        How many people each stands for.

    Returns
    -------
    float
        -ln(mean(exp(-alpha x))) / alpha.

    References
    ----------
    Kolm (1976), Journal of Economic Theory 12, 416-442.

    Examples
    --------
    >>> round(kolm_equivalent([62, 66, 69, 72, 74], alpha=0.15), 6)
    67.214127
    """
    x = np.asarray(values, dtype=float)
    if alpha == 0:
        return float(np.average(x, weights=_floats(weights, len(x))))
    low = x.min()
    return float(
        low - np.log(np.average(np.exp(-alpha * (x - low)), weights=_floats(weights, len(x)))) / alpha
    )


def marginal_value_of_public_funds(willingness_to_pay: float, net_cost: float) -> float:
    """Divide what an option is worth to its recipients by what it costs the public purse.

    Parameters
    ----------
    willingness_to_pay : float
        Benefit to recipients.
    net_cost : float
        Cost to the public purse, with what it brings back.

    Returns
    -------
    float
        Infinite where something of worth costs nothing or less; NaN where neither is there.

    References
    ----------
    Hendren and Sprung-Keyser (2020), Quarterly Journal of Economics 135, 1209-1318.

    Examples
    --------
    >>> marginal_value_of_public_funds(100, 50), marginal_value_of_public_funds(100, 0)
    (2.0, inf)
    """
    if net_cost <= 0 < willingness_to_pay:
        return float("inf")
    if net_cost == 0:
        return float("nan") if willingness_to_pay == 0 else float("-inf")
    return willingness_to_pay / net_cost


def switching_elasticity(
    change: Array, income: Array, survey_weight: Array, *, median: float, outside: float, most: float = 5.0
) -> float | None:
    """Find the elasticity at which an option is just worth its cost, if there is one.

    Parameters
    ----------
    change, income, survey_weight : ndarray (n,)
        What changes for whom.
    median : float
        Median income.
    outside : float
        Cost borne by others, at a weight of 1.
    most : float
        The highest elasticity looked at.

    Returns
    -------
    float or None
        None when the sign of the net benefit is the same for all elasticities.

    Examples
    --------
    >>> change, income = np.array([1.0, -2.0]), np.array([50.0, 200.0])
    >>> round(switching_elasticity(change, income, np.ones(2), median=100.0, outside=0.0), 4)
    0.5
    """
    ratio = np.log(median / income)

    def net(eta: float) -> float:
        return float((survey_weight * np.exp(eta * ratio) * change).sum()) - outside

    scale = float((survey_weight * np.abs(change)).sum()) + abs(outside)
    grid = np.linspace(0.0, most, 51)
    values = np.array([net(eta) for eta in grid])
    values[np.abs(values) < 1e-9 * max(scale, 1e-300)] = 0.0
    signs = np.sign(values)
    crossings = np.flatnonzero((signs[:-1] != 0) & (signs[1:] != signs[:-1]))
    if not len(crossings):
        return None
    at = crossings[0]
    low, high = float(grid[at]), float(grid[at + 1])
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if np.sign(net(middle)) == signs[at] else (low, middle)
    return (low + high) / 2
