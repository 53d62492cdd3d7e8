"""What lines of funnel plots are made of: an axis, Poisson limits, the populations that rates stand for."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dueregard.errors import UsageError, did_you_mean
from dueregard.rates.arrays import FloatArray, column, columns

__all__ = ["expected_limits", "funnel_axis", "one_of", "rate_denominators"]

POINTS = 100
HALVINGS = 2**23  # the published search halves (0, 1) until a step is below 1e-7


def rate_denominators(
    events: ArrayLike,
    *,
    rate: ArrayLike,
    rate_type: str,
    population: ArrayLike | None,
    multiplier: float,
) -> tuple[FloatArray, FloatArray]:
    """Derive the population that would have a rate as its crude rate.

    Parameters
    ----------
    events, rate : array-like, shape (n,)
        Events and rates of the areas.
    rate_type : str
        ``crude`` or ``dsr``.
    population : array-like, shape (n,), optional
        Populations of crude rates.
    multiplier : float
        The rates are of events per so many.

    Returns
    -------
    events, populations : ndarray, shape (n,)
        The population is NaN where a standardised rate has no events.

    Raises
    ------
    UsageError
        When the rate's type is unknown, a number is negative, or a crude rate of no events has no
        population.

    Examples
    --------
    >>> rate_denominators([5], rate=[50], rate_type="dsr", population=None, multiplier=1000)[1]
    array([100.])
    """
    one_of(rate_type, ("crude", "dsr"), name="rate type")
    x, r = columns(events=events, rate=rate)
    if np.any((x < 0) | (r < 0)):
        raise UsageError("Events and rates cannot be negative.", found="One area's is.")
    people = np.divide(multiplier * x, r, out=np.full_like(x, np.nan), where=(x > 0) & (r > 0))
    if rate_type == "dsr":
        return x, people
    if population is None:
        if np.any(x == 0):
            raise UsageError(
                "An area without events needs its population.", remedy="Give population for crude rates."
            )
        return x, people
    given = columns(events=x, population=population)[1]
    if np.any(given <= 0):
        raise UsageError("Populations must be above zero.", found="One area's is not.")
    return x, given


def expected_limits(
    observed: ArrayLike, *, level: float, search: Literal["published", "exact"] = "published"
) -> FloatArray:
    """Find the expected events at which an observed number lies on the lower and on the upper line.

    On the lower line the probability of so few or fewer is (1 - level)/2; on the upper line the probability
    of so many or more. The published search stops after halving an interval 23 times, about 1e-7 of the
    observed number from the solution; ``"published"`` gives what it would give, ``"exact"`` the solution.

    Parameters
    ----------
    observed : array-like, shape (k,)
        Events, above zero.
    level : float
        Confidence level.
    search : {"published", "exact"}
        How the equation is solved.

    Returns
    -------
    ndarray, shape (k, 2)

    Raises
    ------
    UsageError
        When the search is unknown, or an observed number is not above zero.

    References
    ----------
    Garwood (1936), Biometrika 28, 437-442; Fingertips technical guidance, "Funnel plots".

    Examples
    --------
    >>> expected_limits([10], level=0.95, search="exact").round(4)
    array([[18.3904,  4.7954]])
    """
    one_of(search, ("published", "exact"), name="search")
    x, tail = column(observed, name="the observed events"), (1 - level) / 2
    if not np.all(x > 0):
        raise UsageError("The lines of a funnel start at one event.", found="Fewer were asked for.")
    exact = np.stack([special.gammainccinv(x + 1, tail), special.gammaincinv(x, tail)], axis=-1)
    if search == "exact":
        return exact
    start = (1 + x)[:, None]
    part = (np.floor(HALVINGS * exact / (start + exact)) + 0.5) / HALVINGS
    return np.asarray(start * part / (1 - part))


def funnel_axis(
    sizes: FloatArray, *, years: float = 1.0, average: float | None = None, lag: int = 0
) -> FloatArray:
    """Choose 100 whole numbers for a funnel's axis, spread evenly on a logarithmic scale.

    Parameters
    ----------
    sizes : ndarray, shape (n,)
        Denominators of the areas.
    years : float
        Years that they are of.
    average : float, optional
        For rates: the average by which populations become events.
    lag : int
        1 for ratios, whose published axis stops one step short.

    Returns
    -------
    ndarray, shape (100,)
        Increasing.

    References
    ----------
    Fingertips technical guidance, "Funnel plots".

    Examples
    --------
    >>> funnel_axis(np.array([9.0, 2500.0]))[[0, 1, 50, 99]].astype(int)
    array([   1,    2,  132, 2700])
    """
    smallest, largest = float(np.min(sizes)) / years, float(np.max(sizes)) / years
    low = 0.0 if largest > 2 * smallest else _rounded(smallest * 0.95, up=False) * years
    high = _rounded(largest * 1.05, up=True) * years
    if average is not None:
        low, high = np.floor(low * average), np.ceil(high * average)
    points = [max(1.0, low)]
    for step in range(2, POINTS + 1):
        grown = np.rint((high / points[-1]) ** (1 / (POINTS + 1 - step + lag)) * points[-1])
        points.append(max(float(grown), points[-1] + 1))
    return np.asarray(points)


def one_of(value: str, known: tuple[str, ...], *, name: str) -> None:
    """Check that an option is one of those there are.

    Parameters
    ----------
    value : str
        What was written.
    known : tuple of str
        What there is.
    name : str
        What the option is called, for messages.

    Raises
    ------
    UsageError
        When it is none of them.
    """
    if value not in known:
        raise UsageError(
            f"There is no {name} {value!r}.",
            found=f"There are: {', '.join(known)}.",
            remedy=did_you_mean(str(value), known) or None,
        )


def _rounded(number: float, *, up: bool) -> float:
    """Round to one significant digit down, or two up."""
    whole = np.ceil(number) if up else np.floor(number)
    if whole <= 0:
        return 0.0
    unit = 10.0 ** (len(f"{whole:.0f}") - (2 if up else 1))
    return float((np.ceil if up else np.floor)(number / unit) * unit)
