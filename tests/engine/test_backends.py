"""One behaviour on every backend; DuckDB is the reference."""

from __future__ import annotations

import datetime
import itertools
import sys
from typing import Any

import numpy as np
import polars as pl
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, frames, table_from
from dueregard.errors import PeopleError
from dueregard.estimates import Estimates
from dueregard.measures import MEASURES, parse_measure
from tests.backends.agreement import TOLERANCE, close, close_as_correlations, close_as_parts, close_at_nothing
from tests.backends.asking import asked, is_parts
from tests.backends.designs import FEATURES
from tests.backends.notimpl import NOT_IMPLEMENTED
from tests.backends.people import DESIGNS, people
from tests.backends.running import BACKENDS, Answer, answers, examples, is_run, on_spark
from tests.backends.spark import session

WAYS = [("duckdb", False), ("polars", True), ("polars", False), ("spark", False)]
"""Backends, and whether a small table is held in memory; DuckDB holding it is the reference."""

COVARIANCES = 4
"""A variance has twice the relative error of its root, and a covariance that of both its measures."""


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


def got(backend: str, design: str, name: str, *, held: bool = True) -> Answer:
    answer = answers(backend, design, held=held)[name]
    if isinstance(answer, Exception):
        raise answer
    return answer


@pytest.mark.parametrize(("backend", "held", "name", "design"), measures_on_backends())
def test_a_measure_is_the_same_as_on_duckdb(backend: str, held: bool, name: str, design: str) -> None:
    reference, ours = got("duckdb", design, name), got(backend, design, name, held=held)
    assert ours.labels == reference.labels
    assert ours.people == reference.people
    assert np.isfinite(reference.values).any()
    # One person is equal to itself: inequality is 0 but for rounding, and its error the root of that.
    several = np.array(reference.people) > 1
    for mine, theirs in ((ours.values, reference.values), (ours.se, reference.se)):
        known = np.abs(theirs[np.isfinite(theirs)])
        if reference.parts:
            assert close_as_parts(mine, theirs, squared=theirs is reference.se)
            continue
        assert close(mine[several], theirs[several])
        assert close_at_nothing(mine[~several], theirs[~several], known.max(initial=0.0))
    if DESIGNS[design].has_sampling_error:
        start = 0
        for one, other in zip(ours.covariances, reference.covariances, strict=True):
            assert one.shape == other.shape
            kept = np.flatnonzero(several[start : start + len(one)])
            start += len(one)
            one_kept, other_kept = one[np.ix_(kept, kept)], other[np.ix_(kept, kept)]
            assert close_as_correlations(one_kept, other_kept, np.ones(len(kept)))


def designs_on_backends() -> list[Any]:
    cases = []
    for (backend, held), feature in itertools.product(WAYS, FEATURES):
        marks = [pytest.mark.spark] if backend == "spark" else []
        if (backend, feature) in NOT_IMPLEMENTED:
            marks.append(pytest.mark.xfail(strict=True, reason=NOT_IMPLEMENTED[backend, feature]))
        words = f"{backend}-{'held' if held else 'scanned'}-{feature}"
        cases.append(pytest.param(backend, held, feature, id=words, marks=marks))
    return cases


@pytest.mark.parametrize(("backend", "held", "feature"), designs_on_backends())
def test_a_design_is_the_same_as_on_duckdb(backend: str, held: bool, feature: str) -> None:
    ours = asked(backend, feature, held=held)
    reference = asked("duckdb", feature).only(ours.runs)
    mine, theirs = ours.estimates, reference.estimates
    assert mine.labels == theirs.labels
    assert [each.n for each in mine.supports] == [each.n for each in theirs.supports]
    assert (mine.statuses, mine.reasons) == (theirs.statuses, theirs.reasons)
    assert np.isfinite(theirs.values).all()
    for name, places in reference.runs.items():
        for one, other in ((mine.values, theirs.values), (mine.se, theirs.se)):
            if is_parts(name):
                assert close_as_parts(one[places], other[places], squared=other is theirs.se), name
            else:
                assert close(one[places], other[places]), name
    if FEATURES[feature].design.has_sampling_error:
        # A rate of nobody has none.
        assert (theirs.se > 0).mean() > 0.9
        assert close(mine.df, theirs.df)
        assert close_as_correlations(
            ours.covariance, reference.covariance, reference.sizes, COVARIANCES * TOLERANCE
        )
        assert close(mine.interval(), theirs.interval(), 1e-9)


def test_what_is_said_to_be_absent_is_a_measure_or_feature_on_a_backend() -> None:
    assert all(name in MEASURES or name in FEATURES for _, name in NOT_IMPLEMENTED)


# Behaviours in which backends differ by themselves


