"""What a record says in sum of its chances: each figure follows from everybody's, and none is left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["faults_of_estimates", "faults_of_feature"]

NEAR = 1e-8
EVEN = 0.1
_FLOOR = 1e-12
Record = Mapping[str, Any]


def faults_of_estimates(record: Record) -> Iterator[str]:
    """Compare the estimates of a record with its chances and its account of features.

    Parameters
    ----------
    record : mapping
        A published panel.

    Yields
    ------
    str
        What is wrong.
    """
    wanted = _wanted(record)
    if len(record["estimates"]) != len(wanted):
        yield f"There are {len(record['estimates'])} estimates, and {len(wanted)} follow from the lottery."
        return
    for told, (by, name, value, people) in zip(record["estimates"], wanted, strict=True):
        same = told["by"] == by and told["parameters"] == {"statistic": name} and told["n"] == people
        status = "not_estimable" if value is None else "ok"
        if not same or told["measure"] != "selection_probability" or told["status"] != status:
            yield f"The estimate of the {name} chance is not of what it says."
        elif any(told[field] is not None for field in ("se", "low", "high")):
            yield f"The {name} chance has an interval, and it is known exactly."
        elif value is not None and abs(told["estimate"] - value) > NEAR:
            yield f"The {name} chance is {value:.6f}, not {told['estimate']:.6f}."


def faults_of_feature(each: Record, theirs: Sequence[float], *, pool: int, size: int) -> Iterator[str]:
    """Compare the account of a feature with the chances of those who have it.

    Parameters
    ----------
    each : mapping
        The account.
    theirs : sequence of float
        Chances of those who have the feature.
    pool : int
        Everybody.
    size : int
        Seats.

    Yields
    ------
    str
        What is wrong.

    Examples
    --------
    >>> told = {"category": "sex", "feature": "F", "share_of_pool": 0.5, "flag": None}
    >>> told |= {"mean_probability": 0.5, "lowest_probability": 0.5, "highest_probability": 0.5}
    >>> told |= {"times_an_even_chance": 1.0}
    >>> list(faults_of_feature(told, [0.5, 0.5], pool=4, size=2))
    []
    >>> list(faults_of_feature({**told, "flag": "below"}, [0.5, 0.5], pool=4, size=2))
    ['sex: F has another flag than its chances.']
    """
    name = f"{each['category']}: {each['feature']}"
    mean = sum(theirs) / len(theirs) if theirs else None
    relative = None if mean is None else mean * pool / size
    wanted = {
        "share_of_pool": len(theirs) / pool,
        "mean_probability": mean,
        "lowest_probability": min(theirs, default=None),
        "highest_probability": max(theirs, default=None),
        "times_an_even_chance": relative,
    }
    for field, value in wanted.items():
        if not _same(each[field], value):
            yield f"{name} has another {field.replace('_', ' ')} than the record says."
    off = 0.0 if relative is None else abs(relative - 1) - EVEN
    flag = None if relative is None or off <= 0 else "above" if relative > 1 else "below"
    if each["flag"] != flag and abs(off) > NEAR:
        yield f"{name} has another flag than its chances."


def _wanted(record: Record) -> list[tuple[dict[str, str], str, float | None, int]]:
    """Whose chance, which statistic, its value, and of how many people."""
    people = len(record["probabilities"])
    return [
        *(({}, name, value, people) for name, value in _overall(record).items()),
        *(
            (_by(each), name, each[f"{name}_probability"], each["people"])
            for each in record["features"]
            for name in ("mean", "lowest", "highest")
        ),
    ]


def _by(each: Record) -> dict[str, str]:
    """A crossed quota is of several characteristics."""
    categories, features = (str(each[name]).split(" * ") for name in ("category", "feature"))
    return dict(zip(categories, features, strict=True))


def _overall(record: Record) -> dict[str, float]:
    values = sorted(record["probabilities"].values())
    count, total = len(values), sum(values)
    ranked = sum(rank * value for rank, value in enumerate(values, start=1))
    return {
        "mean": total / count,
        "lowest": values[0],
        "highest": values[-1],
        "gini": max(0.0, 2 * ranked / (count * total) - (count + 1) / count),
        "geometric_mean": math.exp(sum(math.log(max(value, _FLOOR)) for value in values) / count),
    }


def _same(told: float | None, found: float | None) -> bool:
    if told is None or found is None:
        return told is found
    return abs(told - found) <= NEAR * max(1.0, abs(found))
