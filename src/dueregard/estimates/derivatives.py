"""Gradients of users' functions: complex step where it can be trusted, finite differences elsewhere."""

from __future__ import annotations

import warnings

import numpy as np

from dueregard.errors import UsageError
from dueregard.estimates.source import BoolArray, FloatArray, Function

__all__ = ["checked_gradient", "jacobian"]

# Agreement demanded of two derivatives, relative to the largest effect that any value has on the result.
AGREEMENT = 1e-5
# Error of a finite difference, relative to the result itself.
ROUNDING = 1e-8
# Step of a finite difference, relative to the value: the cube root of the machine's rounding.
STEP = float(np.cbrt(np.finfo(float).eps))
# Size of the imaginary step, relative to that of a finite difference.
TINY = 1e-20


def jacobian(function: Function, values: FloatArray, *, spread: FloatArray | None = None) -> FloatArray:
    """Derivatives of a function of the values.

    The complex step (Squire and Trapp 1998, SIAM Review 40, 110-112) is exact to rounding, but silently
    wrong for a function that uses `abs`, `max` or comparisons; so it is kept only where it agrees with
    central finite differences, which are used elsewhere.

    Parameters
    ----------
    function : callable
        Maps an array of shape (k,) to a number or an array of shape (m,).
    values : array of float, shape (k,)
        Where to take the derivatives.
    spread : array of float, shape (k,), optional
        Standard errors, which set the step where a value is near zero.

    Returns
    -------
    array of float, shape (m, k)
        Derivative of every result with respect to every value.

    Examples
    --------
    >>> jacobian(lambda t: t[0] / t[1], np.array([1.0, 2.0]))
    array([[ 0.5 , -0.25]])
    """
    values = np.asarray(values, float)
    steps = _steps(values, spread)
    differences = _finite_differences(function, values, steps)
    exact = _complex_step(function, values, steps)
    if exact is None or exact.shape != differences.shape:
        return differences
    agrees = _agrees(exact, differences, size=steps / STEP, level=np.ravel(function(values)))
    return np.where(agrees, exact, differences)


def checked_gradient(
    gradient: Function, function: Function, values: FloatArray, *, spread: FloatArray | None = None
) -> FloatArray:
    """Evaluate a user's gradient and check it against finite differences.

    Parameters
    ----------
    gradient : callable
        Maps an array of shape (k,) to the derivatives, shape (k,) or (m, k).
    function : callable
        The function it belongs to.
    values : array of float, shape (k,)
        Where to take the derivatives.
    spread : array of float, shape (k,), optional
        Standard errors, which set the step where a value is near zero.

    Returns
    -------
    array of float, shape (m, k)
        The user's gradient.

    Raises
    ------
    UsageError
        When it has another shape, or disagrees with finite differences.

    Examples
    --------
    >>> checked_gradient(lambda t: 2 * t, lambda t: t @ t, np.array([1.0, 3.0]))
    array([[2., 6.]])
    """
    values = np.asarray(values, float)
    steps = _steps(values, spread)
    differences = _finite_differences(function, values, steps)
    given = np.atleast_2d(np.asarray(gradient(values), float))
    if given.shape != differences.shape:
        raise UsageError(
            "The gradient has the wrong shape.",
            found=f"It is {given.shape}; the function's results by the values are {differences.shape}.",
        )
    level = np.ravel(function(values))
    wrong = np.argwhere(~_agrees(given, differences, size=steps / STEP, level=level))
    if len(wrong):
        result, value = wrong[0]
        raise UsageError(
            "The gradient does not belong to the function.",
            found=f"Result {result} has slope {given[result, value]:.6g} in value {value} by the gradient, "
            f"{differences[result, value]:.6g} by finite differences.",
            remedy="Correct the gradient, or leave it out: it is then computed.",
        )
    return given


def _steps(values: FloatArray, spread: FloatArray | None) -> FloatArray:
    """Steps in proportion to each value or its standard error, as powers of two, so that adding is exact."""
    size = np.abs(values) if spread is None else np.fmax(np.abs(values), spread)
    return np.asarray(np.exp2(np.round(np.log2(STEP * np.where(size > 0, size, 1.0)))))


def _finite_differences(function: Function, values: FloatArray, steps: FloatArray) -> FloatArray:
    columns = []
    for position, step in enumerate(steps):
        up, down = values.copy(), values.copy()
        up[position] += step
        down[position] -= step
        columns.append((np.ravel(function(up)) - np.ravel(function(down))) / (2 * step))
    return np.array(columns, float).T


def _complex_step(function: Function, values: FloatArray, steps: FloatArray) -> FloatArray | None:
    columns = []
    for position, step in enumerate(steps):
        shifted = values.astype(complex)
        shifted[position] += TINY * 1j * step
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", np.exceptions.ComplexWarning)
                columns.append(np.ravel(function(shifted)).imag / (TINY * step))
        except (TypeError, ValueError, np.exceptions.ComplexWarning):
            return None  # the function does not take complex numbers
    return np.array(columns, float).T


def _agrees(slopes: FloatArray, differences: FloatArray, *, size: FloatArray, level: FloatArray) -> BoolArray:
    """Compare effects on a result of moving each value by its own size; the level bounds the rounding."""
    effects = np.abs(differences) * size
    largest = np.fmax.reduce(effects, axis=1, keepdims=True, initial=0.0)
    bound = AGREEMENT * largest + ROUNDING * np.abs(level)[:, None]
    return np.asarray((np.abs(slopes - differences) * size <= bound) | np.isnan(differences))
