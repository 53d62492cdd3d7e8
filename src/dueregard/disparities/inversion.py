"""Valid intervals of dispersion between groups whose values are themselves uncertain.

Measured dispersion is larger than the true one, because sampling noise adds to it, and the true one cannot
be below zero; so neither the delta method nor percentiles of resampled values work (the latter covered 0%
of the time in the simulation of ``benchmarks/coverage_disparities.py``). Here a true dispersion is kept in
the interval when the measured one would not be surprising under it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import special

from dueregard.disparities.evaluation import Formula
from dueregard.estimates.source import FloatArray

__all__ = ["Model", "draws_needed", "model"]

SEED = 20_260_331
_LEAST_RATIO = 1e-9
_WIDEN = 1.6
_ROUNDS = 80
_FAR = 1e6
_LEAST_SIGNAL = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Simulated groups under every true dispersion, with common random numbers.

    Parameters
    ----------
    formula : callable
        The measure, of values and populations of shape (..., groups).
    centre : float
        Mean of the values, which is held fixed.
    shapes : array of float, shape (draws, groups)
        Deviations of the true values from the mean. Differences when `logarithmic` is false, scaled so that
        the measure of each is one; otherwise differences of logarithms, of variance one.
    noise : array of float, shape (draws, groups)
        Sampling error of the values.
    population : array of float, shape (groups,) or (draws, groups)
        People, with their sampling error if they have any.
    weights : array of float, shape (groups,)
        Population shares as estimated.
    values : array of float, shape (groups,)
        The values as estimated.
    logarithmic : bool
        Whether shapes are differences of logarithms.
    power : float
        The measure grows with this power of the scale of the deviations: 2 for a variance.
    base : float
        Size that noise alone would seem to have.
    start : float
        Size that the measured deviations have.
    errors : array of float, shape (groups,), optional
        Sampling variances of the deviations, if values are shrunken before they are measured, so that groups
        with much noise cannot pass for the best; None to measure them as they are.
    unit : float
        Variance of the true deviations of size one.
    """

    formula: Formula
    centre: float
    shapes: FloatArray = field(repr=False)
    noise: FloatArray = field(repr=False)
    population: FloatArray = field(repr=False)
    weights: FloatArray = field(repr=False)
    values: FloatArray = field(repr=False)
    logarithmic: bool
    power: float
    base: float
    start: float
    errors: FloatArray | None = field(default=None, repr=False)
    unit: float = 1.0

    def truth(self, size: float) -> FloatArray:
        """True values of every draw when deviations have this size, shape (draws, groups)."""
        if not self.logarithmic:
            return self.centre + size * self.shapes
        ratio = np.exp(size * (self.shapes - self.shapes.max(axis=-1, keepdims=True)))
        return np.asarray(self.centre * ratio / (ratio @ self.weights)[:, None])

    def measured(self, size: float) -> float:
        """The measured dispersion, of values shrunken as befits deviations of this size."""
        return float(self.formula(self.shrunken(self.values, size), self.weights))

    def simulated(self, size: float, *, shrunken_for: float | None = None) -> FloatArray:
        """Measured dispersion of every draw when true deviations have this size, shape (draws,)."""
        values = self.truth(size) + self.noise
        if self.logarithmic:
            values = np.maximum(values, _LEAST_RATIO * self.centre)
        values = self.shrunken(values, size if shrunken_for is None else shrunken_for)
        with np.errstate(all="ignore"):
            results = np.asarray(self.formula(values, self.population), float)
        return np.where(np.isnan(results), np.inf, results)  # a relative measure of a mean below zero

    def shrunken(self, values: FloatArray, size: float) -> FloatArray:
        """Values drawn towards their mean as befits deviations of this size, shape (..., groups)."""
        if self.errors is None:
            return values
        true = max(size**2 * self.unit, _LEAST_SIGNAL * float(self.weights @ self.errors))
        mean = (values @ self.weights)[..., None]
        return np.asarray(mean + true / (true + self.errors) * (values - mean))

    def dispersion(self, size: float) -> float:
        """The true dispersion when deviations have this size."""
        if not self.logarithmic:
            return float(size**self.power)
        if size == 0:
            return 0.0
        return float(np.mean(self.formula(self.truth(size), self.weights)))

    def matching(self) -> float:
        """The size under which the measured dispersion would be the average one; zero if none is as small."""
        return self._solve(lambda size: float(np.mean(self.simulated(size))), self.measured)

    def interval(self, level: float) -> tuple[float, float]:
        """Limits of the true dispersion.

        A size is kept when the measured dispersion lies between two quantiles of the simulated ones. What
        is left out of 1 - level below the lower quantile grows from nothing at size zero to half when the
        deviations exceed the noise, so that the interval is never empty and covers at `level` at zero too
        (a tail function; Puza and O'Neill 2006, Canadian Journal of Statistics 34, 299-310). The upper limit
        is never below that of the median table without any true dispersion, or values that happen to lie
        close together would seem to prove equality (Cowan, Cranmer, Gross and Vitells 2011,
        arXiv:1105.3166).
        """

        def lower_tail(size: float) -> float:
            signal = (size / self.base) ** 2 if self.base > 0 else np.inf
            share = 1.0 if np.isinf(signal) else signal / (1 + signal)
            return (1 - level) / 2 * share

        def upper_quantile(size: float) -> float:
            return float(np.quantile(self.simulated(size), level + lower_tail(size)))

        def lower_quantile(size: float) -> float:
            return float(np.quantile(self.simulated(size), lower_tail(size)))

        def not_below_chance(size: float) -> float:
            return max(self.measured(size), float(np.median(self.simulated(0.0, shrunken_for=size))))

        low = self._solve(upper_quantile, self.measured)
        high = self._solve(lower_quantile, not_below_chance)
        return self.dispersion(low), self.dispersion(high)

    def _solve(self, summary: Callable[[float], float], target: Callable[[float], float]) -> float:
        """The size at which a summary of simulations reaches a target; zero if it starts above."""
        from scipy.optimize import brentq

        def excess(size: float) -> float:
            return min(summary(size) / target(size), _FAR) - 1

        if target(0.0) <= 0 or excess(0.0) >= 0:
            return 0.0
        low, high = 0.0, max(self.start, 0.1 * self.base)
        for _ in range(_ROUNDS):
            if excess(high) >= 0:
                break
            low, high = high, high * _WIDEN
        else:
            return high  # the measure has a largest value, and no size makes it surprising
        return float(brentq(excess, low, high, xtol=1e-6 * high, rtol=1e-6))


