"""People for every backend: ties, zeros, negatives, missing values, and a column for each example."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
import polars as pl

from dueregard.engine import ReplicateWeights, SurveyDesign, parse
from dueregard.engine.protocols import Composite, Measure

ROWS, REPLICATES = 400, 8

DESIGNS = {
    "clusters": SurveyDesign(weight="w", strata="area", clusters=("street",)),
    "rows": SurveyDesign(weight="w", strata="area"),
    "replicates": SurveyDesign(
        weight="w",
        replicates=ReplicateWeights(columns=tuple(f"r{i}" for i in range(REPLICATES)), method="bootstrap"),
    ),
    "full": SurveyDesign(weight="w", count="full"),
}


def people(more: Iterable[str] = ()) -> pl.DataFrame:
    """The table, with a column of positive numbers for each further name."""
    random = np.random.default_rng(7)
    pay = np.round(random.lognormal(6, 0.5, ROWS), -1)
    pay[random.random(ROWS) < 0.03] = 0.0
    pay[random.random(ROWS) < 0.02] = -20.0
    frame = pl.DataFrame(
        {
            # Not named after a characteristic: a measure that compares groups is not grouped by them too.
            "kind": random.choice(["m", "f", "x", None], ROWS, p=[0.45, 0.43, 0.04, 0.08]).tolist(),
            "sex": random.choice(["male", "female"], ROWS).tolist(),
            "age": random.integers(10, 90, ROWS),
            "pay": pay,
            "income": np.round(random.lognormal(6, 0.5, ROWS), 2),
            "hours": random.integers(10, 60, ROWS).astype(float),
            "health": (random.random(ROWS) < 0.4).astype(int),
            "ill": random.random(ROWS) < 0.3,
            "deprivation": random.integers(1, 11, ROWS).astype(float),
            "region": random.choice(["north", "south", "west"], ROWS).tolist(),
            "area": random.integers(0, 6, ROWS),
            "street": random.integers(0, 9, ROWS),
            "w": random.uniform(0.5, 3, ROWS),
        }
    )
    frame = frame.with_columns(
        year=pl.Series(random.choice([2008, 2016], ROWS)),
        wage=(pl.col("income") * pl.Series(random.uniform(0.4, 1, ROWS))).round(2),
        tax=(pl.col("income") * pl.Series(random.uniform(0.1, 0.4, ROWS))).round(2),
    ).with_columns(benefits=pl.col("income") - pl.col("wage") + pl.col("tax"))
    lost = pl.Series(random.random(ROWS) < 0.05)
    broken = pl.Series(random.random(ROWS) < 0.02)
    frame = frame.with_columns(
        pay=pl.when(lost).then(None).otherwise(pl.col("pay")),
        hours=pl.when(broken).then(float("nan")).otherwise(pl.col("hours")),
    )
    multipliers = {f"m{i}": pl.Series(random.integers(0, 3, ROWS)).cast(float) for i in range(REPLICATES)}
    known = {f"r{i}": frame["w"] * multipliers[f"m{i}"] for i in range(REPLICATES)}
    other = {name: _column(name) for name in more if name not in frame.columns}
    return _sampled(frame).with_columns(**multipliers, **known, **other)


def _sampled(frame: pl.DataFrame) -> pl.DataFrame:
    """Add homes, strata of one unit, and how many units there are in the population."""
    area, row = pl.col("area"), pl.int_range(pl.len())
    return frame.with_columns(
        home=row // 2,
        door=row % 4,
        ward=pl.when(area == 5).then(0).otherwise(pl.col("street")),
        parish=pl.when(row == 7).then(99).otherwise(area),
        streets=20 + area,
        doors=pl.lit(6),
        share_drawn=(area + 1) / 10,
        residents=150 + 10 * area,
    ).with_columns(home_weight=pl.col("w").first().over("home"))


SOME_OF = {"smokers": "people"}
"""Counts of some of those whom another column counts."""


def _column(name: str) -> pl.Series:
    if name in SOME_OF:
        return (_column(SOME_OF[name]) * 0.3).round(1)
    random = np.random.default_rng(zlib.crc32(name.encode()))
    return pl.Series(np.round(random.lognormal(3, 0.6, ROWS), 1))


def columns_of(measure: Measure) -> tuple[str, ...]:
    """The columns of people that a measure reads."""
    outcomes = [measure.outcome, getattr(measure, "population", None)]
    texts = [text for outcome in outcomes if outcome for text in (*outcome.columns, outcome.among) if text]
    names = [name for text in texts for name in ((text,) if text.isidentifier() else parse(text).columns)]
    if isinstance(measure, Composite):
        names += [each if isinstance(each, str) else each.column for each in measure.inner]
        names += [name for part in (*measure.parts, *measure.whole) for name in columns_of(part)]
    return tuple(dict.fromkeys(names))
