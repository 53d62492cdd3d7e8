"""Parts of a gap as they may be published: rounded, so that they are no equations for few people.

With two levels of a covariate the parts of a gap are products of shares and effects: those of a three-fold
decomposition have ratios that hold shares alone, and to eight digits one pair only of whole numbers of people
fits them. Told to the second digit of the gap's standard error, as much as a sample can say, many do.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from dueregard.causes.discreet import significant
from dueregard.estimates import Record, Support

__all__ = ["apportioned", "discreet_parts", "for_the_gate"]

COMPONENT, VARIABLE, LEVEL, GAP = "component", "variable", "level", "gap"
DIGITS_OF_ERROR = 2
DIGITS_OF_COUNT = 3
"""Of the gap, where it has no error."""


def discreet_parts(records: Sequence[Record]) -> list[Record]:
    """Round the parts of a gap so that they still add up.

    Parameters
    ----------
    records : sequence of Record
        Of one or several decompositions: parts have ``by["component"]``. Others, such as the means of the
        groups, stay.

    Returns
    -------
    list of Record
        In the same order. All parts of a gap are multiples of one step: the second digit of the gap's
        standard error, or the third of the gap where it has none.
    """
    found = list(records)
    gaps: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        if COMPONENT in record.by:
            gaps[_gap_of(record)].append(at)
    for places in gaps.values():
        for at, record in zip(places, _rounded([records[at] for at in places]), strict=True):
            found[at] = record
    return found


def for_the_gate(
    records: Sequence[Record], of_levels: Sequence[Record], *, fewest: int | None
) -> tuple[list[Record], list[Record]]:
    """Round a decomposition, and tell the disclosure gate on whom its parts rest at least.

    Parameters
    ----------
    records, of_levels : sequence of Record
        Of one decomposition.
    fewest : int or None
        The fewest people of a group with one level of a covariate of few levels.

    Returns
    -------
    tuple of two lists of Record
        Parts rest on these people; and every level of a variable on the fewest of any, because what one has
        is the rest of the variable's part.
    """
    least: dict[str, Support] = {}
    for each in of_levels:
        name, support = each.by[VARIABLE], each.support
        if name not in least or support.least_n < least[name].least_n:
            least[name] = support
    levels = [
        replace(
            each,
            support=replace(
                each.support,
                least_n=least[each.by[VARIABLE]].least_n,
                least_n_effective=least[each.by[VARIABLE]].least_n_effective,
            ),
        )
        for each in of_levels
    ]
    told = [_resting_on(each, fewest) for each in discreet_parts([*records, *levels])]
    return told[: len(records)], told[len(records) :]


def _resting_on(record: Record, fewest: int | None) -> Record:
    support = record.support
    if fewest is None or COMPONENT not in record.by or record.by[COMPONENT] == GAP:
        return record
    return replace(
        record,
        support=replace(
            support,
            least_n=min(support.least_n, fewest),
            least_n_effective=min(support.least_n_effective, float(fewest)),
        ),
    )


def apportioned(values: Sequence[float], whole: float, step: float) -> list[float]:
    """Round parts to multiples of a step so that they add up to their rounded whole.

    Parameters
    ----------
    values : sequence of float
        The parts.
    whole : float
        A multiple of the step.
    step : float
        Above nought.

    Returns
    -------
    list of float
        Each less than a step from its value, where the parts add up to less than half a step from the whole.

    Examples
    --------
    >>> apportioned([0.34, 0.33, 0.33], 1.0, 0.1)
    [0.4, 0.3, 0.3]
    """
    exact = np.asarray(values, float) / step
    units = np.floor(exact + 1e-9)
    lacking = round(whole / step) - int(units.sum())
    order = np.argsort(units - exact, kind="stable")
    if lacking >= 0:
        units[order[:lacking]] += 1
    else:
        units[order[lacking:]] -= 1
    return [significant(float(unit) * step, 12) + 0.0 for unit in units]


def _gap_of(record: Record) -> tuple[str, ...]:
    """Say whose parts belong together: everything but the component, the variable and the level."""
    own = {name: level for name, level in record.by.items() if name not in (COMPONENT, VARIABLE, LEVEL)}
    return (
        record.outcome or "",
        record.measure,
        repr(sorted(record.parameters.items())),
        repr(sorted(own.items())),
    )


def _rounded(parts: Sequence[Record]) -> list[Record]:
    step = _step(parts)
    values = _values(parts, step) if step else {}
    return [
        replace(
            part,
            estimate=values.get(at, part.estimate),
            se=None if part.se is None else significant(part.se, DIGITS_OF_ERROR),
            low=_nearest(part.low, step),
            high=_nearest(part.high, step),
        )
        for at, part in enumerate(parts)
    ]


def _step(parts: Sequence[Record]) -> float:
    """The place of the last digit that is told."""
    gap = next((part for part in parts if part.by[COMPONENT] == GAP), None)
    if gap is not None and gap.se:
        return _place(gap.se, DIGITS_OF_ERROR)
    largest = max((abs(part.estimate) for part in parts if part.estimate), default=0.0)
    size = abs(gap.estimate) if gap is not None and gap.estimate else largest
    return _place(size, DIGITS_OF_COUNT) if size else 0.0


def _place(value: float, digits: int) -> float:
    return float(10.0 ** (math.floor(math.log10(value)) + 1 - digits))


def _nearest(value: float | None, step: float) -> float | None:
    return value if value is None or not step else significant(round(value / step) * step, 12) + 0.0


def _values(parts: Sequence[Record], step: float) -> dict[int, float]:
    """Round the gap, share it out to components, these to variables, and these to levels."""
    exact = {at: part.estimate for at, part in enumerate(parts) if part.estimate is not None}
    values: dict[int, float] = {}
    place = {_name(part.by): at for at, part in enumerate(parts)}
    inside: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, part in enumerate(parts):
        name = _name(part.by)
        inside[(GAP,) if len(name) == 1 else name[:-1]].append(at)
    for name in sorted(inside, key=lambda each: (len(each), each != (GAP,))):
        whole, own = place.get(name), [at for at in inside[name] if at in exact and at != place.get(name)]
        if whole is not None and whole in exact and whole not in values:
            values[whole] = _nearest(exact[whole], step) or 0.0
        told = [exact[at] for at in own]
        if whole is not None and whole in exact and abs(sum(told) - exact[whole]) < step * 1e-3:
            values |= dict(zip(own, apportioned(told, values[whole], step), strict=True))
        else:
            values |= {at: _nearest(exact[at], step) or 0.0 for at in own}
    return values


def _name(by: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(by[each] for each in (COMPONENT, VARIABLE, LEVEL) if each in by)
