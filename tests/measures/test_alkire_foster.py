"""Multidimensional poverty by hand, and against means and ratios of its scores."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, Table, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.measures import parse_measure
from dueregard.measures.alkire_foster import STATISTICS as ALL
from dueregard.measures.alkire_foster import alkire_foster
from dueregard.measures.decompositions.alkire_foster import alkire_foster_decomposition
from dueregard.measures.means import mean
from dueregard.measures.ratios import ratio

STATISTICS = ("adjusted_headcount", "headcount", "intensity")
MEASURED = "income < 10; 2 > schooling; rooms <= 3"
LIST = "income < 10; health in [4, 5]; schooling < 2; jobless == 1"


def households(size: int = 200, *, scale: float = 1.0) -> pl.DataFrame:
    draw = np.random.default_rng(5)
    return pl.DataFrame(
        {
            "income": draw.uniform(0, 30, size),
            "health": draw.integers(1, 6, size),
            "schooling": draw.integers(0, 6, size),
            "rooms": draw.integers(1, 9, size),
            "jobless": draw.integers(0, 2, size),
            "psu": draw.integers(0, 30, size),
            "w": scale * draw.uniform(0.5, 3, size),
        }
    )


def table(frame: pl.DataFrame) -> Table:
    clusters = {"clusters": ("psu",)} if "psu" in frame.columns else {}
    return table_from(frame.to_arrow(), design=SurveyDesign(weight="w", **clusters))  # type: ignore[arg-type]


def test_by_hand() -> None:
    # Lacking 3 of 4, 2 of 4, 1 of 4 and none: with half as the cutoff, the first two are poor.
    frame = pl.DataFrame(
        {
            "income": [5.0, 5.0, 5.0, 50.0],
            "health": [5, 4, 1, 1],
            "schooling": [1, 3, 3, 3],
            "jobless": [0, 0, 0, 0],
            "w": [1.0, 2.0, 3.0, 4.0],
        }
    )
    measures = [alkire_foster(LIST, cutoff=0.5, statistic=each) for each in STATISTICS]
    found = evaluate(table(frame), measures).values
    np.testing.assert_allclose(found, [(0.75 + 2 * 0.5) / 10, 3 / 10, (0.75 + 2 * 0.5) / 3], rtol=1e-14)


def test_the_cutoff_is_reached_whatever_the_rounding() -> None:
    frame = pl.DataFrame({"a": [1, 1], "b": [1, 0], "c": [1, 0], "w": [1.0, 1.0]})
    # Three times a third is 1, ten tenths are not, in floating point.
    measure = alkire_foster("a == 1; b == 1; c == 1", cutoff=1, weights="0.1;0.1;0.1", statistic="headcount")
    assert evaluate(table(frame), [measure]).values[0] == 0.5


def test_it_is_the_mean_and_the_ratio_of_censored_scores() -> None:
    frame = households()
    lacking = np.column_stack(
        [
            frame["income"].to_numpy() < 10,
            frame["health"].to_numpy() >= 4,
            frame["schooling"].to_numpy() < 2,
            frame["jobless"].to_numpy() == 1,
        ]
    )
    score = lacking @ np.array([0.4, 0.2, 0.2, 0.2])
    poor = (score >= 0.6 - 1e-9).astype(float)
    whole = table(frame.with_columns(score=pl.Series(score * poor), poor=pl.Series(poor)))
    measures: list[Any] = [
        alkire_foster(LIST, cutoff=0.6, weights="2;1;1;1", statistic=each) for each in STATISTICS
    ]
    simple: list[Any] = [mean("score"), mean("poor"), ratio("score", denominator="poor")]
    found = evaluate(whole, measures + simple)
    np.testing.assert_allclose(found.values[:3], found.values[3:], rtol=1e-12)
    np.testing.assert_allclose(found.se[:3], found.se[3:], rtol=1e-12)
    assert found.values[0] == pytest.approx(found.values[1] * found.values[2], rel=1e-14)


def test_groups_add_up() -> None:
    frame = households().with_columns(group=pl.col("psu") % 3)
    measure = alkire_foster(LIST, cutoff=0.5)
    crossings = [(), (Grouping(name="group", column="group"),)]
    found = evaluate(table(frame), [measure], groupings=crossings).values
    sizes = frame.group_by("group").agg(pl.col("w").sum()).sort("group")["w"].to_numpy()
    assert found[1:] @ sizes / sizes.sum() == pytest.approx(found[0], rel=1e-12)


@given(st.floats(-9, 9).map(lambda power: 10.0**power))
def test_the_scale_of_weights_does_not_matter(scale: float) -> None:
    measures = [alkire_foster(LIST, cutoff=0.5, statistic=each) for each in STATISTICS]
    first, second = (evaluate(table(households(scale=each)), measures) for each in (1.0, scale))
    np.testing.assert_allclose(second.values, first.values, rtol=1e-12)
    np.testing.assert_allclose(second.se, first.se, rtol=1e-9)


def test_who_lacks_an_answer_is_left_out() -> None:
    frame = pl.DataFrame({"a": [1, 1, None], "b": [1, 0, 1], "w": [1.0, 1.0, 5.0]})
    measure = alkire_foster("a == 1; b == 1", cutoff=1, statistic="headcount")
    assert evaluate(table(frame), [measure]).values[0] == 0.5


def test_nobody_poor_has_no_intensity() -> None:
    frame = pl.DataFrame({"a": [0, 0, 0], "b": [1, 0, 1], "w": [1.0, 1.0, 1.0]})
    measures = [alkire_foster("a == 1; b == 1", cutoff=1, statistic=each) for each in STATISTICS]
    assert evaluate(table(frame), measures).values.tolist() == pytest.approx([0.0, 0.0, np.nan], nan_ok=True)


def test_it_is_read_from_text() -> None:
    measure = parse_measure(f"alkire_foster:{LIST},cutoff=0.5,weights=2;1;1;1,statistic=intensity")
    assert measure.outcome.columns == tuple(part.strip() for part in LIST.split(";"))
    assert measure.parameters["weights"] == "0.4;0.2;0.2;0.2"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"column": "a == 1"}, "at least two deprivations"),
        ({"column": "a == 1; "}, "at least two deprivations"),
        ({"weights": "1;2"}, "4 deprivations and 2 weights"),
        ({"weights": "1;1;0;1"}, "weights must be a number above 0"),
        ({"cutoff": "1.2"}, "cutoff must be a number above 0 and at most 1"),
        ({"statistic": "head_count"}, "Did you mean 'headcount'"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        alkire_foster(**{"column": LIST, "cutoff": "0.5", **options})


def _gaps(frame: pl.DataFrame, power: int) -> tuple[np.ndarray, np.ndarray]:
    """Each person's weighted gaps to the power, and whether they are poor."""
    lines = np.array([10.0, 2.0, 3.0])
    y = frame.select("income", "schooling", "rooms").to_numpy().astype(float)
    lacks = np.column_stack([y[:, 0] < 10, y[:, 1] < 2, y[:, 2] <= 3])
    weights = np.array([0.5, 0.25, 0.25])
    return weights * lacks * (1 - y / lines) ** power, lacks @ weights >= 0.5 - 1e-9


