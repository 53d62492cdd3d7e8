"""The published record of a panel: one JSON object with ids and numbers, and nothing else about anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from dueregard.estimates.record import Record
from dueregard.voices.panel.account import gini
from dueregard.voices.panel.drawing import Draw
from dueregard.voices.panel.identifiers import by_number
from dueregard.voices.panel.lottery import Lottery
from dueregard.voices.panel.reserves import Reserves
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.volunteers import Pool

__all__ = ["document", "drawn", "records", "replaced", "with_counts", "with_reserves", "written"]

MEASURE = "selection_probability"
_DIGITS = 12


def document(lottery: Lottery) -> dict[str, Any]:
    """Write down a lottery before its draw.

    Parameters
    ----------
    lottery : Lottery
        The lottery.

    Returns
    -------
    dict
        Ready for JSON. ``lottery.content`` is what is committed to.
    """
    pool, optimum = lottery.pool, lottery.optimum
    excluded = [name for each in lottery.exclusions for name in each.ids]
    return {
        "provenance": {"made_with": f"dueregard {version('dueregard')}"},
        "size": lottery.size,
        "algorithm": optimum.algorithm,
        "seed": None,
        "panel": None,
        "alternates": [],
        "certified": bool(optimum.certified),
        "gap": _number(optimum.gap),
        "objective": _number(optimum.objective),
        "bound": _number(optimum.bound),
        "proof": optimum.proof,
        "excluded": [name for name in pool.ids if name in set(excluded)],
        "exclusions": [each.to_dict() for each in lottery.exclusions],
        "features": [each.to_dict() for each in lottery.accounts],
        "smallest_chance": _smallest(lottery, excluded),
        "same_address": list(pool.same_address),
        "id_column": pool.id_column,
        "probabilities": _by_id(pool.ids, lottery.probabilities),
        "witness": _witness(lottery),
        "stages": _stages(lottery),
        "lottery": {
            "sha256": lottery.sha256,
            "tickets": None if lottery.tickets is None else len(lottery.tickets),
            **_stated_loss(lottery),
            "content": dict(lottery.content),
        },
        "draw": None,
        "reserves": None,
        "replacements": [],
        "notes": list(dict.fromkeys((*lottery.targets.notes, *pool.notes))),
        "estimates": [record.to_dict() for record in records(lottery)],
    }


def drawn(record: Mapping[str, Any], draw: Draw, *, notes: Sequence[str] = ()) -> dict[str, Any]:
    """Add a draw to the record of a lottery.

    Parameters
    ----------
    record : mapping
        As :func:`document` writes it.
    draw : Draw
        What was drawn.
    notes : sequence of str
        What to say of it.

    Returns
    -------
    dict
    """
    told = {"number": draw.number, "seed": draw.seed, "panel": list(draw.panel)}
    return {
        **record,
        "seed": draw.seed,
        "panel": list(draw.panel),
        "draw": told,
        "notes": [*record["notes"], *notes],
    }


def with_reserves(record: Mapping[str, Any], reserves: Reserves, pool: Pool) -> dict[str, Any]:
    """Add reserves to the record of a draw.

    Parameters
    ----------
    record : mapping
        As :func:`drawn` writes it.
    reserves : Reserves
        Who they are.
    pool : Pool
        Volunteers.

    Returns
    -------
    dict
    """
    told = {
        "replaceable": reserves.replaceable,
        "at_most": reserves.at_most,
        "unreplaceable": [pool.ids[person] for person in reserves.unreplaceable],
    }
    return {**record, "alternates": [pool.ids[person] for person in reserves.people], "reserves": told}


def with_counts(record: Mapping[str, Any], pool: Pool, targets: Targets) -> dict[str, Any]:
    """Add how many of the panel have each feature.

    Parameters
    ----------
    record : mapping
        As :func:`drawn` writes it.
    pool, targets : Pool and Targets
        What it was drawn from.

    Returns
    -------
    dict
    """
    place = {name: person for person, name in enumerate(pool.ids)}
    people = [place[name] for name in record["panel"]]
    features = [
        {**told, "panel": sum(pool.counts(quota, person) for person in people)}
        for told, quota in zip(record["features"], targets.quotas, strict=True)
    ]
    return {**record, "features": features}


def replaced(
    record: Mapping[str, Any],
    *,
    left: Sequence[str],
    joined: Sequence[str],
    targets: Targets,
    lottery: Lottery | None = None,
    draw: Draw | None = None,
) -> dict[str, Any]:
    """Add a replacement to the record of a draw.

    Parameters
    ----------
    record : mapping
        As :func:`drawn` writes it.
    left, joined : sequence of str
        Ids of those who dropped out, and of those who take their seats.
    targets : Targets
        The quotas that they met, which may have been relaxed since the draw.
    lottery, draw : Lottery and Draw, optional
        Where those who join come from; None when they are alternates.

    Returns
    -------
    dict
    """
    gone = set(left)
    step: dict[str, Any] = {"left": list(left), "joined": list(joined), "from": "alternates"}
    changed = [
        {"category": told["category"], "feature": told["feature"], "minimum": q.minimum, "maximum": q.maximum}
        for told, q in zip(record["features"], targets.quotas, strict=True)
        if (told["minimum"], told["maximum"]) != (q.minimum, q.maximum)
    ]
    if changed:
        step["quotas_since"] = changed
    if lottery is not None and draw is not None:
        step |= {
            "from": "pool",
            "sha256": lottery.sha256,
            "content": dict(lottery.content),
            "seed": draw.seed,
            "number": draw.number,
        }
    spent = gone | set(joined)
    return {
        **record,
        "panel": sorted((set(record["panel"]) - gone) | set(joined), key=by_number),
        "alternates": [name for name in record["alternates"] if name not in spent],
        "replacements": [*record["replacements"], step],
    }


def records(lottery: Lottery) -> list[Record]:
    """Write the selection probabilities as public records: of everybody, and by feature.

    Parameters
    ----------
    lottery : Lottery
        The lottery.

    Returns
    -------
    list of Record
        Measure ``selection_probability``, with its statistic (mean, lowest, highest, and for everybody the
        gini and the geometric mean) among the parameters.
    """
    everybody = lottery.probabilities
    positive = everybody[everybody > 0]
    overall = {
        "mean": float(everybody.mean()),
        "lowest": float(everybody.min()),
        "highest": float(everybody.max()),
        "gini": gini(everybody),
        "geometric_mean": float(np.exp(np.log(np.maximum(everybody, _FLOOR)).mean()))
        if positive.size
        else 0.0,
    }
    found = [_record(name, value, {}, len(everybody)) for name, value in overall.items()]
    for each in lottery.accounts:
        by = dict(zip(each.quota.categories, each.quota.features, strict=True))
        for name, value in (("mean", each.mean), ("lowest", each.lowest), ("highest", each.highest)):
            found.append(_record(name, value, by, each.people))
    return found


def written(record: Mapping[str, Any]) -> str:
    """Write a record as JSON for people to read: a ticket is a line.

    Parameters
    ----------
    record : mapping
        What JSON can hold.

    Returns
    -------
    str
        Ends with a new line.

    Examples
    --------
    >>> print(written({"tickets": [["1", "2"], ["1", "3"]]}), end="")
    {
     "tickets": [
      ["1", "2"],
      ["1", "3"]
     ]
    }
    """
    return _lines(record, 0) + "\n"


_FLOOR = 1e-12


def _lines(value: Any, depth: int) -> str:
    inner, outer = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, Mapping) and value:
        members = (
            f"{json.dumps(key, ensure_ascii=False)}: {_lines(v, depth + 1)}" for key, v in value.items()
        )
        return "{" + inner + ("," + inner).join(members) + outer + "}"
    if isinstance(value, list) and any(isinstance(member, list | Mapping) and member for member in value):
        if all(isinstance(member, Mapping) for member in value):
            return "[" + inner + ("," + inner).join(map(_compact, value)) + outer + "]"
        return "[" + inner + ("," + inner).join(_lines(member, depth + 1) for member in value) + outer + "]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _record(statistic: str, value: float | None, by: Mapping[str, str], people: int) -> Record:
    return Record(
        measure=MEASURE,
        parameters={"statistic": statistic},
        by=by,
        estimate=None if value is None else _number(value),
        n=people,
        status="ok" if value is not None else "not_estimable",
        reason=None if value is not None else "nobody in the pool has it",
        method="lottery over panels",
    )


def _smallest(lottery: Lottery, excluded: Sequence[str]) -> dict[str, Any]:
    out = set(excluded)
    counted = [p for name, p in zip(lottery.pool.ids, lottery.probabilities, strict=True) if name not in out]
    return {
        "of_those_not_excluded": _number(min(counted)) if counted else None,
        "at_most_without_quotas_of": {
            name: _number(value) for name, value in lottery.smallest_without.items()
        },
    }


def _witness(lottery: Lottery) -> dict[str, Any] | None:
    if lottery.witness is None:
        return None
    weights = lottery.witness.weights[lottery.group.types]
    some = {name: float(weight) for name, weight in zip(lottery.pool.ids, weights, strict=True) if weight > 0}
    return {"of": lottery.witness.of, "bound": _number(lottery.witness.bound), "weights": some}


def _stages(lottery: Lottery) -> list[dict[str, Any]]:
    """The stages of leximin's proof; weights are of people, told for one of each type."""
    one = [lottery.pool.ids[people[0]] for people in lottery.group.members]
    members = lottery.group.problem.members
    return [
        {
            "bound": _number(stage.bound),
            "weights": {
                one[kind]: float(stage.weights[kind] / members[kind])
                for kind in np.flatnonzero(stage.weights).tolist()
            },
            "settled": [one[kind] for kind in np.flatnonzero(stage.settled).tolist()],
        }
        for stage in lottery.optimum.stages
    ]


def _stated_loss(lottery: Lottery) -> dict[str, Any]:
    if lottery.tickets is None:
        return {}
    return {
        "largest_change": _number(lottery.largest_change),
        "loss_of_smallest": _number(lottery.change_of_smallest),
        "ticket_probabilities": _by_id(lottery.pool.ids, lottery.drawn_probabilities),
    }


def _by_id(ids: Sequence[str], values: Any) -> dict[str, float]:
    return {name: _number(value) for name, value in zip(ids, values, strict=True)}


def _number(value: float) -> float:
    return round(float(value), _DIGITS)
