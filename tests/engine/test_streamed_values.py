"""Quantiles from values streamed in order, or looked up in the database, equal those in memory."""

import numpy as np
import pytest

from dueregard.engine import SurveyDesign, evaluate, held, streamed_values, table_from
from dueregard.measures import median, quantile
from tests.engine.test_order_rows import CROSSINGS, DESIGNS, people

MEASURES = [median("y"), quantile("y", p=0.9, rule="hf7"), quantile("y", p=0.1, scale="xlogit"), median("x")]


def numbers(design: SurveyDesign) -> list[np.ndarray]:
    # Rows that are units have an order, by which ties are told apart.
    table = table_from(people().to_arrow(), design=design)
    found = evaluate(table, MEASURES, groupings=CROSSINGS)
    rest = found.rest("area")
    sampled = design.count != "full"
    return [found.values, rest.values, *([found.interval(), rest.interval()] if sampled else [])]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("most", [0, 1_000])
def test_same_quantiles(design: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = numbers(DESIGNS[design])
    monkeypatch.setattr(held, "HELD_ROWS", 0)
    monkeypatch.setattr(held, "FETCHED_ROWS", 0)
    monkeypatch.setattr(streamed_values, "MOST_VALUES", most)
    monkeypatch.setattr(streamed_values, "BATCH", 35)
    for first, second in zip(expected, numbers(DESIGNS[design]), strict=True):
        np.testing.assert_allclose(second, first, rtol=1e-9)
