"""Difference and ratio of two groups: the extremes, the ends of an order, or named ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dueregard.disparities.evaluation import Part, described, evaluate, parts_of
from dueregard.disparities.groups import Groups
from dueregard.disparities.limits import with_logarithmic_limits
from dueregard.disparities.selection import EXTREMES, check_choice, chosen
from dueregard.errors import UsageError
from dueregard.estimates import Estimates

__all__ = ["difference", "ratio"]


def difference(groups: Groups, *, of: str = "highest", minus: str = "lowest") -> Estimates:
    """Subtract one group's value from another's (D).

    Parameters
    ----------
    groups : Groups
        The values.
    of, minus : str
        The groups: a level, the "highest" or "lowest" value, or the "first" (most disadvantaged) or "last"
        level of the order.

    Returns
    -------
    Estimates
        In units of the outcome, with a verdict. Extremes that are picked from the same data overstate the
        gap: the method says when they are.

    Raises
    ------
    UsageError
        When there is no such level, or no order.

    Notes
    -----
    R `healthequal::d` takes highest minus lowest for levels without an order; last minus first where higher
    values are better, and first minus last where lower ones are; and with a reference group, reference minus
    lowest, or highest minus reference.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and Public Health
    19, 3697.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 95], [3, 3, 4], by="region", levels=["a", "b", "c"])
    >>> gap = difference(regions)
    >>> gap.values, gap.se, gap.labels[0].method
    (array([25.]), array([5.]), 'c (highest) minus a (lowest), picked from the same data')
    >>> difference(regions, of="b", minus="a").values
    array([10.])
    """
    return _compared(groups, of, minus, contrast="difference", joined="minus", compare=lambda a, b: a - b)


def ratio(
    groups: Groups, *, of: str = "highest", over: str = "lowest", level: float | Sequence[float] = 0.95
) -> Estimates:
    """Divide one group's value by another's (R).

    Parameters
    ----------
    groups : Groups
        The values.
    of, over : str
        The groups; see :func:`difference`.
    level : float or sequence of float
        Levels of the intervals, which are computed beforehand, on the logarithmic scale.

    Returns
    -------
    Estimates
        Not estimable unless both values are above zero. The standard error is that of the ratio; the column
        `se` of R `healthequal::r` is that of its logarithm. The intervals agree.

    Raises
    ------
    UsageError
        When there is no such level, or no order.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022).

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 95], [3, 3, 4], by="region", levels=["a", "b", "c"])
    >>> ratio(regions).values.round(4), ratio(regions).interval().round(4)
    (array([1.3571]), array([[1.2064, 1.5267]]))
    """

    def divided(a: Any, b: Any) -> Any:
        return np.where((np.real(a) > 0) & (np.real(b) > 0), a, np.nan) / b

    result = _compared(
        groups,
        of,
        over,
        contrast="ratio",
        joined="over",
        compare=divided,
        failure="a ratio needs two values above zero",
    )
    return with_logarithmic_limits(result, level)


def _compared(
    groups: Groups,
    first: str,
    second: str,
    *,
    contrast: str,
    joined: str,
    compare: Callable[[Any, Any], Any],
    failure: str | None = None,
) -> Estimates:
    check_choice(groups, first)
    check_choice(groups, second)
    if first == second:
        raise UsageError(f"A group cannot be compared with itself: {first!r}.")
    parts = parts_of(groups, population=False)
    pairs, labels = [], []
    for part in parts:
        places = chosen(groups, part, first), chosen(groups, part, second)
        pairs.append(part.narrowed([place for place in places if place is not None]))
        labels.append(
            described(
                part,
                groups,
                contrast,
                parameters={"of": first, joined: second},
                method=_method(part, places, (first, second), joined),
                unit=part.label.unit if contrast == "difference" else None,
                contrast=contrast,
                reference=second,
            )
        )
    formulae = [lambda values, _: compare(values[..., 0], values[..., 1])] * len(pairs)
    return evaluate(groups, pairs, formulae, labels, failure=failure or "one of the groups has no value")


def _method(part: Part, places: tuple[int | None, int | None], which: tuple[str, str], joined: str) -> str:
    named = [
        choice if place is None or part.levels[place] == choice else f"{part.levels[place]} ({choice})"
        for place, choice in zip(places, which, strict=True)
    ]
    picked = ", picked from the same data" if any(choice in EXTREMES for choice in which) else ""
    return f"{named[0]} {joined} {named[1]}{picked}"
