"""Attack what is published of causes in made towns: can a reader of the whole release find few people?

    python -m benchmarks.causes_attack 40 --write

Each town (some 900 people, every other a full count) has few women of one origin, few people of some origins
in some wards, and few whose parents are not known. It is assessed as the product does, and once more with one
woman more. The reader (tests/causes/intruder.py) knows who is of which type, and asks

- ``forks``: is a level named at a fork of the tree that few of its people have?
- ``type sizes``: how many people can a type have, by its share, proportion and standard error?
- ``types beside groups``: by linear programming over the smallest pieces, how many can few people be, given
  all groups of the grid and what is known of the sizes of types?
- ``strata``: is somebody withheld in the grid in a model?
- ``parts``: how many people of each group can have a level of a covariate, by ratios of parts of a gap? How
  many people of two groups have no place in their comparison?
- ``releases``: which numbers of people differ by few between two releases?
- ``words``: what is counted in sentences?
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from dueregard.causes.released import ReleasedBirthright
from dueregard.estimates import Record
from tests.causes.few_town import Published, Town, made_town, published, with_one_more
from tests.causes.intruder import (
    THRESHOLD,
    is_narrow,
    last_place,
    people_of_a_share,
    people_of_parts,
    range_of,
    rounded_to,
)

RESULT = Path(__file__).parent / "results" / "causes_attack.json"
COLUMN = {"Sex": "sex", "Ethnic group": "origin", "Ward": "ward", "Parents": "parents"}
GRID = {"sex": "sex", "ethnic_group": "origin", "ward": "ward"}
COUNTED = re.compile(r"\b\d[\d,]* (?:people|persons?|women|men|of them)\b")


def attacked(seed: int, tried: Counter[str]) -> list[str]:
    """Publish a town twice, and tell what a reader finds."""
    town = made_town(seed)
    other = "bd"[seed // 2 % 2]
    with TemporaryDirectory() as folder:
        first = published(town, Path(folder), other=other)
        second = published(with_one_more(town), Path(folder), other=other, before=first)
    found: list[str] = []
    for time, (then, each) in enumerate(((town, first), (with_one_more(town), second)), start=1):
        found += [f"town {seed}, release {time}: {leak}" for leak in leaks(then, each, other, tried)]
    return found + [f"town {seed}: {leak}" for leak in between(first, second, tried)]


def leaks(town: Town, each: Published, other: str, tried: Counter[str]) -> Iterator[str]:
    """Attack one release."""
    for birth in each.causes.birthrights:
        kind = types_of(birth, town)
        yield from of_forks(birth, town, tried)
        if kind is not None:
            yield from of_types(birth, kind, town, each, tried)
    yield from of_strata(each, tried)
    yield from of_parts(town, each, other, tried)
    yield from of_words(each, tried)


def of_forks(birth: ReleasedBirthright, town: Town, tried: Counter[str]) -> Iterator[str]:
    """Find levels that are named although few of a fork have them."""
    nodes = {node.id: node for node in birth.told.nodes}
    for node in birth.told.nodes:
        if node.parent is None:
            continue
        who, at = np.ones(len(town), bool), nodes[node.parent]
        while at.parent is not None:
            beside = next(n for n in birth.told.nodes if n.parent == at.parent and n.id != at.id)
            who &= ~np.isin(town.columns[COLUMN[nodes[at.parent].variable]], beside.branch)
            at = nodes[at.parent]
        for level in node.branch:
            column = town.columns[COLUMN[nodes[node.parent].variable]]
            few = int((who & (column == level)).sum())
            tried["forks"] += 1
            if few < THRESHOLD and level in column:
                yield f"forks: {few} people of {level!r} are on one side"


def types_of(birth: ReleasedBirthright, town: Town) -> np.ndarray | None:
    """Say who is of which type; levels that no side names go with the first."""
    if len(birth.told.nodes) < 3:
        return None
    node_of = np.ones(len(town), int)
    for node in birth.told.nodes:
        below = [n for n in birth.told.nodes if n.parent == node.id]
        if below:
            column = town.columns[COLUMN[node.variable]]
            here = node_of == node.id
            node_of[here] = np.where(np.isin(column[here], below[1].branch), below[1].id, below[0].id)
    return np.searchsorted(sorted(t.told.node for t in birth.types), node_of)


def of_types(
    birth: ReleasedBirthright, kind: np.ndarray, town: Town, each: Published, tried: Counter[str]
) -> Iterator[str]:
    """Find numbers of people of types, and of few people beside them."""
    known = list(of_grid(birth.told.outcome, town, each))
    order = sorted(t.told.node for t in birth.types)
    for one in birth.types:
        who = kind == order.index(one.told.node)
        ends = size_of(one.share, one.mean, len(town), yes_no=birth.told.yes_no)
        if ends is not None:
            tried["type sizes"] += 1
            if ends[1] - ends[0] < THRESHOLD - 1:
                yield f"type sizes: {ends[0]} to {ends[1]} people of a type, in truth {who.sum()}"
            known.append((who, *ends))
    keys = np.column_stack(
        [kind, *(np.unique(town.columns[c], return_inverse=True)[1] for c in GRID.values())]
    )
    for wanted, name in few_people(kind, town):
        tried["types beside groups"] += 1
        low, high = range_of(wanted, keys, known)
        if is_narrow(low, high):
            yield f"types beside groups: {int(wanted.sum())} of {name} are {low:.1f} to {high:.1f}"


def of_grid(outcome: str, town: Town, each: Published) -> Iterator[tuple[np.ndarray, float, float]]:
    """List the groups whose number of people is told."""
    groups: list[dict[str, str]] = [
        {name: str(level)} for name, column in GRID.items() for level in np.unique(town.columns[column])
    ]
    groups += [{"sex": sex, "ethnic_group": origin} for sex in "fm" for origin in "abcd"]
    for by in groups:
        record = shown(each, by, outcome)
        if record is not None:
            yield town.of(**{GRID[name]: level for name, level in by.items()}), record.n, record.n


def size_of(
    share: Record | None, mean: Record | None, people: int, *, yes_no: bool
) -> tuple[int, int] | None:
    """The fewest and the most people that a type can have, by its own figures."""
    if share is None or mean is None or mean.estimate is None:
        return None
    low, high = 50, people
    if share.estimate is not None:
        step = 0.05 if people < 2000 else 0.02
        low = max(low, int(np.ceil((share.estimate - step / 2) * people)))
        high = min(high, int((share.estimate + step / 2) * people))
    if yes_no and mean.se:
        of_mean, of_se = rounded_to(mean)
        steps = (of_mean or last_place(mean.estimate), of_se or last_place(mean.se))
        fit = people_of_a_share(mean.estimate, mean.se, steps=steps, most=high)
        fit = fit[fit >= low]
        if len(fit):
            low, high = int(fit[0]), int(fit[-1])
    return low, high


def few_people(kind: np.ndarray, town: Town) -> Iterator[tuple[np.ndarray, str]]:
    """List who is few: crossings that the grid withholds, and levels within a type."""
    for sex in "fm":
        for origin in "abcd":
            who = town.of(sex=sex, origin=origin)
            if 0 < who.sum() < THRESHOLD:
                yield who, f"sex {sex}, origin {origin}"
    for column in GRID.values():
        for level in np.unique(town.columns[column]):
            for each in np.unique(kind):
                who = (town.columns[column] == level) & (kind == each)
                if 0 < who.sum() < THRESHOLD:
                    yield who, f"type {each} at {column} {level}"


def shown(each: Published, by: Mapping[str, str], outcome: str) -> Record | None:
    """The grid's figure of a group, where it is told."""
    for table in each.released.tables:
        if not table.name.startswith("causes-"):
            for record in table.records:
                if record.by == by and record.outcome == outcome and record.contrast is None and record.n:
                    return record
    return None


