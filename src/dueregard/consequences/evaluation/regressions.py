"""Two-way fixed effects by group in one regression, so that groups' effects share one covariance.

Each group has its own effects of units, of periods and of controls; clusters run across groups, so what men
and women of one place have in common is in the covariance between their effects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.effects import Effects
from dueregard.consequences.evaluation.engines import Engine
from dueregard.consequences.evaluation.panel import NEVER, Panel

__all__ = [
    "classical",
    "demeaned",
    "event_columns",
    "groups_present",
    "post_average",
    "treated_clusters",
    "two_way",
]

Array = NDArray[np.float64]
Index = NDArray[np.int64]
_TINY = 1e-10
_FEW_ON_A_SIDE = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Partialled:
    """Outcome and columns of one group, without fixed effects and controls."""

    rows: NDArray[np.bool_]
    outcome: Array
    columns: Array
    absorbed: int


def groups_present(panel: Panel) -> list[int]:
    """Give the groups with rows, as places.

    Parameters
    ----------
    panel : Panel
        The rows.

    Returns
    -------
    list of int
    """
    return [int(each) for each in np.unique(panel.group)]


def classical(panel: Panel) -> bool:
    """Say whether errors must be taken as independent: rows are people in too few clusters.

    Parameters
    ----------
    panel : Panel
        The rows.

    Returns
    -------
    bool
    """
    return panel.people and len(np.unique(panel.cluster)) <= _FEW_ON_A_SIDE


def two_way(
    panel: Panel,
    engine: Engine,
    *,
    columns: Array | None = None,
    names: Sequence[str] = (),
    by_group: bool = False,
) -> Effects:
    """Estimate effects with fixed effects of units and periods.

    Parameters
    ----------
    panel : Panel
        The rows.
    engine : Engine
        Who solves the regression.
    columns : ndarray (n, k), optional
        Dummies of times since the event; by default the treatment itself.
    names : sequence of str, k of them
        The times since the event.
    by_group : bool
        Whether each group has its own effects, or all share them.

    Returns
    -------
    Effects
        By group first, then by time since the event. Standard errors are CR1 with the small-sample factor
        c/(c - 1) · (n - 1)/(n - K), where K leaves out effects of units that lie within clusters.

    References
    ----------
    Frisch and Waugh (1933), Econometrica 1, 387-401, and Lovell (1963), JASA 58, 993-1010, for taking the
    fixed effects out first; Liang and Zeger (1986), Biometrika 73, 13-22, and Cameron and Miller (2015),
    Journal of Human Resources 50, 317-372, for the covariance.
    """
    wanted = panel.treated[:, None] if columns is None else columns
    present = groups_present(panel)
    parts = [_partialled(panel, panel.group == group, wanted) for group in present]
    width = wanted.shape[1]
    outcome = np.zeros(len(panel))
    laid = np.zeros((len(panel), width * (len(present) if by_group else 1)))
    for number, part in enumerate(parts):
        outcome[part.rows] = part.outcome
        offset = width * number if by_group else 0
        laid[np.ix_(part.rows, np.arange(offset, offset + width))] = part.columns
    blocks = [part.rows for part in parts] if by_group else [np.ones(len(panel), bool)]
    live = _live(laid, wanted, blocks, panel.weight)
    values, covariance, df = _solved(
        panel, engine, outcome, laid, live=live, absorbed=sum(part.absorbed for part in parts)
    )
    groups: list[int | None] = [*present] if by_group else [None]
    return Effects(
        by=tuple(_by(panel, group, name) for group in groups for name in (names or ("",))),
        values=values,
        covariance=covariance,
        df=df,
        n=tuple(int(rows.sum()) for rows in blocks for _ in range(width)),
        reasons=tuple(
            _reason(panel.only(rows), alive=bool(live[place * width + number]))
            for place, rows in enumerate(blocks)
            for number in range(width)
        ),
    )


def event_columns(panel: Panel) -> tuple[Array, list[str], Index]:
    """Make a dummy of each time since the event, but for the last period before it.

    Parameters
    ----------
    panel : Panel
        With one start date, or several.

    Returns
    -------
    tuple of ndarray (n, k), list of str and ndarray of int (k,)
        Dummies, their names, and times since the event.
    """
    starts = panel.starts[panel.unit]
    since = np.where(starts == NEVER, -1, panel.time - starts)
    times = np.array(sorted(set(since[starts != NEVER].tolist()) - {-1}), np.int64)
    dummies = (since[:, None] == times[None, :]) & (starts != NEVER)[:, None]
    return dummies.astype(float), [str(each) for each in times], times


def treated_clusters(panel: Panel, since: int) -> int:
    """Count treated clusters that are seen at a time since the event.

    Parameters
    ----------
    panel : Panel
        The rows.
    since : int
        Periods since the event; negative before it.

    Returns
    -------
    int
    """
    starts = panel.starts[panel.unit]
    seen = (starts != NEVER) & (panel.time - starts == since)
    return len(np.unique(panel.cluster[seen]))


def post_average(path: Effects, times: Index) -> Effects:
    """Average effects after the event, group by group.

    Parameters
    ----------
    path : Effects
        By group and then by the k times.
    times : ndarray of int (k,)
        Since the event.

    Returns
    -------
    Effects
        One a group.
    """
    width = len(times)
    after = np.asarray(times) >= 0
    groups = len(path) // width
    weights = np.zeros((groups, len(path)))
    for group in range(groups):
        weights[group, group * width : (group + 1) * width] = after / after.sum()
    first = [group * width + int(np.argmax(after)) for group in range(groups)]
    known = np.isfinite(path.values)
    filled = np.where(known, path.values, 0.0)
    lost = (weights[:, ~known] > 0).any(axis=1)
    spread = np.where(np.outer(known, known), path.covariance, 0.0)
    covariance = weights @ spread @ weights.T
    covariance[lost] = covariance[:, lost] = np.nan
    return Effects(
        by=tuple({k: v for k, v in path.by[each].items() if k != "event_time"} for each in first),
        values=np.where(lost, np.nan, weights @ filled),
        covariance=covariance,
        df=path.df,
        n=tuple(path.n[each] for each in first),
        reasons=tuple(path.reasons[each] for each in first),
    )


def _by(panel: Panel, group: int | None, name: str) -> dict[str, str]:
    by = {} if group is None or panel.grouping is None else {panel.grouping: panel.groups[group]}
    return by | ({"event_time": name} if name else {})


def _partialled(panel: Panel, rows: NDArray[np.bool_], wanted: Array) -> _Partialled:
    part = panel.only(rows)
    periods = np.unique(part.time)
    dummies = (part.time[:, None] == periods[None, 1:]).astype(float)
    nuisance = np.hstack([dummies, part.covariates])
    both = np.hstack([part.outcome[:, None], wanted[rows]])
    weight = np.ones(len(part)) if part.weight is None else part.weight
    _, unit = np.unique(part.unit, return_inverse=True)
    nuisance, both = demeaned(nuisance, unit, weight), demeaned(both, unit, weight)
    root = np.sqrt(weight)[:, None]
    basis = _basis(root * nuisance)
    left = root * both
    for _ in range(2):
        # The second time takes out what rounding left the first time.
        left = left - basis @ (basis.T @ left)
    left = left / root
    return _Partialled(rows=rows, outcome=left[:, 0], columns=left[:, 1:], absorbed=basis.shape[1])


def demeaned(columns: Array, unit: Index, weight: Array) -> Array:
    """Take the mean of each unit out.

    Parameters
    ----------
    columns : ndarray (n, k)
        Of any kind.
    unit : ndarray of int (n,)
        From 0 without gaps.
    weight : ndarray (n,)
        Above zero.

    Returns
    -------
    ndarray (n, k)

    Examples
    --------
    >>> demeaned(np.array([[1.0], [3.0], [5.0]]), np.array([0, 0, 1]), np.ones(3)).ravel()
    array([-1.,  1.,  0.])
    """
    total = np.bincount(unit, weight)
    return np.column_stack(
        [column - (np.bincount(unit, weight * column) / total)[unit] for column in columns.T]
        or [np.zeros((len(unit), 0))]
    )


def _basis(columns: Array) -> Array:
    """An orthonormal basis of what columns span, however many of them say the same."""
    scale = np.sqrt((columns**2).sum(axis=0))
    columns = columns[:, scale > 0] / scale[scale > 0]
    if not columns.shape[1]:
        return columns
    # Few columns and many rows: their products hold all that is needed.
    sizes, directions = np.linalg.eigh(columns.T @ columns)
    kept = sizes > _TINY * sizes[-1]
    return np.asarray(columns @ (directions[:, kept] / np.sqrt(sizes[kept])))


def _live(
    laid: Array, wanted: Array, blocks: Sequence[NDArray[np.bool_]], weight: Array | None
) -> NDArray[np.bool_]:
    """Columns that something is left of, and that do not say what earlier ones say."""
    w = np.ones(len(laid)) if weight is None else weight
    before = np.concatenate([(w[rows, None] * wanted[rows] ** 2).sum(axis=0) for rows in blocks])
    after = (w[:, None] * laid**2).sum(axis=0)
    live = after > _TINY * np.maximum(before, np.finfo(float).tiny)
    scaled = np.sqrt(w)[:, None] * laid / np.sqrt(np.where(live, after, 1.0))
    products = scaled.T @ scaled
    kept: list[int] = []
    for place in np.flatnonzero(live):
        own = 1.0
        if kept:
            shared = products[kept, place]
            own -= float(shared @ np.linalg.solve(products[np.ix_(kept, kept)], shared))
        if own > _TINY:
            kept.append(int(place))
        else:
            live[place] = False
    return np.asarray(live, bool)


def _solved(
    panel: Panel, engine: Engine, outcome: Array, laid: Array, *, live: NDArray[np.bool_], absorbed: int
) -> tuple[Array, Array, float]:
    size, k = len(live), int(live.sum())
    values, covariance = np.full(size, np.nan), np.full((size, size), np.nan)
    alone = classical(panel)
    n, clusters = len(panel), len(np.unique(panel.cluster))
    units = len(np.unique(panel.unit * len(panel.groups) + panel.group))
    nested = not alone and _nested(panel)
    estimated = k + absorbed + (1 if nested else units)
    df = float(n - estimated if alone else clusters - 1)
    if not k:
        return values, covariance, df
    found = engine.regress(
        outcome, laid[:, live], weights=panel.weight, clusters=None if alone else panel.cluster
    )
    values[live] = found.coefficients
    if (alone and n > estimated) or (not alone and clusters > 1 and n > estimated):
        # The engine counts only the columns it was shown.
        covariance[np.ix_(live, live)] = found.covariance * (n - k) / (n - estimated)
    return values, covariance, df


def _nested(panel: Panel) -> bool:
    """Whether each unit lies in one cluster."""
    pairs = np.unique(np.column_stack([panel.unit, panel.cluster]), axis=0)
    return len(pairs) == len(np.unique(panel.unit))


def _reason(part: Panel, *, alive: bool) -> str | None:
    if not alive:
        if not part.treated_units.size:
            return "the event reaches none of its units"
        return "it cannot be told apart from the effects of units and periods"
    if classical(part):
        return (
            "people of two places are compared: what else happened in one of them is not in the "
            "standard error"
        )
    held = np.isin(part.unit, part.treated_units)
    treated = len(np.unique(part.cluster[held]))
    others = len(np.unique(part.cluster[~held]))
    if treated < _FEW_ON_A_SIDE:
        return "one treated cluster: what is particular to it is not in the standard error"
    if 0 < others < _FEW_ON_A_SIDE:
        return "one untreated cluster: what is particular to it is not in the standard error"
    return None
