"""A small casebook with options, made in code: who is touched by each is known by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from dueregard.consequences import ReleasedConsequences, find_consequences, released_consequences
from dueregard.disclosure import Policy, release
from dueregard.options import load_with_options
from dueregard.people import people_from

CASEBOOK = """\
[question]
title = "Which grant?"

[people]
source = "people.csv"
weight = "w"

[people.characteristics]
sex = "sex"
ethnic_group = { column = "grp", reference = "a" }

[people.characteristics.disability]
column = "disabled"
labels = { limited = "Disabled", not = "Not disabled" }
reference = "Not disabled"

[people.places]
ward = "ward"

[[intersections]]
of = ["sex", "ethnic_group"]

[[outcomes]]
name = "money"
column = "income"
unit = "£ a week"
better = "higher"
measures = ["median", "mean"]
target = { gap = "ethnic_group", at_most = 5, by = 2030 }
authored_by = "Forum"

[[outcomes]]
name = "late"
yes = "late == 1"
better = "lower"

[consequences]
id = "id"

[[authors]]
id = "Forum"
characteristics = { sex = "f" }
"""

FLAT = """\
name = "Flat"
kind = "cash"
amount = 5
authored_by = "Council"
"""

TARGETED = """\
name = "Targeted"
kind = "cash"
eligible = "disabled == 'limited'"
amount = 20
who_pays = { share = 0.5 }
authored_by = ["Forum"]
"""

FEW = """\
name = "For a few"
kind = "cash"
eligible = "grp == 'c' and id <= 30"
amount = 50
"""


def people(n: int = 600) -> dict[str, list[object]]:
    """Six hundred people: groups a, b and c; of c a tenth; one in five is disabled."""
    random = np.random.default_rng(7)
    group = np.where(np.arange(n) % 10 == 0, "c", np.where(np.arange(n) % 3 == 0, "b", "a"))
    disabled = np.where(np.arange(n) % 5 == 1, "limited", "not")
    income = 300 + 60 * random.random(n) - 40.0 * (group == "b") - 30.0 * (disabled == "limited")
    return {
        "id": list(range(n)),
        "sex": ["f" if number % 2 else "m" for number in range(n)],
        "grp": group.tolist(),
        "disabled": disabled.tolist(),
        "ward": ["north" if number < n // 2 else "south" for number in range(n)],
        "income": income.round(2).tolist(),
        "late": (random.random(n) < 0.2).astype(int).tolist(),
        "w": [2.0] * n,
    }


def write_casebook(
    folder: Path, text: str = CASEBOOK, *, table: dict[str, list[object]] | None = None, **options: str
) -> Path:
    """Write the casebook with the given options, each under its name."""
    columns = table or people()
    (folder / "options").mkdir(parents=True, exist_ok=True)
    with (folder / "people.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    for name, content in options.items():
        (folder / "options" / f"{name}.toml").write_text(content, encoding="utf-8")
    return folder


def tried(folder: Path, text: str = CASEBOOK, **how: object) -> ReleasedConsequences:
    """Try the options of a casebook, without measuring its gaps."""
    casebook, options = load_with_options(write_casebook(folder, text, **how))  # type: ignore[arg-type]
    found = find_consequences(people_from(casebook), casebook, options=options)
    return released_consequences(release(found.tables, policy=Policy()), found)


def only(*by: str) -> str:
    """The casebook, with options shown by these alone and nothing crossed."""
    named = ", ".join(f'"{name}"' for name in by)
    text = CASEBOOK.replace('id = "id"', f'id = "id"\nby = [{named}]')
    return text.replace('[[intersections]]\nof = ["sex", "ethnic_group"]\n\n', "")
