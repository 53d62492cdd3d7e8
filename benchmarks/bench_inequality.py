"""Seven measures of inequality and poverty of a million people, beside R survey and convey.

EU-SILC as published with R `laeken` (14,827 people), repeated with household numbers of their own and weights
divided, so that totals stay: strata are the nine provinces, clusters the households, groups sex by province.
Ours: the values and standard errors of all 126 estimates and their whole covariance. R's: the same values and
standard errors, the covariances of groups within a measure where convey offers them (it does not for the
poverty rate), none between measures. Values and standard errors are compared.

R is found as `Rscript`, with the package survey. convey is taken from R's library, or sourced from a folder
of its R files::

    python benchmarks/bench_inequality.py --large --convey FOLDER
"""

from __future__ import annotations

import argparse
import itertools
import math
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import measuring
from measuring import Measured

COPIES = {"100k": 7, "1M": 68}
MEMORY, SHARE = 0.6, 15
MEASURES = ("mean", "gini", "mean_log_deviation", "theil", "atkinson", "quintile_share_ratio", "poverty_rate")
PEER = Path(__file__).with_name("peer_convey.R")
RECORDED = """R was not run: Rscript, survey or convey is not here, see --convey. On record, from a shared
machine of 2 cores with R 4.2.2, survey 4.5 and convey 1.0.1: 1M people, 79.9 CPU s, 224 s wall, 2.16 GB;
100k people, 8.5 CPU s, 15 to 18 s wall, 0.32 GB."""
# Relative. convey's Gini counts a person's own weight otherwise: its values are brought to ours, see `build`,
# its standard errors and covariances cannot be.
TOLERANCE = 1e-9
TOLERANCE_GINI_SPREAD = 5e-3


def build(data: Path, copies: int) -> dict[str, float]:
    """Write the repeated people as Parquet for us and as plain columns for R.

    Returns by how much the Gini of convey, (2 sum(R w y) - sum(w y))/(N Y) - 1, is above the one that does
    not depend on the scale of the weights, (2 sum(R w y) - sum(w w y))/(N Y) - 1, in each group.
    """
    import duckdb

    source = measuring.shared_data("measures", "eusilc.csv.gz")
    connection = duckdb.connect()
    connection.execute(
        f"""copy (
            select (copy * 100000 + db030)::int as household, copy * 10000000 + rb030 as person, db040, rb090,
                "eqIncome" as income, rb050 / {copies} as weight
            from '{source}', range({copies}) c(copy)
        ) to '{data / "people.parquet"}' (format parquet)"""
    )
    people = connection.sql(
        f"""select household, dense_rank() over (order by db040)::int as province,
            dense_rank() over (order by rb090)::int as sex, income::double as income, weight::double as weight
        from '{data / "people.parquet"}'"""
    ).fetchnumpy()
    for name, values in people.items():
        values.tofile(data / name)
    for name in ("db040", "rb090"):
        levels = connection.sql(f"select distinct {name} from '{data / 'people.parquet'}' order by 1")
        (data / f"{name}.txt").write_text("\n".join(level for (level,) in levels.fetchall()) + "\n")
    excess = connection.sql(
        f"""select rb090 || '.' || db040,
            sum((weight - 1) * weight * income) / sum(weight) / sum(weight * income)
        from '{data / "people.parquet"}' group by 1"""
    )
    return dict(excess.fetchall())


def ours(data: Path) -> dict[str, Any]:
    """Estimate everything."""
    import dueregard as dr

    people = dr.read_people(data / "people.parquet", weight="weight", strata="db040", cluster="household")
    parameters = {"atkinson": {"epsilon": 1}, "poverty_rate": {"line": "0.6*median"}}
    measures = [getattr(dr.measures, name)("income", **parameters.get(name, {})) for name in MEASURES]
    estimates = people.estimate(*measures, by=["rb090", "db040"])
    covariance = estimates.covariance()
    assert covariance.shape == (len(estimates), len(estimates))
    groups = len(estimates) // len(MEASURES)
    answer: dict[str, Any] = {}
    for at, name in enumerate(MEASURES):
        own = slice(at * groups, (at + 1) * groups)
        answer[name] = {
            "groups": [f"{label.by['rb090']}.{label.by['db040']}" for label in estimates.labels[own]],
            "values": estimates.values[own].tolist(),
            "covariance": covariance[own, own].tolist(),
        }
    return answer


