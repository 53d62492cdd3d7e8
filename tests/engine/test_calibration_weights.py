"""The function of arrays that brings weights to known totals."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.engine.calibrated_weights import calibrate_weights
from dueregard.engine.calibration_targets import Calibrated, Margin
from dueregard.engine.grouping import Grouping
from dueregard.engine.weighting_quality import WeightQuality
from dueregard.engine.weighting_trim import trim_weights
from dueregard.errors import PeopleError, UsageError
from dueregard.measures import mean

N = 200_000
MARGINS = (
    Margin(
        columns=("age",),
        totals={("16-34",): 0.30 * N, ("35-54",): 0.33 * N, ("55-74",): 0.26 * N, ("75+",): 0.11 * N},
    ),
    Margin(columns=("sex",), totals={("F",): 0.51 * N, ("M",): 0.49 * N}),
    Margin(
        columns=("eth",),
        totals={
            ("Asian",): 0.12 * N,
            ("Black",): 0.06 * N,
            ("Mixed/Other",): 0.05 * N,
            ("White",): 0.77 * N,
        },
    ),
)
WAYS = {
    "rake": Calibrated(margins=MARGINS, method="raking", regression="equal"),
    "cal_raking": Calibrated(margins=MARGINS, method="raking"),
    "cal_linear": Calibrated(margins=MARGINS, method="linear"),
    "cal_logit": Calibrated(margins=MARGINS, method="logit", bounds=(0.1, 8.0)),
}
# R's `rake` stopped when cells changed by less than one person in a hundred thousand of the population.
TOLERANCE = {"rake": 5e-6}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def consultation(shared: Path) -> dict[str, list[str]]:
    people = rows(shared / "golden" / "voices" / "consultation.csv")
    return {name: [row[name] for row in people] for name in people[0]}


@pytest.mark.shared
@pytest.mark.parametrize("way", WAYS)
def test_a_consultation_as_r_weighs_it(way: str, shared: Path) -> None:
    people = consultation(shared)
    found = calibrate_weights(people, known=WAYS[way])
    expected = [float(row[way]) for row in rows(shared / "golden" / "voices" / "consultation_R_weights.csv")]
    tolerance = TOLERANCE.get(way, 1e-9)
    np.testing.assert_allclose(found.weights, expected, rtol=tolerance)
    survey = {row["method"]: row for row in rows(shared / "golden" / "voices" / "consultation_R_survey.csv")}[
        way
    ]
    assert found.quality.effective_n == pytest.approx(float(survey["ess"]), rel=tolerance)
    assert found.quality.design_effect == pytest.approx(float(survey["deff_kish"]), rel=tolerance)
    assert found.quality.lowest == pytest.approx(float(survey["wmin"]), rel=tolerance)
    assert found.quality.highest == pytest.approx(float(survey["wmax"]), rel=tolerance)
    assert found.largest_miss < 1e-12


@pytest.mark.shared
@pytest.mark.parametrize("way", WAYS)
def test_opinions_and_their_errors_as_r_has_them(way: str, shared: Path) -> None:
    people = consultation(shared)
    columns = {**people, "support": np.array(people["support"], dtype=float)}
    columns["hours"] = np.array(people["hours"], dtype=float)
    table = table_from(_frame(columns), design=SurveyDesign(calibration=WAYS[way]))
    survey = {row["method"]: row for row in rows(shared / "golden" / "voices" / "consultation_R_survey.csv")}[
        way
    ]
    found = evaluate(table, [mean("support"), mean("hours")])
    tolerance = TOLERANCE.get(way, 1e-9)
    expected = [[float(survey[name]) for name in pair] for pair in (("support", "hours"), ("se", "se_hours"))]
    np.testing.assert_allclose(found.values, expected[0], rtol=tolerance)
    np.testing.assert_allclose(found.se, expected[1], rtol=tolerance)
    if way == "rake":
        by = evaluate(table, [mean("support")], groupings=[[Grouping(name="age", column="age")]])
        ages = rows(shared / "golden" / "voices" / "consultation_R_by_age.csv")
        np.testing.assert_allclose(by.values, [float(row["support"]) for row in ages], rtol=tolerance)
        np.testing.assert_allclose(by.se, [float(row["se"]) for row in ages], rtol=tolerance)


@pytest.mark.shared
def test_a_trimmed_consultation_as_r_trims_it(shared: Path) -> None:
    people = consultation(shared)
    found = calibrate_weights(people, known=WAYS["rake"], trim=(0.2, 5.0))
    survey = {row["method"]: row for row in rows(shared / "golden" / "voices" / "consultation_R_survey.csv")}
    support = np.array(people["support"], dtype=float)
    assert found.weights @ support / found.weights.sum() == pytest.approx(
        float(survey["trim"]["support"]), rel=3e-6
    )
    assert found.quality.highest == pytest.approx(5, rel=1e-9)
    assert found.quality.effective_n == pytest.approx(float(survey["trim"]["ess"]), rel=3e-6)
    assert found.trimmed > 0
    assert found.largest_miss > 1e-4


def _frame(columns):
    import pyarrow as pa

    return pa.table(columns)


def small(count: int = 60) -> dict[str, np.ndarray]:
    i = np.arange(count)
    return {
        "sex": np.where(i * 7919 % 101 < 54, "f", "m"),
        "age": np.array(["a", "b", "c"])[i * 5003 % 97 % 3],
        "x": 10.0 + i * 31 % 17,
    }


SEX = Margin(columns=("sex",), totals={("f",): 700, ("m",): 500})
AGE = Margin(columns=("age",), totals={("a",): 500, ("b",): 300, ("c",): 400})


def test_iterative_proportional_fitting_gives_the_same_weights() -> None:
    people = small()
    weights = 1.0 + np.arange(60) % 4
    raked = weights.copy()
    for _ in range(500):
        for margin in (SEX, AGE):
            for key, known in margin.totals.items():
                members = people[margin.columns[0]] == key[0]
                raked[members] *= known / raked[members].sum()
    found = calibrate_weights(people, known=Calibrated(margins=(SEX, AGE)), weights=weights)
    np.testing.assert_allclose(found.weights, raked, rtol=1e-12)


@given(order=st.permutations(range(3)), scale=st.floats(1e-9, 1e9))
def test_neither_the_order_of_margins_nor_the_scale_of_weights_matters(
    order: list[int], scale: float
) -> None:
    people = small()
    third = Margin(columns=("sex", "age"), totals={(s, a): 200.0 for s in "fm" for a in "abc"})
    margins = (Margin(columns=("sex",), totals={("f",): 600, ("m",): 600}), AGE_EVEN, third)
    weights = 1.0 + np.arange(60) % 4
    one = calibrate_weights(people, known=Calibrated(margins=margins), weights=weights)
    moved = tuple(margins[index] for index in order)
    other = calibrate_weights(people, known=Calibrated(margins=moved), weights=weights * scale)
    np.testing.assert_allclose(other.weights, one.weights, rtol=1e-11)


AGE_EVEN = Margin(columns=("age",), totals={("a",): 400, ("b",): 400, ("c",): 400})


@pytest.mark.parametrize("method", ["raking", "linear"])
def test_the_scale_of_weights_does_not_matter_to_either_method(method: str) -> None:
    people, weights = small(), 1.0 + np.arange(60) % 4
    known = Calibrated(margins=(SEX, AGE), totals={"x": 21_000.0}, method=method)  # type: ignore[arg-type]
    one = calibrate_weights(people, known=known, weights=weights).weights
    for scale in (1e-9, 1e9):
        other = calibrate_weights(people, known=known, weights=weights * scale).weights
        np.testing.assert_allclose(other, one, rtol=1e-11)


def test_linear_weights_are_the_closest_that_fit() -> None:
    people, weights = small(), 10.0 + np.arange(60) % 4
    known = Calibrated(margins=(SEX, AGE), totals={"x": 21_000.0}, method="linear")
    found = calibrate_weights(people, known=known, weights=weights)
    scaled = weights * 1200 / weights.sum()
    x = np.column_stack(
        [people["sex"] == "f", people["sex"] == "m", people["age"] == "a", people["age"] == "b", people["x"]]
    ).astype(float)
    totals = np.array([700, 500, 500, 300, 21_000.0])
    gram = x.T @ (scaled[:, None] * x)
    expected = scaled * (1 + x @ np.linalg.solve(gram, totals - x.T @ scaled))
    np.testing.assert_allclose(found.weights, expected, rtol=1e-10)


@pytest.mark.parametrize("method", ["raking", "linear", "logit"])
def test_bounds_hold(method: str) -> None:
    people, weights = small(), 20.0 + np.zeros(60)
    free = Calibrated(margins=(SEX, AGE), totals={"x": 20_500.0}, method="raking")
    low, high = 0.55, 1.9
    known = Calibrated(
        margins=(SEX, AGE),
        totals={"x": 20_500.0},
        method=method,  # type: ignore[arg-type]
        bounds=(low, high),
    )
    unbounded = calibrate_weights(people, known=free, weights=weights).ratios
    assert unbounded.min() < low or unbounded.max() > high
    found = calibrate_weights(people, known=known, weights=weights)
    assert found.ratios.min() >= low - 1e-12
    assert found.ratios.max() <= high + 1e-12
    assert found.largest_miss < 1e-10


def test_weights_of_zero_stay_zero_and_need_no_level() -> None:
    people = {"sex": ["f", "m", None], "x": [1.0, 2.0, 3.0]}
    margin = Margin(columns=("sex",), totals={("f",): 3, ("m",): 7})
    found = calibrate_weights(people, known=Calibrated(margins=(margin,)), weights=[1.0, 1.0, 0.0])
    assert found.weights.tolist() == pytest.approx([3, 7, 0])


def test_the_number_of_people_alone() -> None:
    found = calibrate_weights({}, known=Calibrated(population=30.0), weights=[1.0, 2.0])
    assert found.weights.tolist() == pytest.approx([10, 20])


def refused(error: type[Exception], message: str, **given: object) -> None:
    with pytest.raises(error, match=message):
        calibrate_weights(given.pop("people", small()), **given)  # type: ignore[arg-type]


def test_totals_that_disagree() -> None:
    with pytest.raises(UsageError, match="disagree"):
        Calibrated(margins=(SEX, Margin(columns=("age",), totals={("a",): 500, ("b",): 300})))


def test_a_level_without_total() -> None:
    known = Calibrated(margins=(Margin(columns=("age",), totals={("a",): 500, ("b",): 300}),))
    refused(PeopleError, "without a known total", known=known)


def test_a_total_with_nobody() -> None:
    margin = Margin(columns=("sex",), totals={("f",): 700, ("m",): 400, ("x",): 100})
    refused(PeopleError, "nobody with a weight: sex=x", known=Calibrated(margins=(margin,)))


def test_a_total_of_zero_with_people() -> None:
    margin = Margin(columns=("sex",), totals={("f",): 700, ("m",): 0})
    refused(PeopleError, "is zero, and there are people", known=Calibrated(margins=(margin,)))


def test_bounds_that_no_weights_can_hold() -> None:
    known = Calibrated(margins=(SEX, AGE), bounds=(0.99, 1.01))
    refused(PeopleError, "bounds are too narrow", known=known, weights=np.full(60, 20.0))


@pytest.mark.parametrize("bounds", [(1.1, 2.0), (0.5, 0.9), (-1.0, 2.0), (float("nan"), 2.0)])
def test_impossible_bounds(bounds: tuple[float, float]) -> None:
    with pytest.raises(UsageError, match=r"bound"):
        Calibrated(margins=(SEX,), bounds=bounds)


def test_totals_that_no_weights_reach() -> None:
    # Nobody is f and a: the margins cannot both hold.
    people = {"sex": ["f", "f", "m", "m"], "age": ["b", "b", "a", "b"]}
    margins = (
        Margin(columns=("sex",), totals={("f",): 90, ("m",): 10}),
        Margin(columns=("age",), totals={("a",): 50, ("b",): 50}),
    )
    for method in ("raking", "linear"):
        known = Calibrated(margins=margins, method=method)  # type: ignore[arg-type]
        refused(PeopleError, "No calibrated weights were found|negative", people=people, known=known)


def test_negative_linear_weights() -> None:
    people = {"x": [1.0, 2.0, 10.0]}
    known = Calibrated(totals={"x": 3.5}, population=3.0, method="linear")
    refused(PeopleError, "negative", people=people, known=known)


def test_an_unknown_method_names_its_other_name() -> None:
    with pytest.raises(UsageError, match="linear"):
        Calibrated(margins=(SEX,), method="greg")  # type: ignore[arg-type]


def test_trimming_keeps_the_sum_and_ends_inside() -> None:
    weights = np.r_[np.ones(50), 20.0, 9.0, 0.0]
    found = trim_weights(weights, lowest=0.3, highest=3.0)
    relative = found.weights[:-1] / found.weights[:-1].mean()
    assert found.weights.sum() == pytest.approx(weights.sum(), rel=1e-13)
    assert relative.max() == pytest.approx(3.0, rel=1e-11)
    assert found.weights[-1] == 0
    assert found.changed.tolist() == [False] * 50 + [True, True, False]


def test_trimming_and_totals_together() -> None:
    people, weights = small(), np.r_[np.ones(58), 6.0, 6.0]
    known = Calibrated(margins=(SEX, AGE))
    found = calibrate_weights(people, known=known, weights=weights, trim=(0.3, 2.0), recalibrate=True)
    assert found.largest_miss < 1e-10
    assert found.quality.highest <= 2.0 + 1e-6
    assert found.rounds > 1


def test_the_effective_number_by_definition() -> None:
    weights = np.array([1.0, 2.0, 3.0, 0.0])
    quality = WeightQuality.of(weights)
    assert quality.effective_n == pytest.approx(36 / 14)
    assert quality.design_effect == pytest.approx(3 * 14 / 36)
    assert (quality.people, quality.range_ratio) == (3, 3.0)


def test_a_small_world_as_the_textbook_fits_it() -> None:
    # Lovelace and Dumont (2016), Spatial Microsimulation with R: five people to the totals of three zones.
    people = {"age": ["old", "old", "young", "old", "young"], "sex": ["m", "m", "m", "f", "f"]}
    ages, sexes = [(8, 4), (2, 8), (7, 4)], [(6, 6), (4, 6), (3, 8)]
    expected = [
        [1.22799813, 1.22799813, 3.54400375, 1.54400375, 4.45599625],
        [1.72508278, 1.72508278, 0.54983444, 4.54983444, 1.45016556],
        [0.72508278, 0.72508278, 1.54983444, 2.54983444, 5.45016556],
    ]
    for (young, old), (men, women), zone in zip(ages, sexes, expected, strict=True):
        margins = (
            Margin(columns=("age",), totals={("young",): young, ("old",): old}),
            Margin(columns=("sex",), totals={("m",): men, ("f",): women}),
        )
        found = calibrate_weights(people, known=Calibrated(margins=margins))
        np.testing.assert_allclose(found.weights, zone, atol=1e-8)
