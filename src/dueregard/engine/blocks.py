"""One measure over the levels of one crossing, and many of them joined into estimates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.protocols import Modelled
from dueregard.engine.spread import Part, Spread
from dueregard.estimates import Covariance, Estimates, Label, Status, Support

__all__ = ["Block", "joined", "modelled"]


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
        People below which intervals cover too seldom.
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
    judged = [each for block in blocks for each in _judged(block)]
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
        statuses=tuple(status for status, _ in judged),
        reasons=tuple(reason for _, reason in judged),
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
    judged = _judged(block)
    return Estimates(
        found.values,
        sources=(Covariance.independent(found.variances, identity=identity),),
        labels=tuple(block.labels),
        supports=tuple(block.supports),
        statuses=tuple(status for status, _ in judged),
        reasons=tuple(reason for _, reason in judged),
        limits=dict(found.limits),
        interval_methods=("given",) * len(found.values),
    )


def _judged(block: Block) -> list[tuple[Status, str | None]]:
    return [
        _status(support, reason, block.enough)
        for support, reason in zip(block.supports, block.reasons, strict=True)
    ]


def _status(support: Support, reason: str | None, enough: int) -> tuple[Status, str | None]:
    if support.n == 0:
        return "not_estimable", "nobody in this group has a value"
    if reason:
        return "approximate", reason
    if support.n_effective < enough:
        return "approximate", f"with fewer than {enough} people intervals of this measure are too short"
    return "ok", None
