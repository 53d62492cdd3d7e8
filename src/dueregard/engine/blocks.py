"""One measure over the levels of one crossing, and many of them joined into estimates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.protocols import Modelled
from dueregard.engine.spread import Part, Spread
from dueregard.estimates import Covariance, Estimates, Label, Status, Support

__all__ = ["EVERY_SIZE", "Block", "joined", "judged", "modelled"]

EVERY_SIZE = 1_000_000_000
"""As many effective people as nobody has: for measures whose intervals covered too seldom in every sample."""

SHORT = "in simulations the 95% interval of this measure held the truth less than 93% of the time"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """One measure over the levels of one crossing.

    Attributes
    ----------
    part : Part, Modelled or Estimates
        Values and what carries their spread; of gathered rows all of it.
    labels : sequence of Label (d,)
        What each value is.
    supports : sequence of Support (d,)
        Who it rests on.
    reasons : sequence of (str or None) (d,)
        Why it is not to be relied on as it stands.
    limits : mapping of float to ndarray (d, 2)
        Intervals that came with it.
    intervals : sequence of str (d,)
        How its interval is made.
    enough : int
        Effective people below which intervals cover too seldom.
    """

    part: Part | Modelled | Estimates
    labels: Sequence[Label]
    supports: Sequence[Support]
    reasons: Sequence[str | None]
    limits: Mapping[float, NDArray[np.float64]]
    intervals: Sequence[str]
    enough: int = 0


def joined(blocks: Sequence[Block], spread: Spread, levels: Sequence[float]) -> Estimates:
    """Join blocks of one sample into estimates with one joint covariance.

    Parameters
    ----------
    blocks : sequence of Block
        Each with a Part.
    spread : Spread
        The way to sampling error.
    levels : sequence of float
        Confidence levels asked for.

    Returns
    -------
    Estimates
        Block by block.
    """
    parts = [block.part for block in blocks if isinstance(block.part, Part)]
    source = spread.source(parts)
    found = [each for block in blocks for each in _judged(block)]
    limits = {}
    if any(block.limits for block in blocks):
        limits = {
            level: np.vstack(
                [block.limits.get(level, np.full((len(block.labels), 2), np.nan)) for block in blocks]
            )
            for level in levels
        }
    return Estimates(
        np.concatenate([part.values for part in parts]),
        sources=() if source is None else (source,),
        labels=tuple(label for block in blocks for label in block.labels),
        supports=tuple(support for block in blocks for support in block.supports),
        statuses=tuple(status for status, _ in found),
        reasons=tuple(reason for _, reason in found),
        limits=limits,
        interval_methods=tuple(method for block in blocks for method in block.intervals),
    )


def modelled(block: Block, identity: str) -> Estimates:
    """Make estimates of a block whose error comes from a model of counts.

    Parameters
    ----------
    block : Block
        With a Modelled part.
    identity : str
        Names the source of error.

    Returns
    -------
    Estimates
        Independent between levels.
    """
    found = block.part
    assert isinstance(found, Modelled)
    status_of = _judged(block)
    return Estimates(
        found.values,
        sources=(Covariance.independent(found.variances, identity=identity),),
        labels=tuple(block.labels),
        supports=tuple(block.supports),
        statuses=tuple(status for status, _ in status_of),
        reasons=tuple(reason for _, reason in status_of),
        limits=dict(found.limits),
        interval_methods=("given",) * len(found.values),
    )


def _judged(block: Block) -> list[tuple[Status, str | None]]:
    return [
        judged(support, reason, block.enough)
        for support, reason in zip(block.supports, block.reasons, strict=True)
    ]


def judged(support: Support, reason: str | None, enough: int) -> tuple[Status, str | None]:
    """Say whether a value may be relied on.

    Parameters
    ----------
    support : Support
        Who it rests on.
    reason : str, optional
        Why it may not, if that is known already.
    enough : int
        Effective people below which intervals of the measure cover too seldom.

    Returns
    -------
    status : str
        Of the value.
    reason : str, optional
        In plain words.
    """
    if support.n == 0:
        return "not_estimable", "nobody in this group has a value"
    if reason:
        return "approximate", reason
    if support.n_effective < enough:
        few = "" if enough >= EVERY_SIZE else f"fewer than {enough:,} effective people: "
        return "approximate", few + SHORT
    return "ok", None
