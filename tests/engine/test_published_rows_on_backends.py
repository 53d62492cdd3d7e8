"""Measures of published rows say the same on every backend; the rows come in any order there."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from dueregard.engine import Gathered, Grouping, SurveyDesign, evaluate
from dueregard.measures import CATALOGUE, parse_measure
from dueregard.measures.life_expectancy import ABRIDGED_BANDS
from tests.backends.running import BACKENDS

GATHERED = [name for name, entry in CATALOGUE.items() if isinstance(parse_measure(entry.example), Gathered)]
SIZE = len(ABRIDGED_BANDS)


def rows() -> pl.DataFrame:
    """Two years of twenty rows, which may be groups, quantiles or age bands."""
    random = np.random.default_rng(3)
    people = np.full(2 * SIZE, 50_000.0)
    years = pl.DataFrame(
        {
            "year": np.repeat([2011, 2021], SIZE),
            "rate": np.round(random.uniform(20, 60, 2 * SIZE), 2),
            "se": np.round(random.uniform(0.5, 2, 2 * SIZE), 2),
            "people": people,
            "deaths": np.round(people * np.tile(np.linspace(0.001, 0.2, SIZE), 2)),
            "age_from": np.tile(ABRIDGED_BANDS, 2),
            "decile": np.tile(np.arange(1, SIZE + 1), 2),
            "waiting_days": random.integers(1, 90, 2 * SIZE),
            "patients": random.integers(1, 90, 2 * SIZE),
            "admissions_each": np.tile(np.arange(1, SIZE + 1), 2),
            "standard": np.tile(np.arange(5, SIZE + 5), 2),
        }
    )
    named = ["capital", "rural", "urban", *(f"r{number}" for number in range(SIZE - 3))] * 2
    mixed = years.with_columns(region=pl.Series(named), place=pl.Series(named))
    return mixed.sample(fraction=1.0, shuffle=True, seed=1)


@pytest.mark.parametrize("backend", ["duckdb", "polars", pytest.param("spark", marks=pytest.mark.spark)])
def test_every_measure_of_published_rows(backend: str) -> None:
    measures = [parse_measure(CATALOGUE[name].example) for name in GATHERED]
    year = Grouping(name="year", column="year")
    found, reference = (
        evaluate(BACKENDS[each](rows(), SurveyDesign()), measures, groupings=[[year]])
        for each in (backend, "duckdb")
    )
    assert [label.key() for label in found.labels] == [label.key() for label in reference.labels]
    assert np.isfinite(found.values).all()
    assert np.isfinite(found.se).all()
    assert found.values == pytest.approx(reference.values, rel=1e-12)
    assert found.se == pytest.approx(reference.se, rel=1e-9)
    assert found.interval() == pytest.approx(reference.interval(), rel=1e-9)
