"""People: a table of persons, how they were selected, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import (
    Expression,
    Grouping,
    Measure,
    SurveyDesign,
    Table,
    evaluate,
    parse,
    recentred_influence,
)
from dueregard.estimates import Estimates
from dueregard.people.schema import Schema
from dueregard.people.usable import refuse_unusable

__all__ = ["People"]

Crossing = str | Grouping | Sequence[str | Grouping]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A table of persons that estimates can be made of.

    Attributes
    ----------
    table : Table
        What the engine computes over: frame, design and domain.
    schema : Schema
        Characteristics, places, generations and code books.
    title : str
        What to call the table in messages.
    size : int
        People in the table, whatever the domain.
    raw : mapping of str to str
        The user's columns to those of the frame as they came, before codes became missing.
    notes : tuple of str
        What was decided while reading.
    computed : frozenset of str
        Columns that are not the user's own but computed, such as stages of life.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> people = read_people({"sex": ["f", "m", "f"], "pay": [9.0, 11.0, 14.0]})
    >>> people.columns, people.count
    (('sex', 'pay'), 3)
    """

    table: Table
    schema: Schema
    title: str
    size: int
    raw: Mapping[str, str] = field(repr=False)
    notes: tuple[str, ...] = ()
    computed: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The user's columns, in the table's order."""
        return self.schema.columns

    @property
    def count(self) -> int:
        """People in the table, whatever the domain."""
        return self.size

    @property
    def design(self) -> SurveyDesign:
        """How the people were selected."""
        return self.table.design

    def estimate(
        self,
        *measures: Measure,
        by: Crossing = (),
        groupings: Iterable[Crossing] | None = None,
        level: float | Sequence[float] = 0.95,
        keep_scores: bool | None = None,
    ) -> Estimates:
        """Estimate measures by groups, with their joint uncertainty.

        Parameters
        ----------
        *measures : Measure
            From :mod:`dueregard.measures`.
        by : str or sequence of str
            What splits people: characteristics, places, generations or columns; several are crossed.
        groupings : iterable of such, optional
            Several crossings in one call; ``()`` is everybody. Then ``by`` is not used.
        level : float or sequence of float
            Confidence levels at which intervals are prepared.
        keep_scores : bool, optional
            Whether scores are kept for later joint use; by default while they fit.

        Returns
        -------
        Estimates
            Measures by levels, with one joint covariance.

        Raises
        ------
        ColumnNotFound
            When a name is neither a grouping nor a column.
        PeopleError
            When an outcome holds text, infinite values or nothing.
        """
        return _estimate(self, measures, by, groupings, level=level, keep_scores=keep_scores)

    def recentred_influence(self, measure: Measure) -> NDArray[np.float64]:
        """Give each person's recentred influence on a value, for regressions that explain it.

        Parameters
        ----------
        measure : Measure
            One value of a distribution, from :mod:`dueregard.measures`.

        Returns
        -------
        ndarray (n,)
            In the order of the table's rows; NaN for whoever the value is not of. See
            :func:`dueregard.engine.recentred_influence`.

        Raises
        ------
        UsageError
            For measures that give several values or are totals, and where weights are calibrated.

        Examples
        --------
        >>> from dueregard.measures import gini
        >>> from dueregard.people import read_people
        >>> read_people({"pay": [1.0, 2.0, 3.0, 4.0]}).recentred_influence(gini("pay")).round(3)
        array([0.5, 0.2, 0.1, 0.2])
        """
        refuse_unusable(self.table, (measure,))
        return recentred_influence(self.table, measure)

    def where(self, expression: str | Expression) -> People:
        """Mark the people that estimates are about; everybody stays in the design.

        Parameters
        ----------
        expression : str or Expression
            A condition, such as ``"age >= 16"``; conditions add up.

        Returns
        -------
        People
            The same people with a narrower domain.

        Raises
        ------
        ExpressionError
            When the condition is not understood or names an absent column.
        """
        return replace(self, table=self.table.where(_condition(self.table, expression)))


def _condition(table: Table, expression: str | Expression) -> Expression:
    condition = parse(expression) if isinstance(expression, str) else expression
    if not condition.is_condition:
        table.expression(parse(f"not ({condition})"))  # refuses what is neither true nor false
    return condition


def _estimate(
    people: People,
    measures: tuple[Measure, ...],
    by: Crossing,
    groupings: Iterable[Crossing] | None,
    *,
    level: float | Sequence[float],
    keep_scores: bool | None,
) -> Estimates:
    crossings = [_crossing(people.schema, each) for each in ((by,) if groupings is None else groupings)]
    refuse_unusable(people.table, measures)
    return evaluate(people.table, measures, groupings=crossings, level=level, keep_scores=keep_scores)


def _crossing(schema: Schema, by: Crossing) -> list[Grouping]:
    each = [by] if isinstance(by, str | Grouping) else by
    return [name if isinstance(name, Grouping) else schema.grouping(name) for name in each]
