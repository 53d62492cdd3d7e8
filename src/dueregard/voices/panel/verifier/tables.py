"""A lottery against the volunteers and the targets it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.verifier.checks import Check, compare, some
from dueregard.voices.panel.verifier.summary import faults_of_feature
from dueregard.voices.panel.volunteers import Pool

__all__ = ["kinds_of_people", "table_checks"]

NEAR = 1e-8
Record = Mapping[str, Any]
Flags = NDArray[np.bool_]


def table_checks(record: Record, pool: Pool, targets: Targets, *, now: Targets) -> Iterator[Check]:
    """Check quotas, addresses and equal treatment.

    Parameters
    ----------
    record : mapping
        A published panel.
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas of the draw.
    now : Targets
        Quotas that the panel meets since the last replacement.

    Yields
    ------
    Check
    """
    told = record["probabilities"]
    if set(told) != set(pool.ids):
        odd = sorted(set(told) ^ set(pool.ids))
        yield Check(
            name="people",
            passed=False,
            told=f"The people of the lottery are not those of {pool.title}: {some(odd)} are in one only.",
        )
        return
    yield Check(name="people", passed=True, told=f"The lottery has the {len(pool)} people of {pool.title}.")
    yield compare(
        "targets",
        _faults_of_targets(record, targets, pool),
        right=f"The quotas and counts in the record are those of {targets.title}.",
    )
    place = {name: person for person, name in enumerate(pool.ids)}
    counted = _counted(pool, targets)
    panels = _panels(record["lottery"]["content"], place)
    yield compare(
        "quotas",
        [
            *_faults_of_quotas(panels, counted, targets),
            *_faults_of_types(record["lottery"]["content"], counted, place),
        ],
        right=f"Every one of {len(panels):,} panels meets all {len(targets.quotas)} quotas.",
    )
    if pool.same_address:
        yield compare(
            "addresses",
            _faults_of_addresses(record, pool, place),
            right="No panel has two people of an address.",
        )
    yield compare("equal people", _faults_of_equals(told, pool, targets), right=_EQUAL)
    if record["panel"] is not None:
        yield compare(
            "the panel",
            _faults_of_final(record, pool, counted, now, place),
            right="The panel, replacements included, meets every quota.",
        )


_EQUAL = "People whom no quota or address tells apart have equal chances."


def _counted(pool: Pool, targets: Targets) -> Flags:
    """Which quota counts whom, shape (quotas, n)."""
    columns = {name: np.array(cells, dtype=object) for name, cells in pool.values.items()}
    rows = []
    for quota in targets.quotas:
        row = np.ones(len(pool), dtype=bool)
        for category, feature in zip(quota.categories, quota.features, strict=True):
            row &= columns[category] == feature
        rows.append(row)
    return np.array(rows).reshape(len(targets.quotas), len(pool))


def _panels(content: Record, place: Mapping[str, int]) -> list[list[int]]:
    """Panels of people: tickets, or one way to deal each panel of types."""
    if "tickets" in content:
        return [[place[who] for who in ticket] for ticket in content["tickets"]]
    found = []
    for panel in content["panels"]:
        seats = dict(map(tuple, panel["seats"]))
        people = []
        for each in content["classes"]:
            homes = iter(each["homes"])
            for position, kind in enumerate(each["types"]):
                people += [place[next(homes)[position][0]] for _ in range(seats.get(kind, 0))]
        found.append(people)
    return found


def _faults_of_targets(record: Record, targets: Targets, pool: Pool) -> Iterator[str]:
    counted = _counted(pool, targets).sum(axis=1).tolist()
    told = {(each["category"], each["feature"]): each for each in record["features"]}
    if list(told) != [(quota.category, quota.feature) for quota in targets.quotas]:
        yield f"The quotas of the record are not those of {targets.title}."
        return
    chance = np.array([record["probabilities"][name] for name in pool.ids])
    masks = _counted(pool, targets)
    for quota, people, mask in zip(targets.quotas, counted, masks, strict=True):
        each = told[quota.category, quota.feature]
        if (each["minimum"], each["maximum"]) != (quota.minimum, quota.maximum):
            yield f"{quota.name} has {quota.minimum} to {quota.maximum} seats, not as the record says."
        if each["people"] != people:
            yield f"{quota.name} has {people} people, not {each['people']}."
        yield from faults_of_feature(each, chance[mask].tolist(), pool=len(pool), size=record["size"])


def _faults_of_quotas(panels: Sequence[Sequence[int]], counted: Flags, targets: Targets) -> Iterator[str]:
    for quota, mask in zip(targets.quotas, counted, strict=True):
        bad = [
            number
            for number, people in enumerate(panels)
            if not quota.minimum <= int(mask[list(people)].sum()) <= quota.maximum
        ]
        if bad:
            yield f"Panels {some(bad)} break the quota {quota.name}: {quota.minimum} to {quota.maximum}."


def _faults_of_types(content: Record, counted: Flags, place: Mapping[str, int]) -> Iterator[str]:
    """Whoever may be dealt to a seat has to count as whoever was tried above."""
    for each in content.get("classes", ()):
        for position in range(len(each["types"])):
            people = [place[who] for home in each["homes"] for who in home[position]]
            if (counted[:, people] != counted[:, people[:1]]).any():
                yield f"Type {each['types'][position]} of the lottery has people whom quotas tell apart."


def _faults_of_addresses(record: Record, pool: Pool, place: Mapping[str, int]) -> Iterator[str]:
    content = record["lottery"]["content"]
    if "tickets" in content:
        homes = [[pool.households[place[who]] for who in ticket] for ticket in content["tickets"]]
        bad = [number for number, each in enumerate(homes) if len(set(each)) < len(each)]
        if bad:
            yield f"Tickets {some(bad)} have two people of one address."
        return
    # Dealing gives each home of a class one seat at most: so homes must be whole addresses.
    told = {
        frozenset(person for people in home for person in people)
        for each in content["classes"]
        for home in each["homes"]
    }
    real: dict[int, set[str]] = {}
    for name, home in zip(pool.ids, pool.households, strict=True):
        real.setdefault(home, set()).add(name)
    if told != {frozenset(people) for people in real.values()}:
        yield "The households of the lottery are not the addresses of the pool."


def kinds_of_people(pool: Pool, targets: Targets) -> list[list[str]]:
    """Put people together whom no quota and no household tells apart.

    Parameters
    ----------
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.

    Returns
    -------
    list of list of str
        Ids.
    """
    counted = _counted(pool, targets)
    own = [counted[:, person].tobytes() for person in range(len(pool))]
    homes: dict[int, list[bytes]] = {}
    for person, home in enumerate(pool.households):
        homes.setdefault(home, []).append(own[person])
    groups: dict[tuple[bytes, tuple[bytes, ...]], list[str]] = {}
    for person, home in enumerate(pool.households):
        groups.setdefault((own[person], tuple(sorted(homes[home]))), []).append(pool.ids[person])
    return list(groups.values())


def _faults_of_equals(told: Mapping[str, float], pool: Pool, targets: Targets) -> Iterator[str]:
    for people in kinds_of_people(pool, targets):
        values = [told[who] for who in people]
        if max(values) - min(values) > NEAR:
            yield f"{some(people)} are alike and have different chances."


def _faults_of_final(
    record: Record, pool: Pool, counted: Flags, targets: Targets, place: Mapping[str, int]
) -> Iterator[str]:
    people = [place[who] for who in record["panel"]]
    yield from _faults_of_quotas([people], counted, targets)
    for each, mask in zip(record["features"], counted, strict=True):
        seats = int(mask[people].sum())
        if each.get("panel", seats) != seats:
            yield f"{each['category']}: {each['feature']} has {seats} on the panel, not {each['panel']}."
    homes = [pool.households[person] for person in people]
    if len(set(homes)) < len(homes):
        yield "The panel has two people of one address."
    if record["reserves"] is None or record["replacements"]:
        return
    able = 0
    reserves = [place[who] for who in record["alternates"]]
    for member in people:
        others = [person for person in people if person != member]
        able += any(
            not list(_faults_of_quotas([[*others, person]], counted, targets))
            and pool.households[person] not in {pool.households[other] for other in others}
            for person in reserves
        )
    if able != record["reserves"]["replaceable"]:
        yield f"Alternates can step in for {able} members, not for {record['reserves']['replaceable']}."
