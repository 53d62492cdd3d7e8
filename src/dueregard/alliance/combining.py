"""Bundles of several members laid side by side: nothing is pooled, and nothing depends on their order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from dueregard.alliance.bundles import Bundle, Origin, SignedBundle
from dueregard.alliance.contrasting import Difference, contrasted
from dueregard.alliance.defining import differently_defined, parameters_elsewhere
from dueregard.alliance.merkle import merkle_root
from dueregard.alliance.overlapping import overlaps
from dueregard.alliance.quantities import Quantity, QuantityKey, quantity_of
from dueregard.estimates import Record, benjamini_hochberg

__all__ = ["Combined", "Envelope", "Finding", "Listed", "Side", "Trust", "Value", "combine"]

Finding = Literal[
    "differ clearly",
    "do not differ clearly",
    "differ, not tested",
    "the same",
    "not comparable",
    "not shown",
    "one only",
]
Trust = Literal["trusted", "not trusted", "unsigned"]

CHANCE = 0.05
"""Of the differences that are called clear, at most this share is chance, on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One bundle among those combined.

    Attributes
    ----------
    id : str
        The hash of what it shares.
    bundle : Bundle
        What it shares.
    trust : {"trusted", "not trusted", "unsigned"}
        Whether the reader trusts the key that it is signed with.
    key : str or None
        The public key.
    """

    id: str
    bundle: Bundle
    trust: Trust
    key: str | None = None

    @classmethod
    def of(cls, signed: SignedBundle, *, trust: Trust) -> Listed:
        """List a bundle that was read.

        Parameters
        ----------
        signed : SignedBundle
            Its signature is known to be good, or absent.
        trust : {"trusted", "not trusted", "unsigned"}
            What the reader makes of it.

        Returns
        -------
        Listed
        """
        key = None if signed.signature is None else signed.signature.key
        return cls(id=signed.id, bundle=signed.bundle, trust=trust, key=key)

    @property
    def name(self) -> str:
        """Who shared it, for readers.

        Returns
        -------
        str
        """
        sharer = self.bundle.sharer
        return f"unsigned {self.id[:8]}" if sharer is None else sharer.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A figure of one quantity in one bundle.

    Attributes
    ----------
    bundle : str
        The bundle's id.
    record : Record
        The figure.
    origin : Origin
        What it rests on.
    """

    bundle: str
    record: Record
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From the lowest to the highest limit of several intervals. Not a pooled estimate.

    Attributes
    ----------
    low, high : float
        The limits.
    of : int
        How many intervals it spans.
    """

    low: float
    high: float
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One quantity, side by side.

    Attributes
    ----------
    quantity : Quantity
        What it is.
    values : tuple of Value
        By bundle.
    finding : str
        What comparing them came to.
    why : str
        What keeps them from being compared; empty where nothing does.
    differences : tuple of Difference
        Between each two figures that can be compared.
    envelope : Envelope or None
        Over all intervals shown, where there are at least two that can be compared.
    """

    quantity: Quantity
    values: tuple[Value, ...]
    finding: Finding
    why: str = ""
    differences: tuple[Difference, ...] = ()
    envelope: Envelope | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """Several bundles side by side.

    Attributes
    ----------
    bundles : tuple of Listed
        By id.
    root : str
        One hash that stands for the set of bundles, whatever their order.
    sides : tuple of Side
        By quantity.
    warnings : tuple of str
        What a reader must know.
    timeline : tuple of tuple
        What all registers say happened: when, what kind, which hash, and the bundles whose register says so.
    """

    bundles: tuple[Listed, ...]
    root: str
    sides: tuple[Side, ...]
    warnings: tuple[str, ...]
    timeline: tuple[tuple[str, str, str, tuple[str, ...]], ...]


