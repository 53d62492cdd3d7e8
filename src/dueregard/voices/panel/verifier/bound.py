"""Whether anybody could have done better: the proof of the smallest chance, worked out again over people."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import highspy

from dueregard.solver import QuietHighs
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.verifier.checks import Check
from dueregard.voices.panel.volunteers import Pool

__all__ = ["Heaviest", "bound_checks", "heaviest_panel"]

NEAR = 1e-7
CERTIFIED = 1e-6
PATIENCE = 60.0
_STEPS = tuple(2.0**-power for power in range(1, 30))
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heaviest:
    """The heaviest panel.

    Attributes
    ----------
    bound : float
        No panel weighs more.
    chances : mapping of str to float
        Everybody's chance on it; people alike share their seats.
    """

    bound: float
    chances: Mapping[str, float]


def bound_checks(record: Record, pool: Pool, targets: Targets) -> Iterator[Check]:
    """Prove again who is excluded and how large the smallest chance can be.

    Parameters
    ----------
    record : mapping
        A published panel.
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.

    Yields
    ------
    Check
    """
    out = set(record["excluded"])
    if out:
        found = heaviest_panel(dict.fromkeys(out, 1.0), pool, targets, size=record["size"])
        yield _checked(
            "excluded",
            None if found is None else found.bound < 0.5,
            right=f"No panel that meets the quotas has any of the {len(out)} people called excluded.",
            wrong="A panel that meets the quotas has somebody who is called excluded.",
        )
    if record["algorithm"] == "nash":
        yield _product(record, pool, targets)
    elif record["witness"] is None:
        yield Check(
            name="optimal",
            passed=None,
            told=f"That the lottery is optimal ({record['algorithm']}) was not proved again: the "
            "record has no weights that would prove it.",
        )
    else:
        yield _extreme(record, pool, targets)


def _extreme(record: Record, pool: Pool, targets: Targets) -> Check:
    """The smallest or the largest chance, by the weights of the record."""
    witness = record["witness"]
    sign = 1.0 if witness["of"] == "smallest" else -1.0
    signed = {name: sign * weight for name, weight in witness["weights"].items()}
    found = heaviest_panel(signed, pool, targets, size=record["size"])
    out = set(record["excluded"])
    counted = [value for name, value in record["probabilities"].items() if name not in out]
    reached = min(counted) if sign > 0 else max(counted)
    proved = (
        f"No lottery gives everybody who can be drawn a chance above {witness['bound']:.6f}: the smallest is "
        f"{reached:.6f}."
        if sign > 0
        else f"In every lottery somebody has a chance of {witness['bound']:.6f} or more: the largest is "
        f"{reached:.6f}."
    )
    if sign * (witness["bound"] - reached) > CERTIFIED:
        proved += " The two differ, so the weights alone do not prove that it is the best."
    return _checked(
        "optimal",
        None if found is None else found.bound <= sign * witness["bound"] + NEAR,
        right=proved,
        wrong=f"The weights of the proof do not bear out the bound {witness['bound']:.6f}.",
    )


def _product(record: Record, pool: Pool, targets: Targets) -> Check:
    """The product of chances p: in another lottery, q, the mean logarithm is larger by mean q/p - 1 at most.

    The logarithm is concave, and the sum of q/p is at most that of the panel with the most of it.
    """
    out = set(record["excluded"])
    counted = {name: value for name, value in record["probabilities"].items() if name not in out}
    if min(counted.values()) <= 0:
        return Check(name="optimal", passed=False, told="Somebody who can be drawn has no chance at all.")
    weights = {name: 1 / value for name, value in counted.items()}
    found = heaviest_panel(weights, pool, targets, size=record["size"])
    if found is None:
        return _checked("optimal", None, right="", wrong="")
    more = max(0.0, found.bound / len(counted) - 1)
    gained = max(_gain(counted, found.chances, step) for step in _STEPS)
    return _checked(
        "optimal",
        gained <= record["gap"] + CERTIFIED,
        right=f"No lottery has a mean logarithm of chances that is larger by more than {more:.1g}, and "
        "towards the most promising panel it does not rise.",
        wrong=f"Another lottery has a mean logarithm of chances that is larger by {gained:.3g}.",
    )


def _gain(chances: Mapping[str, float], panel: Mapping[str, float], step: float) -> float:
    """How much the mean logarithm rises when a share of the lottery goes to another panel."""
    ratios = ((1 - step) + step * panel[name] / value for name, value in chances.items())
    return sum(map(math.log, ratios)) / len(chances)


def _checked(name: str, passed: bool | None, *, right: str, wrong: str) -> Check:
    told = {True: right, False: wrong, None: "This was not finished in time."}[passed]
    return Check(name=name, passed=passed, told=told)


def heaviest_panel(
    weights: Mapping[str, float], pool: Pool, targets: Targets, *, size: int
) -> Heaviest | None:
    """Find the heaviest panel, with a variable for each person, or for people who live alone and are alike.

    Parameters
    ----------
    weights : mapping of str to float
        By id; people without one weigh nothing.
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.
    size : int
        Seats.

    Returns
    -------
    Heaviest or None
        None when time ran out.
    """
    program = QuietHighs()
    program.setOptionValue("time_limit", PATIENCE)
    program.setOptionValue("mip_rel_gap", 0.0)
    program.setOptionValue("mip_abs_gap", 1e-9)
    homes = Counter(pool.households)
    alike: dict[tuple[Any, ...], list[int]] = {}
    for person, name in enumerate(pool.ids):
        features = tuple(cells[person] for cells in pool.values.values())
        alone = homes[pool.households[person]] == 1
        alike.setdefault((features, weights.get(name, 0.0), None if alone else person), []).append(person)
    seats = [program.addIntegral(0, len(each), -key[1]) for key, each in alike.items()]
    first = [each[0] for each in alike.values()]
    program.addConstr(program.qsum(seats) == size)
    for quota in targets.quotas:
        pairs = list(zip(quota.categories, quota.features, strict=True))
        theirs = [
            seat
            for seat, person in zip(seats, first, strict=True)
            if all(pool.values[category][person] == feature for category, feature in pairs)
        ]
        if theirs:
            program.addConstr(program.qsum(theirs) >= quota.minimum)
            program.addConstr(program.qsum(theirs) <= quota.maximum)
    for home in (home for home, members in homes.items() if members > 1):
        members = [seat for seat, person in zip(seats, first, strict=True) if pool.households[person] == home]
        program.addConstr(program.qsum(members) <= 1)
    program.run()
    finished = program.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not finished:
        return None
    values = program.getSolution().col_value
    chances = {
        pool.ids[person]: values[place] / len(people)
        for place, people in enumerate(alike.values())
        for person in people
    }
    return Heaviest(bound=-float(program.getInfo().mip_dual_bound), chances=chances)