def estimated(backend: str, columns: dict[str, Any], *texts: str, by: Any = (), where: str = "") -> Estimates:
    table = BACKENDS[backend](pl.DataFrame(columns), SurveyDesign())
    table = table.where(where) if where else table
    return evaluate(table, [parse_measure(text) for text in texts], groupings=[by])


ON_EACH = pytest.mark.parametrize(
    "backend", ["duckdb", "polars", pytest.param("spark", marks=pytest.mark.spark)]
)


@ON_EACH
def test_a_division_by_zero_is_missing_and_raises_nowhere(backend: str) -> None:
    columns = {"y": [6.0, 8.0, 5.0], "x": [2, 0, 1]}
    found = estimated(backend, columns, "mean:y / x")
    assert (found.values.tolist(), found.supports[0].n) == ([4.0], 2)


@ON_EACH
def test_whole_numbers_do_not_overflow(backend: str) -> None:
    large = pl.Series([2_000_000_000, 2_000_000_000, 2_000_000_000], dtype=pl.Int32)
    found = estimated(backend, {"y": large}, "total:y", "total:y * y", "variance:y")
    assert found.values.tolist() == [6e9, 1.2e19, 0.0]


@ON_EACH
def test_nan_and_null_are_both_missing(backend: str) -> None:
    columns = {"y": [1.0, float("nan"), None, 3.0], "g": ["a", "a", None, "b"]}
    found = estimated(backend, columns, "mean:y", by=[Grouping(name="g", column="g")])
    assert [label.by["g"] for label in found.labels] == ["a", "b"]
    assert (found.values.tolist(), [each.n for each in found.supports]) == ([1.0, 3.0], [1, 1])


@ON_EACH
def test_names_with_signs_and_capitals_are_plain_columns(backend: str) -> None:
    columns = {"Pay.2026 (£)": [1.0, 2.0, 6.0], "SEX": ["f", "m", "f"], "a`b": [1, 1, 0]}
    found = estimated(backend, columns, "mean:`Pay.2026 (£)`", by=[Grouping(name="sex", column="SEX")])
    assert found.values.tolist() == [3.5, 2.0]


@ON_EACH
def test_a_comparison_with_a_time_does_not_depend_on_where_one_is(backend: str) -> None:
    times = [datetime.datetime(2026, 3, 1, hour) for hour in (0, 12, 23)]
    columns = {"y": [1.0, 2.0, 6.0], "at": times}

    def told() -> list[float]:
        conditions = ("at >= '2026-03-01 12:00:00'", "at in ['2026-03-01 12:00:00', '2026-03-01 23:00:00']")
        return [float(estimated(backend, columns, "mean:y", where=each).values[0]) for each in conditions]

    if backend != "spark":
        assert told() == [4.0, 4.0]
        return
    settings = session().conf
    zone = settings.get("spark.sql.session.timeZone")
    try:
        for other in ("UTC", "America/New_York", "Asia/Tokyo"):
            settings.set("spark.sql.session.timeZone", other)
            assert told() == [4.0, 4.0]
    finally:
        settings.set("spark.sql.session.timeZone", zone)


@pytest.mark.spark
def test_spark_refuses_what_it_could_confuse() -> None:
    table = session().createDataFrame(pl.DataFrame({"y": [1.0], "x": [2.0]}).to_arrow()).toDF("Pay", "pay")
    with pytest.raises(PeopleError, match="differ only by case"):
        table_from(table)


@pytest.mark.spark
@pytest.mark.parametrize("design", ["clusters", "rows"])
def test_a_shuffle_changes_nothing(design: str) -> None:
    measures = [parse_measure(text) for text in ("mean:pay", "median:pay", "quantile:pay,p=0.3,rule=hf7")]
    frame = session().createDataFrame(people().to_arrow())
    found = [
        evaluate(table_from(each, design=DESIGNS[design]), measures)
        for each in (frame, frame.repartition(7), frame.orderBy("income").repartition(3, "age"))
    ]
    for shuffled in found[1:]:
        assert close(shuffled.values, found[0].values)
        assert close(shuffled.covariance(), found[0].covariance(), 1e-11)


@pytest.mark.spark
def test_what_comes_to_the_driver_is_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[int] = []

    def counted(frame: Any) -> Any:
        got = frames.collect(frame)
        fetched.append(max((len(column) for column in got.values()), default=0))
        return got

    rooms = [each for name, each in sys.modules.items() if name.startswith("dueregard.engine.")]
    for room in rooms:
        if room is not frames and hasattr(room, "collect"):
            monkeypatch.setattr(room, "collect", counted)
    table = on_spark(people(), DESIGNS["clusters"])
    evaluate(table, [parse_measure("mean:pay"), parse_measure("variance:income")])
    units = people()[["area", "street"]].n_unique()
    assert fetched
    assert max(fetched) <= units
