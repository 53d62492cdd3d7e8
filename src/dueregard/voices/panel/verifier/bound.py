"""Whether anybody could have done better: the proof of the smallest chance, worked out again over people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import highspy

from dueregard.voices.panel.quiet import QuietHighs
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.verifier.checks import Check
from dueregard.voices.panel.volunteers import Pool

__all__ = ["bound_checks"]

NEAR = 1e-7
CERTIFIED = 1e-6
PATIENCE = 60.0
Record = Mapping[str, Any]


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
        heaviest = _heaviest(dict.fromkeys(out, 1.0), pool, targets, size=record["size"])
        yield _checked(
            "excluded",
            None if heaviest is None else heaviest < 0.5,
            right=f"No panel that meets the quotas has any of the {len(out)} people called excluded.",
            wrong="A panel that meets the quotas has somebody who is called excluded.",
        )
    witness = record["witness"]
    if witness is None:
        yield Check(
            name="optimal",
            passed=None,
            told=f"That the lottery is optimal ({record['algorithm']}) was not proved again: the "
            "record has no weights that would prove it.",
        )
        return
    heaviest = _heaviest(witness["weights"], pool, targets, size=record["size"])
    smallest = record["smallest_chance"]["of_those_not_excluded"]
    near = witness["bound"] - smallest <= CERTIFIED
    proved = (
        f"No lottery gives everybody who can be drawn a chance above {witness['bound']:.6f}: the smallest is "
        f"{smallest:.6f}."
    )
    rest = " That the chances above the smallest are as equal as can be rests on the solver's proof."
    yield _checked(
        "optimal",
        None if heaviest is None else heaviest <= witness["bound"] + NEAR,
        right=proved
        + (
            ""
            if near
            else " The two differ: the weights do not prove that the smallest is as large as can be."
        )
        + (rest if record["algorithm"] == "leximin" else ""),
        wrong=f"The weights of the proof allow a smallest chance of {heaviest}, more than is told.",
    )


def _checked(name: str, passed: bool | None, *, right: str, wrong: str) -> Check:
    told = {True: right, False: wrong, None: "This was not finished in time."}[passed]
    return Check(name=name, passed=passed, told=told)


def _heaviest(weights: Mapping[str, float], pool: Pool, targets: Targets, *, size: int) -> float | None:
    """A bound from above on the weight of any panel; None when time ran out.

    A variable for each person, or for people who live alone and are alike in every quota and in weight.
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
    return -float(program.getInfo().mip_dual_bound) if finished else None
