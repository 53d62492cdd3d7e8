"""The exact Gini of 20 areas with standard errors, up to 100 million people, with little memory and with all.

Synthetic people of `synthetic.py`, written to a temporary folder and removed: 100 million take some 2 GB of
disk, and sorting them with little memory as much again. The limit is the database's; resident memory is what
the operating system saw of the whole process. Both runs of a size must give the same answer.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import measuring
from measuring import Measured

PEOPLE = Path(__file__).with_name("synthetic.py")
SIZES, LARGE = (1, 10), (1, 3, 10, 30, 100)
LIMIT, MEMORY, SECONDS = "1.5GB", 2.0, 60
TOLERANCE = 1e-12


def gini(file: Path, limit: str | None) -> dict[str, Any]:
    """Estimate by areas; a refusal is an answer too."""
    import dueregard as dr

    people = dr.read_people(file, weight="weight", strata="stratum", cluster="psu", memory_limit=limit)
    try:
        found = people.estimate(dr.measures.gini("income"), by="area")
    except dr.DueRegardError as refusal:
        return {"refused": str(refusal)}
    return {"values": found.values.tolist(), "errors": found.se.tolist()}


def loaded() -> None:
    """Import what is used, so that only the work is measured."""
    import scipy.sparse  # noqa: F401

    import dueregard as dr

    dr.read_people({"income": [1.0, 2.0]}).estimate(dr.measures.gini("income"))


def measured(millions: int, limit: str, repeats: int) -> dict[str, Measured]:
    """Run both ways on a file of one size, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.parquet"
        subprocess.run([sys.executable, str(PEOPLE), str(file), str(millions * 1_000_000)], check=True)
        return measuring.in_turns(
            {
                "no limit": measuring.own(__file__, "gini", file),
                f"{limit} limit": measuring.own(__file__, "gini", file, "--limit", limit),
            },
            repeats,
        )


def refusals(took: dict[str, Measured]) -> dict[str, str]:
    """Give the words of the runs that were refused."""
    return {name: run.answer["refused"] for name, run in took.items() if "refused" in run.answer}


def apart(one: Measured, other: Measured) -> float:
    """Give the largest relative difference of values and standard errors."""
    return max(measuring.apart(one.answer[name], other.answer[name]) for name in one.answer)


def compare(options: argparse.Namespace) -> dict[str, dict[int, Measured]]:
    """Print a line for every size and way; gives what was not refused."""
    print("| million people | memory | CPU s | wall s | peak GB | CPU s a million | answers apart |")
    print("|---|---|---|---|---|---|---|")
    kept: dict[str, dict[int, Measured]] = {}
    for millions in options.millions or (LARGE if options.large else SIZES):
        took = measured(millions, options.limit, options.repeats)
        refused = refusals(took)
        difference = None if refused else apart(*took.values())
        for name, run in took.items():
            if name in refused:
                print(f"| {millions} | {name} | refused: {refused[name]} | | | | |", flush=True)
                continue
            kept.setdefault(name, {})[millions] = run
            costs = f"{run.cpu:.2f} | {run.wall:.2f} | {run.memory:.2f} | {run.cpu / millions:.3f}"
            same = "" if difference is None else f"{difference:.0e}"
            print(f"| {millions} | {name} | {costs} | {same} |", flush=True)
        if difference is not None and difference > TOLERANCE:
            raise SystemExit("The two runs of a size differ by more than rounding.")
    return kept


def main() -> None:
    """Do one task, or compare all."""
    parser = measuring.options(__doc__, large="3, 30 and 100 million people as well")
    parser.add_argument("--limit", help="of the database's memory, such as 1.5GB")
    parser.add_argument("--millions", type=int, nargs="+", help="these sizes instead")
    options = parser.parse_args()
    if options.task:
        loaded()
        measuring.report(partial(gini, options.data, options.limit))
        return
    options.limit = options.limit or LIMIT
    measuring.heading("Gini of 20 areas, growing", "dueregard", "duckdb", "numpy")
    for name, runs in compare(options).items():
        first, last = min(runs), max(runs)
        if first < last:
            growth = runs[last].cpu / runs[first].cpu
            print(f"\n{name}: {last / first:.0f} times the people take {growth:.1f} times the CPU.")
    print(
        f"\nAims at 100 million: at most {MEMORY:.0f} GB resident with a limit of {LIMIT}, "
        f"under {SECONDS} s of wall time without."
    )


if __name__ == "__main__":
    main()
