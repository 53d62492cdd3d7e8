"""Bundles of invented members for tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dueregard.alliance.bundles import Bundle, Origin, Shared, Sharer, SignedBundle
from dueregard.alliance.combining import Combined, Listed, Side, combine
from dueregard.alliance.signing import seal
from dueregard.estimates import Record

KEY = Ed25519PrivateKey.from_private_bytes(b"1" * 32)


def record(estimate: float | None = 10.0, se: float | None = 1.0, **fields: Any) -> Record:
    margin = 1.96 * (se or 0)
    limits = {} if estimate is None else {"low": estimate - margin, "high": estimate + margin, "level": 0.95}
    known = {"measure": "mean", "outcome": "income", "unit": "£ a week", "by": {"sex": "f"}, "n": 400}
    if estimate is None:
        known |= {"status": "withheld", "n": None}
        se = None
    return Record(**{**known, **limits, "estimate": estimate, "se": se, **fields})


def bundle(member: str = "forum", *records: Record, people: str = "", **fields: Any) -> Bundle:
    """A bundle; members have tables of people of their own unless `people` names another."""
    return Bundle(
        sharer=Sharer(id=member, name=member.title(), sector="civil society"),
        question={"title": "Should the bus stop?"},
        shared_at="2026-11-28T12:00:00+00:00",
        assessed_at="2026-11-28T11:00:00+00:00",
        made_with="dueregard 0.1.0",
        population="people of the town",
        policy="Values that rest on fewer than 10 people are withheld.",
        threshold=10,
        register={"head": "0" * 64, "entries": [["2026-11-28T11:00:00+00:00", "assessed", "1" * 64]]},
        origins=(Origin(id=f"people {people or member}", kind="people", name="the table of people"),),
        estimates=tuple(Shared(record=each, origin=0) for each in records),
        **fields,
    )


def signed(what: Bundle, key: Ed25519PrivateKey = KEY) -> SignedBundle:
    return SignedBundle(bundle=what, signature=seal(what, key))


def combined(bundles: Iterable[Bundle]) -> Combined:
    return combine(Listed.of(SignedBundle(bundle=each), trust="trusted") for each in bundles)


def only_side(*bundles: Bundle) -> Side:
    (side,) = combined(bundles).sides
    return side


def with_unit(each: Record, unit: str) -> Record:
    return replace(each, unit=unit)
