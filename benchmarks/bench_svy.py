"""Means, ratios and quantiles of 20 areas and 400 districts, beside the Python package `svy` (MIT).

Synthetic people of `synthetic.py`. Ours: values, standard errors and the whole covariance of all groups, from
a Parquet file; svy's: values, standard errors and intervals, from the same columns of the same file. Reading
is part of the work on both sides. Values and standard errors are compared. svy needs a Python of its own::

    python -m venv svy-venv && svy-venv/bin/pip install svy==0.35.0
    python benchmarks/bench_svy.py --peer-python svy-venv/bin/python --large
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import measuring
from measuring import Measured

QUANTILES = (0.25, 0.5, 0.75)
GROUPS = {"area": 20, "district": 400}
TASKS = tuple(f"{what}-{by}" for by in GROUPS for what in ("mean", "ratio", "quantiles"))
AIM, TOLERANCE = 3, 1e-9
PEER, PEOPLE = Path(__file__).with_name("peer_svy.py"), Path(__file__).with_name("synthetic.py")


def ours(task: str, file: Path) -> dict[str, Any]:
    """Estimate by groups."""
    import dueregard as dr

    people = dr.read_people(file, weight="weight", strata="stratum", cluster="psu")
    statistic, by = task.split("-")
    measures: dict[str, Sequence[Any]] = {
        "mean": [dr.measures.mean("income")],
        "ratio": [dr.measures.ratio("tax", denominator="income")],
        "quantiles": [dr.measures.quantile("income", p=p) for p in QUANTILES],
    }
    found = people.estimate(*measures[statistic], by=by)
    assert len(found.covariance()) == len(found)
    limits = found.interval()
    groups = len(found) // len(measures[statistic])
    order = sorted(range(groups), key=lambda index: int(found.labels[index].by[by]))
    columns = {"est": found.values, "se": found.se, "lci": limits[:, 0], "uci": limits[:, 1]}
    return {
        name: [[float(part[index]) for index in order] for part in values.reshape(-1, groups)]
        for name, values in columns.items()
    }


def loaded() -> None:
    """Import what is used, so that only the work is measured."""
    import scipy.sparse  # noqa: F401

    import dueregard as dr

    people = dr.read_people({"income": [1.0, 2.0, 3.0]})
    people.estimate(dr.measures.mean("income"), dr.measures.quantile("income", p=0.5))


def agree(task: str, mine: Measured, peer: Measured) -> str:
    """Say how far the answers of both sides are apart, and stop where that is more than rounding."""
    names = ("est", "se", "lci", "uci") if task.startswith("quantiles") else ("est", "se")
    found = {name: measuring.apart(chain(*mine.answer[name]), chain(*peer.answer[name])) for name in names}
    text = f"{task}: {', '.join(f'{name} {value:.0e}' for name, value in found.items())}"
    if max(found.values()) > TOLERANCE:
        raise SystemExit(f"The two sides differ: {text}.")
    return text


def too_large(task: str, rows: int) -> bool:
    """Say whether the numbers that svy holds, people by groups but for quantiles, exceed half the memory."""
    statistic, by = task.split("-")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return statistic != "quantiles" and rows * GROUPS[by] * 8 > memory / 2


def compare(options: argparse.Namespace, name: str, rows: int) -> None:
    """Print the table of one size."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.parquet"
        subprocess.run([sys.executable, str(PEOPLE), str(file), str(rows)], check=True)
        commands = {}
        for task in TASKS:
            commands[f"dueregard {task}"] = measuring.own(__file__, task, file)
            if options.peer_python and not too_large(task, rows):
                commands[f"svy {task}"] = [options.peer_python, str(PEER), task, str(file)]
        took = measuring.in_turns(commands, options.repeats)
    print(f"{name} people:\n")
    measuring.table(took, {f"svy {task}": f"dueregard {task}" for task in TASKS})
    if options.peer_python:
        print("\nLargest relative differences between the two sides:")
        for task in TASKS:
            if too_large(task, rows):
                print(f"- {task}: svy was not run, its matrix of people by groups would not fit in memory")
                continue
            print(f"- {agree(task, took[f'dueregard {task}'], took[f'svy {task}'])}")
    print()


def main() -> None:
    """Do one task, or compare all."""
    parser = measuring.options(__doc__, large="10 million people as well")
    parser.add_argument("--peer-python", help="a Python with svy installed")
    options = parser.parse_args()
    if options.task:
        loaded()
        measuring.report(partial(ours, options.task, options.data))
        return
    measuring.heading("Means, ratios and quantiles by groups", "dueregard", "duckdb", "numpy")
    peer = options.peer_python
    if peer and subprocess.run([peer, str(PEER)], check=False, capture_output=True).returncode:
        raise SystemExit(f"{peer} has no svy: install it there with pip install svy==0.35.0.")
    if not peer:
        print("svy is not run: --peer-python names a Python that has it. Only our side follows.\n")
    for name, rows in {"1M": 1_000_000, "10M": 10_000_000}.items() if options.large else [("1M", 1_000_000)]:
        compare(options, name, rows)
    if peer:
        print(f"The aim is a ratio of at least {AIM}.")


if __name__ == "__main__":
    main()
