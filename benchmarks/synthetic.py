"""Synthetic people for the benchmarks: ``python synthetic.py FILE ROWS`` writes a Parquet file of them.

Incomes are log-normal to the nearest 10, so with ties; 3% are zero and 1 in 200 is negative. There are 60
strata with 100 sampling units each; 20 areas and 400 districts lie across the units. Every value is a hash of
its row, so that any number of rows is written in a stream and is the same each time.
"""

from __future__ import annotations

import sys

STRATA, UNITS = 60, 6_000


def write(path: str, rows: int) -> None:
    """Write the file."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    normal = (
        "sqrt(-2 * ln((hash(i * 13 + 1) % 1000003 + 1) / 1000004.0)) * cos(hash(i * 17 + 2) % 6283185 / 1e6)"
    )
    connection.execute(
        f"""copy (
            select (psu % {STRATA})::smallint as stratum, psu, area, district, weight,
                case when kind < 30 then 0.0 when kind < 35 then -10.0 * (kind - 29) else round(y, -1) end
                    as income,
                round(y * (0.1 + share / 2000.0), 2) as tax
            from (
                select (hash(i) % {UNITS})::smallint as psu, (hash(i * 3 + 7) % 20)::smallint as area,
                    (hash(i * 5 + 9) % 400)::smallint as district,
                    0.5 + (hash(i * 11 + 5) % 1000) / 1000.0 as weight,
                    hash(i * 19 + 4) % 1000 as kind, hash(i * 23 + 6) % 1000 as share,
                    exp(10 + 0.6 * {normal}) as y
                from range({rows}) t(i)
            )
        ) to '{path}' (format parquet)"""
    )


if __name__ == "__main__" and len(sys.argv) == 3:
    write(sys.argv[1], int(sys.argv[2]))
