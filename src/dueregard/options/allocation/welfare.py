"""Sharing that makes the most of outcomes: for the people as a whole, or with an aversion to inequality."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import special

from dueregard.errors import DueRegardError, UsageError
from dueregard.options.allocation.curves import Curves
from dueregard.options.allocation.filling import FloatArray, fill, fill_in_ratio, settle
from dueregard.options.allocation.limits import Limits

__all__ = ["atkinson", "equivalent", "leximin", "utilitarian"]

_LARGEST = 690.0
_ALL = 1e-13
_TIE = 1e-12


def utilitarian(
    budget: float, *, curves: Curves, weights: FloatArray, limits: Limits, population: FloatArray
) -> FloatArray:
    """Share the budget so that the mean outcome over people is best.

    Parameters
    ----------
    budget : float
        What is shared out.
    curves : Curves
        Outcomes of n places.
    weights : ndarray (n,)
        What each place counts for.
    limits : Limits
        Of the amounts.
    population : ndarray (n,)
        By which places share where a pound does the same good in all of them.

    Returns
    -------
    ndarray (n,)
        Amounts. With the log form they are in proportion to the weights, between the limits; with the linear
        form places are filled in the order of what a pound does there.

    Notes
    -----
    The condition is w f'(x) = mu for places between their limits, below mu at the floor and above it at the
    cap (Karush, Kuhn and Tucker).

    References
    ----------
    Boyd and Vandenberghe (2004), Convex Optimization, sections 5.5.3 and 4.3 (a linear objective over a box
    and one sum is solved by sorting).

    Examples
    --------
    >>> n = np.array([100.0, 300.0])
    >>> log = Curves(form="log", k=1.0, base=np.zeros(2), scale=n, origin=np.zeros(2))
    >>> free = Limits(low=np.zeros(2), high=np.full(2, np.inf))
    >>> utilitarian(800.0, curves=log, weights=n, limits=free, population=n)
    array([200., 600.])
    """
    low, high = limits.low, limits.high
    if curves.form == "log":
        return fill(budget, slope=weights, low=low, high=high)
    worth = weights / curves.scale
    order = np.argsort(-worth, kind="stable")
    starts = np.flatnonzero(np.diff(worth[order]) < -_TIE * worth[order[:-1]]) + 1
    amounts, left = low.copy(), budget - low.sum()
    room = np.minimum(high - low, left)
    for tied in np.split(order, starts):
        if left <= 0:
            break
        if room[tied].sum() <= left:
            amounts[tied] = low[tied] + room[tied]
            left -= room[tied].sum()
        else:
            share = low[tied].sum() + left
            amounts[tied] = fill(share, slope=population[tied], low=low[tied], high=high[tied])
            left = 0.0
    return amounts


def leximin(budget: float, *, curves: Curves, limits: Limits) -> FloatArray:
    """Raise the worst outcome as far as it goes, then the next, and so on.

    Each place's outcome depends on its own amount only, so that the answer is one level: every place below it
    is brought up to it, as far as its cap allows, and none above it gets more than its floor.

    Parameters
    ----------
    budget : float
        What is shared out.
    curves : Curves
        Outcomes of n places.
    limits : Limits
        Of the amounts.

    Returns
    -------
    ndarray (n,)
        Amounts.

    References
    ----------
    Rawls (1971), A Theory of Justice; Sen (1970), Collective Choice and Social Welfare, chapter 9 (the
    lexical form); Luss (1999), Operations Research 47, 361-378 (water-filling of lexicographic minimax
    allocations).

    Examples
    --------
    >>> line = Curves(
    ...     form="linear", k=1.0, base=np.array([0.0, 10, 20]), scale=np.ones(3), origin=np.zeros(3)
    ... )
    >>> bounded = Limits(low=np.zeros(3), high=np.array([5.0, np.inf, np.inf]))
    >>> leximin(15.0, curves=line, limits=bounded)
    array([ 5., 10.,  0.])
    """
    if curves.form == "linear":
        start = -curves.scale * curves.base / curves.k
        return fill(budget, slope=curves.scale, low=limits.low, high=limits.high, start=start)
    # At level L the amount is scale exp((L - base)/k), in proportion to exp(-base/k) whatever L is.
    logs = -curves.base / curves.k + np.log(curves.scale)
    return fill_in_ratio(budget, logs=logs, low=limits.low, high=limits.high)


def atkinson(
    budget: float, *, curves: Curves, weights: FloatArray, limits: Limits, aversion: float
) -> FloatArray:
    """Share the budget so that the equally distributed equivalent of the outcomes is best.

    Parameters
    ----------
    budget : float
        What is shared out.
    curves : Curves
        Outcomes of n places.
    weights : ndarray (n,)
        What each place counts for.
    limits : Limits
        Of the amounts.
    aversion : float
        Aversion to inequality, above zero; see :func:`equivalent`.

    Returns
    -------
    ndarray (n,)
        Amounts.

    Raises
    ------
    DueRegardError
        When the budget cannot bring every outcome above zero, or brings outcomes below it that cannot be.

    Notes
    -----
    Between the limits w |h|^(∓e) |h'(x)| = mu. With the linear form h is a power of mu; with the log form
    e ln h ± h/k = C, whose solution is h = k e ω(C/e - ln(k e)) with Wright's ω. What is left is mu, one
    number, found to machine accuracy.

    References
    ----------
    Atkinson (1970), Journal of Economic Theory 2, 244-263; Corless and Jeffrey (2002), The Wright omega
    function.

    Examples
    --------
    >>> ones = np.ones(4)
    >>> line = Curves(form="linear", k=1.0, base=np.zeros(4), scale=ones, origin=np.zeros(4))
    >>> free = Limits(low=np.zeros(4), high=np.full(4, np.inf))
    >>> atkinson(100.0, curves=line, weights=ones, limits=free, aversion=1.0).round(9)
    array([25., 25., 25., 25.])
    """
    from scipy.optimize import brentq

    ceiling = np.minimum(limits.high, np.maximum(limits.low, budget - (limits.low.sum() - limits.low)))
    wanted = _logarithmic if curves.form == "log" else _linear
    target = wanted(curves, weights, aversion)
    for limit in (limits.low, ceiling):
        if abs(float(limit.sum()) / budget - 1) <= _ALL:
            return limit.copy()
    _refuse_below_zero(curves, limits.low, ceiling, budget)

    def amounts(price: float) -> FloatArray:
        return np.clip(target(price), limits.low, ceiling)

    def excess(price: float) -> float:
        return float(amounts(price).sum()) / budget - 1

    lowest, highest = _bracket(excess)
    price = brentq(excess, lowest, highest, xtol=1e-14, rtol=1e-15, maxiter=500)
    return settle(amounts(price), budget, low=limits.low, high=ceiling)


def equivalent(outcomes: FloatArray, *, weights: FloatArray, aversion: float, better: str) -> float:
    """Give the outcome which, were it everybody's, would be worth as much.

    Parameters
    ----------
    outcomes : ndarray (n,)
        Above zero.
    weights : ndarray (n,)
        What each counts for.
    aversion : float
        Aversion to inequality e, zero or more.
    better : {"higher", "lower"}
        Which outcomes are better.

    Returns
    -------
    float
        The power mean of order 1 - e; of order 1 + e where lower is better, so that both weigh bad outcomes
        more. NaN where an outcome is not above zero.

    References
    ----------
    Atkinson (1970), Journal of Economic Theory 2, 244-263; Asaria, Griffin and Cookson (2016), Medical
    Decision Making 36, 8-19 (of health).

    Examples
    --------
    >>> health = np.array([62.0, 66, 69, 72, 74])
    >>> [round(equivalent(health, weights=np.ones(5), aversion=e, better="higher"), 6) for e in (0, 2, 10)]
    [68.6, 68.328691, 67.220656]
    """
    if not (outcomes > 0).all():
        return float("nan")
    shares, logs = weights / weights.sum(), np.log(outcomes)
    power = 1 - aversion if better == "higher" else 1 + aversion
    if power == 0:
        return float(np.exp(shares @ logs))
    return float(np.exp(special.logsumexp(power * logs, b=shares) / power))


def _refuse_below_zero(curves: Curves, low: FloatArray, high: FloatArray, budget: float) -> None:
    """Refuse budgets that leave some outcome at zero or below, where a power mean is not defined."""
    zero = _amount_of(curves, np.zeros(len(low)))
    at_zero = np.clip(zero, low, high).sum()
    if curves.better == "higher" and (at_zero >= budget or (zero >= high).any()):
        raise DueRegardError(
            "Atkinson's equivalent needs outcomes above zero, and the budget cannot bring every place there.",
            remedy="Use leximin, or an outcome whose values are above zero.",
        )
    if curves.better == "lower" and (at_zero <= budget or (zero <= low).any()):
        raise DueRegardError(
            "Atkinson's equivalent needs outcomes above zero, and by the declared effect the budget would "
            "bring them below.",
            remedy="Check k, or use leximin.",
        )


def _logarithmic(curves: Curves, weights: FloatArray, aversion: float) -> Callable[[float], FloatArray]:
    """Amounts at a price, with h = base + k log(x/scale)."""
    k, sign = abs(curves.k), np.sign(curves.k)
    fixed = sign * (np.log(weights) + np.log(k) - np.log(curves.scale)) + curves.base / k
    spread = k * aversion

    def at(price: float) -> FloatArray:
        constant = fixed - sign * price
        level = spread * np.real(special.wrightomega(constant / aversion - np.log(spread)))
        return _amount_of(curves, level)

    return at


def _linear(curves: Curves, weights: FloatArray, aversion: float) -> Callable[[float], FloatArray]:
    """Amounts at a price, with h = base + k x/scale."""
    sign = np.sign(curves.k)
    fixed = sign * (np.log(weights) + np.log(abs(curves.k)) - np.log(curves.scale))

    def at(price: float) -> FloatArray:
        exponent = np.clip((fixed - sign * price) / aversion, -_LARGEST, _LARGEST)
        return _amount_of(curves, np.exp(exponent))

    return at


def _amount_of(curves: Curves, level: FloatArray) -> FloatArray:
    """The amount that brings an outcome to a level."""
    dose = (level - curves.base) / curves.k
    if curves.form == "linear":
        return np.asarray(curves.scale * dose, float)
    return np.asarray(np.exp(np.clip(dose + np.log(curves.scale), -_LARGEST, _LARGEST)), float)


def _bracket(excess: Callable[[float], float]) -> tuple[float, float]:
    """Prices between which the budget is spent: dear ones spend less."""
    width = 1.0
    while width < 1e9:
        if excess(-width) >= 0 >= excess(width):
            return -width, width
        width *= 4
    raise UsageError(
        "The aversion is too large to compute with.", remedy="Use leximin, which is what it comes to."
    )
