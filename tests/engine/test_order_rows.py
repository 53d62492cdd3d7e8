"""People in order give the same answers held in memory, streamed in stretches, or summed by unit."""

from collections.abc import Iterator
from itertools import pairwise

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, cumulated, evaluate, held, order_rows, table_from
from dueregard.engine.cumulated import Cumulation
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures import parse_measure
from dueregard.measures.gini import distances

DESIGNS = {
    "clusters": SurveyDesign(weight="w", strata="stratum", clusters=("psu",)),
    "people": SurveyDesign(weight="w", strata="stratum"),
    "full count": SurveyDesign(weight="w", count="full"),
}
TEXTS = (
    "gini:y",
    "absolute_gini:y",
    "quintile_share_ratio:y",
    "poverty_rate:y,line=0.6*median",
    "relative_median_poverty_gap:y,line=0.6*median",
    "concentration_index:y,rank=x",
    "slope_index:y,rank=x",
)
CROSSINGS = (
    (),
    (Grouping(name="area", column="area"),),
    (Grouping(name="area", column="area"), Grouping(name="sex", column="sex")),
)


def people() -> pl.DataFrame:
    random = np.random.default_rng(7)
    size = 600
    psu = random.integers(0, 40, size)
    y = random.lognormal(3, 0.7, size).round(1)
    return pl.DataFrame(
        {
            "psu": psu,
            "stratum": psu % 4,
            "area": random.choice(["north", "south", "east"], size, p=[0.7, 0.2, 0.1]),
            "sex": random.choice(["f", "m"], size),
            "w": random.uniform(0, 3, size) * (random.random(size) > 0.05),
            "y": np.where(random.random(size) < 0.05, np.nan, y),
            "x": random.integers(0, 10, size),
        }
    )


def numbers(design: SurveyDesign, *, lazy: bool = False) -> list[np.ndarray]:
    frame = people()
    if lazy:
        table = table_from(frame.lazy(), design=design)
    else:
        connection = duckdb.connect()
        table = table_from(connection.from_arrow(frame.to_arrow()), design=design, connection=connection)
    found = evaluate(table, [parse_measure(text) for text in TEXTS], groupings=CROSSINGS)
    rest = found.rest("area")
    return [found.values, found.covariance(), rest.values, rest.covariance()]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Treat six hundred people as too many to hold, and sixty as many to work on at a time."""
    monkeypatch.setattr(held, "HELD_ROWS", 0)
    monkeypatch.setattr(held, "FETCHED_ROWS", 0)
    monkeypatch.setattr(order_rows, "STRETCH", 60)
    monkeypatch.setattr(order_rows, "BATCH", 25)
    monkeypatch.setattr(cumulated, "PENDING", 30)
    return


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("lazy", [False, True])
def test_held_or_streamed(design: str, lazy: bool, request: pytest.FixtureRequest) -> None:
    expected = numbers(DESIGNS[design])
    request.getfixturevalue("large")
    for first, second in zip(expected, numbers(DESIGNS[design], lazy=lazy), strict=True):
        np.testing.assert_allclose(second, first, rtol=1e-9, atol=1e-12 * np.nanmax(np.abs(first), initial=1))


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("quintile_share_ratio:y", "smaller groups"), ("poverty_rate:y,line=0.6*median", "poverty line")],
)
def test_more_people_than_fit_in_memory_are_refused(
    text: str, remedy: str, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_rows, "MOST_ROWS", 100)
    table = table_from(people().to_arrow(), design=DESIGNS["clusters"])
    with pytest.raises(UsageError, match="too many") as error:
        evaluate(table, [parse_measure(text)])
    assert remedy in str(error.value)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(-5, 9)), min_size=1, max_size=40),
    st.integers(1, 7),
)
def test_cumulated_distances_are_those_of_people(rows: list[tuple[int, int, int]], batch: int) -> None:
    level, unit, y = (
        np.array(column) for column in zip(*sorted(rows, key=lambda row: row[::2]), strict=True)
    )
    weight = 1.0 + (np.arange(len(level)) * 7 % 5)
    cumulation = Cumulation(levels=4, units=5)
    edges = [*range(0, len(level), batch), len(level)]
    for start, end in pairwise(edges):
        here = slice(start, end)
        cumulation.add(level[here], unit[here], weight[here], y[here].astype(float))
    cells = cumulation.cells()
    ordered = OrderedPeople.of(y, weight=weight, level=level, levels=4)
    each = distances(ordered)
    np.testing.assert_allclose(cells.distances.values, each.values, rtol=1e-12, atol=1e-9)
    moved = np.zeros((4, 5))
    np.add.at(moved, (cells.level, cells.unit), cells.distances.scores(cells.starts))
    expected = np.zeros((4, 5))
    # Ties come in any order, so people are found again by level, value and weight only in their sums.
    influence = each.scores(ordered.starts)
    of_level = np.repeat(np.arange(4), np.diff(ordered.starts))
    lookup = dict(zip(zip(of_level, ordered.y, ordered.weight, strict=True), influence, strict=True))
    for at in range(len(level)):
        expected[level[at], unit[at]] += weight[at] * lookup[(level[at], y[at], weight[at])]
    np.testing.assert_allclose(moved, expected, rtol=1e-9, atol=1e-9)


def test_levels_that_nobody_is_in_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    group = np.repeat(["a", "b", "c", "d"], [20, 300, 20, 200])
    frame = pl.DataFrame(
        {
            "g": group,
            "psu": random.integers(0, 30, len(group)),
            "y": np.where(np.isin(group, ["a", "c"]), np.nan, random.lognormal(3, 1, len(group))),
        }
    )
    measures = [parse_measure(text) for text in ("hoover:y", "poverty_rate:y,line=0.6*median", "gini:y")]
    by_group = [[Grouping(name="g", column="g")]]

    def answer() -> np.ndarray:
        table = table_from(frame.to_arrow(), design=SurveyDesign(clusters=("psu",)))
        found = evaluate(table, measures, groupings=by_group)
        return np.array([found.values, found.se])

    expected = answer()
    assert np.isnan(expected[0].reshape(3, 4)[:, [0, 2]]).all()
    monkeypatch.setattr(held, "FETCHED_ROWS", 0)
    monkeypatch.setattr(held, "HELD_ROWS", 0)
    monkeypatch.setattr(order_rows, "STRETCH", 50)
    monkeypatch.setattr(order_rows, "BATCH", 40)
    np.testing.assert_allclose(answer(), expected, rtol=1e-10)


def test_a_relation_without_an_order_is_copied() -> None:
    connection = duckdb.connect()
    size = 60_000
    random = np.random.default_rng(5)
    rows = pl.DataFrame(
        {"id": np.arange(size), "psu": random.integers(0, 90, size), "y": random.random(size)}
    )
    connection.register("rows", rows.to_arrow())
    grouped = connection.sql("select any_value(psu) as psu, any_value(y) as y from rows group by id")
    design = SurveyDesign(clusters=("psu",))
    one = table_from(grouped, design=design, connection=connection)
    other = table_from(rows.to_arrow(), design=design)
    measures = [parse_measure("gini:y"), parse_measure("mean:y")]
    first, second = evaluate(one, measures), evaluate(other, measures)
    np.testing.assert_allclose(first.values, second.values, rtol=1e-10)
    np.testing.assert_allclose(first.se, second.se, rtol=1e-10)
