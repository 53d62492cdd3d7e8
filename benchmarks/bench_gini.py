"""Eleven smooth measures in one scan and Gini with one sort, beside DuckDB's bare scan and bare sorts.

Synthetic people of `synthetic.py` by 20 areas; every measure with standard errors and the whole covariance
over 6,000 sampling units. The yardsticks read the same five columns of the same Parquet file: a sum of each,
the whole table in order of income, the same in order of area and income, and a running total of weights
within areas in order of income.
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

PEOPLE = Path(__file__).with_name("synthetic.py")
LINE = 13_000
COLUMNS = ("stratum", "psu", "area", "weight", "income")
AIM = 3


def sql(query: str, file: Path) -> None:
    """Run a bare query over the columns."""
    import duckdb

    duckdb.sql(query.format(people=f"(select {', '.join(COLUMNS)} from '{file}')")).fetchall()


def last_of(order: str) -> str:
    """Sort all columns and take the last row, so that the sort is done and nothing is fetched."""
    return f"select {', '.join(f'last({name})' for name in COLUMNS)} from (from {{people}} order by {order})"


BARE = {
    "scan": f"select {', '.join(f'sum({name})' for name in COLUMNS)} from {{people}}",
    "sort": last_of("income"),
    "sort by area": last_of("area, income"),
    "running total": """select max(total) from (
        select sum(weight) over (partition by area order by income rows unbounded preceding) as total
        from {people})""",
}


def smooth() -> list[Any]:
    """The mean, four entropies, three Atkinson indices and three poverty measures at a fixed line."""
    from dueregard import measures

    entropies = [measures.generalised_entropy("income", alpha=alpha) for alpha in (-1, 0.5, 1, 2)]
    atkinsons = [measures.atkinson("income", epsilon=epsilon) for epsilon in (0.5, 1, 2)]
    poverty = [measures.fgt("income", alpha=alpha, line=LINE) for alpha in (0, 1, 2)]
    return [measures.mean("income"), *entropies, *atkinsons, *poverty]


def estimated(file: Path, what: str) -> float:
    """Estimate by areas; gives the largest standard error, which must be a number."""
    import dueregard as dr

    measures = {"smooth": smooth, "gini": lambda: [dr.measures.gini("income")]}[what]()
    people = dr.read_people(file, weight="weight", strata="stratum", cluster="psu")
    found = people.estimate(*measures, by="area")
    assert len(found.covariance()) == 20 * len(measures)
    assert (found.se > 0).all()
    return float(found.se.max())


TASKS = {
    **{name: partial(sql, query) for name, query in BARE.items()},
    "eleven smooth measures": partial(estimated, what="smooth"),
    "Gini": partial(estimated, what="gini"),
}


def loaded() -> None:
    """Import what is used, so that only the work is measured."""
    import duckdb
    import scipy.sparse  # noqa: F401

    import dueregard as dr

    duckdb.sql("select 1").fetchall()
    dr.read_people({"income": [1.0, 2.0]}).estimate(dr.measures.mean("income"), dr.measures.gini("income"))


def compare(options: argparse.Namespace, name: str, rows: int) -> None:
    """Print the table of one size."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.parquet"
        subprocess.run([sys.executable, str(PEOPLE), str(file), str(rows)], check=True)
        took = measuring.in_turns(
            {task: measuring.own(__file__, task, file) for task in TASKS}, options.repeats
        )
    print(f"{name} people:\n")
    measuring.table(took, {"eleven smooth measures": "scan", "Gini": "sort"})
    by_area = took["Gini"].cpu / took["sort by area"].cpu
    total = took["Gini"].cpu / took["running total"].cpu
    print(
        f"\nGini takes {by_area:.1f} times the CPU of the sort by area and {total:.1f} times that of the "
        f"running total; the aim is {AIM} times the bare sort.\n"
    )


def main() -> None:
    """Do one task, or compare all."""
    parser = measuring.options(__doc__, large="10 million people as well")
    options = parser.parse_args()
    if options.task:
        loaded()
        measuring.report(partial(TASKS[options.task], file=options.data))
        return
    measuring.heading("Smooth measures and Gini of 20 areas", "dueregard", "duckdb", "numpy")
    for name, rows in {"1M": 1_000_000, "10M": 10_000_000}.items() if options.large else [("1M", 1_000_000)]:
        compare(options, name, rows)


if __name__ == "__main__":
    main()
