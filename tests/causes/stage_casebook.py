"""A small town and its casebook: parents and places go with income."""

from pathlib import Path

import numpy as np

CASEBOOK = """
[question]
title = "Should it?"

[people]
source = "people.csv"

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

[[outcomes]]
name = "always"
yes = "income > 0"
better = "higher"

[causes]
replicates = 20
{more}
"""


def write_casebook(folder: Path, *, more: str = "", few: int = 0, count: int = 1600) -> Path:
    """Write the town; of ``few`` women of origin d, so that a crossing may not be shown."""
    random = np.random.default_rng(5)
    sex, ward = random.choice(["f", "m"], count), random.choice(["North", "South", "West"], count)
    parents = random.choice(["manual", "office"], count)
    origin = random.choice(["a", "b", "c"], count, p=[0.5, 0.3, 0.2])
    origin[:few] = "d"
    origin[few : few + 60] = "d" if few else origin[few : few + 60]
    sex[:few], sex[few : few + 60] = "f", "m"
    income = 400 + 120 * (parents == "office") - 90 * (ward == "West") - 100 * (origin == "b")
    income = income + random.normal(0, 80, count)
    well = random.random(count) < 0.5 + 0.2 * (parents == "office") - 0.15 * (sex == "f")
    rows = zip(sex, ward, parents, origin, income.round(2).clip(10), well.astype(int), strict=True)
    lines = ["sex,ward,parents,origin,income,well", *(",".join(map(str, row)) for row in rows)]
    (folder / "people.csv").write_text("\n".join(lines))
    (folder / "casebook.toml").write_text(CASEBOOK.format(more=more))
    return folder
