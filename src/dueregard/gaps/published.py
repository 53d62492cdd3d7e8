"""Aggregates that others have published: as denominators, as comparators, and as the only evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dueregard.casebook import Casebook, Published, characteristic_label
from dueregard.disclosure import Table
from dueregard.disclosure.table import name_of_table
from dueregard.estimates import Covariance, Estimates, Label, Support
from dueregard.gaps.catalogue import ask, compact, key_of
from dueregard.gaps.columns import PEOPLE, Column, column_of, is_average
from dueregard.gaps.comparing import against_reference, paired
from dueregard.gaps.labels import CRUDE
from dueregard.gaps.periods import latest_wave
from dueregard.gaps.pieces import Piece, cautious, piece_of
from dueregard.gaps.published_rows import PublishedRow, read_published
from dueregard.gaps.references import Reference

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["published_tables"]

NO_ERROR = "published without a standard error"


def published_tables(people: People | None, casebook: Casebook) -> tuple[Table, ...]:
    """Set out the published tables, and compare the people with them.

    Parameters
    ----------
    people : People or None
        The people, when the casebook has any.
    casebook : Casebook
        Its published tables.

    Returns
    -------
    tuple of Table
        For each published table, its values as they were published (shares of the count, or estimates with
        their gaps to the reference group); and, where the people have the same groups, a second table
        with their values and the differences. Published and own values come from different people, so their
        errors are taken as independent.
    """
    return tuple(
        table
        for published in casebook.specification.published
        for table in _both(people, casebook, published)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Source:
    """A published table that has been read."""

    spec: Published
    rows: tuple[PublishedRow, ...]
    slug: str

    @property
    def cited(self) -> str:
        """Who published it, and when it is of."""
        return ", ".join(part for part in (self.spec.publisher or self.spec.name, self.spec.date) if part)


def _both(people: People | None, casebook: Casebook, spec: Published) -> Iterator[Table]:
    labels: dict[str, str] = {}
    if people is not None and spec.characteristic and spec.characteristic in people.schema.groupings:
        grouping = people.schema.groupings[spec.characteristic]
        labels = dict(grouping.labels or {}) | {label: label for label in grouping.declared}
    rows = read_published(casebook, spec, labels=labels)
    source = _Source(spec=spec, rows=rows, slug=name_of_table(spec.name))
    column = _column(casebook, spec)
    levels = _shares(source) if spec.kind == "count" else _estimates(source, column, casebook)
    yield _table(source, [*_levels_and_gaps(levels, source)], public=True)
    if people is None or (spec.characteristic and spec.characteristic not in people.schema.groupings):
        return
    ours = _own_shares(people, source) if spec.kind == "count" else _own_estimates(people, source, column)
    if ours is not None:
        yield _compared(people, source, ours, levels)


def _levels_and_gaps(levels: Estimates, source: _Source) -> Iterator[Piece]:
    table = f"published-{source.slug}"
    yield piece_of(levels, table=table, basis=CRUDE)
    if source.spec.kind == "estimate" and len(levels) > 1:
        sizes = [row.n or 0 for row in source.rows]
        largest = max(range(len(sizes)), key=lambda i: (sizes[i], -i))
        why = "the largest group" if max(sizes) > 0 else "the first in the published table"
        reference = Reference(position=largest, label=source.rows[largest].level, why=why)
        yield piece_of(against_reference(levels, reference), table=table, basis=CRUDE, note=reference.words)


def _compared(people: People, source: _Source, ours: Estimates, levels: Estimates) -> Table:
    """Subtract published values from our own, for the groups that both have."""
    place = {tuple(label.by.items()): i for i, label in enumerate(levels.labels)}
    both = [i for i, label in enumerate(ours.labels) if tuple(label.by.items()) in place]
    mine = ours.select(both)
    theirs = levels.select([place[tuple(label.by.items())] for label in mine.labels])
    # Only our own people can be put at risk by a difference.
    theirs = replace(theirs, supports=mine.supports)
    labels = [replace(label, contrast="difference", reference=source.spec.name) for label in mine.labels]
    differences = replace(paired(mine, theirs, labels=labels), supports=mine.supports)
    name = f"published-{source.slug}-compared"
    pieces = [piece_of(mine, table=name, basis=CRUDE), piece_of(differences, table=name, basis=CRUDE)]
    lacking = [row.level for row in source.rows if row.level not in {_level(label) for label in mine.labels}]
    note = f"Not among the people's groups: {', '.join(lacking)}." if lacking else ""
    table = _table(source, pieces, public=False)
    return replace(
        table,
        name=name,
        title=f"The people compared with: {source.spec.name}",
        note=" ".join(part for part in (table.note, note) if part),
        count=people.design.count,
    )


def _shares(source: _Source) -> Estimates:
    total = sum(row.value for row in source.rows)
    return Estimates(
        np.array([row.value / total for row in source.rows]),
        labels=tuple(_label(source, row.level, measure="share", outcome="people") for row in source.rows),
        supports=tuple(Support(n=round(row.value), n_effective=row.value) for row in source.rows),
    )


def _own_shares(people: People, source: _Source) -> Estimates | None:
    """Give our own people's shares of the groups that were published."""
    name = source.spec.characteristic
    if name is None:
        return None
    counts = compact(ask(people, [PEOPLE], (name,)).pick(key_of(PEOPLE)))
    published = {row.level for row in source.rows}
    counts = counts.select([i for i, label in enumerate(counts.labels) if label.by[name] in published])
    if not len(counts) or not np.nansum(counts.values) > 0:
        return None
    labels = [replace(label, measure="share", outcome="people", unit="proportion") for label in counts.labels]
    shares = counts.apply(_share, gradient=_share_slopes, labels=labels)
    return replace(shares, supports=counts.supports)


def _share(t: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(t / t.sum())


def _share_slopes(t: NDArray[np.float64]) -> NDArray[np.float64]:
    total = t.sum()
    return np.asarray((np.eye(len(t)) - (t / total)[:, None]) / total)


def _estimates(source: _Source, column: Column | None, casebook: Casebook) -> Estimates:
    outcome = next(each for each in casebook.specification.outcomes if each.name == source.spec.outcome)
    measure = column.measures[0].name if column else outcome.measures[0].partition(",")[0].strip()
    labels = tuple(
        replace(
            _label(source, row.level, measure=measure, outcome=outcome.name),
            unit=column.measures[0].unit if column else outcome.unit,
            parameters=dict(column.measures[0].parameters) if column else {},
        )
        for row in source.rows
    )
    # An error that nobody published is not known, which is not the same as none.
    variances = np.array([np.nan if row.se is None else row.se**2 for row in source.rows])
    identity = f"published: {source.spec.name}"
    return Estimates(
        np.array([row.value for row in source.rows]),
        sources=(Covariance.independent(variances, identity=identity),),
        labels=labels,
        supports=tuple(Support(n=row.n or 0, n_effective=float(row.n or 0)) for row in source.rows),
        statuses=tuple("approximate" if row.se is None else "ok" for row in source.rows),
        reasons=tuple(NO_ERROR if row.se is None else None for row in source.rows),
    )


def _own_estimates(people: People, source: _Source, column: Column | None) -> Estimates | None:
    if column is None:
        return None
    if column.outcome.period:
        people, (column,) = latest_wave(people, column.outcome.period, [column])
    variables = (source.spec.characteristic,) if source.spec.characteristic else ()
    values = cautious(ask(people, column.measures[:1], variables).pick(column.keys[0]))
    return compact(values) if is_average(column.keys[0]) else values


def _column(casebook: Casebook, spec: Published) -> Column | None:
    outcome = next((each for each in casebook.specification.outcomes if each.name == spec.outcome), None)
    return column_of(outcome) if outcome else None


def _label(source: _Source, level: str, *, measure: str, outcome: str) -> Label:
    name = source.spec.characteristic
    return Label(
        measure=measure,
        outcome=outcome,
        by={name: level} if name else {},
        unit="proportion" if measure == "share" else None,
        method="as published",
        source=source.cited,
    )


def _table(source: _Source, pieces: Sequence[Piece], *, public: bool) -> Table:
    spec = source.spec
    about = characteristic_label(spec.characteristic) if spec.characteristic else "Everyone"
    note = f"{about}. Source: {source.cited}."
    return Table(
        name=f"published-{source.slug}",
        title=spec.name,
        records=tuple(
            replace(record, n=record.n or None, n_eff=record.n_eff or None) if public else record
            for piece in pieces
            for record in piece.records
        ),
        note=" ".join(
            part for part in (note, spec.licence and f"Licence: {spec.licence}.", spec.note) if part
        ),
        already_public=public,
    )


def _level(label: Label) -> str:
    return next(iter(label.by.values()), "")
