from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.estimates import Estimates
from dueregard.measures import mean, median, quantile, ratio, total, variance

DESIGN = SurveyDesign(weight="w", strata="stratum", clusters=("psu",))
GROUP = Grouping(name="group", column="group")
SCALE_FREE = [mean("y"), median("y"), quantile("y", p=0.8), ratio("y", denominator="x"), variance("y")]


@st.composite
def people(draw: Any) -> pl.DataFrame:
    """Draw a small table with ties, negative values and zeros, gaps and single-unit strata."""
    rows = draw(st.integers(6, 30))
    column = lambda values: draw(st.lists(values, min_size=rows, max_size=rows))  # noqa: E731
    return pl.DataFrame(
        {
            "w": column(st.sampled_from([0.0, 0.5, 1.0, 2.5])),
            "stratum": column(st.integers(0, 2)),
            "psu": column(st.integers(0, 3)),
            "group": column(st.sampled_from(["a", "b", "c"])),
            "y": column(st.one_of(st.none(), st.integers(-20, 50).map(float))),
            "x": column(st.integers(1, 9).map(float)),
        },
        schema_overrides={"y": pl.Float64, "x": pl.Float64},
    ).with_columns(w=pl.when(pl.int_range(pl.len()) == 0).then(1.0).otherwise(pl.col("w")))


def answer(frame: pl.DataFrame, measures: Any, crossings: Any = ((), (GROUP,))) -> Estimates:
    return evaluate(table_from(frame.lazy(), design=DESIGN), measures, groupings=crossings)


def agree(left: Any, right: Any, tolerance: float = 1e-9) -> bool:
    size = np.nanmax(np.abs(right), initial=1e-9)
    return bool(np.allclose(left, right, rtol=tolerance, atol=tolerance * size, equal_nan=True))


@settings(max_examples=20)
@given(people(), st.sampled_from([1e-9, 1e-3, 7.0, 1e9]))
def test_the_scale_of_weights_does_not_matter(frame: pl.DataFrame, scale: float) -> None:
    one, other = answer(frame, SCALE_FREE), answer(frame.with_columns(w=pl.col("w") * scale), SCALE_FREE)
    assert agree(other.values, one.values)
    assert agree(other.se, one.se, 1e-6)


@settings(max_examples=20)
@given(people(), st.randoms())
def test_the_order_of_rows_does_not_matter(frame: pl.DataFrame, random: Any) -> None:
    order = list(range(len(frame)))
    random.shuffle(order)
    one, other = answer(frame, SCALE_FREE), answer(frame[order], SCALE_FREE)
    assert agree(other.values, one.values)
    assert agree(other.se, one.se, 1e-6)


@settings(max_examples=20)
@given(people())
def test_two_people_of_half_the_weight_are_one(frame: pl.DataFrame) -> None:
    halves = pl.concat([frame.with_columns(w=pl.col("w") / 2)] * 2)
    measures = [mean("y"), total("y"), ratio("y", denominator="x"), median("y")]
    one, other = answer(frame, measures), answer(halves, measures)
    assert agree(other.values, one.values)
    assert agree(other.covariance(), one.covariance(), 1e-6)


@settings(max_examples=20)
@given(people())
def test_groups_add_to_everybody(frame: pl.DataFrame) -> None:
    totals = answer(frame, [total("y")])
    assert np.isclose(np.nansum(totals.values[1:]), totals.values[0], atol=1e-9)


@settings(max_examples=20)
@given(people())
def test_covariance_is_positive_semidefinite(frame: pl.DataFrame) -> None:
    covariance = answer(frame, [mean("y"), total("y")]).covariance()
    known = np.isfinite(covariance).all(axis=0)
    values = np.linalg.eigvalsh(covariance[np.ix_(known, known)])
    assert values.min(initial=0.0) >= -1e-9 * max(values.max(initial=0.0), 1.0)


@settings(max_examples=20)
@given(people())
def test_rest_is_the_domain_of_the_others(frame: pl.DataFrame) -> None:
    table = table_from(frame.lazy(), design=DESIGN)
    grouped = evaluate(table, [mean("y"), total("y")], groupings=[[GROUP]])
    for index, label in enumerate(grouped.labels[: len(grouped) // 2]):
        others = evaluate(table.where(f"group != '{label.by['group']}'"), [mean("y"), total("y")])
        rest = grouped.rest("group")[[index, index + len(grouped) // 2]]
        assert agree(rest.values[:1], others.values[:1])
        assert agree(rest.se, others.se, 1e-6)
        assert [support.n for support in rest.supports] == [support.n for support in others.supports]


@pytest.mark.parametrize("value", [-5.0, 0.0, 1e300])
def test_constant_outcomes(value: float) -> None:
    frame = pl.DataFrame({"w": [1.0] * 4, "stratum": [1] * 4, "psu": [1, 2, 3, 4], "y": [value] * 4})
    estimates = answer(frame, [mean("y")], [()])
    assert estimates.values[0] == pytest.approx(value)
    assert estimates.se[0] == pytest.approx(0, abs=abs(value) * 1e-12)
