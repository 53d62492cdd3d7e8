"""Effects where units start at different times, group by group, with the covariance between groups.

No package gives that covariance, so clusters are left out one at a time, of all groups at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.effects import Effects
from dueregard.consequences.evaluation.engines import Engine, Staggered
from dueregard.consequences.evaluation.jackknife import jackknife_covariance
from dueregard.consequences.evaluation.panel import NEVER, Panel
from dueregard.consequences.evaluation.regressions import groups_present, treated_clusters
from dueregard.errors import DueRegardError, PeopleError

__all__ = ["StaggeredEffects", "cohorts", "staggered_effects"]

Array = NDArray[np.float64]
FEW = 3
MOST_FITS = 60
"""Clusters are left out one at a time up to so many, and in so many random bundles beyond."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StaggeredEffects:
    """What cohort comparisons give.

    Attributes
    ----------
    overall : Effects
        One effect, or one a group.
    path : Effects
        By time since the event, of all groups together or of each.
    jackknife : Effects, optional
        The effects of groups, with the joint covariance from leaving clusters out.
    bundles : int
        How many times clusters were left out; 0 for none.
    """

    overall: Effects
    path: Effects
    jackknife: Effects | None = None
    bundles: int = 0


def cohorts(panel: Panel) -> Panel:
    """Keep what cohort comparisons can use: no unit that was treated from the start.

    Parameters
    ----------
    panel : Panel
        The rows.

    Returns
    -------
    Panel
        With one weight a unit: its mean over the periods.

    Raises
    ------
    PeopleError
        When nobody is left to compare, or the event leaves units again.
    """
    if panel.ends:
        raise PeopleError(
            "The event leaves some units again, which cohort comparisons do not allow for.",
            remedy="Use --method did, which compares periods with and without it.",
        )
    first = int(panel.time.min())
    kept = panel.only(panel.starts[panel.unit] != first)
    if not len(kept) or not kept.treated_units.size:
        raise PeopleError(
            "No unit starts after the first period.",
            remedy="A unit that was treated from the start has nothing before it to compare with.",
        )
    if kept.weight is None:
        return kept
    cell = kept.unit * len(kept.groups) + kept.group
    total, count = np.bincount(cell, kept.weight), np.bincount(cell)
    with np.errstate(invalid="ignore"):
        mean = total / count
    return replace(kept, weight=mean[cell])


def staggered_effects(
    panel: Panel, engine: Engine, *, by_group: bool = False, controls: str = "never_treated", seed: int = 1
) -> StaggeredEffects:
    """Compare cohorts with units untreated by then.

    Parameters
    ----------
    panel : Panel
        From :func:`cohorts`.
    engine : Engine
        Who compares.
    by_group : bool
        Whether each group has its own effects. Otherwise groups must have been kept apart by the caller.
    controls : {"never_treated", "not_yet_treated"}
        Whom cohorts are compared with.
    seed : int
        Of the bundles of clusters.

    Returns
    -------
    StaggeredEffects

    Notes
    -----
    Standard errors are the engine's, from influence functions. Between groups there are none, so clusters are
    left out one at a time, each of every group at once; with more than 60 clusters they are left out in 60
    random bundles, treated and untreated ones apart.

    References
    ----------
    Callaway and Sant'Anna (2021), Journal of Econometrics 225, 200-230; Kott (2001), Journal of Official
    Statistics 17, 521-526, for the delete-a-group jackknife.
    """
    groups: list[int | None] = list(groups_present(panel)) if by_group else [None]
    fitted = [_fit(panel, engine, group, controls) for group in groups]
    df = float(len(np.unique(panel.cluster)) - 1)
    values = np.array([np.nan if each is None else each.effect for each in fitted])
    overall = Effects(
        by=tuple(_by(panel, group) for group in groups),
        values=values,
        covariance=_only_variances([np.nan if each is None else each.se**2 for each in fitted]),
        df=df,
        n=tuple(int(np.sum(_of(panel, group))) for group in groups),
        reasons=tuple(_reason(panel, group, each) for group, each in zip(groups, fitted, strict=True)),
    )
    path = _path(panel, groups, fitted, df)
    if len(groups) < 2:
        return StaggeredEffects(overall=overall, path=path)
    without = _without(panel, engine, groups, controls, seed=seed)
    covariance = jackknife_covariance(without, values)
    left = replace(overall, covariance=covariance, df=float(len(without) - 1))
    return StaggeredEffects(overall=overall, path=path, jackknife=left, bundles=len(without))


