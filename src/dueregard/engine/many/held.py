"""Everybody in the order of a column, and the groups of a crossing parted from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.crossing import Found
from dueregard.engine.many.clusters import Groups
from dueregard.engine.many.pairs import Through, WithinLevels
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.ranks import Answer
from dueregard.engine.order_rows import STRETCH
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.protocols import Outcome
from dueregard.engine.scored import Floats, Scored
from dueregard.engine.spread import Part

__all__ = ["HeldPeople", "OrderedColumn", "first_column", "found_of", "parted", "stretches_of"]

Places = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldPeople:
    """Everybody with a value of a column, in its order.

    Attributes
    ----------
    people : ManyPeople
        The people.
    person : ndarray of int (n,)
        Their places in the table.
    weight : ndarray (n,)
        Their weights.
    stratum : ndarray of int (n,), optional
        None where there is one.
    factor : float or ndarray (n,)
        What the stratum makes of squares.
    inside : ndarray of bool (n,), optional
        Who is of the domain; None for everybody.
    through : dict
        What moves values through the whole population, once worked out.
    """

    people: ManyPeople
    person: NDArray[np.int32] = field(repr=False)
    weight: Floats = field(repr=False)
    stratum: NDArray[np.int64] | None = field(repr=False)
    factor: float | Floats = field(repr=False)
    inside: NDArray[np.bool_] | None = field(repr=False)
    through: dict[tuple[int, int], Through] = field(default_factory=dict, repr=False)

    @property
    def scored(self) -> bool:
        """Whether there is sampling error."""
        return self.people.strata is not None

    @property
    def clustered(self) -> bool:
        """Whether errors are of sampling units of several people."""
        return self.scored and self.people.clusters is not None

    def within(
        self, place: Places, starts: NDArray[np.int64], groups: Groups | None = None
    ) -> WithinLevels | None:
        """Give people level by level, for their errors; None for a full count."""
        strata = self.people.strata
        if strata is None:
            return None
        return WithinLevels(
            starts=starts,
            place=place,
            factor=self.factor,
            stratum=self.stratum,
            strata=strata,
            groups=groups,
            group=None if groups is None else groups.place[self.person[place]] - groups.skip,
        )

    def everybody(self) -> WithinLevels:
        """Give all of them as one level, for their errors."""
        count = len(self.weight)
        groups, clusters = None, self.people.clusters
        if self.clustered and clusters is not None:
            groups = clusters.groups(np.zeros(len(self.people), dtype=np.int8), 1)
        found = self.within(np.arange(count), np.array([0, count]), groups)
        assert found is not None
        return found

    def levels_of(self, level: NDArray[np.int64]) -> NDArray[np.int64]:
        """Leave people out of their level who are not of the domain."""
        return level if self.inside is None else np.where(self.inside, level, -1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OrderedColumn:
    """A column in order.

    Attributes
    ----------
    held : HeldPeople
        Everybody in the order of this column, or of another.
    value : ndarray (n,)
        In that order.
    order : ndarray of int (n,), optional
        Places that put it in its own order; None where that is the same.
    everybody : OrderedPeople
        All people as one level.
    outcome : Outcome
        What it is.
    """

    held: HeldPeople
    value: Floats = field(repr=False)
    order: NDArray[np.int32] | None = field(repr=False)
    everybody: OrderedPeople = field(repr=False)
    outcome: Outcome

    @classmethod
    def of(cls, held: HeldPeople, outcome: Outcome, value: Floats, *, first: bool = False) -> OrderedColumn:
        """Put a column in order.

        Parameters
        ----------
        held : HeldPeople
            Everybody with a value.
        outcome : Outcome
            What it is.
        value : ndarray (n,)
            In the order of the people.
        first : bool
            Whether it is in order already.

        Returns
        -------
        OrderedColumn
            Of these people.
        """
        order = None if first else np.argsort(value, kind="stable").astype(np.int32)
        everybody = OrderedPeople(
            weight=held.weight if order is None else held.weight[order],
            columns=(value if order is None else value[order],),
            starts=np.array([0, len(value)], dtype=np.int64),
            scored=held.scored,
        )
        return cls(held=held, value=value, order=order, everybody=everybody, outcome=outcome)

    def people(self, place: Places, starts: NDArray[np.int64]) -> OrderedPeople:
        """Take people level by level, in order.

        Parameters
        ----------
        place : ndarray of int (m,)
            Who, in order.
        starts : ndarray of int (d + 1,)
            Where each level starts.

        Returns
        -------
        OrderedPeople
            By level.
        """
        return OrderedPeople(
            weight=self.held.weight[place],
            columns=(self.value[place],),
            starts=starts,
            scored=self.held.scored,
        )

    def influence(self, value: Scored) -> Floats:
        """Give everybody's weighted influence on a value of all people as one level.

        Parameters
        ----------
        value : Scored
            Of :attr:`everybody`.

        Returns
        -------
        ndarray (n,)
            In the order of the held people.
        """
        influence = self.everybody.weight * value.scores(self.everybody.starts)
        if self.order is None:
            return influence
        found = np.empty(len(influence))
        found[self.order] = influence
        return found


def first_column(people: ManyPeople, outcome: Outcome) -> OrderedColumn:
    """Put everybody in the order of a column.

    Parameters
    ----------
    people : ManyPeople
        With the column.
    outcome : Outcome
        Of one column.

    Returns
    -------
    OrderedColumn
        Of everybody who has a value, of the domain or not: lines of poverty are those of the whole table.
    """
    values = people.columns[outcome.columns[0]]
    valid = np.flatnonzero((people.weight > 0) & ~np.isnan(values))
    person = valid[np.argsort(values[valid], kind="stable")].astype(np.int32)
    stratum = None if people.stratum is None else people.stratum[person]
    factor: float | Floats = 1.0
    if people.strata is not None:
        within = people.strata.within
        factor = float(within[0]) if stratum is None else within[stratum]
    held = HeldPeople(
        people=people,
        person=person,
        weight=people.weight[person],
        stratum=stratum,
        factor=factor,
        inside=None if people.domain is None else people.domain[person],
    )
    return OrderedColumn.of(held, outcome, values[person], first=True)


def parted(
    level: NDArray[np.int64], levels: int, order: NDArray[np.int32] | None
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Part people in order into levels, in order within each.

    Parameters
    ----------
    level : ndarray of int (n,)
        Of each; -1 for none.
    levels : int
        How many there are.
    order : ndarray of int (n,), optional
        Places that put people in order; None where they are.

    Returns
    -------
    ndarray of int (m,)
        Places, level by level; whoever is in none is left out.
    ndarray of int (levels + 1,)
        Where each level starts.
    """
    # Codes of one byte are sorted by radix in one pass, those of two bytes in two.
    kind = np.uint8 if levels < 2**8 - 1 else np.uint16 if levels < 2**16 - 1 else np.int64
    narrow = (level + 1).astype(kind)
    if order is not None:
        narrow = narrow[order]
    starts = np.zeros(levels + 2, dtype=np.int64)
    np.cumsum(np.bincount(narrow, minlength=levels + 1), out=starts[1:])
    place = np.argsort(narrow, kind="stable")[starts[1] :].astype(np.int32)
    return (place if order is None else order[place]), starts[1:] - starts[1]


