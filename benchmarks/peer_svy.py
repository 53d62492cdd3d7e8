"""The peer of bench_svy.py: the same estimates by the package `svy`, in a Python of its own.

``python peer_svy.py`` exits with 0 where svy is installed; ``python peer_svy.py TASK FILE`` does one task.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import polars as pl
import svy

QUANTILES = (0.25, 0.5, 0.75)


def estimate(task: str, file: str) -> Any:
    """Read the columns that the task needs, and estimate."""
    statistic, by = task.split("-")
    columns = ["stratum", "psu", "weight", by, "income", *(["tax"] if statistic == "ratio" else [])]
    sample = svy.Sample(
        pl.read_parquet(file, columns=columns), svy.Design(stratum="stratum", psu="psu", wgt="weight")
    )
    calls: dict[str, Callable[[], Any]] = {
        "mean": lambda: [sample.estimation.mean("income", by=by)],
        "ratio": lambda: [sample.estimation.ratio("tax", "income", by=by)],
        "quantiles": lambda: list(sample.estimation.quantile("income", p=QUANTILES, by=by)),
    }
    return calls[statistic]()


def cpu_seconds() -> float:
    """CPU of this process."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Do the task and print what it took and what it found."""
    _, task, file = sys.argv
    wall, cpu = time.perf_counter(), cpu_seconds()
    found = estimate(task, file)
    took: dict[str, Any] = {"cpu": cpu_seconds() - cpu, "wall": time.perf_counter() - wall}
    by = task.split("-")[1]
    frames = [each.to_polars().sort(by) for each in found]
    took["answer"] = {name: [each[name].to_list() for each in frames] for name in ("est", "se", "lci", "uci")}
    print(json.dumps(took))


if __name__ == "__main__" and len(sys.argv) == 3:
    main()