def draws_needed(level: float, groups: int) -> int:
    """Simulated draws: at least 4,000, or so many that a hundred lie outside an interval of this level.

    Fewer, but never under 1,000, for more than two hundred groups, whose dispersion is nearly normal.
    """
    wanted = min(max(4000.0, 100 / (1 - level)), 100_000.0)
    return int(max(wanted * min(1.0, 200 / groups), 1000.0))


def model(
    formula: Formula,
    values: FloatArray,
    population: FloatArray,
    covariance: FloatArray,
    *,
    df: float,
    draws: int,
    logarithmic: bool = False,
    power: float = 1.0,
    shrink: bool = False,
) -> Model:
    """Set up the simulation for one set of groups.

    The distribution of a measured dispersion depends on more than the true one: on which groups stand out.
    These shapes are drawn from their distribution given the data under true values that are normal around
    the mean, with the variance that is left after taking off the noise (and not less than its own sampling
    error could hide); each is then stretched to the dispersion in question. Averaging a null distribution
    over what the data say of nuisance parameters is the posterior predictive idea of Rubin (1984, Annals of
    Statistics 12, 1151-1172); that it covers is shown by simulation.

    Parameters
    ----------
    formula : callable
        The measure.
    values, population : array of float, shape (groups,)
        The groups.
    covariance : array of float, shape (groups, groups) or (2 groups, 2 groups)
        Of the values, or of values and populations jointly.
    df : float
        Degrees of freedom of the covariance.
    draws : int
        How many to simulate.
    logarithmic : bool
        Whether deviations are ratios to the mean, for measures that need positive values.
    power : float
        The measure grows with this power of the deviations.
    shrink : bool
        Whether to compare measures of shrunken values, for measures that rest on an extreme group. With
        equal standard errors this changes nothing.

    Returns
    -------
    Model
        With seeded random numbers: the same groups always give the same interval, in any order.
    """
    groups = len(values)
    order = np.lexsort((population, covariance.diagonal()[:groups], values))
    unsorted = np.argsort(order)
    random = np.random.default_rng(SEED)
    estimated = len(covariance) > groups
    weights = population / population.sum()
    centre = float(weights @ values)
    spread = _deviation_variances(covariance[:groups, :groups], weights)
    error = _stratified(random, draws, len(covariance))
    if estimated:
        error[:, :groups], error[:, groups:] = error[:, unsorted], error[:, groups + unsorted]
    else:
        error = error[:, unsorted]
    error = _coloured(error, covariance)
    if np.isfinite(df):
        error *= np.sqrt(df / random.chisquare(df, len(error)))[:, None]
    scale = 1 / centre if logarithmic else 1.0
    deviations = np.log(values / centre) if logarithmic else values - centre
    kept = _kept(deviations, spread * scale**2, weights)
    drawn = random.standard_normal((len(error), groups))[:, unsorted]
    shapes = _shapes(deviations, spread * scale**2, weights, kept=kept, random=drawn)
    made = Model(
        formula=formula,
        centre=centre,
        shapes=shapes,
        noise=error[:, :groups],
        population=np.maximum(population + error[:, groups:], 0.0) if estimated else population,
        weights=weights,
        values=values,
        logarithmic=logarithmic,
        power=power,
        base=float(np.sqrt(weights @ spread)) * scale,
        start=float(np.sqrt(weights @ deviations**2)),
        errors=spread * scale**2 if shrink else None,
    )
    return _scaled(made)


