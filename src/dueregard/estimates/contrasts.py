"""Comparisons: with a group, everyone else, the average or the best; with another outcome or other people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse

from dueregard.errors import SpreadError, UsageError, did_you_mean
from dueregard.estimates.alignment import concatenate
from dueregard.estimates.comparison import COMPARISONS, Kind
from dueregard.estimates.derivation import derive
from dueregard.estimates.groups import check_level, grouping_variable, groups_over
from dueregard.estimates.label import Label
from dueregard.estimates.support import Support

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["against_level", "against_others", "against_outcome", "versus"]

NO_REFERENCE = "the reference group is not there"
NOBODY_ELSE = "there is nobody else to compare with"
OTHER_PEOPLE = "some people have a value of only one of the two"


def against_level(estimates: Estimates, by: str | None, *, reference: str, kind: Kind) -> Estimates:
    """Compare every other level of a variable with a reference level.

    Parameters
    ----------
    estimates : Estimates, k values
        The values.
    by : str or None
        The variable; None for the only one.
    reference : str
        The level to compare with.
    kind : {"difference", "ratio", "log_ratio"}
        How to compare.

    Returns
    -------
    Estimates
        See :meth:`Estimates.difference`.

    Raises
    ------
    UsageError
        When there is no such variable or level.
    """
    variable = grouping_variable(estimates, by)
    check_level(estimates, variable, reference)
    pairs = [
        (position, group.get(reference))
        for group in groups_over(estimates, variable)
        for level, position in group.items()
        if level != reference
    ]
    return _compare(estimates, pairs, kind, reference)


def versus(
    estimates: Estimates,
    which: Literal["rest", "average", "best"],
    *,
    by: str | None,
    better: Literal["higher", "lower"],
) -> Estimates:
    """Compare every level of a variable with everyone else, the average or the best.

    Parameters
    ----------
    estimates : Estimates, k values
        The values.
    which : {"rest", "average", "best"}
        What to compare with.
    by : str or None
        The variable; None for the only one.
    better : {"higher", "lower"}
        Which values are better.

    Returns
    -------
    Estimates
        See :meth:`Estimates.versus`.

    Raises
    ------
    UsageError
        When an option or the variable is unknown.
    SpreadError
        When everyone else was not kept.
    """
    variable = grouping_variable(estimates, by)
    if better not in ("higher", "lower"):
        raise UsageError(f'Better is "higher" or "lower", not {better!r}.')
    if which == "rest":
        return _versus_rest(estimates, variable)
    if which == "average":
        return _versus_average(estimates, variable)
    if which == "best":
        return _versus_best(estimates, variable, better)
    raise UsageError(
        f"There is no comparison with {which!r}.",
        found="The comparisons are: rest, average, best.",
        remedy=did_you_mean(which, ("rest", "average", "best")) or None,
    )


def against_outcome(estimates: Estimates, after: str, *, before: str, kind: Kind) -> Estimates:
    """Compare values of one outcome with those of another, of the same people.

    Parameters
    ----------
    estimates : Estimates, k values
        The values.
    after, before : str
        The outcome, and the one to compare with.
    kind : {"difference", "ratio", "log_ratio"}
        How to compare.

    Returns
    -------
    Estimates
        See :meth:`Estimates.change`.

    Raises
    ------
    UsageError
        When an outcome is not there.

    Examples
    --------
    >>> from dueregard.estimates import Covariance, Estimates
    >>> spread = Covariance(identity="survey", matrix=[[4.0, 3.0], [3.0, 4.0]])
    >>> labels = tuple(Label(measure="gini", outcome=name) for name in ("income", "new_income"))
    >>> both = Estimates([30.0, 28.0], sources=(spread,), labels=labels)
    >>> both.change("new_income", before="income").se
    array([1.41421356])
    """
    outcomes = list(dict.fromkeys(str(label.outcome) for label in estimates.labels if label.outcome))
    for name in (after, before):
        if name not in outcomes:
            raise UsageError(
                f"There is no value of {name!r}.",
                found=f"There are values of: {', '.join(outcomes) or 'nothing'}.",
                remedy=did_you_mean(name, outcomes)
                or f"Estimate the same measure of {name!r} in the same call.",
            )
    places = {label.key(): i for i, label in enumerate(estimates.labels) if label.outcome == before}
    pairs = [
        (i, places.get(replace(label, outcome=before).key()))
        for i, label in enumerate(estimates.labels)
        if label.outcome == after
    ]
    changes = _compare(estimates, pairs, kind, before)
    supports, statuses, reasons = list(changes.supports), list(changes.statuses), list(changes.reasons)
    for at, (i, j) in enumerate(pairs):
        two = [estimates.supports[i], estimates.supports[i if j is None else j]]
        # Both are of the same people, who count once.
        supports[at] = min(two, key=_people)
        if two[0].n != two[1].n and statuses[at] == "ok":
            statuses[at], reasons[at] = "approximate", OTHER_PEOPLE
    return replace(changes, supports=tuple(supports), statuses=tuple(statuses), reasons=tuple(reasons))


def _people(support: Support) -> int:
    return support.n


def against_others(estimates: Estimates, others: Estimates, *, reference: str, kind: Kind) -> Estimates:
    """Compare each value with the one of the same label among others.

    Parameters
    ----------
    estimates, others : Estimates
        Of the same or of other people.
    reference : str
        What the others are called.
    kind : {"difference", "ratio", "log_ratio"}
        How to compare.

    Returns
    -------
    Estimates
        See :meth:`Estimates.compared_with`.

    Examples
    --------
    >>> from dueregard.estimates import Covariance, Estimates
    >>> def year(name, value):
    ...     spread = Covariance.independent([0.5], identity=name)
    ...     return Estimates([value], sources=(spread,), labels=(Label(measure="gini"),))
    >>> year("survey of 2023", 33.0).compared_with(year("survey of 2019", 31.0), reference="2019").se
    array([1.])
    """
    places = {label.key(): len(estimates) + i for i, label in enumerate(others.labels)}
    pairs = [(i, places.get(label.key())) for i, label in enumerate(estimates.labels)]
    return _compare(concatenate(estimates, others), pairs, kind, reference)


def _versus_rest(estimates: Estimates, variable: str) -> Estimates:
    if estimates.rest is None:
        raise SpreadError(
            "Everyone else was not kept with these estimates.",
            remedy="Compare the values that estimate() returned, before combining them.",
        )
    found = estimates.rest(variable)
    alone = [None if support.n else NOBODY_ELSE for support in found.supports]
    reasons = [why or known for why, known in zip(alone, found.reasons, strict=True)]
    complement = replace(found, reasons=tuple(reasons))
    places = {label.key(): len(estimates) + i for i, label in enumerate(complement.labels)}
    pairs = [(i, places.get(label.key())) for i, label in enumerate(estimates.labels) if variable in label.by]
    return _compare(concatenate(estimates, complement), pairs, "difference", "everyone else")


def _versus_average(estimates: Estimates, variable: str) -> Estimates:
    rows, columns, entries = [], [], []
    labels: list[Label] = []
    for group in groups_over(estimates, variable):
        known = [i for i in group.values() if np.isfinite(estimates.values[i])]
        for i in group.values():
            row = len(labels)
            labels.append(estimates.labels[i].contrasted("difference", reference="average"))
            rows += [row] * (1 + len(known))
            columns += [i, *known]
            entries += [1.0, *([-1.0 / len(known)] * len(known))]
    shape = (len(labels), len(estimates))
    return estimates.linear(sparse.csr_array((entries, (rows, columns)), shape=shape), labels)


def _versus_best(estimates: Estimates, variable: str, better: Literal["higher", "lower"]) -> Estimates:
    sign = 1.0 if better == "higher" else -1.0
    pairs: list[tuple[int, int | None]] = []
    for group in groups_over(estimates, variable):
        known = [i for i in group.values() if np.isfinite(estimates.values[i])]
        best = max(known, key=lambda i: sign * estimates.values[i], default=None)
        pairs += [(i, best) for i in group.values() if i != best]
    return _compare(estimates, pairs, "difference", "best")


def _compare(
    estimates: Estimates, pairs: Sequence[tuple[int, int | None]], kind: Kind, reference: str
) -> Estimates:
    """Compare values by pairs of positions; None stands for a reference that has no value."""
    if not pairs:
        return estimates.select([])
    absent = len(estimates)
    if any(second is None for _, second in pairs):
        estimates = concatenate(estimates, _absent(estimates))
    level = np.array([first for first, _ in pairs], np.intp)
    base = np.array([absent if second is None else second for _, second in pairs], np.intp)
    compare = COMPARISONS[kind]
    outcome = compare(estimates.values[level], estimates.values[base])
    places = (np.tile(np.arange(len(pairs)), 2), np.concatenate([level, base]))
    shape = (len(pairs), len(estimates))
    slopes = sparse.csr_array((np.concatenate([outcome.slope, outcome.reference_slope]), places), shape=shape)
    return derive(
        estimates,
        outcome.value,
        sources=tuple(
            source.transform(lambda t: compare(t[level], t[base]).value, slopes)
            for source in estimates.sources
        ),
        dependence=sparse.csr_array((np.ones(2 * len(pairs)), places), shape=shape),
        labels=[estimates.labels[i].contrasted(kind, reference=reference) for i in level],
        failure=outcome.failure,
    )


def _absent(estimates: Estimates) -> Estimates:
    """One value that is not there, to compare with where the reference level is missing."""
    nothing = np.array([np.nan])
    return type(estimates)(nothing, labels=(Label(measure="absent"),), reasons=(NO_REFERENCE,))
