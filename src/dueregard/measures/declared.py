"""Measures declared by what they are made of: moments, an estimator of ordered people, or other measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Measure, Outcome
from dueregard.engine.cumulated import CumulatedCells
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.protocols import Moment
from dueregard.engine.scored import Scored, Solution
from dueregard.estimates import Estimates, Label
from dueregard.measures.catalogue import enough_of, few_of

__all__ = ["CompositeMeasure", "OrderedMeasure", "SmoothMeasure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmoothMeasure:
    """A function of weighted totals.

    Attributes
    ----------
    name : str
        Its name in the catalogue.
    outcome : Outcome
        What it is of, and for whom.
    moments : mapping of str to Moment
        Row expressions by name. Functions of the module, not made anew for each measure, so that equal sums
        are summed once.
    function : callable
        ``function(totals, count)``: values (d,) from totals (d,) and numbers of people; analytic, no
        ``abs``, ``max`` or comparison.
    label, unit, method, interval, parameters
        As :class:`~dueregard.engine.Measure`.
    yes : Moment, optional
        For shares of people: 1 for whoever counts as yes, 0 for others, so that rare answers are noticed.
    left_out : Moment, optional
        1 for whoever has a value for which the measure is not defined, else 0.
    refuse_left_out : bool
        Refuse to compute when anybody is left out.
    undefined : str, optional
        Why there may be no value although there are people.
    """

    name: str
    outcome: Outcome
    moments: Mapping[str, Moment] = field(hash=False)
    function: Callable[[Mapping[str, NDArray[Any]], NDArray[np.float64]], NDArray[Any]]
    label: str | None = None
    unit: str | None = None
    method: str | None = None
    interval: str = "t"
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    yes: Moment | None = None
    left_out: Moment | None = None
    refuse_left_out: bool = False
    undefined: str | None = None

    enough = property(enough_of)
    few = property(few_of)

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Compute values from totals."""
        return np.asarray(self.function(totals, count))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedMeasure:
    """An estimator of people in order of a value.

    Attributes
    ----------
    name : str
        Its name in the catalogue.
    outcome : Outcome
        What it is of, and for whom.
    form : callable
        ``form(people, population)`` gives a Scored or a Solution; `population` is None unless asked for.
    order : int
        The column of the outcome to order people by.
    population : Outcome, optional
        The whole population that a relative line comes from, whatever the group or the domain; ordered by
        its first column.
    of_cells : callable, optional
        ``of_cells(cells)``: the same estimator of sums by sampling unit, where that is all it needs; then
        people of large tables are not kept.
    label, unit, method, interval, parameters
        As :class:`~dueregard.engine.Measure`.
    """

    name: str
    outcome: Outcome
    form: Callable[[OrderedPeople, OrderedPeople | None], Scored | Solution]
    of_cells: Callable[[CumulatedCells], Scored | Solution] | None = None
    order: int = 0
    population: Outcome | None = None
    label: str | None = None
    unit: str | None = None
    method: str | None = None
    interval: str = "t"
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    enough = property(enough_of)
    few = property(few_of)

    def estimate(self, people: OrderedPeople, population: OrderedPeople | None) -> Scored | Solution:
        """Estimate for the people of each level."""
        return self.form(people, population)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeMeasure:
    """A function of other measures' estimates over an inner grouping.

    Attributes
    ----------
    name : str
        Its name in the catalogue.
    outcome : Outcome
        What it is of, and for whom.
    form : callable
        ``form(parts, whole, label)`` gives the Estimates of one level; see
        :class:`~dueregard.engine.Composite`.
    inner : tuple of (str or Grouping)
        What splits the people of each level further; a name is a column, or a grouping of the people.
    parts, whole : tuple of Measure
        Measures of each inner group, and of each level as a whole.
    label, unit, method, interval, parameters
        As :class:`~dueregard.engine.Measure`.
    intervals : mapping of str to str
        How the intervals of some components are made, where they are made otherwise than the others.
    """

    name: str
    outcome: Outcome
    form: Callable[[Estimates, Estimates, Label], Estimates]
    inner: tuple[Grouping | str, ...] = ()
    parts: tuple[Measure, ...] = ()
    whole: tuple[Measure, ...] = ()
    label: str | None = None
    unit: str | None = None
    method: str | None = None
    interval: str = "t"
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    intervals: Mapping[str, str] = field(default_factory=dict, hash=False)

    enough = property(enough_of)

    def combine(
        self, parts: Estimates, whole: Estimates, label: Label, *, levels: Sequence[float] = ()
    ) -> Estimates:
        """Compute the results of one level; their intervals need no levels beforehand."""
        return self.form(parts, whole, label)