def _stratified(random: np.random.Generator, draws: int, columns: int) -> FloatArray:
    """Independent normal columns, each of which holds the same evenly spaced quantiles in random order.

    The same random numbers serve every table, so an error in the quantiles of one column would be an error
    of the coverage (Latin hypercube sampling; McKay, Beckman and Conover 1979, Technometrics 21, 239-245).
    """
    quantiles = special.ndtri((np.arange(draws) + 0.5) / draws)
    return np.column_stack([random.permutation(quantiles) for _ in range(columns)])


def _scaled(made: Model) -> Model:
    """Give every shape the same size, and say how large the noise is by that measure."""
    if made.logarithmic:
        length = np.sqrt(made.shapes**2 @ made.weights)
        return replace(made, shapes=made.shapes / length[:, None])
    root = 1 / made.power
    length = made.formula(made.centre + made.shapes, made.weights) ** root
    alone = made.formula(made.centre + made.noise, made.weights) ** root
    shapes = made.shapes / length[:, None]
    return replace(
        made,
        shapes=shapes,
        base=float(np.sqrt(np.mean(alone**2))),
        start=float(made.formula(made.values, made.weights) ** root),
        unit=float(np.mean(shapes**2 @ made.weights)),
    )


def _deviation_variances(covariance: FloatArray, weights: FloatArray) -> FloatArray:
    """Sampling variances of the values' deviations from their mean, shape (groups,)."""
    with_mean = covariance @ weights
    return np.asarray(np.maximum(covariance.diagonal() - 2 * with_mean + weights @ with_mean, 0.0))


def _kept(deviations: FloatArray, noise: FloatArray, weights: FloatArray) -> FloatArray:
    """Share of each measured deviation that is not noise, shape (groups,)."""
    average = weights @ noise
    hidden = 0.5 * average * np.sqrt(2 / (len(weights) - 1))
    true = max(weights @ deviations**2 - average, hidden)
    return np.asarray(true / (true + noise)) if true > 0 else np.ones_like(noise)


def _shapes(
    deviations: FloatArray, noise: FloatArray, weights: FloatArray, *, kept: FloatArray, random: FloatArray
) -> FloatArray:
    """Draw true deviations given the measured ones, shape (draws, groups), with mean zero."""
    drawn = deviations * kept + random * np.sqrt(noise * kept)
    return np.asarray(drawn - (drawn @ weights)[:, None])


def _coloured(standard: FloatArray, covariance: FloatArray) -> FloatArray:
    """Give independent draws a covariance, by its symmetric root, which does not depend on the order."""
    diagonal = covariance.diagonal()
    if not (covariance - np.diag(diagonal)).any():
        return np.asarray(standard * np.sqrt(diagonal))
    roots, vectors = np.linalg.eigh(covariance)
    return np.asarray(standard @ ((vectors * np.sqrt(np.maximum(roots, 0.0))) @ vectors.T))