def of_strata(each: Published, tried: Counter[str]) -> Iterator[str]:
    """Find people of a model who are in no stratum that is shown, and strata that the grid withholds."""
    for strata in each.causes.strata:
        told = [one for one in strata.strata if one.shrunken.n is not None]
        for name, figure in strata.figures.items():
            if figure.n is None:
                continue
            tried["strata"] += 1
            left = figure.n - sum(one.shrunken.n or 0 for one in told)
            if left or len(told) < len(strata.strata):
                yield f"strata: {left} people in {name} are in no stratum that is shown"
        for one in told:
            tried["strata"] += 1
            if shown(each, one.by, strata.told.outcome) is None:
                yield f"strata: {dict(one.by)} is withheld in the grid"


def of_parts(town: Town, each: Published, other: str, tried: Counter[str]) -> Iterator[str]:
    """Find how many of each group have a level, and who has no place in a comparison."""
    for found in each.causes.decompositions:
        gap, name = found.get("gap"), found.told.characteristic
        if gap is None or gap.n is None:
            continue
        sides = [
            shown(each, {name: level}, found.told.outcome)
            for level in (found.told.reference, found.told.group)
        ]
        tried["parts"] += 1
        if None in sides:
            yield f"parts: of a gap in {name} one side is withheld"
            continue
        left = sum(side.n for side in sides if side is not None) - gap.n
        if 0 < left < THRESHOLD:
            yield f"parts: {left} people have no place in a gap in {name}"
        parts = {part: found.get(part, "Sex") for part in ("coefficients", "interaction")}
        if None in parts.values() or left:
            continue
        values = {part: record.estimate for part, record in parts.items() if record is not None}
        step = max(last_place(value) for value in values.values())
        sizes = (int(sides[0].n), int(sides[1].n))
        fits = np.array(people_of_parts(values, sizes, step=step)).reshape(-1, 2)
        for at, level in enumerate((found.told.reference, found.told.group)):
            tried["parts"] += 1
            if not len(fits) or np.ptp(fits[:, at]) < THRESHOLD:
                truth = town.of(origin=level, sex="f").sum()
                yield f"parts: of {level} {len(fits)} numbers fit, in truth {truth}"