def loaded() -> None:
    """Import what is used, so that only the work is measured."""
    import duckdb
    import scipy.sparse  # noqa: F401

    import dueregard as dr

    duckdb.sql("select 1").fetchall()
    dr.read_people({"income": [1.0, 2.0]}).estimate(dr.measures.mean("income"))


def differences(found: Mapping[str, Any], peer: Mapping[str, Any], excess: Mapping[str, float]) -> None:
    """Print the largest relative differences from R, and stop where they exceed what is known."""
    text = []
    for name in MEASURES:
        mine, other = found[name], peer[name]
        place = [other["groups"].index(group) for group in mine["groups"]]
        more = excess if name == "gini" else dict.fromkeys(excess, 0.0)
        values = [value + more[group] for value, group in zip(mine["values"], mine["groups"], strict=True)]
        ours, theirs = mine["covariance"], [[other["covariance"][i][j] for j in place] for i in place]
        apart = {
            "values": measuring.apart(values, [other["values"][i] for i in place]),
            "errors": measuring.apart(*(map(math.sqrt, diagonal(each)) for each in (ours, theirs))),
        }
        if name != "poverty_rate":  # convey has no covariances of it
            apart["correlations"] = off_diagonal(ours, theirs)
        text.append(f"{name} {', '.join(f'{what} {value:.0e}' for what, value in apart.items())}")
        known = TOLERANCE_GINI_SPREAD if name == "gini" else TOLERANCE
        if apart["values"] > TOLERANCE or max(apart.values()) > known:
            raise SystemExit(f"R differs by more than is known: {text[-1]}.")
    print("\nLargest differences from R, relative; of correlations between groups, absolute:\n")
    print("\n".join(f"- {line}" for line in text))


def diagonal(matrix: Sequence[Sequence[float]]) -> list[float]:
    """Give the variances of a covariance."""
    return [row[at] for at, row in enumerate(matrix)]


def off_diagonal(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> float:
    """Give the largest difference of covariances, in units of the standard errors."""
    errors = [math.sqrt(variance) for variance in diagonal(theirs)]
    return max(
        abs(ours[i][j] - theirs[i][j]) / (errors[i] * errors[j])
        for i, j in itertools.combinations(range(len(errors)), 2)
    )


def peer_is_here(convey: str) -> bool:
    """Say whether R has what it needs."""
    if shutil.which("Rscript") is None:
        return False
    check = ["Rscript", str(PEER), "--check", convey]
    return subprocess.run(check, check=False, capture_output=True).returncode == 0


def compare(options: argparse.Namespace, size: str) -> None:
    """Print the table of one size."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        built = measuring.once(measuring.own(__file__, "build", data, "--copies", str(COPIES[size])))
        commands = {"dueregard": measuring.own(__file__, "ours", data)}
        with_peer = peer_is_here(options.convey)
        if with_peer:
            commands["R"] = ["Rscript", str(PEER), str(data), options.convey]
        took = measuring.in_turns(commands, options.repeats)
    names = list(took)
    print(f"{size} people:\n")
    measuring.table(took, {names[1]: names[0]} if with_peer else {})
    mine = took[names[0]]
    if with_peer:
        verdict(mine, took[names[1]], built.answer)
    else:
        print(f"\n{RECORDED}")
    print(f"Peak memory {mine.memory:.2f} GB; the aim is at most {MEMORY} GB at 1M.")


def verdict(mine: Measured, peer: Measured, excess: Mapping[str, float]) -> None:
    """Print how answers and costs compare."""
    differences(mine.answer, peer.answer, excess)
    print(f"\nR takes {peer.cpu / mine.cpu:.1f} times our CPU; the aim at 1M is at least {SHARE}.")


def main() -> None:
    """Do one task, or compare all."""
    parser = measuring.options(__doc__, large="a million people as well; R alone takes minutes each time")
    parser.add_argument(
        "--convey", default="", help="a folder of convey's R files, where it is not installed"
    )
    parser.add_argument("--copies", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task == "build":
        measuring.report(partial(build, options.data, options.copies))
    elif options.task == "ours":
        loaded()
        measuring.report(partial(ours, options.data))
    elif measuring.shared_data("measures", "eusilc.csv.gz") is None:
        print("\nLeft out: eusilc.csv.gz is not here; DUEREGARD_SHARED names the folder of reference data.")
    else:
        measuring.heading("Inequality and poverty of 18 groups", "dueregard", "duckdb", "numpy")
        for size in ("100k", "1M") if options.large else ("100k",):
            compare(options, size)


if __name__ == "__main__":
    main()
