"""One behaviour on every backend; DuckDB is the reference."""

import shutil
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest

from dueregard.engine import Grouping, ReplicateWeights, SurveyDesign, Table, cells, evaluate, table_from
from dueregard.estimates import Estimates
from dueregard.measures import count, mean, median, proportion, quantile, ratio, total, variance

MEASURES = [
    mean("pay"),
    total("pay"),
    count(among="sex == 'f'"),
    proportion("pay > 300"),
    ratio("pay", denominator="hours"),
    variance("pay"),
    median("pay"),
    quantile("pay", p=0.25, rule="hf7"),
    quantile("pay", p=0.9, interval="linearised"),
]
CROSSINGS: list[list[Grouping]] = [
    [],
    [Grouping(name="sex", column="sex", labels={"m": "men", "f": "women", "x": "others"})],
    [Grouping(name="sex", column="sex"), Grouping(name="age", column="age", bands=(16, 40, 65))],
]


def people() -> pl.DataFrame:
    random = np.random.default_rng(7)
    rows = 400
    frame = pl.DataFrame(
        {
            "sex": random.choice(["m", "f", None], rows, p=[0.45, 0.45, 0.1]).tolist(),
            "age": random.integers(10, 90, rows),
            "pay": np.round(random.lognormal(6, 0.5, rows), 0),
            "hours": random.integers(10, 60, rows).astype(float),
            "area": random.integers(0, 6, rows),
            "street": random.integers(0, 9, rows),
            "w": random.uniform(0.5, 3, rows),
        }
    )
    lost = random.random(rows) < 0.05
    frame = frame.with_columns(pay=pl.when(pl.Series(lost)).then(None).otherwise(pl.col("pay")))
    replicates = {f"r{i}": frame["w"] * pl.Series(random.integers(0, 3, rows)) for i in range(8)}
    return frame.with_columns(**replicates)


DESIGNS = {
    "rows": SurveyDesign(weight="w", strata="area"),
    "clusters": SurveyDesign(weight="w", strata="area", clusters=("street",)),
    "replicates": SurveyDesign(
        weight="w", replicates=ReplicateWeights(columns=tuple(f"r{i}" for i in range(8)), method="bootstrap")
    ),
    "full": SurveyDesign(weight="w", count="full"),
}


def on_duckdb(design: SurveyDesign) -> Table:
    connection = duckdb.connect()
    return table_from(connection.from_arrow(people().to_arrow()), design=design, connection=connection)


def on_polars(design: SurveyDesign) -> Table:
    return table_from(people().lazy(), design=design)


def on_spark(design: SurveyDesign) -> Table:
    pyspark = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    session = (
        pyspark.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    )
    return table_from(session.createDataFrame(people().to_pandas()), design=design)


BACKENDS = [
    pytest.param(on_duckdb, id="duckdb"),
    pytest.param(on_polars, id="polars"),
    pytest.param(on_spark, id="spark", marks=pytest.mark.spark),
]


@pytest.fixture(params=[True, False], ids=["held", "scanned"])
def held(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run with small tables held in memory, and with every question asked of the database."""
    if not request.param:
        monkeypatch.setattr(cells, "can_hold", lambda _: False)


def close(left: Any, right: Any, tolerance: float = 1e-12) -> bool:
    scale = np.maximum(np.abs(right), 1e-300)
    return bool(np.all((np.isnan(left) & np.isnan(right)) | (np.abs(left - right) <= tolerance * scale)))


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("make", BACKENDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_same_numbers(make: Callable[[SurveyDesign], Table], design: str) -> None:
    def answer(build: Callable[[SurveyDesign], Table]) -> Estimates:
        return evaluate(build(DESIGNS[design]).where("age >= 12"), MEASURES, groupings=CROSSINGS)

    reference, ours = answer(on_duckdb), answer(make)
    assert [label.by for label in ours.labels] == [label.by for label in reference.labels]
    assert [support.n for support in ours.supports] == [support.n for support in reference.supports]
    assert close(ours.values, reference.values)
    assert close(ours.se, reference.se, 1e-11)
