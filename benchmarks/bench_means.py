"""Means with standard errors and full covariance, against a bare scan and a bare group-by of the same data.

Each task runs in its own process; CPU seconds are the median of three runs and leave out imports. Run by
``make bench``; builds its data in a temporary folder.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = {"1M": 1_000_000, "10M": 10_000_000}
AREAS, PSUS, STRATA, RUNS = 400, 6_000, 60, 3
MEMORY = 1.0


def build(path: Path, rows: int) -> None:
    """Write synthetic people: areas nested in units by `area`, crossed with them by `group`."""
    import duckdb

    duckdb.sql(
        f"""copy (
            select (psu % {STRATA})::int as stratum, psu, (psu % {AREAS})::int as area,
                (hash(i * 7 + 3) % {AREAS})::int as other, 0.5 + (hash(i * 11 + 5) % 1000) / 1000.0 as weight,
                exp(10 + ((hash(i * 13 + 1) % 10000) / 10000.0 - 0.5) * 2)::double as income
            from (select i, (hash(i) % {PSUS})::int as psu from range({rows}) t(i))
        ) to '{path}' (format parquet)"""
    )


def scan(path: str) -> None:
    import duckdb

    columns = "sum(stratum), sum(psu), sum(area), sum(weight), sum(income)"
    duckdb.sql(f"select {columns} from '{path}'").fetchall()


def group_by(path: str) -> None:
    import duckdb

    duckdb.sql(
        f"select psu, other, sum(weight), sum(weight * income) from '{path}' group by all"
    ).fetchnumpy()


def nested(path: str) -> None:
    means(path, "area")


def crossed(path: str) -> None:
    means(path, "other")


def means(path: str, column: str) -> None:
    import duckdb

    from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
    from dueregard.measures import mean

    connection = duckdb.connect()
    design = SurveyDesign(weight="weight", strata="stratum", clusters=("psu",))
    people = connection.read_parquet(path)
    table = table_from(people, design=design, columns=["income", column], connection=connection)
    estimates = evaluate(table, [mean("income")], groupings=[[Grouping(name="area", column=column)]])
    assert len(estimates.covariance()) == AREAS
    assert (estimates.se > 0).all()


TASKS = {task.__name__: task for task in (scan, group_by, nested, crossed)}


def run(task: str, path: str) -> None:
    """Run one task in this process and print what it took."""
    import duckdb

    duckdb.sql("select 1").fetchall()
    if task in {"nested", "crossed"}:
        import scipy.sparse  # noqa: F401

        import dueregard.measures  # noqa: F401
    wall, cpu = time.perf_counter(), time.process_time()
    TASKS[task](path)
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps(took))


def measured(path: Path) -> dict[str, dict[str, float]]:
    """Run each task in processes of its own, in turns so that other load falls on all alike; medians."""
    runs: dict[str, list[dict[str, float]]] = {task: [] for task in TASKS}
    for _ in range(RUNS):
        for task, took in runs.items():
            command = [sys.executable, __file__, task, str(path)]
            took.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    return {
        task: {key: statistics.median(run[key] for run in took) for key in took[0]}
        for task, took in runs.items()
    }


def main() -> None:
    """Print a table of all tasks and how they compare with the bare ones."""
    print("| people | task | CPU s | wall s | peak GB | against | ratio | target |")
    print("|---|---|---|---|---|---|---|---|")
    cpu = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in ROWS.items():
            path = Path(folder) / f"{name}.parquet"
            build(path, rows)
            for task, took in measured(path).items():
                cpu[name, task] = took["cpu"]
                against, target = {"nested": ("scan", "4"), "crossed": ("group_by", "2")}.get(task, ("", ""))
                ratio = f"{took['cpu'] / cpu[name, against]:.2f}" if against else ""
                figures = f"{took['cpu']:.2f} | {took['wall']:.2f} | {took['memory']:.2f}"
                print(f"| {name} | {task} | {figures} | {against} | {ratio} | {target} |", flush=True)
    for task in ("nested", "crossed"):
        growth = cpu["10M", task] / cpu["1M", task]
        print(f"\n{task}: ten times the people take {growth:.1f} times the CPU (at most about 10).")
    print(f"Peak memory should stay below {MEMORY} GB.")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run(sys.argv[1], sys.argv[2])
    else:
        main()
