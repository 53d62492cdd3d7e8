"""Residuals from known totals on every way to an estimate, on every backend, against brute force."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.engine import Grouping, ReplicateWeights, SurveyDesign, Table, evaluate, held, table_from
from dueregard.engine import calibration_units as units_module
from dueregard.engine.calibrated_weights import calibrate_weights
from dueregard.engine.calibration_targets import Calibrated, Margin
from dueregard.errors import PeopleError
from dueregard.estimates import Estimates
from dueregard.measures import mean, median, proportion, quantile, ratio, total, variance
from dueregard.measures.gini import gini
from dueregard.measures.poverty import poverty_rate

SIZE = 240
SEX = Margin(columns=("sex",), totals={("f",): 500, ("m",): 460})
AGE = Margin(columns=("age",), totals={("1",): 400, ("2",): 300, ("3",): 260})
KNOWN = {
    "poststratified": Calibrated(margins=(SEX,), method="poststratification"),
    "raked": Calibrated(margins=(SEX, AGE)),
    "equal": Calibrated(margins=(SEX, AGE), regression="equal"),
    "linear": Calibrated(margins=(SEX, AGE), totals={"hours": 33_500.0}, method="linear"),
    "logit": Calibrated(margins=(SEX, AGE), totals={"hours": 33_500.0}, method="logit", bounds=(0.2, 5.0)),
}
MEASURES = [
    mean("pay"),
    total("pay"),
    proportion("pay > 300"),
    ratio("pay", denominator="hours"),
    variance("pay"),
    gini("pay"),
    poverty_rate("pay", line=300),
    poverty_rate("pay", line="0.6*median"),
    quantile("pay", p=0.4, interval="linearised"),
]
CROSSINGS: list[list[Grouping]] = [[], [Grouping(name="area", column="area")]]


def people(size: int = SIZE) -> pl.DataFrame:
    random = np.random.default_rng(11)
    frame = pl.DataFrame(
        {
            "sex": random.choice(["m", "f"], size).tolist(),
            "age": random.integers(1, 4, size),
            "pay": np.round(random.lognormal(6, 0.5, size), 1),
            "hours": random.integers(10, 60, size).astype(float),
            "area": random.choice(["n", "s", "w"], size).tolist(),
            "stratum": np.arange(size) % 4,
            "street": random.integers(0, 12, size),
            "w": random.uniform(0.5, 3, size),
        }
    )
    lost = random.random(size) < 0.05
    frame = frame.with_columns(pay=pl.when(pl.Series(lost)).then(None).otherwise(pl.col("pay")))
    replicates = {f"r{i}": frame["w"] * pl.Series(random.integers(0, 3, size)) for i in range(12)}
    return frame.with_columns(**replicates)


DESIGNS = {
    "rows": SurveyDesign(weight="w", strata="stratum"),
    "clusters": SurveyDesign(weight="w", strata="stratum", clusters=("street",)),
}
REPLICATES = SurveyDesign(
    weight="w", replicates=ReplicateWeights(columns=tuple(f"r{i}" for i in range(12)), method="bootstrap")
)


def table_of(frame: pl.DataFrame, design: SurveyDesign, known: Calibrated | None) -> Table:
    return table_from(frame.to_arrow(), design=replace(design, calibration=known))


def scores(estimates: Estimates) -> np.ndarray:
    source: Any = estimates.sources[0]
    units = source.units.toarray()
    return units if source.loadings is None else units @ source.loadings.toarray()


def weights_of(frame: pl.DataFrame, known: Calibrated) -> np.ndarray:
    columns = {name: frame[name].to_list() for name in known.columns}
    return calibrate_weights(columns, known=known, weights=frame["w"].to_numpy()).weights


def regressors(frame: pl.DataFrame, known: Calibrated) -> np.ndarray:
    columns = [
        [
            all(str(frame[name][row]) == code for name, code in zip(margin.columns, key, strict=True))
            for row in range(len(frame))
        ]
        for margin in known.margins
        for key in margin.totals
    ]
    columns += [frame[name].to_list() for name in known.totals]
    return np.array(columns, dtype=float).T


@pytest.mark.parametrize("way", KNOWN)
@pytest.mark.parametrize("crossing", range(len(CROSSINGS)))
def test_scores_are_residuals_of_a_regression(way: str, crossing: int) -> None:
    frame, known = people(), KNOWN[way]
    weights = weights_of(frame, known)
    given_weights = frame.with_columns(w=pl.Series(weights))
    plain = evaluate(
        table_of(given_weights, DESIGNS["rows"], None), MEASURES, groupings=[CROSSINGS[crossing]]
    )
    found = evaluate(table_of(frame, DESIGNS["rows"], known), MEASURES, groupings=[CROSSINGS[crossing]])
    np.testing.assert_allclose(found.values, plain.values, rtol=1e-10)
    z = scores(plain) / weights[:, None]
    by = np.sqrt(frame["w"].to_numpy()) if known.regression == "weighted" else np.ones(len(frame))
    x = regressors(frame, known)
    slopes = np.linalg.lstsq(x * by[:, None], z * by[:, None], rcond=None)[0]
    expected = (z - x @ slopes) * weights[:, None]
    scale = np.abs(scores(plain)).max(axis=0)
    assert (np.abs(scores(found) - expected).max(axis=0) / scale).max() < 1e-10


def test_linear_residuals_are_derivatives_in_the_sampling_weights() -> None:
    known, measures = KNOWN["linear"], [mean("pay"), gini("pay"), ratio("pay", denominator="hours")]
    frame = people(60).with_columns(pl.col("pay").fill_null(400.0))
    found = evaluate(table_of(frame, DESIGNS["rows"], known), measures)
    expected = scores(found)
    base = frame["w"].to_numpy()
    # Without bounds the sum of weights is of no consequence, so that the derivative has no other part.
    for row in (0, 7, 31, 59):
        values = []
        for step in (-1e-5, 1e-5):
            moved = base.copy()
            moved[row] *= 1 + step
            again = frame.with_columns(w=pl.Series(moved))
            values.append(evaluate(table_of(again, DESIGNS["rows"], known), measures).values)
        np.testing.assert_allclose((values[1] - values[0]) / 2e-5, expected[row], rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("way", KNOWN)
@pytest.mark.parametrize("design", DESIGNS)
def test_known_totals_do_not_vary_and_are_met(way: str, design: str) -> None:
    known = KNOWN[way]
    found = evaluate(
        table_of(people(), DESIGNS[design], known), [total("1.0 * (sex == 'f')"), total("hours")]
    )
    assert found.values[0] == pytest.approx(500, rel=1e-11)
    assert found.se[0] < 1e-9
    if known.totals:
        assert found.values[1] == pytest.approx(33_500, rel=1e-11)
        assert found.se[1] < 1e-7


@pytest.mark.parametrize("way", KNOWN)
def test_a_calibrated_replicate_is_a_calibration(way: str) -> None:
    frame, known = people(), KNOWN[way]
    found = evaluate(table_of(frame, REPLICATES, known), [mean("pay"), gini("pay"), median("pay")])
    columns = {name: frame[name].to_list() for name in known.columns}
    pay = frame["pay"].to_numpy()
    there = np.isfinite(pay)
    means = []
    for index in range(12):
        again = calibrate_weights(columns, known=known, weights=frame[f"r{index}"].to_numpy()).weights
        means.append((again * np.where(there, pay, 0)).sum() / again[there].sum())
    source: Any = found.sources[0]
    np.testing.assert_allclose(source.values[:, 0], means, rtol=1e-10)
    assert found.se[1] > 0
    assert found.se[0] == pytest.approx(np.std(means, ddof=1), rel=1e-9)


@pytest.mark.parametrize("design", [*DESIGNS, "replicates"])
@pytest.mark.parametrize("way", ["equal", "logit"])
def test_held_or_scanned_on_duckdb_or_polars(design: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = people()
    chosen = replace({**DESIGNS, "replicates": REPLICATES}[design], calibration=KNOWN[way])
    measures = [*MEASURES[:6], median("pay")]
    first = evaluate(table_of(frame, chosen, KNOWN[way]), measures, groupings=CROSSINGS)
    connection = duckdb.connect()
    monkeypatch.setattr(held, "HELD_ROWS", 0)
    monkeypatch.setattr(held, "FETCHED_ROWS", 0)
    scanned = table_from(connection.from_arrow(frame.to_arrow()), design=chosen, connection=connection)
    for other in (scanned, table_from(frame.lazy(), design=chosen)):
        again = evaluate(other, measures, groupings=CROSSINGS)
        np.testing.assert_allclose(again.values, first.values, rtol=1e-11)
        np.testing.assert_allclose(again.covariance(), first.covariance(), rtol=1e-9, atol=1e-9)


def test_many_residuals_stay_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(people(), DESIGNS["clusters"], KNOWN["logit"])
    written_out = evaluate(table, MEASURES, groupings=CROSSINGS)
    monkeypatch.setattr(units_module, "DENSE", 0)
    in_parts = evaluate(table, MEASURES, groupings=CROSSINGS)
    np.testing.assert_allclose(in_parts.se, written_out.se, rtol=1e-8)
    np.testing.assert_allclose(in_parts.covariance(), written_out.covariance(), rtol=1e-6, atol=1e-9)


def test_everybody_else_is_calibrated_too() -> None:
    table = table_of(people(), DESIGNS["clusters"], KNOWN["linear"])
    grouping = [Grouping(name="area", column="area")]
    found = evaluate(table, [mean("pay"), gini("pay")], groupings=[grouping])
    rest = found.versus("rest")
    others = [evaluate(table.where(f"area != '{area}'"), [mean("pay"), gini("pay")]).values for area in "nsw"]
    own = found.values.reshape(2, 3)
    np.testing.assert_allclose(rest.values.reshape(2, 3), own - np.array(others).T, rtol=1e-9)
    assert (rest.se > 0).all()


def test_a_full_count_is_weighted_and_has_no_error() -> None:
    frame = people()
    design = SurveyDesign(count="full", calibration=KNOWN["raked"])
    found = evaluate(table_from(frame.to_arrow(), design=design), [total("1.0 * (sex == 'f')")])
    assert found.values[0] == pytest.approx(500)
    assert not np.isfinite(found.se[0])


def test_zero_weights_need_no_level() -> None:
    frame = pl.DataFrame({"y": [1.0, 2.0, 3.0, 9.0], "sex": ["f", "m", "m", None], "w": [1.0, 1.0, 1.0, 0.0]})
    margin = Margin(columns=("sex",), totals={("f",): 10, ("m",): 20})
    found = evaluate(table_of(frame, SurveyDesign(weight="w"), Calibrated(margins=(margin,))), [mean("y")])
    assert found.values[0] == pytest.approx((10 + 25 * 2) / 30)


def test_an_empty_level_in_one_replicate_is_refused() -> None:
    frame = pl.DataFrame(
        {
            "y": [1.0, 2.0, 3.0],
            "sex": ["f", "m", "m"],
            "w": [1.0] * 3,
            "r0": [0.0, 1.0, 1.0],
            "r1": [1.0, 1.0, 0.0],
        }
    )
    design = SurveyDesign(weight="w", replicates=ReplicateWeights(columns=("r0", "r1"), method="bootstrap"))
    known = Calibrated(margins=(Margin(columns=("sex",), totals={("f",): 1, ("m",): 2}),))
    with pytest.raises(PeopleError, match="replicate weight 1 "):
        evaluate(table_of(frame, design, known), [mean("y")])


def test_no_weights_at_all() -> None:
    frame = people().with_columns(w=pl.lit(0.0))
    with pytest.raises(PeopleError, match="zero or missing"):
        evaluate(table_of(frame, DESIGNS["rows"], KNOWN["raked"]), [mean("pay")])


ORDERS: Sequence[tuple[int, ...]] = [(0, 1), (1, 0)]


@settings(max_examples=6)
@given(scale=st.floats(1e-9, 1e9), order=st.sampled_from(ORDERS), seed=st.integers(0, 1000))
def test_scale_and_order_do_not_matter(scale: float, order: tuple[int, ...], seed: int) -> None:
    frame, measures = people(80), [mean("pay"), total("pay"), gini("pay")]
    known = Calibrated(margins=(SEX, AGE))
    first = evaluate(table_of(frame, DESIGNS["rows"], known), measures)
    moved = frame.with_columns(w=pl.col("w") * scale).sample(fraction=1.0, shuffle=True, seed=seed)
    margins = tuple(known.margins[index] for index in order)
    again = evaluate(table_of(moved, DESIGNS["rows"], replace(known, margins=margins)), measures)
    np.testing.assert_allclose(again.values, first.values, rtol=1e-11)
    np.testing.assert_allclose(again.se, first.se, rtol=1e-9)


@pytest.mark.parametrize("way", ["raked", "linear"])
def test_people_in_pieces_are_the_same_people(way: str) -> None:
    frame = people()
    halves = pl.concat([frame.with_columns(w=pl.col("w") / 2)] * 2)
    known = KNOWN[way]
    design = DESIGNS["clusters"]
    # The variance among people is corrected by the number of rows.
    measures = [measure for measure in MEASURES if measure.name != "variance"]
    one = evaluate(table_of(frame, design, known), measures, groupings=CROSSINGS)
    two = evaluate(table_of(halves, design, known), measures, groupings=CROSSINGS)
    np.testing.assert_allclose(two.values, one.values, rtol=1e-10)
    np.testing.assert_allclose(two.se, one.se, rtol=1e-8)