def combine(bundles: Iterable[Listed]) -> Combined:
    """Lay bundles side by side.

    The same bundles give the same result in any order, and a bundle that is given twice counts once.

    Parameters
    ----------
    bundles : iterable of Listed
        The bundles.

    Returns
    -------
    Combined

    Raises
    ------
    DisclosureRefused
        When two bundles rest on the same people, and one shows what the other withholds.

    Examples
    --------
    >>> combine([]).root[:8]
    'e3b0c442'
    """
    listed = tuple(sorted({each.id: each for each in bundles}.values(), key=lambda each: each.id))
    by_id = {each.id: each.bundle for each in listed}
    values = _gathered(listed)
    warnings = overlaps(by_id, values)
    elsewhere = parameters_elsewhere(values)
    sides = [
        _side(quantity, each, bundles=by_id, elsewhere=elsewhere)
        for quantity, each in sorted(values.values(), key=lambda pair: pair[0].order)
    ]
    return Combined(
        bundles=listed,
        root=merkle_root({each.id: each.id for each in listed}),
        sides=_judged(sides),
        warnings=warnings,
        timeline=_timeline(listed),
    )


def _gathered(listed: Sequence[Listed]) -> dict[QuantityKey, tuple[Quantity, tuple[Value, ...]]]:
    found: dict[QuantityKey, tuple[Quantity, tuple[Value, ...]]] = {}
    for each in listed:
        for shared in each.bundle.estimates:
            quantity = quantity_of(shared.record)
            value = Value(bundle=each.id, record=shared.record, origin=each.bundle.origin_of(shared))
            before = found.get(quantity.key, (quantity, ()))
            found[quantity.key] = (before[0], (*before[1], value))
    return found


def _side(
    quantity: Quantity,
    values: tuple[Value, ...],
    *,
    bundles: Mapping[str, Bundle],
    elsewhere: Mapping[QuantityKey, str],
) -> Side:
    if len({value.bundle for value in values}) == 1:
        return Side(quantity=quantity, values=values, finding="one only", why=elsewhere.get(quantity.key, ""))
    shown = [value for value in values if value.record.estimate is not None]
    why = differently_defined(values, bundles)
    if why:
        return Side(quantity=quantity, values=values, finding="not comparable", why=why)
    if len({value.bundle for value in shown}) < 2:
        return Side(quantity=quantity, values=values, finding="not shown", why=_absent(values))
    return Side(
        quantity=quantity,
        values=values,
        finding="do not differ clearly",
        differences=contrasted(shown),
        envelope=_envelope([value.record for value in shown]),
    )


def _absent(values: Sequence[Value]) -> str:
    statuses = {value.record.status for value in values if value.record.estimate is None}
    words = {"withheld": "withheld to protect people", "not_estimable": "not estimable"}
    return " or ".join(words[status] for status in words if status in statuses)


def _envelope(records: Sequence[Record]) -> Envelope | None:
    limits = [(each.low, each.high) for each in records if each.low is not None and each.high is not None]
    if len(limits) < 2:
        return None
    return Envelope(low=min(low for low, _ in limits), high=max(high for _, high in limits), of=len(limits))


def _judged(sides: Sequence[Side]) -> tuple[Side, ...]:
    """Say which differences are clear, given that so many are looked at."""
    p = np.array([each.p for side in sides for each in side.differences], float)
    clear = iter(benjamini_hochberg(p, level=CHANCE)) if len(p) else iter(())
    return tuple(_with_verdict(side, [bool(next(clear)) for _ in side.differences]) for side in sides)


def _with_verdict(side: Side, clear: Sequence[bool]) -> Side:
    if not side.differences:
        return side
    differences = tuple(
        replace(each, clear=found) for each, found in zip(side.differences, clear, strict=True)
    )
    finding: Finding = "do not differ clearly"
    if any(each.clear for each in differences):
        finding = "differ clearly"
    elif all(each.difference == 0 for each in differences):
        finding = "the same"
    elif all(math.isnan(each.p) for each in differences):
        finding = "differ, not tested"
    return replace(side, differences=differences, finding=finding)


def _timeline(listed: Sequence[Listed]) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    found: dict[tuple[Any, ...], list[str]] = {}
    for each in listed:
        for at, kind, digest in each.bundle.register.get("entries", ()):
            found.setdefault((at, digest, kind), []).append(each.id)
    return tuple((at, kind, digest, tuple(ids)) for (at, digest, kind), ids in sorted(found.items()))
