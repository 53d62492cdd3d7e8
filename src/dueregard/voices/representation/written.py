"""An audit whole, as plain objects for JSON and as rows for CSV."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dueregard.voices.representation.findings import AgainstFinding, GroupFinding, Representation

__all__ = ["rows_of", "tests_of"]

_ROW = (
    *("count", "share", "low", "high", "population_share", "population_low", "population_high"),
    *("ratio", "ratio_low", "ratio_high", "expected", "seats_short", "floor_short", "so_few", "so_many"),
    *("p", "adjusted_p", "none", "power", "detectable", "verdict", "reason"),
)


def tests_of(found: Representation) -> list[dict[str, Any]]:
    """Write each comparison whole.

    Parameters
    ----------
    found : Representation
        The audit.

    Returns
    -------
    list of dict
        One for each characteristic and comparator: ``characteristic``, ``against``, ``compared``,
        ``stated``, ``not_stated``, the p-values of all groups at once by their orderings, ``groups``.
    """
    return [
        {
            "characteristic": each.name,
            "stated": each.stated,
            "not_stated": each.not_stated,
            **_comparison(against),
        }
        for each in found.characteristics
        for against in each.against
    ]


def rows_of(found: Representation) -> list[dict[str, Any]]:
    """Write one row for each group and comparator.

    Parameters
    ----------
    found : Representation
        The audit.

    Returns
    -------
    list of dict
        All with the same columns.
    """
    return [
        {
            "characteristic": each.name,
            "group": group.level,
            "against": against.against,
            **{name: getattr(group, name) for name in _ROW},
        }
        for each in found.characteristics
        for against in each.against
        for group in against.groups
    ]


def _comparison(against: AgainstFinding) -> dict[str, Any]:
    return {
        "against": against.against,
        "compared": against.compared,
        "model": against.model,
        "multinomial": None if against.test is None else asdict(against.test),
        "rao_scott": against.rao_scott,
        "reason": against.reason,
        "reach": against.reach,
        "groups": [_group(group) for group in against.groups],
    }


def _group(group: GroupFinding) -> dict[str, Any]:
    return {**asdict(group), "by": dict(group.by)}
