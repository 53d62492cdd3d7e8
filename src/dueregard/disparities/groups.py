"""Groups: the values of one outcome by the levels of one variable, and how many people each level has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from dueregard.disparities.tables import numbers, table_labels
from dueregard.errors import PeopleError, UsageError, did_you_mean
from dueregard.estimates import Covariance, Estimates, Label
from dueregard.estimates.groups import grouping_variable

__all__ = ["Groups", "counted", "grouped", "published"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """What every measure of this room is computed from.

    Parameters
    ----------
    values : Estimates, k values
        The outcome by group. Values that are grouped by further variables (years, say) give one result for
        each combination of those, with their joint uncertainty.
    by : str
        The variable whose levels are compared.
    population : Estimates of k values, optional
        People in each group, in any unit; without sources when they are known. When they are estimated by
        the survey that gave the values, their covariance with the values is used.
    order : tuple of str
        The levels from the most disadvantaged to the most advantaged, for measures along a ranking. Empty
        when the levels have no order. It is never taken from the values or from the order of rows.

    Raises
    ------
    UsageError
        When the parts do not fit together.

    Examples
    --------
    >>> regions = published([72, 80, 95], [3, 2, 1], [10, 30, 60], by="region", levels=["a", "b", "c"])
    >>> regions.by, regions.values.values
    ('region', array([72., 80., 95.]))
    """

    values: Estimates
    by: str
    population: Estimates | None = None
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        grouping_variable(self.values, self.by)
        if self.population is not None and len(self.population) != len(self.values):
            raise UsageError(
                "Every group needs its population.",
                found=f"There are {len(self.values)} values and {len(self.population)} populations.",
            )
        levels = list(dict.fromkeys(label.by.get(self.by) for label in self.values.labels))
        if None in levels:
            raise UsageError(f"Some values are not grouped by {self.by!r}.")
        if self.order and sorted(self.order) != sorted(str(level) for level in levels):
            known = [str(level) for level in levels]
            wrong = [level for level in self.order if level not in known] or [
                level for level in known if level not in self.order
            ]
            raise UsageError(
                f"The order must name every level of {self.by!r} once.",
                found=f"It does not fit the level {(wrong or list(self.order))[0]!r}.",
                remedy=did_you_mean((wrong or [""])[0], known) or None,
            )


def published(
    estimate: ArrayLike,
    se: ArrayLike | None = None,
    population: ArrayLike | None = None,
    *,
    by: str,
    levels: Sequence[str],
    order: Sequence[str] = (),
    outcome: str | None = None,
    unit: str | None = None,
    source: str | None = None,
    df: float = np.inf,
) -> Groups:
    """Take an aggregate table: a row for each group, with its value, its standard error and its people.

    Parameters
    ----------
    estimate : array of float, shape (k,)
        The values; NaN for a group whose value is not known.
    se : array of float, shape (k,), optional
        Their standard errors, taken as independent. NaN for a group without one: measures that use the
        group then have a value and no interval. Without any, the values count as a full count.
    population : array of float, shape (k,), optional
        People in each group, in any unit.
    by : str
        The variable that the groups are levels of.
    levels : sequence of str, length k
        The group of each row.
    order : sequence of str
        The levels from the most disadvantaged to the most advantaged, if they have an order.
    outcome, unit, source : str, optional
        What was measured, its unit, and where the table comes from.
    df : float
        Degrees of freedom of the standard errors; infinite when they are taken as known.

    Returns
    -------
    Groups
        For the functions of this room.

    Raises
    ------
    PeopleError
        When a standard error or population is negative, a population is missing or all are zero.
    UsageError
        When the columns have different lengths or a level appears twice.

    Examples
    --------
    >>> quintiles = published([76, 91, 99], [1.6, 1.1, 0.2], [20, 21, 19], by="wealth", levels="abc")
    >>> quintiles.values.se
    array([1.6, 1.1, 0.2])
    """
    labels = table_labels(levels, by=by, outcome=outcome, unit=unit, source=source)
    value = numbers(estimate, "values", len(labels), negative=True)
    sources: tuple[Covariance, ...] = ()
    if se is not None:
        error = numbers(se, "standard errors", len(labels))
        sources = (
            Covariance.independent(error**2, identity=f"published by {by}: {source or id(labels)}", df=df),
        )
    return Groups(
        values=Estimates(value, sources=sources, labels=labels),
        by=by,
        population=None if population is None else _known(population, labels),
        order=tuple(order),
    )


def grouped(
    estimates: Estimates,
    population: Estimates | Mapping[str, float] | ArrayLike | None = None,
    *,
    by: str | None = None,
    order: Sequence[str] = (),
) -> Groups:
    """Take estimates by group, of any spread: survey scores, replicates, draws or covariances.

    Parameters
    ----------
    estimates : Estimates, k values
        The values.
    population : Estimates, mapping of level to number, or array of shape (k,), optional
        People in each group. Estimates of the same survey (totals or shares) bring their uncertainty along.
    by : str, optional
        The variable to compare over; may be left out when there is only one.
    order : sequence of str
        The levels from the most disadvantaged to the most advantaged, if they have an order.

    Returns
    -------
    Groups
        For the functions of this room.

    Raises
    ------
    UsageError
        When a group has no population, or the variable is unknown.
    PeopleError
        When populations are negative or all zero.

    Examples
    --------
    >>> labels = tuple(Label(measure="mean", by={"sex": sex}) for sex in ("female", "male"))
    >>> means = Estimates([3.0, 4.0], sources=(Covariance(identity="s", matrix=np.eye(2)),), labels=labels)
    >>> grouped(means, {"female": 52, "male": 48}).population.values
    array([52., 48.])
    """
    variable = grouping_variable(estimates, by)
    people: Estimates | None = None
    if isinstance(population, Estimates):
        people = _aligned(population, estimates)
    elif isinstance(population, Mapping):
        levels = [label.by.get(variable, "") for label in estimates.labels]
        for level in levels:
            if level not in population:
                raise UsageError(
                    f"There is no population for level {level!r} of {variable!r}.",
                    remedy=did_you_mean(level, population) or None,
                )
        people = _known([population[level] for level in levels], estimates.labels)
    elif population is not None:
        people = _known(population, estimates.labels)
    return Groups(values=estimates, by=variable, population=people, order=tuple(order))


def counted(
    events: ArrayLike,
    population: ArrayLike,
    *,
    by: str,
    levels: Sequence[str],
    order: Sequence[str] = (),
    per: float = 1.0,
    outcome: str | None = None,
    source: str | None = None,
) -> Groups:
    """Take a table of counts of a simple random sample: who had the event, of how many, in each group.

    The counts are multinomial, so that proportions and group sizes are both estimated: attributable
    fractions get the standard errors of Walter (1978, International Journal of Epidemiology 7, 175-182).

    Parameters
    ----------
    events, population : array of float, shape (k,)
        People with the event and all people, in each group.
    by : str
        The variable that the groups are levels of.
    levels : sequence of str, length k
        The group of each row.
    order : sequence of str
        The levels from the most disadvantaged to the most advantaged, if they have an order.
    per : float
        Unit of the proportions: 1, 100 for percentages, 1000 for rates per 1,000.
    outcome, source : str, optional
        What was counted, and where the table comes from.

    Returns
    -------
    Groups
        For the functions of this room.

    Raises
    ------
    PeopleError
        When counts are negative or there are more events than people.
    UsageError
        When the columns have different lengths or a level appears twice.

    Examples
    --------
    >>> smokers = counted([30, 10], [100, 100], by="class", levels=["manual", "other"], per=100)
    >>> smokers.values.values, smokers.values.se.round(3)
    (array([30., 10.]), array([4.583, 3.   ]))
    """
    labels = table_labels(levels, by=by, outcome=outcome, unit=None, source=source)
    size = len(labels)
    had, people = numbers(events, "events", size), numbers(population, "populations", size, missing=False)
    if (people == 0).any() or (had > people).any() or not np.isfinite(had).all():
        raise PeopleError(
            "A group cannot have more events than people.",
            found="Some group has more events than people, none at all, or no count.",
        )
    cells = np.concatenate([had, people - had])
    spread = Covariance(
        identity=f"counts by {by}: {source or id(labels)}",
        matrix=np.diag(cells) - np.outer(cells, cells) / cells.sum(),
    )
    both = Estimates(cells, sources=(spread,), labels=(*labels, *labels))
    diagonal, share = np.diag(1 / people), had / people
    slopes = np.block(
        [
            [diagonal * (1 - share) * per, -diagonal * share * per],
            [np.eye(size), np.eye(size)],
        ]
    )
    moved = replace(both.linear(slopes, [*labels, *labels]), values=np.concatenate([share * per, people]))
    return Groups(values=moved[:size], by=by, population=moved[size:], order=tuple(order))


def _known(population: ArrayLike, labels: Sequence[Label]) -> Estimates:
    people = numbers(population, "populations", len(labels), missing=False)
    if not people.sum() > 0:
        raise PeopleError("The groups have no people.", found="Every population is zero.")
    counts = tuple(Label(measure="population", by=label.by) for label in labels)
    return Estimates(people, labels=counts)


def _aligned(population: Estimates, estimates: Estimates) -> Estimates:
    """Put estimated populations in the order of the values."""
    place = {tuple(sorted(label.by.items())): i for i, label in enumerate(population.labels)}
    if len(place) < len(population):
        raise UsageError("Two populations are of the same group.", remedy="Give one measure of population.")
    wanted = [tuple(sorted(label.by.items())) for label in estimates.labels]
    for group in wanted:
        if group not in place:
            raise UsageError(f"There is no population for the group {dict(group)}.")
    return population.select([place[group] for group in wanted])