def _only_variances(variances: list[float]) -> Array:
    """Between groups nothing is known from the engine."""
    covariance = np.full((len(variances), len(variances)), np.nan)
    np.fill_diagonal(covariance, variances)
    return covariance


def _of(panel: Panel, group: int | None) -> NDArray[np.bool_]:
    return np.ones(len(panel), bool) if group is None else panel.group == group


def _by(panel: Panel, group: int | None) -> dict[str, str]:
    return {} if group is None or panel.grouping is None else {panel.grouping: panel.groups[group]}


def _fit(panel: Panel, engine: Engine, group: int | None, controls: str) -> Staggered | None:
    part = panel if group is None else panel.within(group)
    if not part.treated_units.size or (controls == "never_treated" and not part.untreated_units.size):
        return None
    starts = part.starts
    try:
        return engine.staggered(
            part.outcome,
            # Groups that were not asked apart are units of their own.
            unit=part.unit * len(part.groups) + part.group,
            time=part.time,
            start=np.where(starts == NEVER, NEVER, starts)[part.unit],
            clusters=part.cluster,
            weights=part.weight,
            covariates=part.covariates,
            controls=controls,
        )
    except DueRegardError:
        if group is None:
            raise
        return None


def _reason(panel: Panel, group: int | None, found: Staggered | None) -> str | None:
    part = panel if group is None else panel.within(group)
    if not part.treated_units.size:
        return "the event reaches none of its units"
    if not part.untreated_units.size and found is None:
        return "it has no units that are never treated"
    if found is None or not np.isfinite(found.effect):
        return "its cohorts cannot be compared"
    if len(np.unique(part.cluster[np.isin(part.unit, part.treated_units)])) < 2:
        return "one treated cluster: what is particular to it is not in the standard error"
    return None


def _path(panel: Panel, groups: list[int | None], fitted: list[Staggered | None], df: float) -> Effects:
    parts = [
        (group, each, int(np.sum(_of(panel, group))))
        for group, each in zip(groups, fitted, strict=True)
        if each is not None
    ]
    size = sum(len(each.effects) for _, each, _ in parts)
    covariance = np.full((size, size), np.nan)
    offset = 0
    for _, each, _ in parts:
        width = len(each.effects)
        covariance[offset : offset + width, offset : offset + width] = each.covariance
        offset += width
    return Effects(
        by=tuple(
            _by(panel, g) | {"event_time": str(time)} for g, each, _ in parts for time in each.event_times
        ),
        values=np.concatenate([each.effects for _, each, _ in parts] or [np.zeros(0)]),
        covariance=covariance,
        df=df,
        n=tuple(n for _, each, n in parts for _ in each.event_times),
        reasons=tuple(
            _resting(panel if g is None else panel.within(g), int(time))
            for g, each, _ in parts
            for time in each.event_times
        ),
    )


def _resting(part: Panel, since: int) -> str | None:
    count = treated_clusters(part, since)
    return None if count >= FEW else f"it rests on {count} treated cluster{'' if count == 1 else 's'}"


def _without(panel: Panel, engine: Engine, groups: list[int | None], controls: str, *, seed: int) -> Array:
    """Effects of groups without each bundle of clusters; NaN where one cannot be left out."""
    bundle = _bundles(panel, seed)
    values = []
    for number in np.unique(bundle[bundle >= 0]):
        rest = panel.only(bundle[panel.cluster] != number)
        found = [_fit(rest, engine, group, controls) for group in groups]
        values.append([np.nan if each is None else each.effect for each in found])
    return np.array(values)


def _bundles(panel: Panel, seed: int) -> NDArray[np.int64]:
    """The bundle each cluster is left out with; -1 for clusters without rows."""
    present = np.unique(panel.cluster)
    held = np.unique(panel.cluster[np.isin(panel.unit, panel.treated_units)])
    treated = np.isin(present, held)
    bundle = np.full(len(panel.clusters), -1, np.int64)
    if len(present) <= MOST_FITS:
        bundle[present] = np.arange(len(present))
        return bundle
    draw = np.random.Generator(np.random.PCG64(seed))
    mixed = np.concatenate([draw.permutation(present[treated]), draw.permutation(present[~treated])])
    bundle[mixed] = np.arange(len(mixed)) % MOST_FITS
    return bundle
