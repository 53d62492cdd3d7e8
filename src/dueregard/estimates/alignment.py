"""Putting estimates together: sources of the same identity covary, others are independent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray, Source

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["concatenate"]


def concatenate(*estimates: Estimates) -> Estimates:
    """Put estimates together with their joint uncertainty.

    Parameters
    ----------
    *estimates : Estimates
        At least one.

    Returns
    -------
    Estimates
        All values in order. Sources of the same identity keep their joint covariance; values that a source
        does not concern do not vary with it.

    Raises
    ------
    UsageError
        When there is nothing to put together.
    SpreadError
        When sources of the same identity cannot be joined: two plans, two calls of which only the
        covariance was kept, or two kinds of source.

    Examples
    --------
    >>> from dueregard.estimates import Covariance, Estimates, Label
    >>> def census(year, value):
    ...     spread = Covariance.independent([4.0], identity=year)
    ...     return Estimates([value], sources=(spread,), labels=(Label(measure="mean", by={"year": year}),))
    >>> both = concatenate(census("2011", 10.0), census("2021", 14.0))
    >>> both.difference(reference="2011").se.round(4)
    array([2.8284])
    """
    if not estimates:
        raise UsageError("There are no estimates to put together.")
    if len(estimates) == 1:
        return estimates[0]
    identities = dict.fromkeys(source.identity for each in estimates for source in each.sources)
    return type(estimates[0])(
        np.concatenate([each.values for each in estimates]),
        sources=tuple(_joined(identity, estimates) for identity in identities),
        labels=sum((each.labels for each in estimates), ()),
        supports=sum((each.supports for each in estimates), ()),
        statuses=sum((each.statuses for each in estimates), ()),
        reasons=sum((each.reasons for each in estimates), ()),
        limits=_joined_limits(estimates),
        interval_methods=sum((each.interval_methods for each in estimates), ()),
        rest=_joined_rest(estimates),
    )


def _joined(identity: str, estimates: tuple[Estimates, ...]) -> Source:
    """The source of an identity over all the values; those it does not concern are constant."""
    owned = [[source for source in each.sources if source.identity == identity] for each in estimates]
    example = next(sources[0] for sources in owned if sources)
    first, *others = (
        sources[0] if sources else example.constant(each.values)
        for sources, each in zip(owned, estimates, strict=True)
    )
    return first.append(*others)


def _joined_limits(estimates: tuple[Estimates, ...]) -> dict[float, FloatArray]:
    levels = dict.fromkeys(level for each in estimates for level in each.limits)
    unknown = {len(each): np.full((len(each), 2), np.nan) for each in estimates}
    return {
        level: np.concatenate([each.limits.get(level, unknown[len(each)]) for each in estimates])
        for level in levels
    }


def _joined_rest(estimates: tuple[Estimates, ...]) -> Callable[[str], Estimates] | None:
    rests = [each.rest for each in estimates if each.rest is not None]
    if len(rests) < len(estimates):
        return None
    return lambda variable: concatenate(*(rest(variable) for rest in rests))
