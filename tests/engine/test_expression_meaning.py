"""An expression means the same on every backend as in a few lines of plain Python."""

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.engine.expression import Expression
from tests.engine.expressions import NUMBERS, TEXTS, evaluate, nodes, words

NAMES = {name: f"c{index}" for index, name in enumerate(NUMBERS + TEXTS)}
SCHEMA = {**dict.fromkeys(NUMBERS, pl.Float64), **dict.fromkeys(TEXTS, pl.String), NUMBERS[0]: pl.Int64}

halves = st.none() | st.integers(-18, 18).map(lambda half: half / 2)
rows = st.fixed_dictionaries(
    {NUMBERS[0]: st.none() | st.integers(-9, 9)}
    | dict.fromkeys(NUMBERS[1:], halves)
    | dict.fromkeys(TEXTS, st.none() | words)
)
tables = st.lists(rows, min_size=1, max_size=8)


def frames(table: list[dict[str, object]]) -> dict[str, nw.LazyFrame]:
    frame = pl.DataFrame(table, schema=SCHEMA).rename(NAMES).with_row_index("row")
    connection = duckdb.connect()
    connection.register("people", frame.to_arrow())
    return {
        "duckdb": nw.from_native(connection.table("people")),
        "polars": nw.from_native(frame.lazy()),
    }


@pytest.mark.parametrize("backend", ["duckdb", "polars"])
@settings(max_examples=60)
@given(node=nodes(), table=tables)
def test_agrees_with_plain_python(backend: str, node: object, table: list[dict[str, object]]) -> None:
    frame = frames(table)[backend]
    expression = Expression(node).to_narwhals(NAMES, frame.collect_schema())
    result = frame.select("row", value=expression).sort("row").collect("polars")["value"].to_list()
    assert result == [evaluate(node, row) for row in table]
