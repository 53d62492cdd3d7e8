"""One scan of a table that fetches what people are in memory: weights, codes and the keys of their units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.frames import batches, numbers, whole_numbers
from dueregard.engine.rows import weighted_frame
from dueregard.engine.table import Table

__all__ = ["Fetched", "fetch", "narrowest"]

BATCH = 250_000
"""How many rows are fetched at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fetched:
    """Columns in the order of the table.

    Attributes
    ----------
    numbers : mapping of str to ndarray (n,)
        ``_w``, and ``_in`` where there is a domain.
    codes : mapping of str to (ndarray of unsigned int (n,), tuple)
        Of each other column: places among its distinct values, and these; their number is missing.
    keys : list of pyarrow array
        What identifies sampling units.
    """

    numbers: Mapping[str, NDArray[Any]]
    codes: Mapping[str, tuple[NDArray[np.unsignedinteger[Any]], tuple[Any, ...]]]
    keys: Sequence[Any]


def fetch(table: Table, expressions: Mapping[str, nw.Expr], keys: Sequence[str]) -> Fetched:
    """Fetch columns in one scan.

    Parameters
    ----------
    table : Table
        With numbered rows.
    expressions : mapping of str to narwhals.Expr
        Columns by name; ``_in`` is 1 or 0.
    keys : sequence of str
        Which of them are fetched as they are.

    Returns
    -------
    Fetched
        With ``_w`` too.
    """
    plain = {"_row": whole_numbers, "_w": numbers, "_in": lambda column: numbers(column) > 0}
    every = {"_row": nw.col(str(table.row)), "_w": nw.col("_w"), **expressions}
    encoders = {name: _Encoder() for name in expressions if name not in plain and name not in keys}
    pieces: dict[str, list[Any]] = {name: [] for name in every}
    for batch in batches(weighted_frame(table).select(**every), BATCH):
        for name, column in batch.items():
            if name in keys:
                pieces[name].append(_decoded(column))
            else:
                turn = plain.get(name) or encoders[name].encode
                pieces[name].append(np.array(turn(column)))
    units = [pa.concat_arrays(pieces.pop(name)) for name in keys]
    arrays = {name: np.concatenate(pieces.pop(name)) for name in list(pieces)}
    row = arrays.pop("_row")
    if not np.all(row[1:] > row[:-1]):
        order = np.argsort(row, kind="stable")
        arrays = {name: array[order] for name, array in arrays.items()}
        units = [column.take(pa.array(order)) for column in units]
    return Fetched(
        numbers={name: arrays[name] for name in ("_w", "_in") if name in arrays},
        codes={name: encoder.finished(arrays.pop(name)) for name, encoder in encoders.items()},
        keys=units,
    )


def narrowest(count: int) -> type[np.unsignedinteger[Any]]:
    """Say how wide codes up to a number must be.

    Parameters
    ----------
    count : int
        The highest code.

    Returns
    -------
    type
        Of one, two or four bytes.
    """
    return np.uint8 if count < 2**8 else np.uint16 if count < 2**16 else np.uint32


def _decoded(column: Any) -> Any:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole


class _Encoder:
    """Numbers the distinct values of a column that comes in batches."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}

    def encode(self, column: Any) -> NDArray[np.int32]:
        coded = column.dictionary_encode()
        numbered = [self.places.setdefault(value, len(self.places)) for value in coded.dictionary.to_pylist()]
        return np.array([*numbered, -1], dtype=np.int32)[whole_numbers(coded.indices)]

    def finished(self, codes: NDArray[np.int32]) -> tuple[NDArray[np.unsignedinteger[Any]], tuple[Any, ...]]:
        count = len(self.places)
        codes[codes < 0] = count
        return codes.astype(narrowest(count)), tuple(self.places)
