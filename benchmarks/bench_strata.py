"""Models of intersectional strata of a million people, beside R lme4 on the same rows.

A million people in 2 x 5 x 5 x 10 strata, with an amount and a yes/no outcome. lme4 is timed from a data
frame in memory: the fit alone. Ours is timed twice: the GROUP BY in the engine and the fit, of a table that
was read; and from the Parquet file, reading and all. CPU seconds are of all threads; lme4 has one.
`--large` adds growth up to 20 million people and glmer with main effects.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measuring
import numpy as np

SHAPE = (2, 5, 5, 10)
NAMES = ("a", "b", "c", "d")
PEER = Path(__file__).with_name("peer_lme4.R")
MODELS = ("lmer-null", "lmer-main", "glmer-null", "glmer-main")
AIM = 150
ROW_GROUP = 122_880
"""Rows that Parquet keeps together, as DuckDB writes them: threads share the groups out."""
GROWTH = (1_000_000, 5_000_000, 20_000_000)


def people(size: int, folder: Path, *, binary: bool) -> None:
    """Write people as Parquet and, for R, as plain columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.Generator(np.random.PCG64(7))
    codes = [rng.choice(n, size=size, p=rng.dirichlet(np.full(n, 4.0))).astype(np.int32) for n in SHAPE]
    stratum = np.ravel_multi_index(codes, SHAPE)
    truth = rng.normal(0, 0.5, int(np.prod(SHAPE)))
    mean = 0.3 * codes[0] - 0.2 * codes[1] + 0.1 * codes[2] + truth[stratum]
    pay = mean + rng.normal(0, 2, size)
    ill = (rng.random(size) < 1 / (1 + np.exp(1 - mean))).astype(np.int32)
    columns = dict(zip((*NAMES, "pay", "ill"), (*codes, pay, ill), strict=True))
    pq.write_table(pa.table(columns), folder / "people.parquet", row_group_size=ROW_GROUP)
    if binary:
        for name, values in columns.items():
            values.tofile(folder / name)


def fitted(folder: Path, model: str) -> dict[str, float]:
    """Fit one model, from the Parquet file on, and say what each step took."""
    from dueregard.causes.strata import fit_binomial, fit_gaussian, main_effects, only_mean
    from dueregard.causes.strata.people import cells_of
    from dueregard.causes.strata.reading import read_strata
    from dueregard.people import read_people

    normal = model.startswith("lmer")
    table, reading = timed(lambda: read_people(folder / "people.parquet"))
    read, grouping = timed(lambda: read_strata(table, outcome="pay" if normal else "ill", strata=NAMES))
    part = only_mean(read.size)
    if model.endswith("main"):
        part = main_effects(read.codes, variables=read.variables, levels=read.levels)
    scale = read.tally.scale("effective")
    fit: Any
    if normal:
        fit, fitting = timed(lambda: fit_gaussian(read.tally.gaussian(scale), part))
    else:
        fit, fitting = timed(lambda: fit_binomial(cells_of(read, scale), part, points=1))
    return {
        "variance": fit.variance,
        "log_likelihood": fit.log_likelihood,
        "reading": reading[0],
        "grouping": grouping[0],
        "fitting": fitting[0],
        "by the clock": grouping[1] + fitting[1],
    }


def timed(work: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """Do something, and say what CPU seconds it took, and seconds by the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    return work(), (time.process_time() - cpu, time.perf_counter() - clock)


def beside_lme4(folder: Path, *, repeats: int, models: tuple[str, ...]) -> None:
    """Print both sides, their ratio and how far their answers are apart."""
    measuring.heading("Models of strata beside lme4", "duckdb", "numpy", "scipy")
    print(
        "| model | lme4 fit, CPU s | GROUP BY and fit, CPU s | times | by the clock, s | times by the clock |"
        " with reading, CPU s | times | variance apart |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    short = []
    for model in models:
        # The best of our runs would flatter us: medians of ours, one run of theirs.
        theirs = measuring.once(["Rscript", str(PEER), str(folder), model])
        runs = [measuring.once(measuring.own(__file__, model, folder)).answer for _ in range(repeats)]
        middle = sorted(runs, key=lambda run: run["grouping"] + run["fitting"])[len(runs) // 2]
        work = middle["grouping"] + middle["fitting"]
        whole = work + middle["reading"]
        apart = measuring.apart([middle["variance"]], [theirs.answer["variance"]])
        clock = middle["by the clock"]
        gain = theirs.wall / clock
        short += [model] if gain < AIM else []
        print(
            f"| {model} | {theirs.cpu:.2f} | {work:.3f} | {theirs.cpu / work:.0f} | {clock:.3f} | "
            f"{gain:.0f} | {whole:.3f} | {theirs.cpu / whole:.0f} | {apart:.1e} |",
            flush=True,
        )
    print(f"\nBelow the aim of {AIM} times by the clock: {', '.join(short) or 'none'}.")


def growing(*, sizes: tuple[int, ...]) -> None:
    """Print how the GROUP BY grows while the fit does not."""
    print("\n| people | reading, s | GROUP BY, s | a million people, s | fit, s |")
    print("|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            people(size, Path(folder), binary=False)
            took = measuring.once(measuring.own(__file__, "lmer-null", Path(folder))).answer
        each = took["grouping"] / (size / 1e6)
        print(
            f"| {size:,} | {took['reading']:.2f} | {took['grouping']:.3f} | {each:.3f} | "
            f"{took['fitting']:.4f} |",
            flush=True,
        )


def main() -> None:
    """Compare, or do one task."""
    parser = measuring.options(__doc__, large="growth up to 20 million people, and glmer with main effects")
    parser.add_argument("--size", type=int, default=1_000_000)
    asked = parser.parse_args()
    if asked.task:
        measuring.report(lambda: fitted(asked.data, asked.task))
        return
    if subprocess.run(["Rscript", str(PEER), "--check"], check=False, capture_output=True).returncode:
        sys.exit("R with lme4 is needed: apt install r-cran-lme4")
    with tempfile.TemporaryDirectory() as folder:
        people(asked.size, Path(folder), binary=True)
        models = MODELS if asked.large else MODELS[:3]
        beside_lme4(Path(folder), repeats=asked.repeats, models=models)
    growing(sizes=GROWTH if asked.large else GROWTH[:1])


if __name__ == "__main__":
    main()
