"""How well each characteristic is known, by every other, and how many people each combination has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.frames import collect
from dueregard.estimates import Record, Support
from dueregard.people.audit_findings import AuditTable, Coverage, Sparseness
from dueregard.people.coding import is_one_of
from dueregard.people.people import People
from dueregard.people.schema import Characteristic

__all__ = ["States", "coverage_of", "coverage_tables", "sparseness_of"]

_MANY_LEVELS = 200


@dataclass(frozen=True, slots=True)
class States:
    """A projection of the people to one key per characteristic, and flags for what is not known.

    Attributes
    ----------
    frame : narwhals.LazyFrame
        Columns ``k0``, ... (keys of levels), ``m0``, ... (not known) and ``n0``, ... (does not apply).
    variables : tuple of Characteristic
        In the order of the columns.
    """

    frame: nw.LazyFrame[Any]
    variables: tuple[Characteristic, ...]

    @classmethod
    def of(cls, people: People) -> States:
        """Project the people whom estimates are about.

        Parameters
        ----------
        people : People
            The people.

        Returns
        -------
        States
            Lazy.
        """
        table = people.table
        frame = table.frame
        if table.domain is not None:
            frame = frame.filter(table.expression(table.domain))
        variables = tuple(people.schema.variables.values())
        columns: dict[str, nw.Expr] = {}
        for index, variable in enumerate(variables):
            key = variable.grouping.key(nw.col(table.names[variable.column]))
            if variable.grouping.bands is None and variable.grouping.excluded:
                dtype = table.schema[table.names[variable.column]]
                key = nw.when(~is_one_of(key, variable.grouping.excluded, dtype)).then(key)
            columns[f"k{index}"] = key
            applies = _not_applicable(people, variable)
            missing = key.is_null() & ~applies
            columns[f"m{index}"] = nw.when(missing).then(nw.lit(1)).otherwise(nw.lit(0))
            columns[f"n{index}"] = nw.when(applies).then(nw.lit(1)).otherwise(nw.lit(0))
        return cls(frame.select(**columns) if columns else frame.select(k=nw.lit(1)), variables)


def _not_applicable(people: People, variable: Characteristic) -> nw.Expr:
    book = people.schema.code_books.get(variable.column)
    if book is None or not book.not_applicable or variable.column not in people.raw:
        return nw.lit(False)
    raw = people.raw[variable.column]
    return is_one_of(nw.col(raw), book.not_applicable, people.table.schema[raw]).fill_null(False)


def coverage_of(states: States) -> tuple[int, tuple[Coverage, ...]]:
    """Count who is not known, overall and by each other characteristic: one scan for each.

    Parameters
    ----------
    states : States
        The people.

    Returns
    -------
    tuple of int and tuple of Coverage
        People, and the counts.
    """
    variables = states.variables
    sums = {f"{flag}{i}": nw.col(f"{flag}{i}").sum() for i in range(len(variables)) for flag in "mn"}
    everybody = {
        name: column.to_pylist() for name, column in collect(states.frame.select(n=nw.len(), **sums)).items()
    }
    people = int(everybody["n"][0])
    found = [_coverage(variable, {}, everybody, index, 0) for index, variable in enumerate(variables)]
    lacking = [index for index in range(len(variables)) if everybody[f"m{index}"][0]]
    for other, by in enumerate(variables):
        if not any(index != other for index in lacking):
            continue
        counts = collect(states.frame.group_by(f"k{other}").agg(n=nw.len(), **sums))
        rows = {name: column.to_pylist() for name, column in counts.items()}
        levels = [by.grouping.level_of(value) for value in rows[f"k{other}"]]
        if len(levels) <= _MANY_LEVELS:
            merged = _merged(rows, levels, order=by.grouping.declared)
            for index in lacking:
                if index != other:
                    found += [
                        _coverage(variables[index], {by.name: level}, merged, index, at)
                        for at, level in enumerate(merged["level"])
                    ]
    return people, tuple(found)


def _merged(
    rows: dict[str, list[Any]], levels: list[str | None], *, order: Sequence[str]
) -> dict[str, list[Any]]:
    """Add up codes that share a level: in the order declared, then by name, whatever the database's order."""
    names = [name for name in rows if not name.startswith("k")]
    totals: dict[str, list[Any]] = {}
    for at, level in enumerate(levels):
        if level is None:
            continue
        total = totals.setdefault(level, [0] * len(names))
        for position, name in enumerate(names):
            total[position] += rows[name][at]
    declared = {level: at for at, level in enumerate(order)}
    ordered = sorted(totals, key=lambda level: (declared.get(level, len(declared)), level))
    columns = {name: [totals[level][position] for level in ordered] for position, name in enumerate(names)}
    return {"level": ordered, **columns}


