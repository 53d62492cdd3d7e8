"""The cases of the suite: backends by measures, designs and modes, with what is expected to fail marked."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.backends.designs import FEATURES
from tests.backends.notimpl import NOT_IMPLEMENTED
from tests.backends.people import DESIGNS
from tests.backends.running import examples, is_run

WAYS = [("duckdb", False), ("polars", True), ("polars", False), ("spark", False)]
"""Backends, and whether a small table is held in memory; DuckDB holding it is the reference."""

WAYS_MARKED = [
    pytest.param(backend, held, marks=[pytest.mark.spark] if backend == "spark" else [])
    for backend, held in WAYS
]


def measures_on_backends() -> list[Any]:
    cases = []
    for (backend, held), name, design in itertools.product(WAYS, examples(), DESIGNS):
        if not is_run(backend, design):
            continue
        marks = [pytest.mark.spark] if backend == "spark" else []
        if (backend, name) in NOT_IMPLEMENTED:
            marks.append(pytest.mark.xfail(strict=True, reason=NOT_IMPLEMENTED[backend, name]))
        words = f"{backend}-{'held' if held else 'scanned'}-{name}-{design}"
        cases.append(pytest.param(backend, held, name, design, id=words, marks=marks))
    return cases


def designs_on_backends() -> list[Any]:
    cases = []
    for (backend, held), feature in itertools.product(WAYS, FEATURES):
        marks = [pytest.mark.spark] if backend == "spark" else []
        if (backend, feature) in NOT_IMPLEMENTED:
            marks.append(pytest.mark.xfail(strict=True, reason=NOT_IMPLEMENTED[backend, feature]))
        words = f"{backend}-{'held' if held else 'scanned'}-{feature}"
        cases.append(pytest.param(backend, held, feature, id=words, marks=marks))
    return cases


ON_EACH = pytest.mark.parametrize(
    "backend", ["duckdb", "polars", pytest.param("spark", marks=pytest.mark.spark)]
)
ON_OTHERS = pytest.mark.parametrize(
    "backend", ["polars", *(pytest.param(name, marks=pytest.mark.spark) for name in ("spark", "lenient"))]
)
ON_EACH_MODE = pytest.mark.parametrize(
    "backend",
    ["duckdb", "polars", *(pytest.param(name, marks=pytest.mark.spark) for name in ("spark", "lenient"))],
)
