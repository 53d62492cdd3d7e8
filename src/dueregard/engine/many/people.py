"""People as arrays: weights, strata and small codes of their groups, read in one scan of the table.

Columns of numbers come from whoever asks, who has them in memory already.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine.frames import batches, numbers, whole_numbers
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import distinct_codes
from dueregard.engine.rows import weighted_frame
from dueregard.engine.scored import Floats
from dueregard.engine.strata import Strata, read_strata
from dueregard.engine.table import Table
from dueregard.engine.units import check_weights_once

__all__ = ["GroupCodes", "ManyPeople", "can_take", "codes_of", "key_of", "many_people"]

BATCH = 250_000
"""How many rows are fetched at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupCodes:
    """Who has which value of a grouping's key.

    Attributes
    ----------
    code : ndarray of unsigned int (n,)
        Place in `values`; their number is missing.
    values : tuple
        Distinct values.
    """

    code: NDArray[np.unsignedinteger[Any]] = field(repr=False)
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ManyPeople:
    """Everybody in a table, in its order.

    Attributes
    ----------
    table : Table
        Design, domain and identity.
    weight : ndarray (n,)
        Nought where it is missing.
    codes : mapping
        By :func:`key_of` each grouping.
    domain : ndarray of bool (n,), optional
        Whom estimates are about; None for everybody.
    strata : Strata, optional
        None for a full count.
    stratum : ndarray of int (n,), optional
        The stratum of each; None where there is one.
    columns : mapping of str to ndarray (n,)
        By the names that measures use; NaN is missing.
    sums : mapping of str to (str, str)
        Columns that are the sum of two others: after is before plus change.
    """

    table: Table
    weight: Floats = field(repr=False)
    codes: Mapping[Hashable, GroupCodes] = field(repr=False)
    domain: NDArray[np.bool_] | None = field(repr=False)
    strata: Strata | None
    stratum: NDArray[np.int64] | None = field(repr=False)
    columns: Mapping[str, Floats] = field(default_factory=dict, repr=False)
    sums: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.weight)

    def having(
        self, columns: Mapping[str, Floats], *, sums: Mapping[str, tuple[str, str]] | None = None
    ) -> ManyPeople:
        """Give the same people columns to be asked about.

        Parameters
        ----------
        columns : mapping of str to ndarray (n,)
            In the order of the table; NaN is missing.
        sums : mapping of str to (str, str), optional
            Columns that are the sum of two others.

        Returns
        -------
        ManyPeople
            With these columns only.
        """
        return replace(self, columns=columns, sums=sums or {})

    def everybody(self) -> ManyPeople:
        """Give everybody, of the domain or not.

        Returns
        -------
        ManyPeople
            With the same columns.
        """
        return replace(self, domain=None)

    def coded(self, code: Mapping[Hashable, GroupCodes]) -> ManyPeople:
        """Give the same people further groups.

        Parameters
        ----------
        code : mapping
            By :func:`key_of` each grouping.

        Returns
        -------
        ManyPeople
            With these beside those that were read.
        """
        return replace(self, codes={**self.codes, **code})


def can_take(table: Table) -> bool:
    """Say whether people are taken into memory for many questions.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    bool
        False on other machines, and for designs whose errors need more than sums over people: clusters,
        replicate weights, known totals, and full counts under a model.
    """
    design = table.design
    plain = design.replicates is None and design.known_totals is None and design.rows_are_units
    modelled = design.count == "full" and design.has_sampling_error
    return plain and not modelled and bool(table.frame.implementation.is_duckdb()) and table.row is not None


def key_of(grouping: Grouping) -> Hashable:
    """Name the values that tell a grouping's groups apart.

    Parameters
    ----------
    grouping : Grouping
        Of the people.

    Returns
    -------
    hashable
        The same for groupings that differ in labels only.
    """
    return (grouping.column, grouping.bands, grouping.excluded if grouping.bands else None)


