"""Sharing out a budget: all rules over 300 places, and each rule over 32,844 neighbourhoods.

Beside leximin stands the sequence of linear programmes with duals that it replaces, on 300 places
only: it needs hundreds of programmes. Run by ``make bench``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from measuring import apart, heading, in_turns, options, own, report, table

PLACES = {"300": 300, "32844": 32_844}
SEED = 5
MORE, FLOOR, CAP = 1.03, 0.9, 1.2


def places(count: int) -> Any:
    """Places whose outcomes fall with need; populations of authorities, or of neighbourhoods."""
    from dueregard.options.allocation import places_of

    draw = np.random.default_rng(SEED)
    population = np.round(np.exp(draw.normal(11.8 if count < 1000 else 7.3, 0.5, count)))
    need = np.exp(draw.normal(0, 0.5, count))
    current = population * 20 * need**0.4 * np.exp(draw.normal(0, 0.15, count))
    outcome = 70 - 5 * np.log(need) + draw.normal(0, 2, count)
    names = [f"place {number}" for number in range(count)]
    return places_of(names, population=population, need=need, current=current, outcome=outcome)


def shared(count: int, rules: list[str] | None, *, regions: int = 0) -> Any:
    from dueregard.options.allocation import Pace, Regions, allocate, limit_from, response_from

    one = places(count)
    paced = rules is None or "damped" in rules
    asked = rules is None or bool({"utilitarian", "atkinson", "leximin"} & set(rules))
    held = None
    if regions:
        labels = [str(number % regions) for number in range(count)]
        floor, cap = limit_from("floor", "1.02"), limit_from("cap", "1.04")
        held = Regions.of(labels, floor=floor, cap=cap)  # type: ignore[arg-type]
    return allocate(
        one,
        budget=MORE * float(one.current.sum()),
        rules=rules,
        floor=limit_from("floor", FLOOR),  # type: ignore[arg-type]
        cap=limit_from("cap", CAP),  # type: ignore[arg-type]
        pace=Pace(yearly=0.02) if paced else None,
        regions=held,
        response=response_from("log,k=3,se=1,source=assumed") if asked else None,
        aversion=2.0,
    )


def programmes(count: int) -> list[float]:
    """Leximin as linear programmes: raise the worst, fix whoever a dual says cannot rise, go on."""
    from scipy.optimize import linprog

    one = places(count)
    n, budget = len(one), MORE * float(one.current.sum())
    # In ratios to present amounts, and with the outcome linear in them, as a programme needs it.
    rise = np.full(n, 3.0)
    base = one.outcome - rise
    fixed = np.full(n, np.nan)
    while np.isnan(fixed).any():
        free = np.isnan(fixed)
        rows = np.zeros((n, n + 1))
        rows[np.arange(n), np.arange(n)] = -rise
        rows[free, n] = 1.0
        sides = base - np.where(free, 0.0, fixed)
        total = np.append(one.current / budget, 0.0)[None, :]
        cost = np.append(np.zeros(n), -1.0)
        bounds = [*[(FLOOR, CAP)] * n, (None, None)]
        found = linprog(cost, A_ub=rows, b_ub=sides, A_eq=total, b_eq=[1.0], bounds=bounds)
        level = found.x[n]
        stuck = free & (found.ineqlin.marginals < -1e-9)
        fixed[stuck] = level - 1e-9
    return [float(each) for each in np.sort(fixed)]


def levels(count: int) -> list[float]:
    """The same by water-filling."""
    from dueregard.options.allocation.curves import Curves
    from dueregard.options.allocation.limits import Limits
    from dueregard.options.allocation.welfare import leximin

    one = places(count)
    line = Curves(form="linear", k=3.0, base=one.outcome - 3.0, scale=one.current, origin=np.ones(len(one)))
    limits = Limits(low=FLOOR * one.current, high=CAP * one.current)
    amounts = leximin(MORE * float(one.current.sum()), curves=line, limits=limits)
    return [float(each) for each in np.sort(line.outcome(amounts))]


def task(name: str) -> Any:
    count, what = name.split(" ", 1)
    size = PLACES[count]
    if what == "leximin by programmes":
        return programmes(size)
    if what == "a hundred leximin by water-filling":
        return max(levels(size) for _ in range(100))
    rules = None if what.startswith("all rules") else what.split(" in ")[0].split(" and ")
    regions = 10 if what.endswith("in 10 regions") else 0
    found = shared(size, rules, regions=regions)
    return [float(each.amounts.sum() / found.budget - 1) for each in found.rules.values()]


TASKS = [
    "300 all rules",
    "300 a hundred leximin by water-filling",
    "300 leximin by programmes",
    "32844 need",
    "32844 need and damped",
    "32844 leximin",
    "32844 leximin in 10 regions",
    "32844 all rules",
    "32844 all rules in 10 regions",
]


def main() -> None:
    parser = options(__doc__, large="no effect: there is one size")
    asked = parser.parse_args()
    if asked.task:
        from scipy import optimize  # noqa: F401

        import dueregard.options.allocation  # noqa: F401

        report(lambda: task(asked.task))
        return
    heading("Sharing out a budget", "numpy", "scipy")
    with tempfile.TemporaryDirectory() as folder:
        commands = {name: own(__file__, name, Path(folder)) for name in TASKS}
        measured = in_turns(commands, asked.repeats)
    table(measured, {})
    ours, theirs = (
        measured[f"300 {how}"].answer
        for how in ("a hundred leximin by water-filling", "leximin by programmes")
    )
    print(f"\nLeximin by both, largest relative difference of sorted outcomes: {apart(ours, theirs):.1e}")
    spent = [abs(each) for name in TASKS if "by" not in name for each in measured[name].answer]
    print(f"Budgets spent to {max(spent):.1e}")


if __name__ == "__main__":
    sys.exit(main())