def _coverage(
    variable: Characteristic, by: dict[str, str], rows: dict[str, list[Any]], index: int, at: int
) -> Coverage:
    return Coverage(
        subject=variable.name,
        by=by,
        n=int(rows["n"][at]),
        missing=int(rows[f"m{index}"][at] or 0),
        not_applicable=int(rows[f"n{index}"][at] or 0),
    )


def sparseness_of(
    states: States, intersections: Sequence[tuple[str, ...]], *, threshold: int
) -> tuple[Sparseness, ...]:
    """Count the combinations that are too small, one scan for each intersection.

    Parameters
    ----------
    states : States
        The people.
    intersections : sequence of tuple of str
        Names of characteristics that are looked at together.
    threshold : int
        The fewest people that may be shown.

    Returns
    -------
    tuple of Sparseness
        One an intersection.
    """
    index = {variable.name: position for position, variable in enumerate(states.variables)}
    found = []
    for names in intersections:
        positions = [index[name] for name in names]
        keys = [f"k{position}" for position in positions]
        rows = collect(states.frame.group_by(*keys).agg(n=nw.len()))
        counts: dict[tuple[str, ...], int] = {}
        for *values, n in zip(*(rows[key].to_pylist() for key in (*keys, "n")), strict=True):
            levels = [
                states.variables[position].grouping.level_of(value)
                for position, value in zip(positions, values, strict=True)
            ]
            if None not in levels:
                cell = tuple(str(level) for level in levels)
                counts[cell] = counts.get(cell, 0) + int(n)
        sizes = []
        for column, position in enumerate(positions):
            declared = states.variables[position].grouping.declared
            sizes.append(len(set(declared) | {cell[column] for cell in counts}))
        found.append(
            Sparseness(
                of=names,
                combinations=prod(sizes),
                empty=prod(sizes) - len(counts),
                few=sum(0 < n < threshold for n in counts.values()),
                threshold=threshold,
            )
        )
    return tuple(found)


def coverage_tables(people: People, coverage: Sequence[Coverage]) -> tuple[AuditTable, ...]:
    """Offer shares not known as records, so that the gate can withhold small ones.

    Parameters
    ----------
    people : People
        The people.
    coverage : sequence of Coverage
        Exact counts.

    Returns
    -------
    tuple of AuditTable
        One for each characteristic that is not known for somebody.
    """
    tables = []
    for name, variable in people.schema.variables.items():
        rows = [found for found in coverage if found.subject == name]
        if any(found.missing for found in rows):
            tables.append(
                AuditTable(
                    name=f"audit-not-known-{name.replace('_', '-')}",
                    title=f"{variable.label}: share of people for whom it is not known",
                    records=tuple(_record(variable, found) for found in rows),
                    note="Counts of records, unweighted, among people to whom the question applies.",
                )
            )
    return tuple(tables)


def _record(variable: Characteristic, found: Coverage) -> Record:
    applicable = found.n - found.not_applicable
    rarer = min(found.missing, applicable - found.missing)
    return Record(
        measure="proportion",
        outcome=f"{variable.label}: not known",
        by=dict(found.by),
        estimate=found.share_missing,
        n=applicable,
        n_eff=float(applicable),
        status="ok" if applicable else "not_estimable",
        reason=None if applicable else "nobody to whom the question applies",
        method="share of records, unweighted",
        support=Support(n=applicable, n_effective=float(applicable), events=rarer),
    )
