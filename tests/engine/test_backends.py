"""One behaviour on every backend; DuckDB is the reference."""

from __future__ import annotations

import datetime
import decimal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, frames, table_from
from dueregard.errors import DueRegardError, PeopleError
from dueregard.estimates import Estimates
from dueregard.measures import MEASURES, parse_measure
from tests.backends.agreement import TOLERANCE, close, close_as_correlations, close_as_parts, close_at_nothing
from tests.backends.asking import asked, everyone_else, is_parts
from tests.backends.cases import (
    ON_EACH,
    ON_EACH_MODE,
    ON_OTHERS,
    WAYS_MARKED,
    designs_on_backends,
    measures_on_backends,
)
from tests.backends.designs import FEATURES
from tests.backends.notimpl import NOT_IMPLEMENTED
from tests.backends.people import DESIGNS, people
from tests.backends.running import BACKENDS, Answer, answers, on_spark
from tests.backends.spark import session, setting

COVARIANCES = 4
"""A variance has twice the relative error of its root, and a covariance that of both its measures."""


def got(backend: str, design: str, name: str, *, held: bool = True) -> Answer:
    answer = answers(backend, design, held=held)[name]
    if isinstance(answer, Exception):
        raise answer
    return answer


@pytest.mark.parametrize(("backend", "held", "name", "design"), measures_on_backends())
def test_a_measure_is_the_same_as_on_duckdb(backend: str, held: bool, name: str, design: str) -> None:
    ours = got(backend, design, name, held=held)
    reference = got("duckdb", design, name).of_first(len(ours.covariances))
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


# Results of results


GAPS: dict[str, Callable[[Estimates], Estimates]] = {
    "difference": lambda found: found.difference("kind", reference="women"),
    "ratio": lambda found: found.ratio("kind", reference="women"),
    "log ratio": lambda found: found.log_ratio("kind", reference="women"),
    "average": lambda found: found.versus("average", by="kind"),
}


@pytest.mark.parametrize(("backend", "held"), WAYS_MARKED)
@pytest.mark.parametrize(
    "feature", ["rows as sampling units", "second moments, strata", "bootstrap", "logit over rows"]
)
def test_contrasts_are_the_same(backend: str, held: bool, feature: str) -> None:
    ours, reference = asked(backend, feature, held=held), asked("duckdb", feature)
    for kind, gap in GAPS.items():
        for name in ("mean", "median"):
            mine, theirs = (gap(each.estimates.select(each.runs[name])) for each in (ours, reference))
            assert close_as_parts(mine.values, theirs.values, squared=False), kind
            assert close(mine.se, theirs.se), kind


@pytest.mark.parametrize(("backend", "held"), WAYS_MARKED)
@pytest.mark.parametrize("feature", ["strata and clusters", "second moments, strata", "raking over rows"])
def test_everyone_else_is_the_same(backend: str, held: bool, feature: str) -> None:
    texts = {"mean": "mean:pay", "ratio": "ratio:pay,denominator=hours"}
    # A quantile of everyone else needs scores.
    texts |= {} if "moments" in feature else {"median": "median:income", "gini": "gini:income"}
    one, other = (
        everyone_else(where, feature, tuple(texts.values()), held=here)
        for where, here in ((backend, held), ("duckdb", True))
    )
    assert close_as_parts(one.values, other.values, squared=False)
    assert close(one.se, other.se)


# Behaviours in which backends differ by themselves


def estimated(
    backend: str, columns: dict[str, Any], *texts: str, by: Any = ((),), where: str = "", **design: Any
) -> Estimates:
    """Estimate on a backend; `lenient` is Spark with its ANSI mode off."""
    lenient = backend == "lenient"
    with setting("spark.sql.ansi.enabled", "false") if lenient else nullcontext():
        make = BACKENDS["spark" if lenient else backend]
        table = make(pl.DataFrame(columns), SurveyDesign(**design))
        table = table.where(where) if where else table
        return evaluate(table, [parse_measure(text) for text in texts], groupings=by)


def told(backend: str, columns: dict[str, Any], text: str, **options: Any) -> str:
    """What a backend refuses with, or nothing."""
    try:
        estimated(backend, columns, text, **options).covariance()
    except DueRegardError as refusal:
        return str(refusal)
    return ""


@ON_EACH_MODE
def test_a_division_by_zero_is_missing_and_raises_nowhere(backend: str) -> None:
    columns = {"y": [6.0, 8.0, 5.0], "x": [2, 0, 1]}
    found = estimated(backend, columns, "mean:y / x", where="y / x < 100 or x == 0")
    assert (found.values.tolist(), found.supports[0].n) == ([4.0], 2)


