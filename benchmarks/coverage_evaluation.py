"""How often intervals of effects hold the planted effect, and how often equal effects are called different.

Places have effects of their own, shocks that last from year to year and that both groups share, and
populations as weights. Beside our test of equality stands the one that takes groups as independent. Run with
``python benchmarks/coverage_evaluation.py``: a quarter of an hour. With ``--write`` the results are stored,
which `docs/evaluation.md` quotes. Needs the extra ``evaluation``, except for interrupted time series.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from dueregard.consequences.evaluation.effects import Effects, equality_test
from dueregard.consequences.evaluation.engines import DiffDiff
from dueregard.consequences.evaluation.found import Choices
from dueregard.consequences.evaluation.interrupted import TERMS, interrupted_series
from dueregard.consequences.evaluation.methods import METHODS
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.pieces import find_effects
from dueregard.consequences.evaluation.staggered import cohorts, staggered_effects
from dueregard.consequences.evaluation.synthetic import synthetic_effects
from dueregard.errors import MissingExtra

SEED = 11
RESULTS = Path(__file__).parent / "results" / "coverage_evaluation.json"
PLANTED = np.array([-3.0, -1.0, -2.0])
ENGINE = DiffDiff()


def noise(units: int, periods: int, rho: float, random: np.random.Generator) -> np.ndarray:
    """Shocks that last (units, periods)."""
    fresh = random.standard_normal((units, periods + 20))
    for period in range(1, periods + 20):
        fresh[:, period] += rho * fresh[:, period - 1]
    return fresh[:, 20:] * np.sqrt(1 - rho**2)


def panel(
    random: np.random.Generator,
    *,
    units: int,
    starts: np.ndarray,
    periods: int = 12,
    groups: int = 2,
    rho: float = 0.5,
    shared: float = 0.7,
    weighted: bool = True,
    walk: float = 1.0,
    effects: np.ndarray | None = None,
) -> Panel:
    """Units by periods by groups, with the event at `starts` (-1 for never)."""
    planted = np.zeros(groups) if effects is None else effects
    common, weight = noise(units, periods, rho, random), random.lognormal(0, 0.7, units)
    level, trend = random.normal(0, 3, units), walk * random.normal(0, 1, periods).cumsum()
    unit, time, group = (each.ravel() for each in np.indices((units, periods, groups)))
    own = np.stack([noise(units, periods, rho, random) for _ in range(groups)], axis=-1)
    held = (starts[unit] >= 0) & (time >= starts[unit])
    outcome = level[unit] + trend[time] + group + np.sqrt(shared) * common[unit, time]
    outcome = outcome + np.sqrt(1 - shared) * own[unit, time, group] + planted[group] * held
    names = tuple(str(each) for each in range(units))
    return Panel(
        outcome=outcome,
        unit=unit,
        time=time,
        group=group,
        cluster=unit,
        treated=held.astype(float),
        weight=weight[unit] if weighted else None,
        covariates=np.zeros((len(unit), 0)),
        units=names,
        times=tuple(str(each) for each in range(periods)),
        groups=tuple("abc"[:groups]),
        clusters=names,
        dates=np.arange(periods, dtype=float),
        grouping="group",
    )


def held(effects: Effects, truth: np.ndarray) -> np.ndarray:
    """Which intervals hold the truth."""
    limits = effects.interval(0.95)
    return (limits[:, 0] <= truth) & (truth <= limits[:, 1])


def apart(effects: Effects) -> Effects:
    """The same effects as if groups were independent."""
    return replace(effects, covariance=np.diag(np.diag(effects.covariance)))


def rejects(p: float | None) -> float:
    """1 at the 5 per cent level."""
    return float(p is not None and p < 0.05)


def found_in(made: Panel, method: str, truth: np.ndarray) -> dict[str, float]:
    """What a method finds: coverage by kind of error, and which tests reject."""
    found = find_effects(made, METHODS[method], ENGINE, Choices())
    main = found.pieces[0].estimator
    told: dict[str, float] = {}
    for piece in found.pieces:
        if piece.measure == "att" and piece.estimator == main and all(piece.effects.by):
            told[f"coverage, {piece.parameters['errors']}"] = float(held(piece.effects, truth).mean())
            if piece.parameters["errors"].startswith("clusters"):
                told["equality rejected, groups taken as independent"] = rejects(
                    equality_test(apart(piece.effects)).p
                )
    for tested in found.tests:
        if tested.measure == "equality_test" and tested.parameters["estimator"] == main:
            told["equality rejected"] = rejects(tested.p)
        if tested.measure == "pre_trend_test" and not tested.by:
            told[f"trends before rejected, {tested.parameters['of']}"] = rejects(tested.p)
    return told


def both(method: str, truth: np.ndarray, random: np.random.Generator, **made: object) -> dict[str, float]:
    """One panel without effects and one with different ones."""
    groups = len(truth)
    null = found_in(panel(random, groups=groups, **made), method, np.zeros(groups))  # type: ignore[arg-type]
    other = found_in(panel(random, groups=groups, effects=truth, **made), method, truth)  # type: ignore[arg-type]
    return null | {"equality rejected when effects differ": other["equality rejected"]}


def did(random: np.random.Generator, *, units: int, treated: int, groups: int) -> dict[str, float]:
    """Places that start together, by two-way fixed effects."""
    starts = np.where(np.arange(units) < treated, 6, -1)
    return both("did", PLANTED[:groups], random, units=units, starts=starts)


def staggered(random: np.random.Generator, *, units: int) -> dict[str, float]:
    """Three cohorts, and two fifths never treated, by cohort comparisons."""
    starts = np.array([4, 6, 8, -1, -1])[np.arange(units) % 5]
    made = cohorts(panel(random, units=units, starts=starts))
    found = staggered_effects(made, ENGINE, by_group=True)
    assert found.jackknife is not None
    told = {
        "coverage, clusters (CR1)": found.overall,
        "coverage, jackknife of clusters (CV3)": found.jackknife,
    }
    return {
        **{name: float(held(effects, np.zeros(2)).mean()) for name, effects in told.items()},
        "equality rejected": rejects(equality_test(found.jackknife).p),
        "equality rejected, groups taken as independent": rejects(equality_test(apart(found.overall)).p),
    }


def synthetic(random: np.random.Generator, *, units: int) -> dict[str, float]:
    """One treated unit, by synthetic difference-in-differences."""
    starts = np.where(np.arange(units) == 0, 9, -1)
    made = panel(random, units=units, starts=starts, weighted=False, effects=PLANTED[:2])
    found = synthetic_effects(made, ENGINE, "synthetic-did", by_group=True)
    null = synthetic_effects(
        panel(random, units=units, starts=starts, weighted=False), ENGINE, "synthetic-did", by_group=True
    )
    by = {each.measure: each.p for each in null.tests if not each.by}
    return {
        "coverage by group": float(held(found.overall, PLANTED[:2]).mean()),
        "equality rejected": rejects(by["equality_test"]),
        "placebo units rejected": float(
            np.mean([rejects(each.p) for each in null.tests if each.measure == "placebo_units_test"])
        ),
    }


def series(random: np.random.Generator, *, periods: int, rho: float) -> dict[str, float]:
    """Two series that share shocks, with a break or without."""
    made = panel(
        random,
        units=1,
        starts=np.array([periods // 2]),
        periods=periods,
        rho=rho,
        weighted=False,
        walk=0.0,
        effects=PLANTED[:2],
    )
    found = interrupted_series(made, by_group=True)
    null = replace(made, outcome=made.outcome - PLANTED[made.group] * made.treated)
    equal = interrupted_series(null, by_group=True)
    joint = [equality_test(equal.of(term)).p for term in TERMS[:2]]
    return {
        "coverage, level": float(held(found.of("level_change"), PLANTED[:2]).mean()),
        "coverage, slope": float(held(found.of("slope_change"), np.zeros(2)).mean()),
        "coverage of Newey-West, level": float(
            held(found.of("level_change", robust=True), PLANTED[:2]).mean()
        ),
        "coverage of Newey-West, slope": float(
            held(found.of("slope_change", robust=True), np.zeros(2)).mean()
        ),
        "equality rejected": float(np.mean([rejects(each) for each in joint])),
    }


def designs() -> Iterator[tuple[str, dict[str, float], int, Callable[..., dict[str, float]]]]:
    """Every design with its number of tables."""
    for units, treated, groups in ((12, 6, 2), (20, 10, 2), (40, 20, 2), (40, 20, 3), (40, 6, 2)):
        yield "did", {"units": units, "treated": treated, "groups": groups}, 400, did
    yield "staggered", {"units": 30}, 150, staggered
    yield "synthetic-did", {"units": 21}, 150, synthetic
    for periods in (16, 24, 48):
        for rho in (0.0, 0.4, 0.7):
            yield "its", {"periods": periods, "rho": rho}, 200, series


def stored() -> list[dict[str, object]]:
    """What was written before."""
    if not RESULTS.is_file():
        return []
    return list(json.loads(RESULTS.read_text(encoding="utf-8"))["results"])


def main() -> None:
    """Simulate, print, and store where asked to; a method's name simulates it alone."""
    asked = set(sys.argv[1:]) & set(METHODS)
    for method, design, tables, simulate in designs():
        if asked and method not in asked:
            continue
        random = np.random.default_rng([SEED, *(round(100 * value) for value in design.values())])
        try:
            found = [simulate(random, **design) for _ in range(tables)]
        except MissingExtra as absent:
            print(f"{method}: {absent}")
            continue
        shares = {name: round(100 * float(np.mean([each[name] for each in found])), 1) for name in found[0]}
        print(method, design, tables, shares, flush=True)
        if "--write" in sys.argv:
            others = [each for each in stored() if (each["method"], each["design"]) != (method, design)]
            rows = [*others, {"method": method, "design": design, "tables": tables, "per_cent": shares}]
            rows.sort(key=lambda row: (str(row["method"]), json.dumps(row["design"])))
            RESULTS.write_text(json.dumps({"seed": SEED, "results": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
