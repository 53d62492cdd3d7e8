"""An allocation as plain rows: one a place, for each rule."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dueregard.options.allocation.allocate import Allocation
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.judged import Shared

__all__ = ["flat_rows", "rows_by_rule", "summary_rows"]


def rows_by_rule(found: Allocation) -> dict[str, list[dict[str, Any]]]:
    """Write each place's amount and what it is compared with, rule by rule.

    Parameters
    ----------
    found : Allocation
        Of n places.

    Returns
    -------
    dict of str to list of n dicts
        ``place``, ``amount``, ``per_head``, ``share``, ``flat``, ``against_flat``, ``target``,
        ``against_target``, ``decided_by``, ``why``; with current amounts ``current`` and ``against_current``;
        with a response ``outcome_now``, ``outcome_after``, ``outcome_low``, ``outcome_high``. Differences are
        in money. None for what there is not.

    Examples
    --------
    >>> from dueregard.options.allocation import allocate, places_of
    >>> found = allocate(places_of(["A", "B"], population=[1, 3], need=[3, 1]), budget=400.0)
    >>> [(row["place"], row["amount"], row["against_flat"]) for row in rows_by_rule(found)["need"]]
    [('A', 200.0, 100.0), ('B', 200.0, -100.0)]
    """
    return {name: _rows(shared, found) for name, shared in found.rules.items()}


def flat_rows(found: Allocation) -> list[dict[str, Any]]:
    """Write all rules beneath each other, for a table.

    Parameters
    ----------
    found : Allocation
        Of n places.

    Returns
    -------
    list of dict
        As :func:`rows_by_rule`, each with its ``rule``.
    """
    return [{"rule": name, **row} for name, rows in rows_by_rule(found).items() for row in rows]


def summary_rows(found: Allocation) -> list[dict[str, Any]]:
    """Write one row a rule.

    Parameters
    ----------
    found : Allocation
        Of n places.

    Returns
    -------
    list of dict
        ``rule``, ``gain`` (places that get more than flat), ``lose``, ``moved_from_flat``,
        ``least_per_head``, ``most_per_head``; with a response ``mean``, ``worst``, ``worst_place``,
        ``gap_closed`` with its limits, ``price``, the mean given up for equity, and ``hangs``, the share of
        the money that would move were the effect at a limit of its interval.
    """
    rows = []
    for name, shared in found.rules.items():
        more = shared.amounts - found.flat
        near = 1e-9 * found.flat
        heads = shared.amounts / found.places.population
        row: dict[str, Any] = {
            "rule": name,
            "gain": int((more > near).sum()),
            "lose": int((more < -near).sum()),
            "moved_from_flat": found.moved(name, found.flat),
            "least_per_head": float(heads.min()),
            "most_per_head": float(heads.max()),
        }
        if shared.effects is not None:
            effects = shared.effects
            row |= {
                "mean": _known(effects.mean.value),
                "worst": _known(effects.worst.value),
                "worst_place": effects.worst_place,
                "gap_closed": _known(effects.gap_closed.value),
                "gap_closed_low": _known(effects.gap_closed.low),
                "gap_closed_high": _known(effects.gap_closed.high),
                "price": None if shared.price is None else _known(shared.price),
                "hangs": shared.hangs,
            }
        rows.append(row)
    return rows


def _rows(shared: Shared, found: Allocation) -> list[dict[str, Any]]:
    places, amounts = found.places, shared.amounts
    columns: dict[str, FloatArray] = {
        "amount": amounts,
        "per_head": amounts / places.population,
        "share": amounts / found.budget,
        "flat": found.flat,
        "against_flat": amounts - found.flat,
        "target": found.target,
        "against_target": amounts - found.target,
    }
    if places.current is not None:
        columns |= {"current": places.current, "against_current": amounts - places.current}
    if shared.effects is not None and places.outcome is not None:
        columns |= {
            "outcome_now": places.outcome,
            "outcome_after": shared.effects.outcomes,
            "outcome_low": shared.effects.low,
            "outcome_high": shared.effects.high,
        }
    told = {"decided_by": shared.reasons.decided_by, "why": shared.reasons.words}
    lists = [each.tolist() if np.isfinite(each).all() else _all_known(each) for each in columns.values()]
    keys = ("place", *columns, *told)
    return [
        dict(zip(keys, cells, strict=True))
        for cells in zip(places.names, *lists, *told.values(), strict=True)
    ]


def _all_known(values: FloatArray) -> list[float | None]:
    return [_known(each) for each in values.tolist()]


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
