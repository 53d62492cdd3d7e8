"""Estimating by each method: what it finds of all, of each group, over time, and what stands beside it."""

from __future__ import annotations

from dueregard.consequences.evaluation.effects import Effects, equality_test
from dueregard.consequences.evaluation.engines import Engine
from dueregard.consequences.evaluation.fixed_effects import by_cohorts, by_fixed_effects
from dueregard.consequences.evaluation.found import Choices, Found, Piece
from dueregard.consequences.evaluation.interrupted import TERMS, interrupted_series
from dueregard.consequences.evaluation.methods import Method
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.regressions import event_columns, post_average, two_way
from dueregard.consequences.evaluation.staggered import cohorts, staggered_effects
from dueregard.consequences.evaluation.synthetic import Kind, synthetic_effects

__all__ = ["find_effects", "headline"]


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
            return by_fixed_effects(panel, method, engine, choices)
        case "staggered":
            return by_cohorts(panel, engine, choices)
        case "its":
            return _interrupted(panel, choices)
        case _:
            return _synthetic(panel, _kind(method), engine, choices)


def _kind(method: Method) -> Kind:
    return "synthetic-did" if method.name == "synthetic-did" else "synthetic-control"


def _grouped(panel: Panel) -> bool:
    return panel.grouping is not None


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
