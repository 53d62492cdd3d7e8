"""Types of birth as they may be published: coarse shares, rounded means, no numbers of people.

Shares and means of types, with those of published groups, are sums in which a reader can look for a few
people. So shares are rounded to steps that hold several times the threshold of people, means and indices to
three digits, and types that leave few people over of published groups are not shown at all
(:mod:`dueregard.causes.rests`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dueregard.causes.discreet import discreet, significant
from dueregard.causes.words import TYPE, TYPE_MEAN, TYPE_SHARE
from dueregard.estimates import Record, Support
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["STEPS", "coarse_record", "share_step", "supports_of", "type_records"]

STEPS = (0.01, 0.02, 0.05, 0.1)
"""Steps to which shares of types are rounded."""

HOLDS = 4
"""How many times the threshold of people a step holds at least."""


def share_step(people: int, *, threshold: int) -> float | None:
    """Choose the step to which shares of types are rounded.

    Parameters
    ----------
    people : int
        All of them.
    threshold : int
        The fewest that may be shown.

    Returns
    -------
    float or None
        The finest that holds four times the threshold of people; None where even a tenth does not.

    Examples
    --------
    >>> share_step(12_000, threshold=10), share_step(900, threshold=10), share_step(300, threshold=10)
    (0.01, 0.05, None)
    """
    return next((step for step in STEPS if step * people >= HOLDS * threshold), None)


def supports_of(
    kind: IntArray,
    count: int,
    *,
    outcome: FloatArray,
    weight: FloatArray,
    psu: IntArray,
    yes_no: bool,
    fewest: IntArray,
) -> list[Support]:
    """Say who the values of each type rest on.

    Parameters
    ----------
    kind : ndarray of int (n,)
        The type of each person.
    count : int
        How many types there are.
    outcome, weight : ndarray (n,)
        Of each person.
    psu : ndarray of int (n,)
        The sampling unit of each.
    yes_no : bool
        Whether the outcome is yes or no.
    fewest : ndarray of int (count,)
        The fewest people that the type leaves over of published groups; 0 for none.

    Returns
    -------
    list of Support
        For the gate: with the fewest left over as the weakest part, and of amounts the largest shares.
    """
    found = []
    for each in range(count):
        here = kind == each
        w, y = weight[here], outcome[here]
        n, n_effective = int(here.sum()), float(w.sum() ** 2 / (w**2).sum())
        largest = _largest(np.abs(w * y)) if not yes_no else (None, None)
        yes = int(y.sum())
        few = int(fewest[each])
        found.append(
            Support(
                n=n,
                n_effective=n_effective,
                units=len(np.unique(psu[here])),
                largest_share=largest[0],
                two_largest=largest[1],
                events=min(yes, n - yes) if yes_no else None,
                least_n=few or n,
                least_n_effective=float(few or n_effective),
            )
        )
    return found


def _largest(amounts: FloatArray) -> tuple[float | None, float | None]:
    whole = float(amounts.sum())
    if whole <= 0:
        return None, None
    top = np.sort(amounts)[::-1]
    return float(top[0] / whole), float(top[:2].sum() / whole)


def coarse_record(record: Record) -> Record:
    """Round a value of everybody, so that types cannot be worked out of it.

    Parameters
    ----------
    record : Record
        An index or a part of one.

    Returns
    -------
    Record
        Of three significant digits, its errors of two; its reason counts nobody.
    """
    reason = record.reason and next(iter(discreet([record.reason])), "it is not defined for some people")
    return replace(
        record,
        estimate=None if record.estimate is None else significant(record.estimate),
        se=None if record.se is None else significant(record.se, 2),
        low=None if record.low is None else significant(record.low),
        high=None if record.high is None else significant(record.high),
        reason=reason,
    )


def type_records(
    labels: Sequence[str],
    means: Sequence[Record],
    shares: Sequence[float],
    supports: Sequence[Support],
    *,
    outcome: str,
    unit: str | None,
    step: float | None,
) -> tuple[Record, ...]:
    """Write types out for the gate.

    Parameters
    ----------
    labels : sequence of str
        What each is called.
    means : sequence of Record
        How each fares.
    shares : sequence of float
        Their shares of everybody.
    supports : sequence of Support
        Who they rest on.
    outcome : str
        The casebook's name of the outcome.
    unit : str or None
        Its unit.
    step : float or None
        To which shares are rounded; None to leave them out.

    Returns
    -------
    tuple of Record
        A share and a mean of each, without numbers of people.
    """
    found = []
    for label, mean, share, support in zip(labels, means, shares, supports, strict=True):
        by = {TYPE: label}
        rounded = None if step is None else round(round(share / step) * step, 2)
        found += [
            Record(
                measure=TYPE_SHARE,
                outcome=outcome,
                by=by,
                estimate=rounded,
                status="not_estimable" if step is None else "ok",
                reason="there are too few people altogether" if step is None else None,
                unit="share",
                method=None if step is None else f"rounded to {step:.0%}, to protect people",
                # How many said yes is told by the mean, not by the share of everybody.
                support=replace(support, events=None),
            ),
            Record(
                measure=TYPE_MEAN,
                outcome=outcome,
                by=by,
                estimate=None if mean.estimate is None else significant(mean.estimate),
                se=None if mean.se is None else significant(mean.se, 2),
                low=None if mean.low is None else significant(mean.low),
                high=None if mean.high is None else significant(mean.high),
                level=mean.level,
                status=mean.status,
                reason=mean.reason,
                unit=unit,
                method="; ".join(filter(None, (mean.method, "rounded to three digits, to protect people"))),
                source=mean.source,
                support=support,
            ),
        ]
    return tuple(found)
