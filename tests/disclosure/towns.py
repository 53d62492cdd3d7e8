"""Made towns with nested places, their releases, and a hostile reader with a solver of his own.

The reader knows how wards make districts, that nobody is counted twice and that no number is below
nought. He puts all that is shown, in every table and in an earlier release, into one linear program over the
smallest pieces of the town: ward by sex by group, those whose group is not known apart.
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
    joined = {
        name: np.concatenate([values, more.columns[name][some]]) for name, values in town.columns.items()
    }
    return Town(joined, full=town.full)


def merged(town: Town) -> Town:
    """The same people, two groups joined."""
    kinds = np.array([MERGED.get(each, each) for each in town.columns["kind"]])
    return Town({**town.columns, "kind": kinds}, full=town.full)


def tables_of(town: Town) -> list[Table]:
    """Everything about a town, as it stands before the gate."""
    held = {
        name: [None if each == "" else each for each in values.tolist()]
        for name, values in town.columns.items()
    }
    options: dict[str, Any] = {"count": "full"} if town.full else {"weight": "w"}
    if not town.full:
        held["w"] = [2.0] * len(town)
    people = read_people(
        held,
        places={"ward": {"column": "ward", "parent": "district"}, "district": "district"},
        characteristics={"sex": "sex", "kind": "kind"},
        **options,
    )
    nesting = nesting_among(people)
    asked = (mean("pay"), total("pay"), proportion("ill"), count(name="everybody"))
    found = []
    for by in ROWS:
        estimates = people.estimate(*asked, by=list(by))
        rows = records(estimates)
        if len(by) == 1:
            rows += (
                records(estimates.difference(by[0], reference="a" if by == ("ward",) else "f"))
                if by[0] in ("ward", "sex")
                else []
            )
        found.append(
            Table(
                name="-".join(by) or "everyone",
                title="",
                records=tuple(rows),
                count="full" if town.full else "sample",
                nesting=nesting,
            )
        )
    return found


def released(town: Town, earlier: Sequence[Release] = (), *, rules: bool = True) -> Release:
    """Pass the gate, or only its threshold: then every table is by itself."""
    before = [
        EarlierRelease.of(f"v{i}", [r.to_dict() for table in each.tables for r in table.records])
        for i, each in enumerate(earlier, start=1)
    ]
    if rules:
        return release(tables_of(town), policy=Policy(), earlier=before)
    few = Policy(threshold=1, n_effective=10, already_public=True, reason="to see that the reader can read")
    return release(tables_of(town), policy=few)


@dataclass(frozen=True)
class Reader:
    """Everything that is shown, over the smallest pieces of a town."""

    pieces: tuple[tuple[str, str, str, int], ...]
    rows: list[np.ndarray]
    numbers: list[float]

    @classmethod
    def of(cls, releases: Sequence[Release]) -> Reader:
        """Read the numbers of people off releases; of later ones, people may have been added."""
        pieces = tuple(product(WARDS, SEXES, (*KINDS, ""), range(len(releases))))
        rows: list[np.ndarray] = []
        numbers: list[float] = []
        for time, each in enumerate(releases):
            for record in shown(each):
                if record.n is not None and record.contrast is None:
                    rows.append(inside(pieces, record.by, time).astype(float))
                    numbers.append(float(record.n))
        return cls(pieces, rows, numbers)

    def interval(
        self, by: Mapping[str, str], time: int, *, less: Mapping[str, str] | None = None
    ) -> tuple[float, float]:
        """Derive how many people may be in a group."""
        wanted = inside(self.pieces, by, time).astype(float)
        if less is not None:
            wanted -= inside(self.pieces, less, time)
        return ends_of(wanted, self.rows, self.numbers)


def ends_of(wanted: np.ndarray, rows: Sequence[np.ndarray], numbers: Sequence[float]) -> tuple[float, float]:
    """Derive the least and the most that a sum of pieces can be."""
    if not rows:
        return 0.0, np.inf
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(sign * wanted, A_eq=np.array(rows), b_eq=np.array(numbers), bounds=(0, 5_000))
        assert found.status == 0, found.message
        ends.append(float(sign * found.fun))
    return ends[0], ends[1]


def is_narrow(low: float, high: float, most: float = np.inf) -> bool:
    """Whether a range says that there are few, or is narrower than the threshold."""
    wide = min(THRESHOLD, most) - 1e-5
    return high < wide or high - low < wide


def inside(pieces: Sequence[tuple[str, str, str, int]], by: Mapping[str, str], time: int) -> np.ndarray:
    """Say which pieces are in a group."""
    wanted = dict(by)
    return np.array(
        [
            when <= time
            and wanted.get("ward", ward) == ward
            and wanted.get("district", DISTRICT[ward]) == DISTRICT[ward]
            and wanted.get("sex", sex) == sex
            and ("kind" not in wanted or wanted["kind"] in (kind, MERGED.get(kind) if kind else None))
            for ward, sex, kind, when in pieces
        ]
    )


def shown(release_: Release) -> Iterator[Any]:
    """All figures of a release that are told."""
    for table in release_.tables:
        for record in table.records:
            if record.estimate is not None:
                yield record


def people_in(town: Town, by: Mapping[str, str]) -> np.ndarray:
    """Who is in a group, in truth."""
    found = np.ones(len(town), dtype=bool)
    for name, level in by.items():
        found &= town.columns[name] == level
    return found


def groups_of(town: Town) -> list[dict[str, str]]:
    """Every group of the tables, and the people of each whose group is not known."""
    found: list[dict[str, str]] = []
    for by in ROWS:
        levels = [sorted(set(town.columns[name].tolist())) for name in by]
        found += [dict(zip(by, each, strict=True)) for each in product(*levels)]
    return found


def leaks(towns: Sequence[Town], releases: Sequence[Release]) -> Iterator[str]:
    """Tell every number of few people that the reader derives, and every sum of few people."""
    reader = Reader.of(releases)
    for time, town in enumerate(towns):
        told = [
            dict(each)
            for each in {tuple(sorted(r.by.items())) for r in shown(releases[time]) if r.contrast is None}
        ]
        for by in groups_of(town):
            n = int(people_in(town, by).sum())
            if 0 < n < THRESHOLD:
                low, high = reader.interval(by, time)
                if is_narrow(low, high):
                    yield f"release {time + 1}: {n} people of {by} are from {low:.2f} to {high:.2f}"
        yield from of_values(town, releases[time], "pay", people_of=town.columns["pay"])
        if town.full:
            yield from of_answers(town, releases[time])
        for one, other in product(told, told):
            few = (people_in(town, one) & ~people_in(town, other)).sum()
            if 0 < few < THRESHOLD and not (people_in(town, other) & ~people_in(town, one)).any():
                yield f"release {time + 1}: {one} less {other} is {few} people"
    if len(towns) == 2:
        yield from between(towns, releases)


def of_values(town: Town, released_: Release, outcome: str, *, people_of: np.ndarray) -> Iterator[str]:
    """Tell the sets of few people whose sum is a combination of shown sums."""
    for measure in ("mean", "total"):
        who = [
            people_in(town, r.by) for r in shown(released_) if r.measure == measure and r.outcome == outcome
        ]
        if who:
            yield from (f"{measure}: a sum of {size} people" for size in few_sums(np.array(who)))


def few_sums(who: np.ndarray) -> Iterator[int]:
    """Find few people whose sum follows: among the smallest pieces, groups, and differences of groups."""
    pieces, piece_of = np.unique(who.astype(float), axis=1, return_inverse=True)
    sizes = np.bincount(piece_of.ravel())
    left, values, _ = np.linalg.svd(pieces.T, full_matrices=False)
    basis = left[:, values > 1e-9]
    tried = {tuple(row) for row in (*np.eye(len(sizes)), *pieces)}
    tried |= {tuple(one - other) for one in pieces for other in pieces if (one >= other).all()}
    for each in tried:
        piece = np.array(each)
        size = int(sizes[piece > 0].sum())
        if 0 < size < THRESHOLD and np.linalg.norm(piece - basis @ (basis.T @ piece)) < 1e-8:
            yield size


def of_answers(town: Town, released_: Release) -> Iterator[str]:
    """In a full count, derive how many of a group said yes, and how many no."""
    pieces = tuple(product(WARDS, SEXES, (*KINDS, ""), (0,)))
    rows: list[np.ndarray] = []
    numbers: list[float] = []
    for record in shown(released_):
        if record.contrast is None:
            group = inside(pieces, record.by, 0).astype(float)
            if record.measure == "proportion":
                rows.append(np.concatenate([group, 0 * group]))
                numbers.append(record.estimate * record.n)
            rows.append(np.concatenate([group, group]))
            numbers.append(float(record.n))
    for by in groups_of(town):
        who, group = people_in(town, by), inside(pieces, by, 0).astype(float)
        for answer, wanted in (
            (1.0, np.concatenate([group, 0 * group])),
            (0.0, np.concatenate([0 * group, group])),
        ):
            count = int((town.columns["ill"][who] == answer).sum())
            if 0 < count < THRESHOLD:
                ends = ends_of(wanted, rows, numbers)
                if is_narrow(*ends, most=who.sum()):
                    yield f"{count} of {by} said {answer:g}: from {ends[0]:.2f} to {ends[1]:.2f}"


def between(towns: Sequence[Town], releases: Sequence[Release]) -> Iterator[str]:
    """Take the shown groups of one release from those of the other."""
    first, second = (
        {(r.measure, r.outcome, tuple(sorted(r.by.items()))): r.n for r in shown(each) if r.contrast is None}
        for each in releases
    )
    for key, n in second.items():
        if key in first and 0 < abs(n - first[key]) < THRESHOLD:
            yield f"between releases: {key} differs by {abs(n - first[key])} people"
