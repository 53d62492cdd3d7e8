"""A fingerprint of people: the same table read twice holds the same people, so their estimates covary.

The fingerprint is of content, never of a path or a date. A file of up to 256 MiB is hashed whole; of a
larger one its size and 1 MiB from each of 256 evenly spaced places, the two ends included (for Parquet
that includes the footer, with the sizes and ranges of all its parts). A table in memory is hashed row by
row with its row numbers. Files of two formats, or a table and an altered copy of it, are different people:
to compare before with after, ask for both columns in one call.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from dueregard.people.database import only_row

__all__ = ["content_of_file", "content_of_table"]

_WHOLE = 256 * 2**20
_BLOCK = 2**20
_BLOCKS = 256


def content_of_file(path: Path) -> str:
    """Fingerprint a file.

    Parameters
    ----------
    path : Path
        An existing file.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        if size <= _WHOLE:
            while block := file.read(_BLOCK):
                digest.update(block)
        else:
            for index in range(_BLOCKS):
                file.seek((size - _BLOCK) * index // (_BLOCKS - 1))
                digest.update(file.read(_BLOCK))
    return digest.hexdigest()


def content_of_table(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> str:
    """Fingerprint a table of the private database.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        The private database.
    table : str
        Its name.
    columns : list of str
        Its columns.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    row = f"hash({', '.join(columns)}, rowid)"
    totals = f"count(*), bit_xor({row}), sum({row}::hugeint)"
    parts = only_row(connection, f"select {totals} from {table}")
    return hashlib.sha256(repr(parts).encode()).hexdigest()
