"""Values computed from other values: what they rest on, and the functions users write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from dueregard.errors import UsageError
from dueregard.estimates.derivatives import checked_gradient, jacobian
from dueregard.estimates.label import Label
from dueregard.estimates.lone_units import rest_on_one_unit, too_few
from dueregard.estimates.source import BoolArray, FloatArray, Function, IntArray, Source, Sparse
from dueregard.estimates.support import Status, Support

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["apply", "derive"]

_WORST_FIRST: tuple[Status, ...] = ("withheld", "not_estimable", "approximate")

NO_VARIATION = "everyone in one of the groups gave the same answer, so the interval is too short"
FEW_ANSWERS = "few people in one of the groups gave the rarer answer, so the interval may be too short"
FEWEST_ANSWERS = 10
"""People with the rarer answer below which t intervals of comparisons of proportions cover too seldom.

With about 5 of 55 people they covered 86% instead of 95% (tests/gaps/test_coverage.py).
"""


def apply(
    estimates: Estimates, function: Function, gradient: Function | None, labels: Sequence[Label] | None
) -> Estimates:
    """Carry estimates through a function.

    Parameters
    ----------
    estimates : Estimates, k values
        The values.
    function, gradient : callable
        The function, and its derivatives if they are known.
    labels : sequence of Label, length m, optional
        What the results are.

    Returns
    -------
    Estimates
        See :meth:`Estimates.apply`.

    Raises
    ------
    UsageError
        When the gradient does not belong to the function, or labels are too few or too many.
    """
    spread = estimates.se if estimates.sources else None
    if gradient is None:
        slopes = jacobian(function, estimates.values, spread=spread)
    else:
        slopes = checked_gradient(gradient, function, estimates.values, spread=spread)
    values = np.ravel(np.asarray(function(estimates.values), float))
    dependence = sparse.csr_array(slopes)
    return derive(
        estimates,
        values,
        sources=tuple(source.transform(function, dependence) for source in estimates.sources),
        dependence=dependence,
        labels=_named_after(function, len(values)) if labels is None else labels,
    )


def derive(
    estimates: Estimates,
    values: FloatArray,
    *,
    sources: tuple[Source, ...],
    dependence: Sparse,
    labels: Sequence[Label],
    failure: str | None = None,
) -> Estimates:
    """Make estimates from others.

    Parameters
    ----------
    estimates : Estimates
        What they are computed from.
    values : array of float, shape (m,)
        The results.
    sources : tuple of Source
        Their spread.
    dependence : scipy.sparse csr_array, shape (m, k)
        Non-zero where a result rests on a value.
    labels : sequence of Label, length m
        What the results are.
    failure : str, optional
        Why a result may have no value although all it rests on are there.

    Returns
    -------
    Estimates
        With the combined support and the worst status of what each result rests on.
    """
    if len(labels) != len(values):
        raise UsageError(
            "Each result needs a label.", found=f"There are {len(values)} results and {len(labels)} labels."
        )
    pattern = sparse.csr_array(dependence, copy=True)
    pattern.eliminate_zeros()
    # Of no results at all, splitting would make one part.
    parts = np.split(pattern.indices, pattern.indptr[1:-1]) if len(labels) else []
    alone = rest_on_one_unit(estimates)
    judged = []
    for part, value, label in zip(parts, values, labels, strict=True):
        status, reason = _status(estimates, part, failure=None if np.isfinite(value) else failure)
        if status in ("ok", "approximate") and label.contrast is not None and len(part) > 1:
            doubt = _comparable(estimates, part, alone)
            # Of two doubts the one that forbids a verdict counts, also where a part was approximate already.
            if status == "ok" or doubt[0] == "not_estimable":
                status, reason = doubt
        judged.append((status, reason))
    estimable = np.array([status != "not_estimable" for status, _ in judged], bool)
    return type(estimates)(
        np.where(estimable, values, np.nan),
        sources=sources,
        labels=tuple(labels),
        supports=tuple(_support(estimates, part) for part in parts),
        statuses=tuple(status for status, _ in judged),
        reasons=tuple(reason for _, reason in judged),
    )


def _support(estimates: Estimates, part: IntArray) -> Support:
    members = [estimates.supports[i] for i in part]
    return members[0] if len(members) == 1 else Support.combine(members)


def _status(estimates: Estimates, part: IntArray, *, failure: str | None) -> tuple[Status, str | None]:
    """The worst status of what a result rests on, and why."""
    statuses = [estimates.statuses[i] for i in part]
    for worst in _WORST_FIRST:
        if worst in statuses:
            return worst, estimates.reasons[part[statuses.index(worst)]]
        if worst == "not_estimable" and failure is not None:
            return worst, failure
    return "ok", None


def _comparable(estimates: Estimates, part: IntArray, alone: BoolArray) -> tuple[Status, str | None]:
    """Whether a comparison can be trusted although the data show no variation in one of its parts."""
    if alone[part].any():
        return "not_estimable", too_few(min(estimates.supports[i].n for i in part if alone[i]))
    events = [estimates.supports[i].events for i in part if estimates.supports[i].n > 0]
    rarest = min((some for some in events if some is not None), default=FEWEST_ANSWERS)
    if estimates.sources and rarest < FEWEST_ANSWERS:
        return "approximate", FEW_ANSWERS if rarest else NO_VARIATION
    return "ok", None


def _named_after(function: Function, size: int) -> list[Label]:
    name = getattr(function, "__name__", type(function).__name__).replace("<lambda>", "function")
    if size == 1:
        return [Label(measure=name)]
    return [Label(measure=name, parameters={"result": i}) for i in range(size)]
