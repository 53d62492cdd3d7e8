"""The estimators: how each smooths an outcome over profiles of circumstances, and its indices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from dueregard.causes.birthright import indices
from dueregard.causes.birthright.outcomes import OutcomeKind
from dueregard.causes.birthright.profiles import Profiles, Totals, ratio
from dueregard.causes.birthright.regressions import indicators, linear, logistic
from dueregard.estimates.source import FloatArray

__all__ = ["ESTIMATORS", "Estimator", "Parametric", "Scale", "index_values", "parametric", "residual_mld"]

Estimator = Literal["tree", "forest", "parametric", "nonparametric", "expost"]
Scale = Literal["level", "log"]

ESTIMATORS: tuple[str, ...] = get_args(Estimator)

_FUNCTIONS = {
    "gini": indices.gini,
    "mld": indices.mean_log_deviation,
    "variance_of_logs": indices.variance_of_logs,
    "dissimilarity": indices.dissimilarity,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parametric:
    """Fitted values of a regression.

    Attributes
    ----------
    smoothed : ndarray (r, c)
        On the outcome's own scale: exponentiated when the regression is in logarithms, without smearing.
    r2 : ndarray (r,)
        Share of the outcome's variance, of the regression in levels (of chances: of the fitted ones).
    """

    smoothed: FloatArray
    r2: FloatArray


def parametric(totals: Totals, profiles: Profiles, scale: Scale, *, logit: bool) -> Parametric:
    """Smooth by a regression on the levels of all circumstances, without interactions.

    Parameters
    ----------
    totals : Totals
        Of the profiles, under r weightings.
    profiles : Profiles
        Of the circumstances that count.
    scale : {"level", "log"}
        Of the regression.
    logit : bool
        Fit chances on the logistic scale.

    Returns
    -------
    Parametric

    References
    ----------
    Bourguignon, Ferreira and Menéndez (2007), Review of Income and Wealth 53, 585-618; Ferreira and Gignoux
    (2011), Review of Income and Wealth 57, 622-657.
    """
    x = indicators(profiles.codes, profiles.sizes)
    if logit:
        chances = logistic(totals, x)
        return Parametric(smoothed=chances, r2=share_of_variance(chances, totals))
    level = linear(totals, x, logs=False)
    smoothed = np.exp(linear(totals, x, logs=True)) if scale == "log" else level
    return Parametric(smoothed=smoothed, r2=share_of_variance(level, totals))


def share_of_variance(fitted: FloatArray, totals: Totals) -> FloatArray:
    """Share of the outcome's variance that lies between fitted values.

    Parameters
    ----------
    fitted : ndarray (r, c)
        Fitted means.
    totals : Totals
        Of the same profiles.

    Returns
    -------
    ndarray (r,)
    """
    whole = totals.variance()
    between = indices.variance(fitted, totals.weight)
    return np.asarray(np.divide(between, whole, out=np.full(len(whole), np.nan), where=whole > 0))


def index_values(
    smoothed: FloatArray, totals: Totals, kind: OutcomeKind, *, r2: FloatArray | None = None
) -> Mapping[str, FloatArray]:
    """Indices of a smoothed distribution.

    Parameters
    ----------
    smoothed : ndarray (r, c)
        Fitted outcome of each profile.
    totals : Totals
        Of the profiles.
    kind : OutcomeKind
        Which indices there are.
    r2 : ndarray (r,), optional
        The share of variance, where it is not that of ``smoothed``.

    Returns
    -------
    mapping of str to ndarray (r,)
        By measure.
    """
    found = {
        name: np.asarray(_FUNCTIONS[name](smoothed, totals.weight)) for name in kind.measures if name != "r2"
    }
    if kind.is_chance:
        # A profile in which nobody answered yes is infinitely far from the others in logarithms.
        nobody = ((smoothed <= 0) & (totals.weight > 0)).any(1)
        found["mld"] = np.where(nobody, np.nan, found["mld"])
    if "r2" in kind.measures:
        found["r2"] = share_of_variance(smoothed, totals) if r2 is None else r2
    return found


def residual_mld(smoothed: FloatArray, totals: Totals) -> FloatArray:
    """What the mean log deviation would fall by if everybody's outcome were divided by its smoothed value.

    Parameters
    ----------
    smoothed : ndarray (r, c)
        Fitted outcome of each profile; profiles of 0 or less are left out.
    totals : Totals
        Of the profiles.

    Returns
    -------
    ndarray (r,)
        The residual share times the outcome's own index. For means of profiles it is the direct one exactly:
        the index is path-independent (Foster and Shneyerov 2000, Journal of Economic Theory 91, 199-222).
    """
    sound = (smoothed > 0) & (totals.weight > 0)
    s = np.where(sound, smoothed, 1.0)
    weight = np.where(sound, totals.weight, 0.0)
    whole = weight.sum(1)
    mean = np.where(sound, totals.outcome / s, 0.0).sum(1) / whole
    logs = (np.where(sound, totals.logs, 0.0).sum(1) - (weight * np.log(s)).sum(1)) / whole
    return np.asarray(totals.mean_log_deviation() - (np.log(mean) - logs))


def type_means(kinds: np.ndarray, totals: Totals) -> FloatArray:
    """Mean outcome of the type that each profile belongs to.

    Parameters
    ----------
    kinds : ndarray of int (r, c)
        Type of each profile under each weighting.
    totals : Totals
        Of the profiles.

    Returns
    -------
    ndarray (r, c)
    """
    rows, width = kinds.shape[0], int(kinds.max(initial=0)) + 1
    key = kinds + width * np.arange(rows)[:, None]
    sums = [
        np.bincount(key.ravel(), weights=each.ravel(), minlength=rows * width)
        for each in (totals.outcome, totals.weight)
    ]
    return np.asarray(ratio(sums[0].astype(float), sums[1].astype(float))[key])
