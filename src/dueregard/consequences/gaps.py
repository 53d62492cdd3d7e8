"""What an option does to each gap between groups: before, after, and the change, all of the same people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from dueregard import measures
from dueregard.consequences.asked import Asked, concept
from dueregard.consequences.labelled import labelled, named
from dueregard.engine import Grouping, Measure
from dueregard.estimates import Estimates
from dueregard.options import Option
from dueregard.people import People

__all__ = ["Gaps", "gap_measures", "gaps_between", "gaps_of", "relabelled"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """Gaps of one variable under one option: a value a group.

    Attributes
    ----------
    before, after, change : Estimates
        Each group against its reference, and how that changes.
    """

    before: Estimates
    after: Estimates
    change: Estimates


def gaps_of(
    people: People,
    *,
    grouping: str | Grouping,
    reference: str | None,
    outcome: str,
    after: Mapping[str, str],
    unit: str | None,
    level: float,
    measure: Callable[..., Measure] = measures.mean,
) -> dict[str, Gaps]:
    """Estimate the gaps of one variable in the mean outcome, or in another measure of it.

    Parameters
    ----------
    people : People
        With columns of what is after.
    grouping : str or Grouping
        The variable.
    reference : str, optional
        The group that others are compared with; by default everyone else.
    outcome : str
        The column before.
    after : mapping of str to str
        Run to column after.
    unit : str, optional
        Of the outcome.
    level : float
        Confidence level.
    measure : callable
        From a column, ``name`` and ``unit`` to the measure.

    Returns
    -------
    dict of str to Gaps
        By run.
    """
    every = gap_measures(outcome, after, unit=unit, measure=measure)
    found = people.estimate(*every, by=[grouping], level=level)
    name = grouping if isinstance(grouping, str) else grouping.name
    return gaps_between(found, after, grouping=name, reference=reference)


def gap_measures(
    outcome: str,
    after: Mapping[str, str],
    *,
    unit: str | None,
    measure: Callable[..., Measure] = measures.mean,
) -> list[Measure]:
    """Make the measures that gaps are between.

    Parameters
    ----------
    outcome : str
        The column before.
    after : mapping of str to str
        Run to column after.
    unit : str, optional
        Of the outcome.
    measure : callable
        From a column, ``name`` and ``unit`` to the measure.

    Returns
    -------
    list of Measure
        Called ``before``, and by their run.
    """
    every = [measure(outcome, name="before", unit=unit)]
    return every + [measure(column, name=run, unit=unit) for run, column in after.items()]


def gaps_between(
    found: Estimates, runs: Iterable[str], *, grouping: str, reference: str | None
) -> dict[str, Gaps]:
    """Compare the groups of a variable.

    Parameters
    ----------
    found : Estimates
        Of :func:`gap_measures` by the variable's groups.
    runs : iterable of str
        Runs.
    grouping : str
        The variable, as results call it.
    reference : str, optional
        The group that others are compared with; by default everyone else.

    Returns
    -------
    dict of str to Gaps
        By run; without any where everybody is in one group.
    """
    gaps = found.versus("rest") if reference is None else found.difference(grouping, reference=reference)
    return {
        run: Gaps(
            before=_of(gaps, "before"),
            after=_of(gaps, run),
            # Of a variable with one group there is no gap, and none that changes.
            change=gaps.change(run, before="before") if len(gaps) else gaps,
        )
        for run in runs
    }


def _of(gaps: Estimates, outcome: str) -> Estimates:
    return gaps.select(np.array([label.outcome == outcome for label in gaps.labels], bool))


def relabelled(gaps: Gaps, *, option: Option, asked: Asked) -> tuple[Estimates, ...]:
    """Name the gaps of an option.

    Parameters
    ----------
    gaps : Gaps
        As estimated.
    option : Option
        What they are of.
    asked : Asked
        With the outcome.

    Returns
    -------
    tuple of Estimates
        ``gap_before``, ``gap_after`` and ``gap_change``.
    """
    parameters = concept(option, asked)
    reference = (gaps.before.labels[0].reference or "") if len(gaps.before) else ""
    of = partial(named, option=option.name, outcome=asked.outcome, compared=True)
    return (
        labelled(gaps.before, partial(of, figure="gap_before", parameters=parameters, reference=reference)),
        labelled(gaps.after, partial(of, figure="gap_after", parameters=parameters, reference=reference)),
        labelled(
            gaps.change, partial(of, figure="gap_change", parameters={**parameters, "gap_to": reference})
        ),
    )