def many_people(table: Table, groupings: Iterable[Grouping]) -> ManyPeople:
    """Read people in one scan of the table.

    Parameters
    ----------
    table : Table
        The people; see :func:`can_take`.
    groupings : iterable of Grouping
        What they will be grouped by.

    Returns
    -------
    ManyPeople
        Without columns yet.

    Raises
    ------
    PeopleError
        When weights or strata cannot be used.
    """
    wanted = {key_of(each): each for each in groupings}
    expressions: dict[str, nw.Expr] = {"_row": nw.col(str(table.row)), "_w": nw.col("_w")}
    if table.domain is not None:
        inside = table.expression(table.domain)
        expressions["_in"] = nw.when(inside).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    stratified = table.design.strata is not None and table.design.has_sampling_error
    if stratified:
        expressions["_s"] = table.column(str(table.design.strata))
    for index, grouping in enumerate(wanted.values()):
        expressions[f"_g{index}"] = grouping.key(table.column(grouping.column))
    plain = {"_row": whole_numbers, "_w": numbers, "_in": lambda column: numbers(column) > 0}
    pieces: dict[str, list[Any]] = {name: [] for name in expressions}
    encoders = {name: _Encoder() for name in expressions if name not in plain}
    for batch in batches(weighted_frame(table).select(**expressions), BATCH):
        for name, column in batch.items():
            turn = plain.get(name) or encoders[name].encode
            pieces[name].append(np.array(turn(column)))
    arrays = {name: np.concatenate(pieces.pop(name)) for name in list(pieces)}
    row = arrays.pop("_row")
    if not np.all(row[1:] > row[:-1]):
        order = np.argsort(row, kind="stable")
        arrays = {name: array[order] for name, array in arrays.items()}
    strata = read_strata(table) if table.design.has_sampling_error else None
    if strata is None:
        check_weights_once(table)
    found = {name: encoder.finished(arrays[name]) for name, encoder in encoders.items()}
    stratum = None
    if stratified and strata is not None and len(strata.sizes) > 1:
        import pyarrow as pa

        places = strata.locate(pa.array(found["_s"].values, type=strata.names.type))
        stratum = places[found["_s"].code]
    return ManyPeople(
        table=table,
        weight=arrays["_w"],
        codes={key: found[f"_g{index}"] for index, key in enumerate(wanted)},
        domain=arrays.get("_in"),
        strata=strata,
        stratum=stratum,
    )


def codes_of(values: Floats) -> GroupCodes:
    """Number the few distinct values of a column of whole numbers.

    Parameters
    ----------
    values : ndarray (n,)
        NaN is missing.

    Returns
    -------
    GroupCodes
        In rising order.

    Examples
    --------
    >>> codes_of(np.array([2.0, np.nan, 1.0])).code
    array([1, 2, 0], dtype=uint8)
    """
    known = ~np.isnan(values)
    distinct, place = distinct_codes(values[known].astype(np.int64))
    code = np.full(len(values), len(distinct), dtype=_kind(len(distinct)))
    code[known] = place
    return GroupCodes(code=code, values=tuple(distinct.astype(float).tolist()))


def _kind(count: int) -> type[np.unsignedinteger[Any]]:
    return np.uint8 if count < 2**8 else np.uint16 if count < 2**16 else np.uint32


class _Encoder:
    """Numbers the distinct values of a column that comes in batches."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}

    def encode(self, column: Any) -> NDArray[np.int32]:
        coded = column.dictionary_encode()
        numbered = [self.places.setdefault(value, len(self.places)) for value in coded.dictionary.to_pylist()]
        return np.array([*numbered, -1], dtype=np.int32)[whole_numbers(coded.indices)]

    def finished(self, codes: NDArray[np.int32]) -> GroupCodes:
        count = len(self.places)
        codes[codes < 0] = count
        return GroupCodes(code=codes.astype(_kind(count)), values=tuple(self.places))
