"""Attacks on random tables: with primary suppression alone, and after :func:`protect`.

Crossings of two and three variables with all margins, nested places, two tables with common margins, tables
whose shown values are rounded to 5, and a second release that divides a table published before. Each is
attacked by linear programming with everything that is shown. Prints what could be recovered exactly and how
many intervals are narrower than asked::

    python benchmarks/disclosure_attack.py --repeats 40
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import measuring
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.disclosure.additive.making import again, few, linked, summed

KINDS = {
    "6 by 6": lambda seed: few(*summed(6, 6, seed=seed), threshold=10),
    "two ways": lambda seed: few(*summed(8 + seed % 5, 7, seed=seed)),
    "three ways": lambda seed: few(*summed(4, 3 + seed % 3, 4, seed=seed)),
    "nested places": lambda seed: few(*summed([3, 4, 2 + seed % 3], 5, seed=seed)),
    "nested twice": lambda seed: few(*summed([3, 3], [2, 3], seed=seed)),
    "common margins": lambda seed: few(*linked([3, 3], 3, 4, seed=seed, mean=0.8)),
    "rounded to 5": lambda seed: few(*summed(6, 6, seed=seed), threshold=10, rounding=5.0),
    "two releases": lambda seed: again([3, 2], 4, seed=seed)[0],
}


def main() -> None:
    """Attack every kind, and print a row for each."""
    from dueregard.disclosure.additive import attack, protect

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=40, help="tables of each kind")
    options = parser.parse_args()
    measuring.heading("Attacks", "dueregard", "highspy")
    print(
        "| tables | number | primary cells | recovered without | secondary | unprotectable, said so "
        "| recovered | narrower than asked | CPU s |"
    )
    print("|---" * 9 + "|")
    for kind, make in KINDS.items():
        sums, begun = np.zeros(6, dtype=int), time.process_time()
        for seed in range(options.repeats):
            problem = make(seed)
            before = attack(problem)
            found = protect(problem, effort=20)
            after = attack(problem, found.withheld)
            if not after.exact or found.unaudited:
                raise SystemExit(f"{kind} {seed}: not audited")
            mine = problem.withheld & (problem.protection_upper > 0)
            said = np.isin(np.arange(problem.cells), list(found.unprotectable))
            sums += [
                mine.sum(),
                (before.recoverable & mine).sum(),
                found.secondary.sum(),
                said.sum(),
                (after.recoverable & mine & ~said).sum(),
                (after.short & ~said).sum(),
            ]
        cells = " | ".join(f"{int(each):,}" for each in sums)
        print(f"| {kind} | {options.repeats} | {cells} | {time.process_time() - begun:.1f} |", flush=True)


if __name__ == "__main__":
    main()
