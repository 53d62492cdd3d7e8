"""The parts of an Estimates object, with defaults for those left out, all of one length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dueregard.errors import SpreadError
from dueregard.estimates.source import BoolArray
from dueregard.estimates.support import Status, Support

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["completed"]


def completed(given: Estimates) -> dict[str, Any]:
    """Fill in what was left out and check that all parts describe the same values.

    Parameters
    ----------
    given : Estimates
        As it was called for, so with lists for tuples and empty tuples for what was left out.

    Returns
    -------
    dict
        The parts by name.

    Raises
    ------
    SpreadError
        When parts have different lengths.
    """
    values = np.array(given.values, float, ndmin=1)
    size, known = len(values), np.isfinite(values)
    described: dict[str, tuple[Any, ...]] = {
        "labels": tuple(given.labels),
        "supports": tuple(given.supports) or (Support(),) * size,
        "statuses": tuple(given.statuses) or ("ok",) * size,
        "reasons": tuple(given.reasons) or (None,) * size,
        "interval_methods": tuple(given.interval_methods) or ("t",) * size,
    }
    for name, part in described.items():
        if len(part) != size:
            raise SpreadError(
                "The parts of an Estimates object have different lengths.",
                found=f"There are {size} values and {len(part)} {name.replace('_', ' ')}.",
            )
    for source in given.sources:
        if source.size != size:
            raise SpreadError(
                "A source of spread describes another number of values.",
                found=f"There are {size} values, and {source.size} in the source {source.identity!r}.",
            )
    described |= _explained(described["statuses"], described["reasons"], known)
    return {"values": values, "sources": tuple(given.sources), **described}


def _explained(
    statuses: tuple[Status, ...], reasons: tuple[str | None, ...], known: BoolArray
) -> dict[str, tuple[Any, ...]]:
    """Mark values that are not there, unless they are withheld."""
    return {
        "statuses": tuple(
            status if there or status == "withheld" else "not_estimable"
            for status, there in zip(statuses, known, strict=True)
        ),
        "reasons": tuple(
            reason if there or reason else "there is no value"
            for reason, there in zip(reasons, known, strict=True)
        ),
    }
