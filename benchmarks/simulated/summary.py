"""From the results of samples to how often intervals held the truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dueregard.estimates import Covariance, Estimates, Label, Support
from dueregard.measures import parse_measure

from .plan import Part
from .runs import LEVEL, Runs
from .subjects import DISPERSION, Key

__all__ = ["Covered", "covered", "interval_method", "merged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How often intervals of one result held the truth, in samples of one size.

    Attributes
    ----------
    samples : int
        Those with an interval.
    without : int
        Those without.
    held, below, above : float
        Shares with the truth inside, and beyond the lower and the upper limit.
    symmetric : float
        Share with the truth inside value ± t se.
    spread, error : float
        Standard deviation of the values over samples, and the root of their mean squared standard error.
    """

    samples: int
    without: int
    held: float
    below: float
    above: float
    symmetric: float
    spread: float
    error: float


def interval_method(key: Key) -> str:
    """How the intervals of a result are made; ``given`` when they come with the estimate."""
    text, result = key
    if text == DISPERSION:
        return "given"
    measure: Any = parse_measure(text)
    words = result.split(" ")
    own: Mapping[str, str] = getattr(measure, "intervals", {})
    named = [method for component, method in own.items() if component in (result, " ".join(words[1:]))]
    found = named[0] if named else measure.interval
    return str(found)


def merged(runs: Iterable[Runs]) -> Runs:
    """Put samples of one size and kind below one another."""
    each = list(runs)
    keys = each[0].keys
    stacked = {name: np.concatenate([getattr(one, name) for one in each]) for name in ("effective", "units")}
    for name in ("values", "se", "df", "low", "high"):
        stacked[name] = np.concatenate([getattr(one, name)[:, _places(one, keys)] for one in each])
    return Runs(keys=keys, **stacked)


def _places(runs: Runs, keys: tuple[Key, ...]) -> list[int]:
    """Where each result is."""
    place = {key: at for at, key in enumerate(runs.keys)}
    return [place[key] for key in keys]


def covered(runs: Runs, at: int, true: float, part: Part) -> Covered:
    """Count how often the intervals of one result held the truth.

    Limits that follow from value, standard error and degrees of freedom are made here, as
    :meth:`Estimates.interval` makes them: another choice of interval needs no new samples.

    Parameters
    ----------
    runs : Runs
        Of one size.
    at : int
        Which result.
    true : float
        The truth.
    part : Part
        Whose size they are.
    """
    method = interval_method(runs.keys[at])
    values, se, df = runs.values[:, at], runs.se[:, at], runs.df[:, at]
    symmetric = _limits("t", values, se, df, part.size)
    limits = np.stack([runs.low[:, at], runs.high[:, at]], axis=1)
    if method != "given":
        limits = _limits(method, values, se, df, part.size)
    there = np.isfinite(limits).all(axis=1)
    low, high = limits[there].T
    # A dispersion of nought is inside an interval that starts there.
    slack = 1e-9 * abs(true)
    below, above = true < low - slack, true > high + slack
    return Covered(
        samples=int(there.sum()),
        without=int((~there).sum()),
        held=_share(~below & ~above),
        below=_share(below),
        above=_share(above),
        symmetric=_share((symmetric[there, 0] <= true) & (true <= symmetric[there, 1])),
        spread=float(np.std(values[there], ddof=1)) if there.sum() > 1 else float("nan"),
        error=float(np.sqrt(np.mean(se[there] ** 2))) if there.any() else float("nan"),
    )


def _limits(method: str, values: np.ndarray, se: np.ndarray, df: np.ndarray, people: int) -> np.ndarray:
    known = np.isfinite(values) & np.isfinite(se)
    limits = np.full((len(values), 2), np.nan)
    count = int(known.sum())
    if count:
        # Every sample of a size has the same number of units.
        freedom = float(np.median(df[known]))
        estimates = Estimates(
            values[known],
            sources=(Covariance.independent(se[known] ** 2, identity="samples", df=freedom),),
            labels=(Label(measure="value"),) * count,
            supports=(Support(n=people),) * count,
            interval_methods=(method,) * count,
        )
        limits[known] = estimates.interval(LEVEL)
    return limits


def _share(which: np.ndarray) -> float:
    return float(which.mean()) if len(which) else float("nan")
