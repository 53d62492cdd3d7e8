"""Cells summed in memory, or in a second, coarser scan, change no number."""

import numpy as np
import polars as pl
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, held, scattered, table_from
from dueregard.measures import mean, proportion


@pytest.mark.parametrize("fetched", [0, 1_000])
def test_same_numbers(fetched: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(11)
    frame = pl.DataFrame(
        {
            "w": random.uniform(0, 2, 300),
            "psu": random.integers(0, 40, 300),
            "area": random.integers(0, 30, 300),
            "y": random.normal(size=300),
        }
    )
    area = Grouping(name="area", column="area")

    def answer() -> tuple[np.ndarray, list[object]]:
        table = table_from(frame.to_arrow(), design=SurveyDesign(weight="w", clusters=("psu",)))
        estimates = evaluate(table, [mean("y"), proportion("y > 0")], groupings=[[area]])
        return estimates.covariance(), [*estimates.supports, *estimates.rest("area").supports]

    one = answer()
    monkeypatch.setattr(held, "HELD_ROWS", 10)
    monkeypatch.setattr(held, "FETCHED_ROWS", fetched)
    monkeypatch.setattr(scattered, "SAMPLE", 300)
    other = answer()
    assert np.allclose(one[0], other[0], rtol=1e-12)
    for first, second in zip(one[1], other[1], strict=True):
        assert first.n == second.n
        assert first.n_effective == pytest.approx(second.n_effective)
        assert first.largest_share == pytest.approx(second.largest_share)
        assert first.events == second.events