@pytest.mark.parametrize(("statistic", "power"), [("adjusted_gap", 1), ("adjusted_severity", 2)])
def test_gaps_are_means_of_the_poors_gaps(statistic: str, power: int) -> None:
    frame = households()
    gaps, poor = _gaps(frame, power)
    whole = table(frame.with_columns(depth=pl.Series(gaps.sum(axis=1) * poor)))
    measure = alkire_foster(MEASURED, cutoff=0.5, weights="2;1;1", statistic=statistic)
    found = evaluate(whole, [measure, mean("depth")])
    assert found.values[0] == pytest.approx(found.values[1], rel=1e-12)
    assert found.se[0] == pytest.approx(found.se[1], rel=1e-12)


def test_deeper_poverty_of_the_poor_counts_in_gaps_alone() -> None:
    frame = households()
    poor = _gaps(frame, 0)[1]
    deeper = frame.with_columns(
        income=pl.when(pl.Series(poor) & (pl.col("income") < 10))
        .then(pl.col("income") / 2)
        .otherwise("income")
    )
    measures = [alkire_foster(MEASURED, cutoff=0.5, weights="2;1;1", statistic=each) for each in ALL]
    before, after = (
        dict(zip(ALL, evaluate(table(each), measures).values, strict=True)) for each in (frame, deeper)
    )
    for counted in STATISTICS:
        assert after[counted] == pytest.approx(before[counted], rel=1e-12)
    assert after["adjusted_gap"] > before["adjusted_gap"]
    assert after["adjusted_severity"] > before["adjusted_severity"]


@pytest.mark.parametrize(
    ("statistic", "power"), [("adjusted_headcount", 0), ("adjusted_gap", 1), ("adjusted_severity", 2)]
)
def test_deprivations_add_up_to_the_whole(statistic: str, power: int) -> None:
    frame = households()
    gaps, poor = _gaps(frame, power)
    split = alkire_foster_decomposition(MEASURED, cutoff=0.5, weights="2;1;1", statistic=statistic)
    parts = table(frame.with_columns(**{f"p{j}": pl.Series(gaps[:, j] * poor) for j in range(3)}))
    found = evaluate(parts, [split])
    by = {
        (label.by["component"], label.by.get("deprivation", "")): at for at, label in enumerate(found.labels)
    }
    total, conditions = found.values[by["total", ""]], [part.strip() for part in MEASURED.split(";")]
    w = frame["w"].to_numpy()
    lacks = _gaps(frame, 0)[0] > 0
    for j, condition in enumerate(conditions):
        plain = evaluate(parts, [mean(f"p{j}")])
        at = by["contribution", condition]
        assert found.values[at] == pytest.approx(plain.values[0], rel=1e-12)
        assert found.se[at] == pytest.approx(plain.se[0], rel=1e-12)
        assert found.values[by["headcount", condition]] == pytest.approx(w @ lacks[:, j] / w.sum(), rel=1e-12)
        censored = w @ (lacks[:, j] & poor) / w.sum()
        assert found.values[by["censored headcount", condition]] == pytest.approx(censored, rel=1e-12)
        assert found.values[by["share", condition]] == pytest.approx(plain.values[0] / total, rel=1e-12)
    assert sum(found.values[by["contribution", each]] for each in conditions) == pytest.approx(
        total, rel=1e-12
    )


@pytest.mark.parametrize(
    "condition", ["health in [4, 5]", "income > 10", "income < -5", "income < rooms", "jobless == 1"]
)
def test_gaps_need_a_line(condition: str) -> None:
    with pytest.raises(UsageError, match="how far below its line"):
        alkire_foster(f"schooling < 2; {condition}", cutoff=1, statistic="adjusted_gap")
