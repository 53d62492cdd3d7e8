"""When every place would reach an outcome, at the pace and by the declared response."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dueregard.options.allocation.curves import Curves
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.path import Path, year_from
from dueregard.options.allocation.response import Response

__all__ = ["Goals", "goals_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Goals:
    """Years until an outcome is reached, for n places.

    Attributes
    ----------
    goal : float
        The outcome.
    years, soonest, latest : ndarray of int (n,)
        At the declared effect, and at its upper and lower confidence limit; 0 where the outcome is there
        now, -1 where it is not reached in the years of the path.
    horizon : int
        Years of the path; after it amounts stay in proportion.
    """

    goal: float
    years: NDArray[np.int64]
    soonest: NDArray[np.int64]
    latest: NDArray[np.int64]
    horizon: int


def goals_of(goal: float, *, path: Path, curves: Curves, response: Response, level: float) -> Goals:
    """Read off a path when outcomes reach a level and stay there.

    Parameters
    ----------
    goal : float
        The outcome.
    path : Path
        Amounts by year; with a budget that grows, growth is in real terms.
    curves : Curves
        Outcomes by amounts.
    response : Response
        With the standard error of the effect.
    level : float
        Confidence level.

    Returns
    -------
    Goals

    Examples
    --------
    >>> from dueregard.options.allocation.places import places_of
    >>> from dueregard.options.allocation.curves import curves_of
    >>> two = places_of(["A", "B"], population=[1, 1], current=[100, 100], outcome=[70, 80])
    >>> declared = Response(form="log", k=10.0, se=0.0, source="assumed")
    >>> curves = curves_of(declared, places=two, better="higher", flat=two.current)
    >>> path = Path(amounts=np.array([[110.0, 90.0], [120.0, 80.0]]), years=np.array([2, 2]))
    >>> goals_of(71.5, path=path, curves=curves, response=declared, level=0.95).years
    array([2, 0])
    """
    half = float(special.ndtri((1 + level) / 2)) * response.se
    helpful = 1 if response.k > 0 else -1
    found = [_years(goal, path, curves, k=response.k + helpful * each) for each in (0.0, half, -half)]
    return Goals(goal=goal, years=found[0], soonest=found[1], latest=found[2], horizon=len(path.amounts))


def _years(goal: float, path: Path, curves: Curves, *, k: float) -> NDArray[np.int64]:
    sign = 1 if curves.better == "higher" else -1
    start = curves.base + curves.k * curves.origin
    years: list[FloatArray] = [start, *(curves.outcome(each, k=k) for each in path.amounts)]
    reached = sign * (np.array(years) - goal) >= -1e-12 * max(1.0, abs(goal))
    return year_from(reached, first=0)
