"""The groups of a domain, also those in which nobody has a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from dueregard.engine.frames import collect, numbers
from dueregard.engine.grouping import Grouping
from dueregard.engine.table import Table, row_count

__all__ = ["with_groups_present"]


def with_groups_present(
    table: Table, groupings: Sequence[Grouping], got: Mapping[str, Any], keys: Sequence[str]
) -> list[Any]:
    """Add to fetched keys those of the domain's other groups, where levels are found and not declared.

    Parameters
    ----------
    table : Table
        The people.
    groupings : sequence of Grouping
        The crossing.
    got : mapping
        What was fetched of the people with a value; ``_rows`` counts them, where they were counted.
    keys : sequence of str
        The fetched keys of the crossing.

    Returns
    -------
    list of pyarrow array
        The fetched keys, each followed by those of the domain. One scan, once a crossing and domain, and
        none when levels are declared or everybody has a value.
    """
    fetched = [_array(got[key]) for key in keys]
    if all(grouping.declared for grouping in groupings):
        return fetched
    if "_rows" in got and numbers(got["_rows"]).sum() == row_count(table):
        return fetched
    found = _groups(table, groupings, keys)
    return [
        pa.concat_arrays([own, found[key].cast(own.type)]) for own, key in zip(fetched, keys, strict=True)
    ]


def _groups(table: Table, groupings: Sequence[Grouping], keys: Sequence[str]) -> Mapping[str, Any]:
    known: dict[Any, Mapping[str, Any]] = table.cache.setdefault("groups", {})
    name = (str(table.domain), tuple((each.column, each.bands, each.excluded) for each in groupings))
    if name not in known:
        frame = table.frame
        if table.domain is not None:
            frame = frame.filter(table.expression(table.domain))
        if table.design.weight is not None:
            frame = frame.filter(table.column(table.design.weight) > 0)
        columns: dict[str, nw.Expr] = {
            key: grouping.key(table.column(grouping.column))
            for key, grouping in zip(keys, groupings, strict=True)
        }
        found = collect(frame.select(**columns).unique())
        known[name] = {key: _array(found[key]) for key in keys}
    return known[name]


def _array(column: Any) -> Any:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole
