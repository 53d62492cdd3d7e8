"""Gaps over periods, and whether they opened or closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from dueregard.estimates import Estimates, Label, Record, concatenate
from dueregard.gaps.catalogue import ask, compact, key_of
from dueregard.gaps.columns import Column, in_wave, is_average
from dueregard.gaps.labels import CHANGE, CRUDE
from dueregard.gaps.pieces import Piece, cautious, piece_of
from dueregard.gaps.references import Reference
from dueregard.gaps.rows import Row
from dueregard.people.waves import wave_conditions

if TYPE_CHECKING:
    from dueregard.engine import Measure
    from dueregard.people import People

__all__ = ["change_pieces", "change_words", "gap_changes"]

WIDENING, NARROWING, UNCLEAR = "widening", "narrowing", "no clear change"


def change_words(size_low: float, size_high: float) -> str:
    """Say what happened to the size of a gap.

    Parameters
    ----------
    size_low, size_high : float
        Interval of the change in the gap's size.

    Returns
    -------
    str
        "widening", "narrowing" or "no clear change".

    Examples
    --------
    >>> change_words(0.4, 2.0), change_words(-2.0, -0.4), change_words(-0.4, 2.0)
    ('widening', 'narrowing', 'no clear change')
    """
    if size_low > 0:
        return WIDENING
    return NARROWING if size_high < 0 else UNCLEAR


def change_pieces(people: People, column: Column, row: Row, reference: Reference | None) -> Iterator[Piece]:
    """Estimate a row in every period, and how its gaps changed.

    Parameters
    ----------
    people : People
        All periods together.
    column : Column
        An outcome with a period.
    row : Row
        Which groups.
    reference : Reference or None
        The group that others are compared with, the same in every period.

    Yields
    ------
    Piece
        For each measure: levels by period, gaps to the reference group by period, and changes of the gaps
        from the first to the last period and, where there are more than two, from the last but one. Without
        a reference group, only the levels.
    """
    period = column.outcome.period
    if period is None:
        return
    table = row.name.replace(row.kind, "change", 1) if row.kind == "characteristic" else f"change-{row.name}"
    variables, waves = (*row.variables, period), wave_conditions(people, period)
    own = [measure for measure in column.measures if in_wave(measure, "true") is not measure]
    shared = [measure for measure in column.measures if in_wave(measure, "true") is measure]
    values = ask(people, shared, variables) if shared else None
    for measure in column.measures:
        if values is None or measure in own:
            levels = cautious(_wave_by_wave(people, measure, variables, waves))
        else:
            levels = cautious(values.pick(key_of(measure)))
        levels = compact(levels) if is_average(key_of(measure)) else levels
        yield piece_of(levels, table=table, basis=CRUDE)
        if reference is None:
            continue
        gaps = _gaps_within(levels, reference, period)
        if len(gaps):
            yield piece_of(gaps, table=table, basis=CRUDE, note=reference.words)
            yield from gap_changes(gaps, period=period, table=table, note=reference.words)


def _wave_by_wave(
    people: People, measure: Measure, variables: Sequence[str], waves: Mapping[str, str]
) -> Estimates:
    """Estimate a measure whose line is that of each period's own people; the periods covary as people do."""
    period, found = variables[-1], []
    for label, condition in waves.items():
        of_wave = in_wave(measure, condition)
        levels = ask(people, [of_wave], variables).pick(key_of(of_wave))
        found.append(levels.select([at for at, each in enumerate(levels.labels) if each.by[period] == label]))
    together = concatenate(*found)
    # In the order of a crossing: the period changes fastest.
    groups = list(dict.fromkeys(_without(label, period) for label in together.labels))
    order = sorted(range(len(together)), key=lambda at: groups.index(_without(together.labels[at], period)))
    return together.select(order)


def _without(label: Label, period: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, level) for name, level in label.by.items() if name != period)


def gap_changes(gaps: Estimates, *, period: str, table: str, note: str) -> Iterator[Piece]:
    """Test whether gaps changed between periods.

    Parameters
    ----------
    gaps : Estimates
        Gaps by group and period.
    period : str
        The name of the period.
    table : str
        The table they belong to.
    note : str
        Which group is the reference.

    Yields
    ------
    Piece
        Differences of differences; their verdict says what happened to the gap's size, |gap|, whose interval
        comes from the joint covariance of the two gaps. Waves of one survey that share sampling units
        covary; so a panel's changes are tested as such.
    """
    periods = list(dict.fromkeys(label.by[period] for label in gaps.labels))
    for start, end in _spans(periods):
        pairs = _pairs(gaps, period, start, end)
        if not pairs.early:
            continue
        changes = _combined(gaps, pairs, np.ones(len(pairs.early)), np.ones(len(pairs.early)))
        signs = np.sign(np.nan_to_num(gaps.values))
        sizes = _combined(gaps, pairs, signs[pairs.early], signs[pairs.late])
        made = piece_of(changes, table=table, basis=CRUDE, note=note)
        # A full count has no interval: the change itself decides.
        limits = np.where(np.isnan(sizes.interval()), sizes.values[:, None], sizes.interval())
        records = [
            replace(
                record,
                parameters={**record.parameters, "from": start, "to": end},
                verdict=_words(record, *limit),
            )
            for record, limit in zip(made.records, limits, strict=True)
        ]
        yield replace(made, records=tuple(records))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairs:
    """Positions of the same gap in two periods."""

    early: list[int]
    late: list[int]
    labels: list[Label]


def _spans(periods: Sequence[str]) -> list[tuple[str, str]]:
    if len(periods) < 2:
        return []
    whole, last = (periods[0], periods[-1]), list(pairwise(periods))[-1]
    return list(dict.fromkeys([whole, last]))


def _pairs(gaps: Estimates, period: str, start: str, end: str) -> _Pairs:
    place = {label.key(): i for i, label in enumerate(gaps.labels)}
    early, late, labels = [], [], []
    for i, label in enumerate(gaps.labels):
        if label.by[period] != end:
            continue
        before = place.get(replace(label, by={**label.by, period: start}).key())
        if before is not None:
            by = {name: level for name, level in label.by.items() if name != period}
            early.append(before)
            late.append(i)
            labels.append(replace(label, by=by, contrast=CHANGE))
    return _Pairs(early=early, late=late, labels=labels)


def _combined(gaps: Estimates, pairs: _Pairs, early: np.ndarray, late: np.ndarray) -> Estimates:
    """Late gaps times one factor minus early gaps times another."""
    rows = np.arange(len(pairs.labels))
    matrix = sparse.csr_array(
        (np.r_[late, -early], (np.r_[rows, rows], np.r_[pairs.late, pairs.early])),
        shape=(len(rows), len(gaps)),
    )
    return gaps.linear(matrix, pairs.labels)


def _gaps_within(levels: Estimates, reference: Reference, period: str) -> Estimates:
    """Subtract the reference group's value in each period."""
    base = {
        label.by[period]: i
        for i, label in enumerate(levels.labels)
        if ", ".join(level for name, level in label.by.items() if name != period) == reference.label
    }
    others = [i for i, label in enumerate(levels.labels) if base.get(label.by[period], i) != i]
    rows = np.arange(len(others))
    against = [base[levels.labels[i].by[period]] for i in others]
    matrix = sparse.csr_array(
        (np.repeat([1.0, -1.0], len(others)), (np.r_[rows, rows], np.r_[others, against].astype(int))),
        shape=(len(others), len(levels)),
    )
    labels = [levels.labels[i].contrasted("difference", reference=reference.label) for i in others]
    return levels.linear(matrix, labels)


def _words(record: Record, low: float, high: float) -> str | None:
    return record.verdict if record.estimate is None else change_words(float(low), float(high))
