"""Small pools and targets for the tests of panels."""

from __future__ import annotations

import random
from collections.abc import Sequence

from dueregard.people.written_rows import WrittenRows
from dueregard.voices.panel.targets import Targets, read_targets
from dueregard.voices.panel.volunteers import Pool, read_pool

SEXES, AGES, PLACES = ("Female", "Male"), ("16-29", "30-59", "60+"), ("Urban", "Rural")


def table(text: str, title: str = "table.csv") -> WrittenRows:
    """A table from lines of cells with commas between."""
    lines = [[cell.strip() for cell in line.split(",")] for line in text.strip().splitlines()]
    header, *rows = lines
    return WrittenRows(
        title=title,
        columns=tuple(header),
        rows=tuple(map(tuple, rows)),
        lines=tuple(range(2, len(rows) + 2)),
    )


def targets_of(text: str) -> Targets:
    return read_targets(table("category,feature,min,max\n" + text.strip(), "targets.csv"))


def people(count: int = 60, *, seed: int = 5) -> list[list[str]]:
    """Volunteers of whom more are old, men and of towns; pairs at ten addresses."""
    draw = random.Random(seed)
    return [
        [
            f"p{number}",
            draw.choices(SEXES, [1, 2])[0],
            draw.choices(AGES, [1, 2, 3])[0],
            draw.choices(PLACES, [3, 1])[0],
            f"{number % 10} High Street" if number < 20 else f"{number} Low Road",
        ]
        for number in range(count)
    ]


HEADER = ("id", "sex", "age", "place", "address")
QUOTAS = """
sex,Female,5,6
sex,Male,4,5
age,16-29,2,4
age,30-59,3,4
age,60+,3,4
place,Urban,6,7
place,Rural,3,4
"""
SIZE = 10


def volunteers(rows: Sequence[Sequence[str]] | None = None) -> WrittenRows:
    kept = people() if rows is None else rows
    return WrittenRows(
        title="people.csv",
        columns=HEADER,
        rows=tuple(map(tuple, kept)),
        lines=tuple(range(2, len(kept) + 2)),
    )


def targets(quotas: str = QUOTAS) -> Targets:
    return targets_of(quotas)


def pool(
    rows: Sequence[Sequence[str]] | None = None, *, quotas: str = QUOTAS, addresses: bool = False
) -> Pool:
    return read_pool(volunteers(rows), targets=targets(quotas), same_address=["address"] if addresses else [])
