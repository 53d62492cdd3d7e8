"""Synthetic control and synthetic difference-in-differences, with the same placebo units in every group.

What the method finds for units that the event did not reach is what chance can do: its spread is the
standard error, and, since every placebo is of all groups at once, the covariance between groups too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.effects import Effects, Tested
from dueregard.consequences.evaluation.engines import Engine, Synthetic
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.regressions import groups_present
from dueregard.errors import DueRegardError, PeopleError

__all__ = ["MOST_PLACEBOS", "SyntheticEffects", "synthetic_effects"]

Array = NDArray[np.float64]
Kind = Literal["synthetic-did", "synthetic-control"]
MOST_PLACEBOS = 200
"""Placebos of several units are drawn so many times; of one unit, each untreated unit is one once."""

_BEFORE, _DONORS = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SyntheticEffects:
    """What synthetic methods give.

    Attributes
    ----------
    overall : Effects
        One effect a group, or one of all.
    placebos : ndarray (p, g)
        Effects found where nothing happened, each row the same units in every group.
    tests : tuple of Tested
        How far out each effect lies among the placebos, and whether groups differ.
    donors : mapping of str to float
        The heaviest untreated units of the first group.
    """

    overall: Effects
    placebos: Array
    tests: tuple[Tested, ...]
    donors: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Laid:
    outcomes: Array
    units: NDArray[np.int64]
    treated: NDArray[np.bool_]
    after: int


def synthetic_effects(
    panel: Panel, engine: Engine, kind: Kind, *, by_group: bool = False, seed: int = 1, placebos: bool = True
) -> SyntheticEffects:
    """Estimate effects against weighted averages of untreated units.

    Parameters
    ----------
    panel : Panel
        With one start date, one row a unit, period and group.
    engine : Engine
        Who weights.
    kind : {"synthetic-did", "synthetic-control"}
        Which.
    by_group : bool
        Whether each group has its own effect; otherwise there must be one group.
    seed : int
        Of drawn placebos.
    placebos : bool
        False for the effects alone.

    Returns
    -------
    SyntheticEffects

    Raises
    ------
    PeopleError
        When there are too few periods before the event, or units untouched by it.

    References
    ----------
    Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111, 4088-4118,
    algorithm 4; Abadie, Diamond and Hainmueller (2010), JASA 105, 493-505.
    """
    groups = groups_present(panel) if by_group else [None]
    laid = [_laid(panel if group is None else panel.within(group), panel) for group in groups]
    found = [_estimate(engine, kind, each.outcomes, each.treated, each.after) for each in laid]
    values = np.array([each.effect for each in found])
    chance = _placebos(engine, kind, laid, seed) if placebos else np.zeros((0, len(groups), 2))
    effects = chance[:, :, 0]
    covariance = np.full((len(groups), len(groups)), np.nan)
    if len(effects) > 1:
        covariance = np.atleast_2d(np.cov(effects.T, ddof=0))
    reason = (
        None
        if kind == "synthetic-did"
        else "its error is the spread of placebos, which has no theory behind it"
    )
    overall = Effects(
        by=tuple(_by(panel, group) for group in groups),
        values=values,
        covariance=covariance,
        df=np.inf,
        n=tuple(each.outcomes.size for each in laid),
        reasons=(reason,) * len(groups),
    )
    tests: tuple[Tested, ...] = ()
    if len(effects) > 1:
        tests = tuple(
            _rank(kind, found[place], chance[:, place], laid[place], overall.by[place])
            for place in range(len(groups))
        )
        if len(groups) > 1:
            tests += (_groups_differ(values, effects),)
    return SyntheticEffects(
        overall=overall, placebos=effects, tests=tests, donors=_heaviest(panel, laid[0], found[0])
    )


def _by(panel: Panel, group: int | None) -> dict[str, str]:
    return {} if group is None or panel.grouping is None else {panel.grouping: panel.groups[group]}


def _laid(part: Panel, whole: Panel) -> _Laid:
    outcomes, units, times = part.matrix()
    treated = np.isin(units, whole.treated_units)
    after = int(np.searchsorted(times, whole.start_dates[0]))
    if after < _BEFORE:
        raise PeopleError(
            f"Synthetic methods need at least {_BEFORE} periods before the event; there are {after}."
        )
    if (~treated).sum() < _DONORS:
        raise PeopleError(
            f"Synthetic methods need at least {_DONORS} units that the event did not reach and that are "
            "seen in every period.",
            found=f"There are {int((~treated).sum())}.",
        )
    if not treated.any():
        raise PeopleError("No treated unit is seen in every period.")
    return _Laid(outcomes=outcomes, units=units, treated=treated, after=after)


def _estimate(
    engine: Engine, kind: Kind, outcomes: Array, treated: NDArray[np.bool_], after: int
) -> Synthetic:
    way = engine.synthetic_did if kind == "synthetic-did" else engine.synthetic_control
    return way(outcomes, treated=treated, after=after)


def _placebos(engine: Engine, kind: Kind, laid: list[_Laid], seed: int) -> Array:
    """Effects and fits before the event of units that it did not reach (p, g, 2)."""
    common = set.intersection(*(set(each.units[~each.treated].tolist()) for each in laid))
    count = max(int(each.treated.sum()) for each in laid)
    pool = np.array(sorted(common), np.int64)
    if len(pool) <= count + 1:
        return np.zeros((0, len(laid), 2))
    draw = np.random.Generator(np.random.PCG64(seed))
    chosen = (
        ([unit] for unit in pool)
        if count == 1
        else (draw.choice(pool, count, replace=False) for _ in range(MOST_PLACEBOS))
    )
    rows = []
    for units in islice(chosen, max(MOST_PLACEBOS, len(pool))):
        try:
            rows.append([_placebo(engine, kind, each, np.asarray(units)) for each in laid])
        except DueRegardError:
            continue
    return np.array(rows) if rows else np.zeros((0, len(laid), 2))


def _placebo(engine: Engine, kind: Kind, laid: _Laid, units: NDArray[np.int64]) -> tuple[float, float]:
    rest = ~laid.treated
    found = _estimate(engine, kind, laid.outcomes[rest], np.isin(laid.units[rest], units), laid.after)
    return found.effect, found.fit


def _rank(kind: Kind, found: Synthetic, chance: Array, laid: _Laid, by: Mapping[str, str]) -> Tested:
    """The share of placebos at least as far out, the treated ones themselves counted in."""
    own, others = abs(found.effect), np.abs(chance[:, 0])
    name = "effect"
    if kind == "synthetic-control" and found.fit > 0 and (chance[:, 1] > 0).all():
        # A poor fit before the event makes large effects after it cheap: Abadie et al. (2010), section 3.4.
        own, others = own / found.fit, others / chance[:, 1]
        name = "effect over the distance before the event"
    p = (1 + int((others >= own - 1e-12).sum())) / (1 + len(others))
    return Tested(
        measure="placebo_units_test",
        statistic=float(own),
        p=p,
        name=name,
        by=by,
        parameters={"placebos": len(others), "treated_units": int(laid.treated.sum())},
    )


def _groups_differ(values: Array, chance: Array) -> Tested:
    """Hold the differences between groups against those of the placebos."""
    contrast = np.hstack([-np.ones((len(values) - 1, 1)), np.eye(len(values) - 1)])
    differences = chance @ contrast.T
    spread = np.atleast_2d(np.cov(differences.T, ddof=0))
    if not np.isfinite(spread).all() or np.linalg.matrix_rank(spread) < len(spread):
        return Tested(
            measure="equality_test", statistic=None, p=None, reason="the placebos of the groups do not differ"
        )
    inverse = np.linalg.inv(spread)
    far = np.einsum("pi,ij,pj->p", differences, inverse, differences)
    own = float((contrast @ values) @ inverse @ (contrast @ values))
    p = (1 + int((far >= own - 1e-12).sum())) / (1 + len(far))
    return Tested(
        measure="equality_test",
        statistic=own,
        p=p,
        name="distance among placebos",
        parameters={"placebos": len(far)},
    )


def _heaviest(panel: Panel, laid: _Laid, found: Synthetic, *, most: int = 10) -> dict[str, float]:
    untreated = laid.units[~laid.treated]
    order = np.argsort(-found.donors, kind="stable")[:most]
    return {
        panel.units[int(untreated[place])]: float(found.donors[place])
        for place in order
        if found.donors[place] > 1e-3
    }
