"""A small casebook made in code: two outcomes, weights, clusters, and a group too small to publish."""

from __future__ import annotations

import random
from pathlib import Path

HEADER = ("sex", "ethnic_group", "age", "income", "health", "weight", "household")

QUESTION = """\
[question]
title = "Whom should the grant reach?"
decision_on = 2027-03-31
owner = "Cabinet Member"
duties = ["psed"]
"""

PEOPLE = """\
[people]
source = "people.csv"
weight = "weight"
cluster = "household"
population = "residents of a street"

[people.characteristics]
sex = { column = "sex", reference = "male", meaning = "asked" }
ethnic_group = { column = "ethnic_group", reference = "White", meaning = "asked" }
"""

GENERATIONS = """\
[people.generations]
age = "age"
bands = [16, 40, 65]
"""

INCOME = """\
[[outcomes]]
name = "income"
column = "income"
better = "higher"
measures = ["mean"]
"""

HEALTH = """\
[[outcomes]]
name = "good health"
yes = "health in [1, 2]"
better = "higher"
"""

EVIDENCE_GAP = """\
[[evidence_gaps]]
characteristic = "disability"
reason = "Not asked."
owner = "Equality lead"
due = 2027-01-31
"""

CASEBOOK = QUESTION + PEOPLE + GENERATIONS + INCOME + HEALTH + EVIDENCE_GAP
SMALL = QUESTION + PEOPLE + INCOME + HEALTH


def rows() -> list[tuple[object, ...]]:
    """Two hundred adults in a hundred households; four people are of the smallest group."""
    draw = random.Random(11)
    made = []
    for number in range(200):
        group = "Roma" if number in (12, 62, 112, 162) else ("White", "White", "Asian")[number % 3]
        made.append(
            (
                ("female", "male")[number % 2],
                group,
                16 + (number * 7) % 70,
                round(draw.gauss(500 + 60 * (number % 2), 90), 2),
                draw.randint(1, 4),
                round(draw.uniform(0.5, 2.0), 2),
                number // 2,
            )
        )
    return made


def write_people(folder: Path) -> None:
    lines = [",".join(map(str, row)) for row in (HEADER, *rows())]
    (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_casebook(folder: Path, text: str = CASEBOOK) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_people(folder)
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    return folder
