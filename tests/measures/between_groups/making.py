"""A table of groups by indicator, and a table of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from dueregard.engine import Grouping, SurveyDesign, Table, evaluate, table_from
from dueregard.estimates import Estimates
from dueregard.measures import parse_measure

PLACES = ("capital", "town", "rural", "coast")
ROWS: dict[str, list[Any]] = {
    "indicator": ["a"] * 4 + ["b"] * 4,
    "place": [*PLACES, *PLACES],
    "rate": [62.0, 75.0, 71.0, 90.0, 12.0, 15.0, 11.0, 19.0],
    "se": [2.0, 3.0, 1.0, 4.0, 0.5, 0.8, 0.4, 1.0],
    "people": [10.0, 40.0, 30.0, 20.0, 10.0, 40.0, 30.0, 20.0],
    "rank": [4, 2, 1, 3, 4, 2, 1, 3],
}
INDICATOR = Grouping(name="indicator", column="indicator")


def changed(**columns: Any) -> dict[str, list[Any]]:
    return ROWS | columns


def estimated(
    text: str, columns: Mapping[str, Any] = ROWS, *, by: Grouping | None = INDICATOR, level: Any = 0.95
) -> Estimates:
    table = table_from(pa.table(dict(columns)))
    return evaluate(table, [parse_measure(text)], groupings=[[by] if by else []], level=level)


def people(size: int = 600, *, seed: int = 5) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    fifth = random.integers(1, 6, size)
    return {
        "fifth": fifth,
        "place": np.array(PLACES)[random.integers(0, 4, size)],
        "sex": random.choice(["female", "male"], size),
        "score": 50 + 4 * fifth + random.normal(0, 8, size),
        "ill": random.random(size) < 0.5 - 0.06 * fifth,
        "weight": random.uniform(0.5, 2.5, size),
        "street": random.integers(0, 60, size),
    }


def sample(columns: Mapping[str, Any] | None = None) -> Table:
    design = SurveyDesign(weight="weight", clusters=("street",))
    return table_from(pa.table(dict(people() if columns is None else columns)), design=design)
