"""Effects by fixed effects and by cohorts, with the errors and tests that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from dueregard.consequences.evaluation.effects import Effects, Tested, equality_test, wald_test
from dueregard.consequences.evaluation.engines import Engine
from dueregard.consequences.evaluation.found import Choices, Found, Piece
from dueregard.consequences.evaluation.jackknife import jackknifed
from dueregard.consequences.evaluation.methods import Method
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.regressions import (
    classical,
    event_columns,
    post_average,
    treated_clusters,
    two_way,
)
from dueregard.consequences.evaluation.staggered import cohorts, staggered_effects
from dueregard.errors import DueRegardError

__all__ = ["COHORTS", "JACKKNIFE", "TWO_WAY", "by_cohorts", "by_fixed_effects"]

TWO_WAY = "two-way fixed effects"
COHORTS = "Callaway and Sant'Anna (2021)"
CLUSTERS = "clusters (CR1)"
JACKKNIFE = "jackknife of clusters (CV3)"
INDEPENDENT = "independent people"
ENOUGH = 10
"""Degrees of freedom that each period needs, for a test of all of them to keep its word."""

FIRM = 5
"""Times since the event that rest on fewer treated clusters have errors that are too small."""


def by_fixed_effects(panel: Panel, method: Method, engine: Engine, choices: Choices) -> Found:
    """Estimate by two-way fixed effects; cohorts stand beside them where units start at different times.

    Parameters
    ----------
    panel : Panel
        The rows.
    method : Method
        ``did`` or ``event-study``.
    engine : Engine
        Who estimates.
    choices : Choices
        What else was chosen.

    Returns
    -------
    Found
    """
    if len(panel.start_dates) > 1 or panel.ends:
        pieces, tests = _plain(panel, engine)
        return _with_cohorts(panel, engine, choices, pieces, tests)
    columns, names, times = event_columns(panel)
    averages: list[_Pair] = []
    path: list[Piece] = []
    trends: list[Tested] = []
    for by_group in _splits(panel):
        effects = two_way(panel, engine, columns=columns, names=names, by_group=by_group)
        robust = None if classical(panel) else jackknifed(panel, effects, columns=columns, by_group=by_group)
        path.append(_piece("event_time_effect", effects, panel))
        trends += _trends(effects if robust is None else _firmer(effects, robust), panel, estimator=TWO_WAY)
        average = None if robust is None else post_average(robust, times)
        averages.append((post_average(effects, times), average))
    pieces, tests = _plain(panel, engine) if method.name == "did" else _paired(averages, panel)
    return Found(pieces=(*pieces, *path), tests=(*trends, *tests))


def by_cohorts(panel: Panel, engine: Engine, choices: Choices) -> Found:
    """Compare cohorts with units untreated by then; plain two-way fixed effects stand beside.

    Parameters
    ----------
    panel : Panel
        The rows.
    engine : Engine
        Who estimates.
    choices : Choices
        What else was chosen.

    Returns
    -------
    Found
    """
    found = _cohorts(panel, engine, choices)
    plain, tests = _plain(panel, engine)
    return Found(pieces=(*found.pieces, *plain), tests=(*found.tests, *tests))


_Pair = tuple[Effects, Effects | None]


def _splits(panel: Panel) -> Sequence[bool]:
    return (False, True) if panel.grouping is not None else (False,)


def _plain(panel: Panel, engine: Engine) -> tuple[list[Piece], list[Tested]]:
    pairs: list[_Pair] = []
    for by_group in _splits(panel):
        effects = two_way(panel, engine, by_group=by_group)
        pairs.append((effects, None if classical(panel) else jackknifed(panel, effects, by_group=by_group)))
    return _paired(pairs, panel)


def _paired(pairs: Sequence[_Pair], panel: Panel) -> tuple[list[Piece], list[Tested]]:
    """Errors by clusters first, those of the jackknife beside; groups are compared by the latter."""
    pieces = [_piece("att", effects, panel) for effects, _ in pairs]
    pieces += [
        Piece(measure="att", effects=robust, estimator=TWO_WAY, parameters={"errors": JACKKNIFE})
        for _, robust in pairs
        if robust is not None and np.isfinite(robust.se).any()
    ]
    if panel.grouping is None:
        return pieces, []
    return pieces, [_equality(*pairs[-1], estimator=TWO_WAY, otherwise=_errors(panel))]


def _piece(measure: str, effects: Effects, panel: Panel) -> Piece:
    return Piece(measure=measure, effects=effects, estimator=TWO_WAY, parameters={"errors": _errors(panel)})


def _errors(panel: Panel) -> str:
    return INDEPENDENT if classical(panel) else CLUSTERS


def _equality(effects: Effects, robust: Effects | None, *, estimator: str, otherwise: str) -> Tested:
    told = {"estimator": estimator}
    if robust is not None:
        tested = equality_test(robust, parameters=told | {"errors": JACKKNIFE})
        if tested.p is not None:
            return tested
    tested = equality_test(effects, parameters=told | {"errors": otherwise})
    if tested.p is None or otherwise != CLUSTERS:
        return tested
    return replace(tested, reason="it rests on few treated clusters, so its p is too small")


def _with_cohorts(
    panel: Panel, engine: Engine, choices: Choices, pieces: list[Piece], tests: list[Tested]
) -> Found:
    try:
        beside = _cohorts(panel, engine, choices)
    except DueRegardError as refused:
        failure = f"Cohort comparisons, which belong beside it, were not possible: {refused}"
        return Found(pieces=tuple(pieces), tests=tuple(tests), failures=(failure,))
    return Found(pieces=(*pieces, *beside.pieces), tests=(*tests, *beside.tests))


def _cohorts(panel: Panel, engine: Engine, choices: Choices) -> Found:
    usable = cohorts(panel)
    effects: list[Piece] = []
    paths: list[Piece] = []
    tests: list[Tested] = []
    for by_group in _splits(panel):
        found = staggered_effects(
            usable, engine, by_group=by_group, controls=choices.controls, seed=choices.seed
        )
        told = {"errors": CLUSTERS, "compared_with": choices.controls.replace("_", " ")}
        effects.append(Piece(measure="att", effects=found.overall, estimator=COHORTS, parameters=told))
        paths.append(
            Piece(measure="event_time_effect", effects=found.path, estimator=COHORTS, parameters=told)
        )
        tests += _trends(found.path, usable, estimator=COHORTS)
        if by_group:
            tests.append(_equality(found.overall, found.jackknife, estimator=COHORTS, otherwise=CLUSTERS))
            if found.jackknife is not None:
                how = told | {"errors": JACKKNIFE, "left_out_in": f"{found.bundles} bundles"}
                effects.append(
                    Piece(measure="att", effects=found.jackknife, estimator=COHORTS, parameters=how)
                )
    return Found(pieces=(*effects, *paths), tests=tuple(tests))


def _firmer(effects: Effects, robust: Effects) -> Effects:
    """Errors of the jackknife, or of clusters where it has none at all."""
    return robust if np.isfinite(robust.se).any() else effects


def _trends(path: Effects, panel: Panel, *, estimator: str) -> Iterator[Tested]:
    """Test, group by group, that nothing happened before the event: the trend, and every period at once."""
    groups: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for place, by in enumerate(path.by):
        key = tuple((name, value) for name, value in by.items() if name != "event_time")
        if int(by["event_time"]) < 0 and np.isfinite(path.se[place]) and path.se[place] > 0:
            groups.setdefault(key, []).append(place)
    for key, places in groups.items():
        firm, few = places, None
        if not classical(panel):
            behind = {place: treated_clusters(panel, int(path.by[place]["event_time"])) for place in places}
            firm = [place for place in places if behind[place] >= FIRM] or places
            if min(behind[place] for place in firm) < FIRM:
                few = "it rests on few treated clusters, so its p is too small"
        chosen = path.take(firm)
        told = {"estimator": estimator, "periods_before": len(firm)}
        slope = _slope(chosen, cumulated=estimator == TWO_WAY)
        trend = wald_test(
            [slope @ chosen.values],
            [[slope @ chosen.covariance @ slope]],
            df=path.df,
            measure="pre_trend_test",
            by=dict(key),
            parameters=told | {"of": "trend"},
        )
        yield trend if few is None or trend.reason else replace(trend, reason=few)
        whole = wald_test(
            chosen.values,
            chosen.covariance,
            df=path.df,
            measure="pre_trend_test",
            by=dict(key),
            parameters=told | {"of": "all periods"},
        )
        if few is None and path.df < ENOUGH * len(firm):
            few = "it tests many periods with few clusters, so its p is too small"
        yield whole if few is None or whole.reason else replace(whole, reason=few)


def _slope(path: Effects, *, cumulated: bool) -> np.ndarray:
    """The trend among periods before the event, of values against the last of them or of yearly steps."""
    if not cumulated:
        return np.full(len(path), 1 / len(path))
    times = np.array([*(int(by["event_time"]) for by in path.by), -1], float)
    apart = times - times.mean()
    return np.asarray((apart / (apart @ apart))[:-1])
