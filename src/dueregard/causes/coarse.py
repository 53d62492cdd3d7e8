"""Types of birth as they may be published: coarse shares, rounded means, no numbers of people.

Shares and means of types, with those of published groups, are sums in which a reader can look for a few
people. So shares are rounded to steps that hold several times the threshold of people, means and indices to
three digits, and types that leave few people over of published groups are not shown at all
(:mod:`dueregard.causes.rests`). Means and intervals of types are rounded so coarsely, too, that neither gives
back the number of people (:func:`grain_of`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dueregard.causes.discreet import discreet, significant
from dueregard.causes.words import TYPE, TYPE_MEAN, TYPE_SHARE
from dueregard.estimates import Record, Support
from dueregard.estimates.source import FloatArray, IntArray

__all__ = [
    "STEPS",
    "Grain",
    "coarse_record",
    "grain_of",
    "people_within",
    "share_step",
    "supports_of",
    "type_records",
]

STEPS = (0.01, 0.02, 0.05, 0.1)
"""Steps to which shares of types are rounded."""

MARGIN = 1.5
"""How many times the threshold of people figures of a type leave open at least."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """To multiples of what a type's figures are rounded.

    Attributes
    ----------
    mean : float
        Its mean.
    se, ends : float or None
        Its standard error, and the ends of its interval; None where they are not told.
    """

    mean: float
    se: float | None
    ends: float | None


def grain_of(
    mean: Record,
    support: Support,
    *,
    size: float,
    threshold: int,
    within: tuple[float, float] = (0.0, math.inf),
) -> Grain:
    """Choose how coarsely a type's figures are told.

    Parameters
    ----------
    mean : Record
        Its mean.
    support : Support
        Who it rests on.
    size : float
        What a person adds to the total: 1 for a yes, the mean absolute amount for amounts.
    threshold : int
        The fewest that may be shown.
    within : (float, float)
        The fewest and the most people that it can have by its rounded share.

    Returns
    -------
    Grain
        At least three digits' place. One person more or less moves the mean by less than a step of it, so
        that a share of yeses is one of many fractions and not one only, and two releases do not tell the
        answer of whoever came between. The standard error is proportional to one over the root of the number
        of people: it and the interval are told so coarsely that this number, by all figures of the type
        together, can be any of as many as the threshold.

    Examples
    --------
    >>> said = Record(measure="proportion", estimate=0.3667, se=0.0622, low=0.25, high=0.49)
    >>> grain_of(said, Support(n=60, n_effective=60.0), size=1.0, threshold=10)
    Grain(mean=0.02, se=0.01, ends=0.02)
    """
    people = max(min(support.n, support.n_effective), 1.0)
    step = _step(max(_place(mean.estimate, 3), size / people))
    if not mean.se or mean.low is None or mean.high is None:
        return Grain(mean=step, se=None, ends=None)
    wide, open_to = mean.high - mean.low, MARGIN * threshold
    se: float | None = _step(max(_place(mean.se, 2), open_to * mean.se / (2 * people)))
    ends: float | None = _step(max(step, open_to * wide / (4 * people)))
    while True:
        of_se = _fitting(support.n, mean.se, _rounded(mean.se, se), (se or 0.0) / 2)
        of_ends = _fitting(support.n, wide, _wide(mean, ends), ends or 0.0)
        low, high = max(within[0], of_se[0], of_ends[0]), min(within[1], of_se[1], of_ends[1])
        if high - low >= open_to or (se is None and ends is None):
            return Grain(mean=step, se=se, ends=ends)
        # Whichever says more is told more coarsely.
        if ends is None or (se is not None and of_se[1] - of_se[0] < of_ends[1] - of_ends[0]):
            se = _coarser(se, most=mean.se)
        else:
            ends = _coarser(ends, most=wide / 2)


def _fitting(people: int, exact: float, told: float | None, half: float) -> tuple[float, float]:
    """How many people fit a figure that is proportional to one over the root of their number."""
    if told is None:
        return 0.0, math.inf
    most = people * (exact / (told - half)) ** 2 if told > half else math.inf
    return people * (exact / (told + half)) ** 2, most


def people_within(share: float, people: int, step: float | None, least: int) -> tuple[float, float]:
    """Give the fewest and the most people of a type, by its rounded share and the fewest of any type.

    Parameters
    ----------
    share : float
        Its share of everybody.
    people : int
        All of them.
    step : float or None
        To which shares are rounded; None where they are not told.
    least : int
        The fewest people of a type.

    Returns
    -------
    (float, float)

    Examples
    --------
    >>> people_within(0.0617, 970, 0.05, 50)
    (50.0, 72.75)
    """
    if step is None:
        return float(least), float(people)
    told = round(share / step) * step
    return max(float(least), (told - step / 2) * people), (told + step / 2) * people


def _wide(mean: Record, step: float | None) -> float | None:
    low, high = _rounded(mean.low, step), _rounded(mean.high, step)
    return None if low is None or high is None or step is None else high - low


def _coarser(step: float | None, *, most: float) -> float | None:
    found = None if step is None else _step(step * 1.5)
    return None if found is None or found > most else found


def _told(grain: Grain) -> str:
    error = f", its error to {grain.se:g}" if grain.se else ""
    return f"rounded to {grain.mean:g}{error}, to protect people"


def _place(value: float | None, digits: int) -> float:
    """The place of the last of some significant digits."""
    return 0.0 if not value else 10.0 ** (math.floor(math.log10(abs(value))) + 1 - digits)


def _step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, ... times a power of ten that is not below a number."""
    if least <= 0:
        return 0.0
    ten = 10.0 ** math.floor(math.log10(least))
    return significant(next(each * ten for each in (1, 2, 5, 10) if each * ten >= least * (1 - 1e-9)))


def _rounded(value: float | None, step: float | None) -> float | None:
    if value is None or step is None:
        return None
    if not step:
        return value
    return significant(round(value / step) * step, 12)


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
    grains: Sequence[Grain],
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
    grains : sequence of Grain
        How coarsely means are told.
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
    for label, mean, share, support, grain in zip(labels, means, shares, supports, grains, strict=True):
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
                estimate=_rounded(mean.estimate, grain.mean),
                se=_rounded(mean.se, grain.se),
                low=_rounded(mean.low, grain.ends),
                high=_rounded(mean.high, grain.ends),
                level=mean.level,
                status=mean.status,
                reason=mean.reason,
                unit=unit,
                method="; ".join(filter(None, (mean.method, _told(grain)))),
                source=mean.source,
                support=support,
            ),
        ]
    return tuple(found)
