"""Fingerprints of the indicators, taken when a casebook is first assessed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from dueregard.casebook.specification import Outcome

__all__ = ["canonical_json", "indicator", "indicator_hashes", "indicators_hash"]


def canonical_json(value: Any) -> str:
    """Write a value as the one JSON text that stands for it.

    Parameters
    ----------
    value : object
        Anything that JSON holds; numbers must be finite.

    Returns
    -------
    str
        Keys sorted, no spaces, no escapes but those that JSON needs.

    Examples
    --------
    >>> canonical_json({"b": 1, "a": "£"})
    '{"a":"£","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def indicator(outcome: Outcome) -> dict[str, Any]:
    """Pick out of an outcome what must not change once it is fixed.

    Parameters
    ----------
    outcome : Outcome
        The outcome.

    Returns
    -------
    dict
        Its name, what it is computed from, for whom, its unit, direction, measures and target.
    """
    return {
        "name": outcome.name,
        "column": outcome.column,
        "yes": outcome.yes,
        "among": outcome.among,
        "unit": outcome.unit,
        "better": outcome.better,
        "measures": list(outcome.measures),
        "target": outcome.target.model_dump(mode="json") if outcome.target else None,
    }


def indicator_hashes(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Fingerprint each outcome.

    Parameters
    ----------
    outcomes : sequence of Outcome
        The outcomes.

    Returns
    -------
    dict
        From each outcome's name to the SHA-256 of its canonical JSON, in hexadecimal.
    """
    return {outcome.name: _sha256(indicator(outcome)) for outcome in outcomes}


def indicators_hash(outcomes: Sequence[Outcome]) -> str:
    """Fingerprint a list of outcomes; their order does not matter.

    Parameters
    ----------
    outcomes : sequence of Outcome
        The outcomes.

    Returns
    -------
    str
        The SHA-256 of the canonical JSON of all of them, sorted by name, in hexadecimal.

    Examples
    --------
    >>> indicators_hash([])[:8]
    '4f53cda1'
    """
    return _sha256([indicator(outcome) for outcome in sorted(outcomes, key=lambda each: each.name)])


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