@ON_EACH_MODE
def test_whole_numbers_do_not_overflow(backend: str) -> None:
    large = pl.Series([2_000_000_000, 2_000_000_000, 2_000_000_000], dtype=pl.Int32)
    texts = ("total:y", "total:y * y", "variance:y", "count:among=y + y > 3000000000")
    assert estimated(backend, {"y": large}, *texts).values.tolist() == [6e9, 1.2e19, 0.0, 3.0]


@ON_EACH_MODE
def test_nan_and_null_are_both_missing(backend: str) -> None:
    columns = {"y": [1.0, float("nan"), None, 3.0], "g": ["a", "a", None, "b"]}
    found = estimated(backend, columns, "mean:y", by=[[Grouping(name="g", column="g")]])
    assert [label.by["g"] for label in found.labels] == ["a", "b"]
    assert (found.values.tolist(), [each.n for each in found.supports]) == ([1.0, 3.0], [1, 1])


ODD: dict[str, Any] = {
    "y": [-4.0, -0.0, 0.0, 1e-300, 2.5, None, float("nan"), 9.0, 9.0, 1e12],
    "w": [1.0, 2.0, 0.0, 1.0, None, 1.0, 1.0, float("nan"), 3.0, 1.0],
    "s": [1, 1, 1, 1, 2, 2, 2, 2, 2, 2],
}
ON_ODD = (
    *("mean:y", "variance:y", "median:y", "gini:y", "hoover:y", "theil:y", "mean_log_deviation:y"),
    *("variance_of_logs:y", "absolute_gini:y", "coefficient_of_variation:y", "quintile_share_ratio:y"),
    *("atkinson:y,epsilon=1", "renyi:y,alpha=0.5", "fgt:y,line=5", "watts:y,line=5"),
)
"""Measures of numbers with zeros, negatives and missing ones, of which several take logarithms."""


@ON_OTHERS
def test_zeros_and_negatives_mean_the_same(backend: str) -> None:
    refused = {text: words for text in ON_ODD if (words := told("duckdb", ODD, text, weight="w", strata="s"))}
    answered = [text for text in ON_ODD if text not in refused]
    assert refused
    assert answered
    one, other = (estimated(name, ODD, *answered, weight="w", strata="s") for name in (backend, "duckdb"))
    assert close(one.values, other.values)
    assert close(one.se, other.se)
    assert [each.n for each in one.supports] == [each.n for each in other.supports]
    for text, words in refused.items():
        assert told(backend, ODD, text, weight="w", strata="s") == words


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "an infinite value": ({"y": [1.0, float("inf"), float("-inf")]}, {}, "infinite for 2 people"),
    "an infinite weight": ({"w": [1.0, float("inf"), 1.0]}, {"weight": "w"}, "infinite in 1 row"),
    "a negative weight": (
        {"w": [1.0, -7.0, 1.0]},
        {"weight": "w", "clusters": ("g",)},
        "negative or infinite in 1 row",
    ),
    "no weight": ({"w": [0.0, 0.0, None]}, {"weight": "w", "count": "full"}, "zero or missing"),
    "a missing stratum": ({"s": ["a", None, "a"]}, {"strata": "s"}, "missing values"),
    "a lonely unit": (
        {"s": ["a", "a", "b"]},
        {"strata": "s", "clusters": ("g",), "lonely": "fail"},
        "only one sampled unit",
    ),
    "too small a population": (
        {"p": [2, 2, 2]},
        {"clusters": ("g",), "fpc": ("p",)},
        "smaller than the sample",
    ),
}


@ON_EACH
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_refused_in_the_same_words(backend: str, what: str) -> None:
    columns, design, words = REFUSED[what]
    assert words in told(backend, {"y": [1.0, 2.0, 4.0], "g": [1, 2, 3], **columns}, "mean:y", **design)


