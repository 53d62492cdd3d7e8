"""What results say of their intervals is true of every one of them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.measures import parse_measure


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gini:y", "interval on the logit scale where the value is clear of 0 and 1"),
        ("poverty_rate:y,line=2", "interval on the logit scale where the value is clear of 0 and 1"),
        ("theil:y", "interval on the log scale where the value is clear of zero"),
    ],
)
def test_the_scale_is_named_with_where_it_is_used(text: str, words: str) -> None:
    y = [1.0, 3.0, 5.0, 9.0, 4.0, 4.0, 4.0, 4.0]
    people = table_from(pa.table({"y": y, "g": list("aaaabbbb")}), design=SurveyDesign())
    found = evaluate(people, [parse_measure(text)], groupings=[[Grouping(name="g", column="g")]])
    assert all(words in str(label.method) for label in found.labels)
    spread, alike = found.interval()
    low, high = spread
    assert not np.isclose((low + high) / 2, found.values[0])
    assert found.values[1] == pytest.approx(0)
    assert np.isfinite(alike).all()
