"""Direct standardisation: the same mix of ages, or of anything else, for every group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates.groups import grouping_variable, groups_over
from dueregard.estimates.label import Label

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["weighted_over"]


def weighted_over(estimates: Estimates, variable: str, weights: Mapping[str, float]) -> Estimates:
    """Average over the levels of a variable with given weights.

    The value of group d is the sum over levels a of P_a times the value of (d, a): direct standardisation,
    as R survey's `svystandardize`, whose variance it reproduces: the bands' values vary, their shares do not.

    Parameters
    ----------
    estimates : Estimates
        Values by group and level.
    variable : str
        The variable to average over, such as the age band.
    weights : mapping of str to float
        The standard: a share or a number of people for each level. Rescaled to add to one.

    Returns
    -------
    Estimates
        One value for every measure and combination of the other variables. Where a group has no value at
        some level, the standard is rescaled to the others, the status is "approximate" and the reason
        gives the share of the standard that is covered.

    Raises
    ------
    UsageError
        When a level has no weight, or weights are negative or all zero.

    Examples
    --------
    >>> from dueregard.estimates import Covariance, Estimates
    >>> labels = tuple(Label(measure="mean", by={"age": band}) for band in ("young", "old"))
    >>> by_age = Estimates([0.9, 0.5], sources=(Covariance(identity="s", matrix=np.eye(2)),), labels=labels)
    >>> weighted_over(by_age, "age", {"young": 3, "old": 1}).values
    array([0.8])
    """
    variable = grouping_variable(estimates, variable)
    groups = groups_over(estimates, variable)
    shares = _shares(weights, {level for group in groups for level in group}, variable)
    rows, columns, entries, covered, labels = [], [], [], [], []
    for row, group in enumerate(groups):
        known = {
            level: position
            for level, position in group.items()
            if shares[level] > 0 and np.isfinite(estimates.values[position])
        }
        cover = sum(shares[level] for level in known)
        used = known or group
        rows += [row] * len(used)
        columns += list(used.values())
        entries += [shares[level] / cover if known else 1.0 for level in used]
        covered.append(cover)
        labels.append(_without(estimates.labels[next(iter(group.values()))], variable))
    matrix = sparse.csr_array((entries, (rows, columns)), shape=(len(groups), len(estimates)))
    return _flagged(estimates.linear(matrix, labels), covered)


def _shares(weights: Mapping[str, float], levels: set[str], variable: str) -> dict[str, float]:
    for level in sorted(levels - set(weights)):
        raise UsageError(
            f"The standard has no weight for level {level!r} of {variable!r}.",
            found=f"It has weights for: {', '.join(weights)}.",
            remedy=did_you_mean(level, weights) or None,
        )
    total = sum(weights.values())
    if min(weights.values()) < 0 or not 0 < total < np.inf:
        raise UsageError("The weights of a standard must be positive numbers.")
    return {level: weight / total for level, weight in weights.items()}


def _without(label: Label, variable: str) -> Label:
    method = f"directly standardised over {variable}"
    return replace(
        label,
        by={name: level for name, level in label.by.items() if name != variable},
        method=f"{label.method}; {method}" if label.method else method,
    )


def _flagged(result: Estimates, covered: list[float]) -> Estimates:
    """Say where part of the standard had nobody in the group."""
    partial = [
        status == "ok" and cover < 1 - 1e-9 for status, cover in zip(result.statuses, covered, strict=True)
    ]
    return replace(
        result,
        statuses=tuple(
            "approximate" if part else status for part, status in zip(partial, result.statuses, strict=True)
        ),
        reasons=tuple(
            f"the group's bands cover {cover:.1%} of the standard" if part else reason
            for part, cover, reason in zip(partial, covered, result.reasons, strict=True)
        ),
    )
