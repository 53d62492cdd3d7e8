"""What an option does to each gap between groups: before, after, and the change, all of the same people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from dueregard import measures
from dueregard.consequences.asked import Asked, concept
from dueregard.consequences.labelled import labelled, named
from dueregard.estimates import Estimates
from dueregard.measures.means import Mean
from dueregard.options import Option

__all__ = ["Gaps", "gap_measures", "gaps_of", "relabelled"]


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


def gap_measures(outcome: str, after: Mapping[str, str], *, unit: str | None) -> list[Mean]:
    """Make the means that gaps are between.

    Parameters
    ----------
    outcome : str
        The column before.
    after : mapping of str to str
        Run to column after.
    unit : str, optional
        Of the outcome.

    Returns
    -------
    list of Mean
        Called ``before``, and by their run.
    """
    every = [measures.mean(outcome, name="before", unit=unit)]
    return every + [measures.mean(column, name=run, unit=unit) for run, column in after.items()]


def gaps_of(
    found: Estimates, runs: Iterable[str], *, grouping: str, reference: str | None
) -> dict[str, Gaps]:
    """Compare the means of groups.

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
        By run.
    """
    gaps = found.versus("rest") if reference is None else found.difference(grouping, reference=reference)
    before = _of(gaps, "before")
    return {
        run: Gaps(before=before, after=_of(gaps, run), change=gaps.change(run, before="before"))
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
