"""Groupings in which nobody has a level are left out, and that is said: they never stop the rest."""

from __future__ import annotations

import operator
from dataclasses import replace
from functools import reduce

import narwhals.stable.v2 as nw

from dueregard.consequences.asked import DECILE, Asked
from dueregard.consequences.crossings import pairs_of
from dueregard.consequences.domain import about
from dueregard.engine import Grouping, Table
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.people import People

__all__ = ["inhabited"]


def inhabited(people: People, asked: Asked) -> tuple[Asked, tuple[str, ...]]:
    """Leave out what nobody has a level of, alone or together.

    Parameters
    ----------
    people : People
        Those whom options are applied to.
    asked : Asked
        What was asked for.

    Returns
    -------
    tuple of (Asked, tuple of str)
        Without those groupings and crossings; and sentences that say so.
    """
    table = about(people, asked).table
    groupings = {name: people.schema.grouping(name) for name in asked.by}
    empty = [name for name in asked.by if not _somebody(table, [groupings[name]])]
    by = tuple(name for name in asked.by if name not in empty)
    crossings = []
    for crossing in asked.crossings:
        parts = [people.schema.grouping(name) for name in crossing if name != DECILE or name in asked.by]
        if _somebody(table, parts):
            crossings.append(crossing)
        else:
            empty.append("*".join(crossing))
    kept = replace(
        asked,
        by=by,
        crossings=tuple(crossings),
        places=tuple(name for name in asked.places if name in by),
        references={name: level for name, level in asked.references.items() if name in by},
    )
    lacking = {name for name in by if not _everybody(table, groupings[name])}
    pairs = [tuple(map(str, pair)) for pair in pairs_of(replace(kept, places=()))]
    # Only where both lack somebody can it be that nobody has both.
    shown = tuple(
        pair
        for pair in pairs
        if not lacking.issuperset(pair) or _somebody(table, [people.schema.grouping(name) for name in pair])
    )
    notes = [f"Nobody has a value of {name}: there are no figures by it." for name in empty]
    return replace(kept, pairs=shown if len(shown) < len(pairs) else kept.pairs), tuple(notes)


def _somebody(table: Table, groupings: list[Grouping]) -> bool:
    have = reduce(operator.and_, (_has(table, grouping) for grouping in groupings))
    return _any(table, have)


def _everybody(table: Table, grouping: Grouping) -> bool:
    return not _any(table, ~_has(table, grouping))


def _any(table: Table, condition: nw.Expr) -> bool:
    frame = table.frame if table.domain is None else table.frame.filter(table.expression(table.domain))
    return bool(len(collect(frame.filter(condition).select(x=nw.lit(1)).head(1))["x"]))


def _has(table: Table, grouping: Grouping) -> nw.Expr:
    column = table.column(grouping.column)
    has: nw.Expr = ~column.is_null()
    if not grouping.excluded:
        return has
    if kind_of(table.schema[table.names[grouping.column]]) == "number":
        codes = [float(code) for code in grouping.excluded if _is_number(code)]
        return has & ~column.is_in(codes)
    return has & ~column.cast(nw.String).is_in(sorted(grouping.excluded))


def _is_number(code: str) -> bool:
    try:
        float(code)
    except ValueError:
        return False
    return True
