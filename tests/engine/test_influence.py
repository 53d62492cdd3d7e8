"""Recentred influence: closed forms, numerical derivatives, and rows in their place."""

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from dueregard.engine import SurveyDesign, Table, evaluate, recentred_influence, table_from
from dueregard.errors import UsageError
from dueregard.measures import parse_measure

SIZE = 60
draw = np.random.default_rng(4)
Y = np.exp(draw.normal(2, 0.6, SIZE))
W = draw.uniform(0.5, 3, SIZE)
COLUMNS = {
    "y": Y,
    "w": W,
    "x": draw.normal(size=SIZE),
    "psu": draw.integers(0, 9, SIZE),
    "g": draw.integers(0, 2, SIZE),
}


def table(weight: np.ndarray = W, **design: object) -> Table:
    return table_from(pa.table(COLUMNS | {"w": weight}), design=SurveyDesign(weight="w", **design))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "gini:y",
        "generalised_entropy:y,alpha=0",
        "atkinson:y,epsilon=1",
        "variance:y",
        "fgt:y,alpha=1,line=8",
        "concentration_index:y,rank=x",
        "lorenz:y,p=0.4,score=derivative",
    ],
)
def test_it_is_the_value_plus_the_derivative_in_the_weight(text: str) -> None:
    measure = parse_measure(text)
    whole = evaluate(table(), [measure]).values[0]
    ours = recentred_influence(table(), measure)
    for person in range(0, SIZE, 7):
        step = np.zeros(SIZE)
        step[person] = 1e-5 * W[person]
        up, down = (evaluate(table(W + sign * step), [measure]).values[0] for sign in (1, -1))
        expected = whole + (up - down) / (2 * step[person]) * W.sum()
        assert ours[person] == pytest.approx(expected, rel=1e-5, abs=1e-6)
    if text != "variance:y":  # its finite-sample factor depends on the number of people
        assert np.average(ours, weights=W) == pytest.approx(whole, rel=1e-9)


def test_of_a_quantile() -> None:
    # Firpo, Fortin and Lemieux (2009), section 2: q + (p - 1{y <= q}) / f takes two values.
    ours = recentred_influence(table(), parse_measure("quantile:y,p=0.25"))
    quartile = evaluate(table(), [parse_measure("quantile:y,p=0.25")]).values[0]
    low, high = np.unique(ours.round(9))
    assert (ours < quartile).tolist() == (quartile >= Y).tolist()
    below = W[quartile >= Y].sum() / W.sum()
    assert (quartile - low) / (high - quartile) == pytest.approx((1 - below) / below, rel=1e-6)


def test_design_does_not_matter_and_rows_keep_their_place() -> None:
    measure = parse_measure("gini:y")
    plain = recentred_influence(table(), measure)
    np.testing.assert_array_equal(recentred_influence(table(clusters=("psu",)), measure), plain)
    turned = table_from(pl.DataFrame(COLUMNS)[::-1], design=SurveyDesign(weight="w", strata="g"))
    np.testing.assert_allclose(recentred_influence(turned, measure), plain[::-1], rtol=1e-12)


def test_of_a_domain_and_of_missing_values() -> None:
    columns = COLUMNS | {
        "y": np.where(np.arange(SIZE) == 3, np.nan, Y),
        "w": np.where(np.arange(SIZE) == 5, 0, W),
    }
    whole = table_from(pa.table(columns), design=SurveyDesign(weight="w")).where("g == 1")
    ours = recentred_influence(whole, parse_measure("gini:y"))
    inside = (COLUMNS["g"] == 1) & ~np.isin(np.arange(SIZE), [3, 5])
    assert (np.isfinite(ours) == inside).all()
    alone = table_from(pa.table({"y": Y[inside], "w": W[inside]}), design=SurveyDesign(weight="w"))
    np.testing.assert_allclose(ours[inside], recentred_influence(alone, parse_measure("gini:y")), rtol=1e-10)


def test_an_estimated_line_moves_with_everybody() -> None:
    ours = recentred_influence(table(), parse_measure("poverty_rate:y,line=0.6*median"))
    assert np.average(ours, weights=W) == pytest.approx(
        evaluate(table(), [parse_measure("poverty_rate:y,line=0.6*median")]).values[0], abs=0.02
    )
    assert len(np.unique(ours.round(9))) == 3  # the poor, the lower half, the upper half


@pytest.mark.parametrize("text", ["total:y", "count", "gini_decomposition:y,within=g"])
def test_what_is_no_value_of_a_distribution_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="has no recentred influence"):
        recentred_influence(table(), parse_measure(text))


def test_published_figures_are_no_distribution() -> None:
    measure = parse_measure("population_attributable_risk:y,better=higher,population=w,group=g")
    with pytest.raises(UsageError, match="has no recentred influence"):
        recentred_influence(table(), measure)


def test_of_a_domain_the_mean_misses_what_a_line_of_everybody_moves() -> None:
    """By what the outsiders' influence adds up to: the change when all of them count for more."""
    measure = parse_measure("poverty_gap:y,line=0.6*mean")
    domain = table().where("g == 1")
    inside = COLUMNS["g"] == 1
    ours = recentred_influence(domain, measure)[inside]
    whole = evaluate(domain, [measure]).values[0]
    step = np.where(inside, 0, 1e-6 * W)
    up, down = (evaluate(table(W + sign * step).where("g == 1"), [measure]).values[0] for sign in (1, -1))
    outsiders = (up - down) / 2e-6
    assert abs(outsiders) > 1e-3
    assert np.average(ours, weights=W[inside]) == pytest.approx(whole - outsiders, rel=1e-4)


def test_implied_weights_are_refused() -> None:
    frame = pa.table({"y": Y, "n": np.full(SIZE, 500.0)})
    with pytest.raises(UsageError, match="weights are calibrated or implied"):
        recentred_influence(table_from(frame, design=SurveyDesign(fpc=("n",))), parse_measure("gini:y"))
