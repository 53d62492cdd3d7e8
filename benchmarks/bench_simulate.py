"""One and four options on many people: ten characteristics, their pairs, twelve places and tenths.

Run from the repository: ``python benchmarks/bench_simulate.py 1000000``. Prints seconds and peak memory.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import pyarrow as pa

from dueregard.consequences import simulate
from dueregard.options import option_from
from dueregard.people import read_people

CHARACTERISTICS = 10
PLACES = 12


def synthetic(count: int) -> pa.Table:
    """People with incomes, ages, ten characteristics of two to six levels, and a place."""
    draw = np.random.default_rng(11)
    columns = {
        "id": np.arange(count),
        "age": draw.integers(0, 95, count),
        "income": draw.gamma(2.0, 240.0, count),
        "weight": draw.uniform(0.5, 2.0, count),
        "place": draw.integers(0, PLACES, count),
    }
    for number in range(CHARACTERISTICS):
        columns[f"characteristic_{number}"] = draw.integers(0, 2 + number % 5, count)
    return pa.table(columns)


def options(count: int) -> list[object]:
    """Options that differ in amount, each with take-up, a taper and a cap."""
    return [
        option_from(
            {
                "name": f"Option {number}",
                "kind": "cash",
                "eligible": "income < 400 and age >= 18",
                "amount": 10 * number,
                "take_up": 0.8,
                "withdraw": {"against": "income", "from": 300, "rate": 0.1},
                "who_pays": {"by": "income"},
            }
        )
        for number in range(1, count + 1)
    ]


def main() -> None:
    """Measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    table = synthetic(count)
    for several in [int(each) for each in sys.argv[2:]] or [1, 4]:
        start, cpu = time.perf_counter(), time.process_time()
        people = read_people(table, weight="weight")
        found = simulate(
            people,
            options(several),
            outcome="income",
            id="id",
            by=["place", *(f"characteristic_{number}" for number in range(CHARACTERISTICS))],
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{count:,} people, {several} options: {time.perf_counter() - start:.1f} s "
            f"({time.process_time() - cpu:.1f} s of processor), {len(found.records):,} records, "
            f"peak {peak:,.0f} MB"
        )


if __name__ == "__main__":
    main()
