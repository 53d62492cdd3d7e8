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

from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import distinct_codes
from dueregard.engine.many.clusters import Clusters, read_clusters
from dueregard.engine.many.reading import fetch, narrowest
from dueregard.engine.scored import Floats
from dueregard.engine.strata import Strata, read_strata
from dueregard.engine.table import Table
from dueregard.engine.units import check_weights_once, key_columns

__all__ = ["GroupCodes", "ManyPeople", "can_take", "codes_of", "key_of", "many_people"]


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
    clusters : Clusters, optional
        None where people are their own sampling units.
    """

    table: Table
    weight: Floats = field(repr=False)
    codes: Mapping[Hashable, GroupCodes] = field(repr=False)
    domain: NDArray[np.bool_] | None = field(repr=False)
    strata: Strata | None
    stratum: NDArray[np.int64] | None = field(repr=False)
    columns: Mapping[str, Floats] = field(default_factory=dict, repr=False)
    sums: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    clusters: Clusters | None = field(default=None, repr=False)

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
        False on other machines, and for designs whose errors need more than sums over people or sampling
        units: several stages, replicate weights, known totals, and full counts under a model.
    """
    design = table.design
    plain = design.replicates is None and design.known_totals is None and len(design.stages) < 2
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
    sampled = table.design.has_sampling_error
    keys = key_columns(table) if sampled and table.design.stages else ()
    expressions: dict[str, nw.Expr] = {}
    if table.domain is not None:
        inside = table.expression(table.domain)
        expressions["_in"] = nw.when(inside).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    if sampled and table.design.strata is not None:
        expressions["_s"] = table.column(table.design.strata)
    if keys:
        expressions["_u0"] = table.column(table.design.stages[0])
    for index, grouping in enumerate(wanted.values()):
        expressions[f"_g{index}"] = grouping.key(table.column(grouping.column))
    got = fetch(table, expressions, keys)
    found = {name: GroupCodes(code=code, values=values) for name, (code, values) in got.codes.items()}
    clusters, strata, stratum = None, None, None
    if keys:
        clusters, strata, stratum = read_clusters(table, got.keys)
    elif sampled:
        strata = read_strata(table)
        stratum = _strata_of(strata, found.get("_s"))
    else:
        check_weights_once(table)
    return ManyPeople(
        table=table,
        weight=got.numbers["_w"],
        codes={key: found[f"_g{index}"] for index, key in enumerate(wanted)},
        domain=got.numbers.get("_in"),
        strata=strata,
        stratum=stratum,
        clusters=clusters,
    )


def _strata_of(strata: Strata, found: GroupCodes | None) -> NDArray[np.int64] | None:
    if found is None or len(strata.sizes) == 1:
        return None
    import pyarrow as pa

    places: NDArray[np.int64] = strata.locate(pa.array(found.values, type=strata.names.type))[found.code]
    return places


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
    code = np.full(len(values), len(distinct), dtype=narrowest(len(distinct)))
    code[known] = place
    return GroupCodes(code=code, values=tuple(distinct.astype(float).tolist()))
