"""Made towns with nested places, their releases, and a hostile reader with a solver of his own.

The reader knows how wards make districts, that nobody is counted twice and that no number of people is below
nought. He puts everything that is shown of all tables, and of an earlier release, into one linear program over
the smallest pieces of the town: ward by sex by group, those whose group is not known apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import linprog

from dueregard.disclosure import EarlierRelease, Policy, Release, Table, release
from dueregard.estimates import records
from dueregard.gaps.linking import nesting_among
from dueregard.measures import count, mean, proportion, total
from dueregard.people import read_people

THRESHOLD = 10
WARDS = ("a", "b", "c", "d", "e", "f")
DISTRICT = {"a": "North", "b": "North", "c": "North", "d": "South", "e": "South", "f": "South"}
SEXES, KINDS = ("f", "m"), ("x", "y", "z", "v")
MERGED = {"y": "y or z", "z": "y or z"}
ROWS = ((), ("ward",), ("district",), ("sex",), ("kind",), ("sex", "kind"), ("ward", "sex"))


@dataclass(frozen=True)
class Town:
    """People by column."""

    columns: Mapping[str, Any]
    full: bool

    def __len__(self) -> int:
        return len(self.columns["ward"])


def made_town(seed: int, *, people: int = 260) -> Town:
    """Make a town in which some groups are few, and some people are in no group that is known."""
    random = np.random.default_rng(seed)
    n = people + int(random.integers(0, 60))
    skew = random.dirichlet(np.full(len(WARDS), 1.2))
    kinds = random.choice([*KINDS, ""], n, p=[0.62, 0.2, 0.1, 0.05, 0.03])
    ward = random.choice(WARDS, n, p=skew)
    columns = {
        "ward": ward,
        "district": np.array([DISTRICT[each] for each in ward]),
        "sex": random.choice(SEXES, n),
        "kind": kinds,
        "pay": random.gamma(3, 150, n).round(2),
        "ill": (random.random(n) < random.choice([0.06, 0.3])).astype(float),
    }
    return Town(columns, full=bool(seed % 2))


def grown(town: Town, seed: int) -> Town:
    """The same people and a few more."""
    random = np.random.default_rng(seed + 10_000)
    more = made_town(seed + 20_000)
    some = random.choice(len(more), int(random.integers(1, 25)), replace=False)
    joined = {name: np.concatenate([values, more.columns[name][some]]) for name, values in town.columns.items()}
    return Town(joined, full=town.full)


def merged(town: Town) -> Town:
    """The same people, two groups joined."""
    kinds = np.array([MERGED.get(each, each) for each in town.columns["kind"]])
    return Town({**town.columns, "kind": kinds}, full=town.full)


def tables_of(town: Town) -> list[Table]:
    """Everything about a town, as it stands before the gate."""
    held = {
        name: [None if each == "" else each for each in values.tolist()] for name, values in town.columns.items()
    }
    options: dict[str, Any] = {"count": "full"} if town.full else {"weight": "w"}
    if not town.full:
        held["w"] = [2.0] * len(town)
    people = read_people(held, places={"ward": {"column": "ward", "parent": "district"}, "district": "district"},
                         characteristics={"sex": "sex", "kind": "kind"}, **options)
    nesting = nesting_among(people)
    asked = (mean("pay"), total("pay"), proportion("ill"), count(name="everybody"))
    found = []
    for by in ROWS:
        estimates = people.estimate(*asked, by=list(by))
        rows = records(estimates)
        if len(by) == 1:
            rows += records(estimates.difference(by[0], reference="a" if by == ("ward",) else "f")) if by[0] in (
                "ward", "sex") else []
        found.append(
            Table(name="-".join(by) or "everyone", title="", records=tuple(rows),
                  count="full" if town.full else "sample", nesting=nesting)
        )
    return found


def released(town: Town, earlier: Sequence[Release] = ()) -> Release:
    """Pass the gate."""
    before = [
        EarlierRelease.of(f"v{i}", [r.to_dict() for table in each.tables for r in table.records])
        for i, each in enumerate(earlier, start=1)
    ]
    return release(tables_of(town), policy=Policy(), earlier=before)