def stretches_of(starts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Take some levels at a time, few enough people for a cache where levels are small.

    Parameters
    ----------
    starts : ndarray of int (d + 1,)
        Where each level starts.

    Yields
    ------
    tuple of (int, int)
        The first level, and the one after the last.
    """
    count, first = len(starts) - 1, 0
    while first < count or not count:
        end = int(np.searchsorted(starts, starts[first] + STRETCH, side="right")) - 1
        end = min(max(end, first + 1), count)
        yield first, end
        if not count:
            return
        first = end


def found_of(answers: Sequence[tuple[int, Answer]], spread: Any = None) -> Found:
    """Join what was found of a measure in stretches of levels.

    Parameters
    ----------
    answers : sequence of (int, Answer)
        The first level of each stretch, and its answer.
    spread : object
        What carries the spread of all of it.

    Returns
    -------
    Found
        Of all levels.
    """

    def of(name: str) -> Floats | None:
        each = [getattr(answer, name) for _, answer in answers]
        return None if each[0] is None else np.concatenate(each)

    limits = {
        level: np.vstack([answer.limits[level] for _, answer in answers]) for level in answers[0][1].limits
    }
    reasons = {first + level: text for first, answer in answers for level, text in answer.reasons.items()}
    values = of("values")
    assert values is not None
    return Found(
        part=Part(values=values, spread=spread),
        limits=limits,
        reasons=reasons,
        events=of("events"),
        left_out=of("left_out"),
    )
