"""Leaving out one cluster at a time, of all groups at once: the covariance that few clusters need.

Cluster-robust errors (CR1) are too small with few or unequal clusters. The jackknife (CV3) is slightly too
large instead, and carries the covariance between groups whatever they share.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.effects import Effects
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.regressions import demeaned, groups_present

__all__ = ["jackknife_covariance", "jackknifed"]

Array = NDArray[np.float64]
_RELATIVE = 1e-10
_LEAST = 3


def jackknife_covariance(without: Array, whole: Array) -> Array:
    """Give the covariance of effects from those without each cluster.

    Parameters
    ----------
    without : ndarray (c, k)
        Effects without each of c clusters, or bundles of them.
    whole : ndarray (k,)
        Effects of all.

    Returns
    -------
    ndarray (k, k)
        (c - 1)/c · Σ (v_c - v)(v_c - v)'; NaN for an effect that some cluster cannot be left out of.

    References
    ----------
    MacKinnon, Nielsen and Webb (2023), Journal of Econometrics 232, 272-299, CV3; Bell and McCaffrey (2002),
    Survey Methodology 28, 169-181.

    Examples
    --------
    >>> jackknife_covariance(np.array([[1.0], [2.0], [3.0]]), np.array([2.0])).round(2)
    array([[1.33]])
    """
    apart = without - whole
    count = len(apart)
    if count < _LEAST:
        return np.full((len(whole), len(whole)), np.nan)
    return np.asarray((count - 1) / count * apart.T @ apart)


def jackknifed(
    panel: Panel, effects: Effects, *, columns: Array | None = None, by_group: bool = False
) -> Effects | None:
    """Give two-way fixed effects with jackknife errors.

    Parameters
    ----------
    panel : Panel
        The rows.
    effects : Effects
        From :func:`~.regressions.two_way` of the same rows.
    columns : ndarray (n, k), optional
        As there.
    by_group : bool
        As there.

    Returns
    -------
    Effects or None
        None where units do not lie within clusters, or there are too few clusters.

    Notes
    -----
    Effects of units lie within clusters, so a cluster's share of all cross-products can be taken away at
    once.
    """
    clusters = np.unique(panel.cluster)
    pairs = np.unique(np.column_stack([panel.unit, panel.cluster]), axis=0)
    if len(clusters) < _LEAST or len(pairs) > len(np.unique(panel.unit)):
        return None
    wanted = panel.treated[:, None] if columns is None else columns
    design, outcome, width = _design(panel, wanted, by_group=by_group)
    scale = np.sqrt((design**2).sum(axis=0))
    kept = scale > 0
    design = design[:, kept] / scale[kept]
    asked = np.flatnonzero(kept[:width])
    whole, moment = design.T @ design, design.T @ outcome
    without = np.full((len(clusters), width), np.nan)
    for place, cluster in enumerate(clusters):
        rows = panel.cluster == cluster
        left = whole - design[rows].T @ design[rows]
        solved = np.linalg.lstsq(left, moment - design[rows].T @ outcome[rows], rcond=_RELATIVE)[0]
        without[place, asked] = solved[: len(asked)] / scale[kept][: len(asked)]
    without[:, ~_in_several(panel, wanted, clusters, by_group=by_group)] = np.nan
    without[:, ~np.isfinite(effects.values)] = np.nan
    return replace(effects, covariance=jackknife_covariance(without, effects.values))


def _design(panel: Panel, wanted: Array, *, by_group: bool) -> tuple[Array, Array, int]:
    """Weighted columns without effects of units: those asked for, then periods and controls by group."""
    present = groups_present(panel)
    periods = np.unique(panel.time)
    dummies = (panel.time[:, None] == periods[None, 1:]).astype(float)
    within = [(panel.group == group).astype(float)[:, None] for group in present]
    asked = np.hstack([wanted * each for each in within]) if by_group else wanted
    nuisance = np.hstack([np.hstack([dummies, panel.covariates]) * each for each in within])
    weight = np.ones(len(panel)) if panel.weight is None else panel.weight / panel.weight.mean()
    _, unit = np.unique(panel.unit * len(panel.groups) + panel.group, return_inverse=True)
    columns = demeaned(np.hstack([panel.outcome[:, None], asked, nuisance]), unit, weight)
    columns = np.sqrt(weight)[:, None] * columns
    return columns[:, 1:], columns[:, 0], asked.shape[1]


def _in_several(
    panel: Panel, wanted: Array, clusters: NDArray[np.int64], *, by_group: bool
) -> NDArray[np.bool_]:
    """Whether each effect rests on several treated clusters, and on no single other one."""
    reached = np.unique(panel.cluster[np.isin(panel.unit, panel.treated_units)])
    others = np.isin(panel.cluster, np.setdiff1d(clusters, reached))
    found: list[bool] = []
    for group in groups_present(panel) if by_group else [None]:
        rows = np.ones(len(panel), bool) if group is None else panel.group == group
        alone = len(np.unique(panel.cluster[rows & others])) == 1
        found += [len(np.unique(panel.cluster[rows & (each != 0)])) > 1 and not alone for each in wanted.T]
    return np.array(found)
