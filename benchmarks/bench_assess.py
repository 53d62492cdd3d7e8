"""The main job at scale: ``assess`` of a census casebook, its records repeated to millions of people.

Run it with ``make bench``, or with a casebook whose people are a Parquet file::

    python benchmarks/bench_assess.py [CASEBOOK_FOLDER] [--people 63388 500000 5000000]

Records are repeated with weights and areas perturbed (seeded), so that no two copies are alike. Each size
runs in a process of its own; CPU seconds and peak memory are read from the operating system.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

AREAS = 32
SCOTLAND = Path(__file__).parents[1] / "tests" / "casebooks" / "scotland"


def repeated(source: Path, target: Path, people: int) -> None:
    """Write `people` records: the file's own, over and over, with a random weight and area each."""
    connection = duckdb.connect()
    records = connection.sql(f"select count(*) from '{source}'").fetchall()[0][0]
    copies = -(-people // records)
    connection.execute("select setseed(0.5)")
    connection.execute(
        f"""copy (
            select p.*, 0.5 + random() as perturbed_weight,
                   'area ' || cast(floor({AREAS} * random()) as int) as area
            from '{source}' p, range({copies}) limit {people}
        ) to '{target}' (format parquet)"""
    )


def casebook_of(original: Path, folder: Path, people: Path) -> Path:
    """Write the casebook again, with the repeated people, their weight and their area."""
    lines = (original / "casebook.toml").read_text(encoding="utf-8").splitlines()
    text = "\n".join(f'source = "{people.name}"' if line.startswith("source = ") else line for line in lines)
    text = text.replace("[people]\n", '[people]\nweight = "perturbed_weight"\n', 1)
    text = text.replace("[people.places]\n", '[people.places]\narea = "area"\n', 1)
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    return folder


def measured(folder: Path) -> tuple[float, float, float]:
    """Assess in a process of its own: wall seconds, CPU seconds, peak memory in gigabytes."""
    program = (
        "import resource, sys\n"
        "from dueregard.cli import main\n"
        "code = main(['assess', sys.argv[1], '--json'])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, file=sys.stderr)\n"
        "sys.exit(code)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, float(done.stderr.split()[-1])


def main() -> None:
    """Print a table of sizes, times and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", type=Path, nargs="?", default=SCOTLAND)
    parser.add_argument("--people", type=int, nargs="+", default=[63_388, 500_000, 5_000_000])
    options = parser.parse_args()
    print("\n## Assess a census casebook: four outcomes, nine characteristics, two intersections\n")
    source = next(
        line.split('"')[1]
        for line in (options.casebook / "casebook.toml").read_text().splitlines()
        if line.startswith("source = ")
    )
    if not (options.casebook / source).exists():
        print(f"Left out: the casebook's people, {Path(source).name}, are not here.")
        return
    print("| people | wall s | CPU s | peak GB |\n|---|---|---|---|")
    for people in options.people:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            repeated((options.casebook / source).resolve(), folder / "people.parquet", people)
            wall, cpu, memory = measured(casebook_of(options.casebook, folder, folder / "people.parquet"))
        print(f"| {people:,} | {wall:.1f} | {cpu:.1f} | {memory:.2f} |", flush=True)


if __name__ == "__main__":
    main()
