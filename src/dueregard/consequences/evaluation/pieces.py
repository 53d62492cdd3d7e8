"""Estimating by each method: what it finds of all, of each group, over time, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.consequences.evaluation.effects import Effects, Tested, equality_test, wald_test
from dueregard.consequences.evaluation.engines import Engine
from dueregard.consequences.evaluation.interrupted import TERMS, interrupted_series
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
from dueregard.consequences.evaluation.synthetic import Kind, synthetic_effects
from dueregard.errors import DueRegardError

__all__ = ["Choices", "Found", "Piece", "find_effects", "headline"]

TWO_WAY = "two-way fixed effects"
COHORTS = "Callaway and Sant'Anna (2021)"
FIRM = 5
"""Times since the event that rest on fewer treated clusters have errors that are too small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What else was chosen.

    Attributes
    ----------
    controls : {"never_treated", "not_yet_treated"}
        Whom cohorts are compared with.
    season : int, optional
        Periods in a season's cycle, for interrupted time series.
    seed : int
        Of drawn placebos.
    """

    controls: str = "never_treated"
    season: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Effects of one kind.

    Attributes
    ----------
    measure : str
        ``att``, ``event_time_effect``, ``level_change``, ``slope_change`` or ``average_effect``.
    effects : Effects
        Of all, or of each group.
    estimator : str
        Who found them.
    parameters : mapping
        What else they rest on.
    """

    measure: str
    effects: Effects
    estimator: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What one method finds.

    Attributes
    ----------
    pieces : tuple of Piece
        The effect on all first.
    tests : tuple of Tested
        Of equality, of trends before, of placebo units.
    donors : mapping of str to float
        Of synthetic methods: the heaviest untreated units.
    failures : tuple of str
        What could not be estimated beside the main effect, in words.
    """

    pieces: tuple[Piece, ...]
    tests: tuple[Tested, ...] = ()
    donors: Mapping[str, float] = field(default_factory=dict)
    failures: tuple[str, ...] = ()


def headline(panel: Panel, method: Method, engine: Engine, choices: Choices) -> Effects:
    """Estimate only the main effect on all, for checks that estimate it again and again.

    Parameters
    ----------
    panel : Panel
        The rows.
    method : Method
        By which.
    engine : Engine
        Who estimates.
    choices : Choices
        What else was chosen.

    Returns
    -------
    Effects
        One.
    """
    match method.name:
        case "did":
            return two_way(panel, engine)
        case "event-study":
            columns, names, times = event_columns(panel)
            return post_average(two_way(panel, engine, columns=columns, names=names), times)
        case "staggered":
            return staggered_effects(cohorts(panel), engine, controls=choices.controls).overall
        case "its":
            return interrupted_series(panel, season=choices.season).of("level_change")
        case _:
            whole = panel.collapsed().complete()
            return synthetic_effects(whole, engine, _kind(method), seed=choices.seed, placebos=False).overall


def find_effects(panel: Panel, method: Method, engine: Engine, choices: Choices) -> Found:
    """Estimate everything of one method.

    Parameters
    ----------
    panel : Panel
        The rows.
    method : Method
        By which.
    engine : Engine
        Who estimates.
    choices : Choices
        What else was chosen.

    Returns
    -------
    Found
    """
    match method.name:
        case "did" | "event-study":
            return _two_way(panel, method, engine, choices)
        case "staggered":
            return _staggered(panel, engine, choices)
        case "its":
            return _interrupted(panel, choices)
        case _:
            return _synthetic(panel, _kind(method), engine, choices)


def _kind(method: Method) -> Kind:
    return "synthetic-did" if method.name == "synthetic-did" else "synthetic-control"


def _grouped(panel: Panel) -> bool:
    return panel.grouping is not None


def _two_way(panel: Panel, method: Method, engine: Engine, choices: Choices) -> Found:
    pieces: list[Piece] = []
    tests: list[Tested] = []
    staggered = len(panel.start_dates) > 1
    study = method.name == "event-study"
    path_pieces: list[Piece] = []
    if not staggered and not panel.ends:
        columns, names, times = event_columns(panel)
        for by_group in (False, True)[: 1 + _grouped(panel)]:
            path = two_way(panel, engine, columns=columns, names=names, by_group=by_group)
            path_pieces.append(Piece(measure="event_time_effect", effects=path, estimator=TWO_WAY))
            tests += _trends(path, panel)
            if study:
                pieces.append(Piece(measure="att", effects=post_average(path, times), estimator=TWO_WAY))
    if not study:
        pieces += [
            Piece(measure="att", effects=two_way(panel, engine, by_group=by_group), estimator=TWO_WAY)
            for by_group in (False, True)[: 1 + _grouped(panel)]
        ]
    if _grouped(panel):
        tests.append(equality_test(pieces[-1].effects, parameters={"estimator": TWO_WAY}))
    failures: tuple[str, ...] = ()
    if staggered:
        try:
            beside = _cohorts(panel, engine, choices)
        except DueRegardError as refused:
            failures = (f"Cohort comparisons, which belong beside it, were not possible: {refused}",)
        else:
            pieces += beside.pieces
            tests += beside.tests
    return Found(pieces=(*pieces, *path_pieces), tests=tuple(tests), failures=failures)


def _staggered(panel: Panel, engine: Engine, choices: Choices) -> Found:
    found = _cohorts(panel, engine, choices)
    plain = [
        Piece(measure="att", effects=two_way(panel, engine, by_group=by_group), estimator=TWO_WAY)
        for by_group in (False, True)[: 1 + _grouped(panel)]
    ]
    return Found(pieces=(*found.pieces, *plain), tests=found.tests)


def _cohorts(panel: Panel, engine: Engine, choices: Choices) -> Found:
    usable = cohorts(panel)
    pieces, tests = [], []
    for by_group in (False, True)[: 1 + _grouped(panel)]:
        found = staggered_effects(
            usable, engine, by_group=by_group, controls=choices.controls, seed=choices.seed
        )
        told = {"compared_with": choices.controls.replace("_", " ")}
        if found.bundles:
            told["left_out_in"] = f"{found.bundles} bundles"
        pieces.append(Piece(measure="att", effects=found.overall, estimator=COHORTS, parameters=told))
        pieces.append(
            Piece(measure="event_time_effect", effects=found.path, estimator=COHORTS, parameters=told)
        )
        tests += _trends(found.path, usable, estimator=COHORTS)
        if by_group:
            tests.append(equality_test(found.overall, parameters={"estimator": COHORTS}))
    pieces.sort(key=lambda piece: piece.measure)
    return Found(pieces=tuple(pieces), tests=tuple(tests))


def _synthetic(panel: Panel, kind: Kind, engine: Engine, choices: Choices) -> Found:
    whole = synthetic_effects(panel.collapsed().complete(), engine, kind, seed=choices.seed)
    pieces, tests = [Piece(measure="att", effects=whole.overall, estimator=kind)], list(whole.tests)
    if _grouped(panel):
        parts = synthetic_effects(panel.complete(), engine, kind, by_group=True, seed=choices.seed)
        pieces.append(Piece(measure="att", effects=parts.overall, estimator=kind))
        tests += parts.tests
    return Found(pieces=tuple(pieces), tests=tuple(tests), donors=whole.donors)


def _interrupted(panel: Panel, choices: Choices) -> Found:
    pieces, tests = [], []
    for by_group in (False, True)[: 1 + _grouped(panel)]:
        series = interrupted_series(panel, by_group=by_group, season=choices.season)
        rho = ", ".join(f"{each:.2f}" for each in series.correlation)
        for robust in (False, True):
            told = {"errors": "Newey-West"} if robust else {"errors": "AR(1) by REML", "autocorrelation": rho}
            told |= {} if choices.season is None else {"season": str(choices.season)}
            pieces += [
                Piece(
                    measure=term,
                    effects=series.of(term, robust=robust),
                    estimator="segmented regression",
                    parameters=told,
                )
                for term in TERMS
            ]
        if by_group:
            tests += [equality_test(series.of(term), parameters={"of": term}) for term in TERMS]
    pieces.sort(key=lambda piece: piece.parameters["errors"] == "Newey-West")
    return Found(pieces=tuple(pieces), tests=tuple(tests))


def _trends(path: Effects, panel: Panel, *, estimator: str = TWO_WAY) -> list[Tested]:
    """Test, group by group, that nothing happened before the event."""
    groups: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for place, by in enumerate(path.by):
        key = tuple((name, value) for name, value in by.items() if name != "event_time")
        if int(by["event_time"]) < 0 and np.isfinite(path.se[place]) and path.se[place] > 0:
            groups.setdefault(key, []).append(place)
    tests = []
    for key, places in groups.items():
        firm = places
        resting = None
        if not classical(panel):
            behind = {place: treated_clusters(panel, int(path.by[place]["event_time"])) for place in places}
            firm = [place for place in places if behind[place] >= FIRM] or places
            if min(behind[place] for place in firm) < FIRM:
                resting = "it rests on few treated clusters, so its p is too small"
        chosen = path.take(firm)
        tested = wald_test(
            chosen.values,
            chosen.covariance,
            df=path.df,
            measure="pre_trend_test",
            by=dict(key),
            parameters={"estimator": estimator, "periods_before": len(firm)},
        )
        tests.append(tested if resting is None or tested.reason else replace(tested, reason=resting))
    return tests
