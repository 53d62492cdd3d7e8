"""Small towns with few people in some groups, assessed up to the release of causes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dueregard.casebook import load_casebook
from dueregard.causes import ReleasedCauses, find_causes, released_causes
from dueregard.disclosure import EarlierRelease, Policy, Release, release
from dueregard.gaps import find_gaps
from dueregard.people import people_from

CASEBOOK = """
[question]
title = "Should it?"
[people]
source = "people.csv"
count = "{count}"
[people.characteristics]
sex = {{ column = "sex", reference = "m" }}
ethnic_group = {{ column = "origin", reference = "a" }}
[people.places]
ward = "ward"
[people.circumstances]
family = ["parents"]
ethnic_origin = ["origin"]
place = ["ward"]
[[intersections]]
of = ["sex", "ethnic_group"]
[[outcomes]]
name = "income"
column = "income"
better = "higher"
measures = ["mean"]
[[outcomes]]
name = "well"
yes = "well == 1"
better = "higher"
[causes]
replicates = 20
alpha = 0.2
[[causes.decompose]]
outcome = "income"
gap = "ethnic_group"
reference = "a"
other = "{other}"
covariates = ["sex"]
method = "threefold"
[[causes.decompose]]
outcome = "income"
gap = "sex"
reference = "m"
other = "f"
covariates = ["parents"]
"""
COLUMNS = ("sex", "origin", "ward", "parents", "income", "well")


@dataclass(frozen=True)
class Town:
    """People by column."""

    columns: dict[str, np.ndarray]
    full: bool

    def __len__(self) -> int:
        return len(self.columns["sex"])

    def of(self, **levels: str) -> np.ndarray:
        """Who has these levels."""
        found = np.ones(len(self), bool)
        for name, level in levels.items():
            found &= self.columns[name] == level
        return found


def made_town(seed: int, *, people: int = 900) -> Town:
    """Make a town: few women of origin d, few with unknown parents, few of some origins in some wards."""
    random = np.random.default_rng(seed)
    n = people + int(random.integers(0, 80))
    sex, ward = random.choice(["f", "m"], n), random.choice(list("NSWE"), n, p=random.dirichlet([4] * 4))
    origin = random.choice(list("abcd"), n, p=[0.5, 0.3, 0.14, 0.06])
    women = np.flatnonzero((origin == "d") & (sex == "f"))
    sex[women[int(random.integers(2, 9)) :]] = "m"
    origin[np.flatnonzero((origin == "c") & (ward == "W"))[3:]] = "a"
    parents = random.choice(["manual", "office"], n)
    parents[: int(random.integers(0, 30))] = "unsaid"
    steady = 120 * (parents == "office") - 90 * (ward == "W") - 60 * (origin == "b") + 40 * (sex == "m")
    income = (450 + steady + random.normal(0, 90, n)).round(2).clip(10)
    well = random.random(n) < 0.5 + 0.2 * (parents == "office") - 0.15 * (sex == "f") - 0.2 * (ward == "W")
    columns = dict(zip(COLUMNS, (sex, origin, ward, parents, income, well.astype(int)), strict=True))
    return Town(columns=columns, full=bool(seed % 2))


def with_one_more(town: Town) -> Town:
    """The same people and another woman of origin c, well and rich."""
    one = dict(zip(COLUMNS, ("f", "c", "N", "office", 5000.0, 1), strict=True))
    return Town(
        columns={name: np.append(values, one[name]) for name, values in town.columns.items()}, full=town.full
    )


@dataclass(frozen=True)
class Published:
    """What of a town is published."""

    released: Release
    causes: ReleasedCauses

    def earlier(self) -> EarlierRelease:
        """The same for the gate of a later release."""
        rows = [record.to_dict() for table in self.released.tables for record in table.records]
        return EarlierRelease.of("v1", rows)


def published(town: Town, folder: Path, *, other: str = "b", before: Published | None = None) -> Published:
    """Assess a town as the product does: gaps, causes, and one gate for both."""
    rows = zip(*(town.columns[name] for name in COLUMNS), strict=True)
    (folder / "people.csv").write_text(
        "\n".join([",".join(COLUMNS), *(",".join(map(str, row)) for row in rows)])
    )
    count = "full" if town.full else "sample"
    (folder / "casebook.toml").write_text(CASEBOOK.format(count=count, other=other))
    casebook = load_casebook(folder)
    people, policy = people_from(casebook, threads=1), Policy.of(casebook.specification)
    gaps = find_gaps(people, casebook)
    earlier = () if before is None else (before.earlier(),)
    shown = release(gaps.tables, policy=policy, earlier=earlier)
    found = find_causes(people, casebook, shown=shown)
    passed = release((*gaps.tables, *found.tables), policy=policy, earlier=earlier)
    return Published(released=passed, causes=released_causes(passed, found))