def of_words(each: Published, tried: Counter[str]) -> Iterator[str]:
    """Find counts in sentences."""
    beside = json.dumps(each.causes.beside(), ensure_ascii=False)
    tried["words"] += 1
    yield from (f"words: {found}" for found in COUNTED.findall(beside))


def between(first: Published, second: Published, tried: Counter[str]) -> Iterator[str]:
    """Find numbers of people that differ by few between two releases."""
    one, two = (
        {
            (table.name, r.measure, r.outcome, *map(str, (r.by, r.parameters, r.contrast))): r
            for table in each.released.tables
            if table.name.startswith("causes-")
            for r in table.records
            if r.n is not None
        }
        for each in (first, second)
    )
    for key in one.keys() & two.keys():
        tried["releases"] += 1
        if 0 < abs(two[key].n - one[key].n) < THRESHOLD:
            yield f"releases: {key[0]} {key[1]} {key[3]} differs by {abs(two[key].n - one[key].n)}"


def main() -> None:
    """Attack as many towns as asked, and say what came of it."""
    towns = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    tried: Counter[str] = Counter()
    begun = process_time()
    found = [leak for seed in range(towns) for leak in attacked(seed, tried)]
    kinds = Counter(leak.partition(": ")[2].partition(":")[0] for leak in found)
    told: dict[str, Any] = {
        "towns": towns,
        "releases": 2 * towns,
        "tried": dict(sorted(tried.items())),
        "found": {name: kinds[name] for name in sorted(tried)},
        "first_found": found[:8],
        "cpu_seconds": round(process_time() - begun, 1),
    }
    print(json.dumps(told, indent=1))
    if "--write" in sys.argv:
        RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
