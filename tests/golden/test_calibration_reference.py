"""Calibrated weights, estimates and covariances equal those of R survey (calibration.R, calibration.json)."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, ReplicateWeights, SurveyDesign, Table, evaluate, table_from
from dueregard.engine.calibration_targets import Calibrated, Margin
from dueregard.engine.frames import collect, numbers
from dueregard.engine.rows import weighted_frame
from dueregard.measures import mean, ratio, total

RESULTS = json.loads((Path(__file__).parent / "calibration.json").read_text())["results"]

SEX = Margin(columns=("sex",), totals={("f",): 1500, ("m",): 1600})
AGE = Margin(columns=("age",), totals={("16-34",): 1000, ("35-64",): 1300, ("65+",): 800})
CROSSED = Margin(
    columns=("sex", "age"),
    totals={
        (sex, age): count
        for (age, sex), count in zip(
            [(age, sex) for age in ("16-34", "35-64", "65+") for sex in ("f", "m")],
            [520, 480, 610, 690, 380, 420],
            strict=True,
        )
    },
)
NUMBERS = {"margins": (SEX, AGE), "totals": {"x": 466000.0}}
WAYS = {
    "post": Calibrated(margins=(SEX,), method="poststratification"),
    "crossed": Calibrated(margins=(CROSSED,), method="poststratification"),
    "rake": Calibrated(margins=(SEX, AGE), method="raking", regression="equal"),
    "raking": Calibrated(margins=(SEX, AGE), method="raking"),
    "greg": Calibrated(**NUMBERS, method="linear"),
    "linear_bounded": Calibrated(**NUMBERS, method="linear", bounds=(0.8, 1.3)),
    "raking_numbers": Calibrated(**NUMBERS, method="raking"),
    "raking_bounded": Calibrated(**NUMBERS, method="raking", bounds=(0.8, 1.3)),
    "logit": Calibrated(**NUMBERS, method="logit", bounds=(0.3, 3.0)),
}


def people() -> dict[str, np.ndarray]:
    i = np.arange(160)

    def hashed(factor: int, modulus: int) -> np.ndarray:
        return (i * factor + 17) % modulus

    age = (hashed(104729, 97) > 35).astype(int) + (hashed(104729, 97) > 74)
    found = {
        "stratum": i // 40,
        "cluster": i // 8,
        "weight": 10.0 + 5 * (i // 40) + hashed(7, 5),
        "sex": np.where(hashed(7919, 101) < 54, "f", "m"),
        "age": np.array(["16-34", "35-64", "65+"])[age],
        "region": np.array(["north", "south", "west"])[hashed(7, 30) // 10],
        "x": 100 + hashed(7907, 1009) / 10,
        "fpc": np.full(160, 60.0),
    }
    found["household"] = 10.0 + 5 * found["stratum"] + (found["cluster"] * 7) % 4
    found["y"] = 2 * found["x"] + hashed(6007, 503) / 4 + 20 * (found["sex"] == "f")
    for r in range(30):
        cluster = found["cluster"]
        found[f"r{r}"] = 0.5 + ((cluster * 31 + r * 17 + (cluster * r) % 7) % 5) / 4
    return found


def table_of(design: str, way: Calibrated) -> Table:
    if design == "replicates" and way.bounds == (0.8, 1.3):
        way = replace(way, bounds=(0.5, 2.0))
    if design == "households":
        # With more totals R makes some weights negative.
        narrowed = {"margins": (SEX,), "totals": {}} if way.method == "linear" else {}
        bounds = (0.1, 5.0) if way.method == "logit" else None
        way = replace(way, within="cluster", bounds=bounds, **narrowed)
    clusters = {"strata": "stratum", "clusters": ("cluster",)}
    replicates = ReplicateWeights(
        columns=tuple(f"r{r}" for r in range(30)), method="given", scale=1 / 30, mse=True, combined=False
    )
    chosen = {
        "clusters": clusters,
        "finite": {**clusters, "fpc": ("fpc",)},
        "rows": {"strata": "stratum"},
        "households": clusters,
        "replicates": {"replicates": replicates},
    }[design]
    made = SurveyDesign(weight="household" if design == "households" else "weight", calibration=way, **chosen)
    return table_from(pa.table(people()), design=made)


@pytest.mark.parametrize("expected", RESULTS, ids=lambda each: f"{each['design']}-{each['way']}")
def test_equals_r(expected: dict) -> None:
    table = table_of(expected["design"], WAYS[expected["way"]])
    region = [Grouping(name="region", column="region")]
    found = evaluate(table, [mean("y"), total("y"), ratio("y", denominator="x")])
    np.testing.assert_allclose(
        found.values, [expected[name][0] for name in ("mean", "total", "ratio")], rtol=1e-9
    )
    # R's `rake` takes ten rounds of projections, here they are carried to their end; and it stops earlier.
    tolerance = 1e-7 if expected["way"] == "rake" else 1e-9
    np.testing.assert_allclose(
        found.se, [expected[name][1] for name in ("mean", "total", "ratio")], rtol=tolerance
    )
    regions = evaluate(table, [mean("y")], groupings=[region])
    np.testing.assert_allclose(regions.values, expected["regions"], rtol=1e-9)
    covariance = np.reshape(expected["covariance"], (3, 3))
    scale = np.sqrt(np.outer(covariance.diagonal(), covariance.diagonal()))
    assert np.abs((regions.covariance() - covariance) / scale).max() < tolerance


@pytest.mark.parametrize("expected", RESULTS, ids=lambda each: f"{each['design']}-{each['way']}")
def test_weights_equal_r(expected: dict) -> None:
    table = table_of(expected["design"], WAYS[expected["way"]])
    got = collect(weighted_frame(table).select("_w", x=table.column("x"), y=table.column("y")))
    weights = numbers(got["_w"])
    place = {value: index for index, value in enumerate(people()["y"])}
    weights = weights[np.argsort([place[value] for value in got["y"].to_pylist()])]
    np.testing.assert_allclose(np.r_[weights[:6], weights[-6:]], expected["weights"], rtol=1e-9)


@pytest.mark.parametrize("design", ["clusters", "rows", "replicates"])
@pytest.mark.parametrize("way", WAYS)
def test_what_is_known_does_not_vary(design: str, way: str) -> None:
    table = table_of(design, WAYS[way])
    known = evaluate(table, [total("1.0 * (sex == 'f')")])
    assert known.values[0] == pytest.approx(1510 if way == "crossed" else 1500, rel=1e-10)
    assert known.se[0] < 1e-7
