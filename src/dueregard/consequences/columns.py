"""People with further columns: what options change, beside what was there, for one scan."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.frames import framed
from dueregard.people import People
from dueregard.people.source import ROW

__all__ = ["with_columns"]


def with_columns(people: People, row: NDArray[Any], columns: Mapping[str, NDArray[Any]]) -> People:
    """Add columns of numbers to people; they stay the same people, so estimates covary.

    Parameters
    ----------
    people : People
        Held by DuckDB.
    row : ndarray of int (n,)
        Row numbers.
    columns : mapping of str to ndarray (n,)
        By the name that measures use; NaN is missing.

    Returns
    -------
    People
        The same design and identity.
    """
    table = people.table
    connection = table.connection
    # Columns may be added more than once.
    free = (name for name in (f"o{index}" for index in count()) if name not in table.schema)
    internal = dict(zip(columns, free, strict=False))
    arrays = {internal[name]: pa.array(values, from_pandas=True) for name, values in columns.items()}
    key = uuid.uuid4().hex
    connection.from_arrow(pa.table({"_of": row, **arrays})).create(f"added_{key}")
    added = framed(connection.table(f"added_{key}"))
    joined = table.frame.join(added, left_on=ROW, right_on="_of", how="left").sort(ROW)
    joined.to_native().create(f"with_{key}")
    connection.execute(f"drop table added_{key}")
    return replace(
        people,
        table=replace(
            table,
            frame=framed(connection.table(f"with_{key}")),
            names={**table.names, **internal},
            cache={},
        ),
        computed=people.computed | frozenset(columns),
    )
