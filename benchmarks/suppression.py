"""Secondary suppression: ours beside pytauargus, on the same random tables with the same costs.

Two- and three-way tables with all margins and nested places are given to its modular approach; two tables
with common margins, and small ones, to its optimal one (Fischetti and Salazar's). Ratios are our loss over
its loss: cells withheld for others, their cost, and their value. Costs are 1 + log(1 + value), or the value.
pytauargus is a dependency of development only; it is given one minute for each of its steps::

    python benchmarks/suppression.py --repeats 3 --large
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import measuring
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

SMALL: dict[str, tuple[Any, ...]] = {
    "6x6": (6, 6),
    "10x10": (10, 10),
    "12x15": (12, 15),
    "3x4x5": (3, 4, 5),
    "nested9x4": ([3, 3, 3], 4),
    "nested20x6": ([4] * 5, 6),
    "linked6": ([3, 3], 3, 4),
    "linked12": ([4, 4, 4], 4, 5),
}
LARGE: dict[str, tuple[Any, ...]] = {
    "4x5x6": (4, 5, 6),
    "nested20x12": ([4] * 5, [3] * 4),
    "40x45": (40, 45),
    "nested50x30": ([5] * 10, [3] * 10),
    "10x12x12": (10, 12, 12),
}
PATIENCE = 150
"""Seconds after which a run of pytauargus is stopped."""


def problem(name: str) -> Any:
    """Make a table from its name: dimensions, seed, and what costs."""
    from tests.disclosure.additive.making import few, linked, summed

    dimensions, seed, cost = name.split("_")
    shape = (SMALL | LARGE)[dimensions]
    made = linked if dimensions.startswith("linked") else summed
    values, equations = made(*shape, seed=int(seed), mean=0.8 if dimensions.startswith("linked") else 2.5)
    costs = {"costs": values} if cost == "value" else {}
    return few(values, equations, upper=np.full(len(values), 2 * values.max()), **costs)


def lost(name: str, cells: list[int]) -> dict[str, Any]:
    """Say what was lost, and whether an attack finds it wanting."""
    from dueregard.disclosure.additive import attack

    given = problem(name)
    withheld = np.isin(np.arange(given.cells), cells)
    more = withheld & ~given.withheld
    return {
        "cells": int(more.sum()),
        "cost": float(given.costs[more].sum()),
        "value": float(given.values[more].sum()),
        "short": int(attack(given, withheld).short.sum()),
        "size": given.cells,
        "primary": int(given.withheld.sum()),
    }


def protected(task: str, given: Any, name: str) -> Any:
    """Do the work that is measured."""
    from dueregard.disclosure.additive import protect

    if task == "ours":
        return protect(given).withheld
    import peer_suppression

    if task == "optimal":
        return peer_suppression.optimal(given, minutes=1)
    return peer_suppression.modular(given, list((SMALL | LARGE)[name.split("_", maxsplit=1)[0]]), minutes=1)


def main() -> None:
    """Do one task, or compare all."""
    parser = measuring.options(__doc__, large="tables of up to 2,500 cells as well")
    options = parser.parse_args()
    if options.task:
        name = options.data.name
        given = problem(name)
        measuring.report(partial(_done, options.task, given, name))
        return
    measuring.heading("Secondary suppression", "dueregard", "highspy", "pytauargus")
    print(
        "| table | cells | primary | peer | cells withheld for others: ours, its | cost ratio | value ratio "
        "| CPU s: ours, its | peak GB: ours, its |"
    )
    print("|---" * 9 + "|")
    for dimensions in SMALL | LARGE if options.large else SMALL:
        for cost in ("log", "value"):
            _compare(dimensions, cost, 1 if dimensions in LARGE else options.repeats)


def _done(task: str, given: Any, name: str) -> list[int]:
    """Protect; the answer is the cells, as what they lose is counted elsewhere."""
    return np.flatnonzero(protected(task, given, name)).tolist()


def _once(command: list[str], name: str) -> measuring.Measured:
    found = measuring.once(command)
    return replace(found, answer=lost(name, found.answer))


def _compare(dimensions: str, cost: str, repeats: int) -> None:
    peer = "optimal" if dimensions.startswith("linked") else "modular"
    ours, theirs = [], []
    for seed in range(repeats):
        data = Path(f"{dimensions}_{seed}_{cost}")
        mine = _once(measuring.own(__file__, "ours", data), data.name)
        try:
            command = ["timeout", str(PATIENCE), *measuring.own(__file__, peer, data)]
            other = _once(command, data.name)
        except SystemExit as ended:
            why = str(ended).splitlines()[1][:40]
            mid = f"{mine.answer['size']} | {mine.answer['primary']} | {peer} | {mine.answer['cells']}, {why}"
            print(f"| {dimensions}, {cost} | {mid} | | | {mine.cpu:.2f} | {mine.memory:.2f} |", flush=True)
            continue
        ours.append(mine)
        theirs.append(other)
    if not ours:
        return
    if any(each.answer["short"] for each in ours):
        raise SystemExit(f"{dimensions}: ours does not protect")
    pairs = list(zip(ours, theirs, strict=True))
    ratio = {
        key: statistics.median((a.answer[key] + 1e-9) / (b.answer[key] + 1e-9) for a, b in pairs)
        for key in ("cost", "value")
    }
    total = [sum(each.answer["cells"] for each in side) for side in (ours, theirs)]
    cpu = [statistics.median(each.cpu for each in side) for side in (ours, theirs)]
    memory = [max(each.memory for each in side) for side in (ours, theirs)]
    failed = sum(each.answer["short"] > 0 for each in theirs)
    print(
        f"| {dimensions}, {cost} | {ours[0].answer['size']} | {sum(a.answer['primary'] for a in ours)} "
        f"| {peer}{f', short in {failed}' if failed else ''} | {total[0]}, {total[1]} | {ratio['cost']:.2f} "
        f"| {ratio['value']:.2f} | {cpu[0]:.2f}, {cpu[1]:.2f} | {memory[0]:.2f}, {memory[1]:.2f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
