"""Panels by lot: our leximin and maximin beside the maximin of sortition-algorithms (GPL-3, HiGHS backend).

Pools are the shared ones, and pools of `pools.py`. sortition-algorithms needs Gurobi for leximin, so that
its maximin is compared with our leximin, which is maximin as well. It needs a Python of its own, and is
only run from there::

    python -m venv peer && peer/bin/pip install sortition-algorithms==0.12.15
    python benchmarks/bench_panels.py --peer-python peer/bin/python --repeats 1
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import measuring
import pools

PEER = Path(__file__).with_name("peer_panels.py")
DRAWN = {"a1_30": (300, 8, 1), "a2_30": (300, 8, 2)}
HARD = {"a3_30": (300, 8, 3), "a4_30": (300, 8, 4), "b1_110": (1700, 7, 1), "b2_110": (1700, 7, 2)}
LIMIT, PATIENCE = 120.0, 900


def ours(task: str, folder: Path) -> dict[str, Any]:
    """Read a pool, and solve it."""
    from dueregard.voices.panel.solve import solve

    found = solve(read(folder).problem(), algorithm=task, time_limit=LIMIT)
    return {
        "smallest": float(found.probabilities[found.probabilities > 0].min()),
        "gap": found.gap,
        "proof": found.proof,
        "types": len(found.probabilities),
        "panels": len(found.shares),
    }


def read(folder: Path) -> pools.Pool:
    """Read categories.csv and respondents.csv; the name of the folder ends in the size."""
    import numpy as np

    with (folder / "categories.csv").open(encoding="utf-8") as file:
        quotas = list(csv.DictReader(file))
    with (folder / "respondents.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    columns = sorted({quota["category"] for quota in quotas})
    levels = {c: sorted({q["feature"] for q in quotas if q["category"] == c}) for c in columns}
    return pools.Pool(
        people=np.array([[levels[c].index(person[c]) for c in columns] for person in people]),
        quotas=[
            (
                columns.index(q["category"]),
                levels[q["category"]].index(q["feature"]),
                int(q["min"]),
                int(q["max"]),
            )
            for q in quotas
        ],
        size=int(folder.name.rsplit("_", 1)[1]),
    )


def loaded() -> None:
    """Import what is used, so that only the work is measured."""
    import dueregard.voices.panel.solve  # noqa: F401


def folders(place: Path, *, large: bool) -> list[Path]:
    """Give the shared pools, and write those drawn."""
    shared = Path(os.environ.get("DUEREGARD_SHARED", Path(__file__).parents[2] / "shared"))
    found = sorted((shared / "golden" / "voices" / "sortition").glob("*_*"))
    for name, (people, categories, seed) in (DRAWN | HARD if large else DRAWN).items():
        seats = int(name.rsplit("_", 1)[1])
        pools.make(people, seats=seats, categories=categories, seed=seed).write(place / name)
        found.append(place / name)
    return found


def compare(folder: Path, options: argparse.Namespace) -> None:
    """Print one pool's row."""
    commands = {name: measuring.own(__file__, name, folder) for name in ("leximin", "maximin")}
    took = measuring.in_turns(commands, options.repeats)
    row = [folder.name]
    for each in took.values():
        proof = "yes" if each.answer["gap"] <= 1e-6 else f"gap {each.answer['gap']:.0e}"
        row += [f"{each.cpu:.2f}", f"{each.wall:.1f}", f"{each.answer['smallest']:.6f}", proof]
    row += [f"{took['leximin'].memory:.2f}", str(took["leximin"].answer["types"])]
    if options.peer_python and folder.name not in HARD:
        size = folder.name.rsplit("_", 1)[1]
        command = ["timeout", str(PATIENCE), options.peer_python, str(PEER), str(folder), size]
        try:
            peer = measuring.once(command)
        except SystemExit as ended:
            row += [f"not within {PATIENCE} s" if "ended with 124" in str(ended) else "failed", "", "", ""]
        else:
            ratio = peer.cpu / max(took["leximin"].cpu, 1e-2)
            row += [f"{peer.cpu:.2f}", f"{peer.answer['smallest']:.6f}", f"{peer.memory:.2f}", f"{ratio:.0f}"]
    print(f"| {' | '.join(row)} |", flush=True)


def main() -> None:
    """Do one task, or compare all."""
    parser = measuring.options(__doc__, large="harder pools as well, of up to 1,700 people")
    parser.add_argument("--peer-python", help="a Python with sortition-algorithms installed")
    parser.add_argument("--only", nargs="*", help="names of pools")
    options = parser.parse_args()
    if options.task:
        loaded()
        measuring.report(partial(ours, options.task, options.data))
        return
    measuring.heading("Panels by lot", "dueregard", "highspy", "numpy")
    peer = options.peer_python
    if peer and subprocess.run([peer, str(PEER)], check=False, capture_output=True).returncode:
        raise SystemExit(f"{peer} has no sortition-algorithms: pip install sortition-algorithms==0.12.15.")
    print(
        "| pool | leximin CPU s | wall s | smallest | proved | maximin CPU s | wall s | smallest | proved "
        "| peak GB | types | peer's maximin CPU s | smallest | peak GB | its CPU over our leximin's |"
    )
    print("|---" * 15 + "|")
    with tempfile.TemporaryDirectory() as place:
        for folder in folders(Path(place), large=options.large):
            if not options.only or folder.name in options.only:
                compare(folder, options)


if __name__ == "__main__":
    main()