@ON_EACH
def test_groups_are_told_apart_whatever_they_are_written_in(backend: str) -> None:
    columns = {
        "y": [1.0, 2.0, 4.0, 8.0],
        "truth": [True, False, None, True],
        "day": [datetime.date(2026, 3, 1), None, datetime.date(2026, 3, 2), datetime.date(2026, 3, 1)],
        "half": [0.5, -0.0, 0.0, float("nan")],
        "small": pl.Series([7, None, -1, 7], dtype=pl.Int8),
        "price": pl.Series([decimal.Decimal(text) for text in ("1.10", "1.10", "2.00", "1.1")]),
        "text": ["it's", 'a "b"', "", "it's"],
    }
    names = [name for name in columns if name != "y"]
    groupings = [[Grouping(name=name, column=name)] for name in names]
    one, other = (estimated(name, columns, "total:y", by=groupings) for name in (backend, "duckdb"))
    assert [each.by for each in one.labels] == [each.by for each in other.labels]
    assert one.values.tolist() == other.values.tolist()
    assert {(name, level) for each in one.labels for name, level in each.by.items()} >= {
        ("truth", "true"),
        ("day", "2026-03-01"),
        ("half", "0"),
        ("small", "-1"),
        ("text", ""),
    }


@ON_EACH
def test_decimals_are_numbers(backend: str) -> None:
    prices = pl.Series([decimal.Decimal("1.10"), decimal.Decimal("2.35"), None])
    found = estimated(backend, {"y": prices}, "total:y", "mean:y * 2", "median:y")
    assert close(found.values, np.array([3.45, 3.45, 1.1]))


@ON_EACH
def test_names_with_signs_and_capitals_are_plain_columns(backend: str) -> None:
    columns = {"Pay.2026 (£)": [1.0, 2.0, 6.0], "SEX": ["f", "m", "f"], "a`b": [1, 1, 0]}
    found = estimated(backend, columns, "mean:`Pay.2026 (£)`", by=[[Grouping(name="sex", column="SEX")]])
    assert found.values.tolist() == [3.5, 2.0]


@ON_EACH
def test_a_comparison_with_a_time_does_not_depend_on_where_one_is(backend: str) -> None:
    times = [datetime.datetime(2026, 3, 1, hour) for hour in (0, 12, 23)]
    columns = {"y": [1.0, 2.0, 6.0], "at": times}
    texts = (
        "mean:y,among=at >= '2026-03-01 12:00:00'",
        "mean:y,among=at in ['2026-03-01 12:00:00', '2026-03-01 23:00:00']",
    )
    for zone in ("UTC", "America/New_York", "Asia/Tokyo") if backend == "spark" else ("",):
        with setting("spark.sql.session.timeZone", zone) if zone else nullcontext():
            assert estimated(backend, columns, *texts).values.tolist() == [4.0, 4.0]


@pytest.mark.spark
@pytest.mark.parametrize("columns", [None, ["pay"], ["Pay"], ["other"]])
def test_spark_refuses_what_it_could_confuse(columns: list[str] | None) -> None:
    frame = pl.DataFrame({"a": [1.0], "b": [2.0], "other": [3.0]})
    table = session().createDataFrame(frame.to_arrow()).toDF("Pay", "pay", "other")
    if columns == ["other"]:
        assert evaluate(table_from(table, columns=columns), [parse_measure("mean:other")]).values == [3.0]
        return
    with pytest.raises(PeopleError, match="differ only by case"):
        table_from(table, columns=columns)


@pytest.mark.spark
@pytest.mark.parametrize(
    "feature", ["strata and clusters", "rows as sampling units", "raking over rows", "second moments, strata"]
)
def test_a_shuffle_changes_nothing(feature: str) -> None:
    wanted = FEATURES[feature]
    measures = [parse_measure(text) for text in ("mean:pay", "median:pay", "quantile:pay,p=0.3,rule=hf7")]
    frame = session().createDataFrame(people().to_arrow())
    found = [
        evaluate(table_from(each, design=wanted.design), measures, keep_scores=wanted.keep_scores)
        for each in (frame, frame.orderBy("income").repartition(7, "age"))
    ]
    assert close(found[1].values, found[0].values)
    assert close(found[1].covariance(), found[0].covariance(), 1e-11)


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


@pytest.mark.spark
def test_the_job_of_the_guide_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "spark.md").read_text(encoding="utf-8")
    job = guide.split("```python\n")[1].split("```")[0]
    names = {"area": "stratum", "street": "psu", "w": "weight", "income": "income", "door": "area"}
    people().select(pl.col(old).alias(new) for old, new in names.items()).write_parquet(tmp_path / "people")
    monkeypatch.setattr(sys, "argv", ["areas.py", str(tmp_path / "people")])
    monkeypatch.setattr(type(session()), "stop", lambda _: None)
    exec(compile(job, "areas.py", "exec"), {"__name__": "__main__"})
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    measures = ["mean", "median", "gini"]
    assert [line[0] for line in lines] == measures + [name for name in measures for _ in range(4)]
    assert all(float(low) < float(value) < float(high) for _, _, value, low, high in lines)
