"""Merging rows that agree in everything but their weight changes no estimate."""

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.measures import count, proportion

CROSSINGS = [
    (),
    (Grouping(name="sex", column="sex"),),
    tuple(Grouping(name=n, column=n) for n in ("sex", "area")),
]
MEASURES = [proportion("ill == 1", among="age > 1"), proportion("work == 'y'"), count()]


@pytest.fixture
def people():
    rng = np.random.default_rng(8)
    size = 3_000
    return pa.table(
        {
            "sex": rng.choice(["f", "m"], size),
            "area": rng.integers(0, 5, size),
            "age": rng.integers(0, 8, size),
            "ill": pa.array(rng.integers(0, 2, size), mask=rng.random(size) < 0.1),
            "work": rng.choice(["y", "n"], size),
            "weight": np.where(rng.random(size) < 0.02, 0.0, rng.uniform(0.5, 3, size)),
            "stratum": rng.integers(0, 4, size),
        }
    )


@pytest.mark.parametrize("count_of", ["sample", "full"])
def test_merged_rows_give_the_same_estimates(people, count_of, monkeypatch):
    design = SurveyDesign(weight="weight", strata="stratum", count=count_of)

    def estimated():
        return evaluate(table_from(people, design=design), MEASURES, groupings=CROSSINGS, keep_scores=False)

    held = estimated()
    monkeypatch.setattr("dueregard.engine.held.HELD_ROWS", 100)
    monkeypatch.setattr("dueregard.engine.merged.HELD_ROWS", 100)
    merged = estimated()
    np.testing.assert_allclose(merged.values, held.values, rtol=1e-12)
    for one, other in zip(merged.supports, held.supports, strict=True):
        assert (one.n, one.events) == (other.n, other.events)
        assert one.n_effective == pytest.approx(other.n_effective, rel=1e-12)
    if count_of == "sample":
        kept = evaluate(table_from(people, design=design), MEASURES, groupings=CROSSINGS, keep_scores=True)
        np.testing.assert_allclose(merged.covariance(), kept.covariance(), rtol=1e-9, atol=1e-18)
