"""Measures added up on many people: characteristics, their pairs and tenths, with means-tested measures.

Run from the repository: ``python benchmarks/bench_cumulative.py 100000 4``. Prints seconds and peak memory.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import pyarrow as pa

from dueregard.consequences.cumulative import Asked, Bundle, cumulate
from dueregard.options import option_from
from dueregard.people import read_people

LEVELS = {"sex": 2, "ethnicity": 5, "disabled": 2, "family_type": 4, "age_band": 6}


def synthetic(count: int) -> pa.Table:
    """People with an income, a weight, an id and five characteristics."""
    draw = np.random.default_rng(20240117)
    columns = {
        "id": np.arange(count),
        "age": draw.integers(0, 90, count),
        "income": draw.lognormal(6.0, 0.6, count).round(2),
        "weight": draw.uniform(0.5, 2.0, count),
    }
    for name, levels in LEVELS.items():
        columns[name] = draw.integers(0, levels, count)
    return pa.table(columns)


def bundle(count: int) -> Bundle:
    """Measures of which every second one is means-tested, so that it sees what came before."""
    measures = []
    for number in range(count):
        keys = {"name": f"Measure {number}", "kind": "cash", "amounts_below_zero": "allow"}
        if number % 2:
            keys |= {
                "eligible": f"income < {500 + 20 * number}",
                "amount": 8 + number,
                "take_up": 0.8,
                "withdraw": {"against": "income", "from": 300, "rate": 0.1},
            }
        else:
            keys |= {"eligible": f"family_type != {number % 4}", "amount": -6 - number}
        measures.append(option_from(keys))
    return Bundle(measures=tuple(measures))


def main() -> None:
    """Measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    table = synthetic(count)
    for several in [int(each) for each in sys.argv[2:]] or [2, 4, 6]:
        start, cpu = time.perf_counter(), time.process_time()
        people = read_people(table, weight="weight")
        found = cumulate(
            people, bundle(several), Asked(outcome="income", by=tuple(LEVELS), child="age < 16"), id="id"
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{count:,} people, {several} measures ({2**several} subsets): "
            f"{time.perf_counter() - start:.1f} s ({time.process_time() - cpu:.1f} s of processor), "
            f"{len(found.records):,} records, peak {peak:,.0f} MB"
        )


if __name__ == "__main__":
    main()
