"""Obesity and body mass in NHANES: the values that R lme4 gives."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from dueregard.causes.strata import StrataFindings, intersectional_strata
from dueregard.people import read_people

STRATA = ("Gender", "Race", "Education")
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict:
    return json.loads((shared / "golden" / "opportunity" / "maihda_nhanes_lme4.json").read_text())


@pytest.fixture(scope="module")
def nhanes(shared: Path):
    return read_people(shared / "data" / "opportunity" / "maihda_health_nhanes_MIT.csv")


def named(found: StrataFindings, what: str) -> dict[str, float]:
    return {".".join(each.levels.values()): getattr(each, what) for each in found.strata}


@pytest.mark.parametrize(
    ("case", "options"),
    [
        ("health_gauss_REML", {}),
        ("health_gauss_ML", {"method": "ml"}),
        ("health_gauss_REML_age", {"adjust": ["Age"]}),
    ],
)
def test_body_mass(nhanes, expected: dict, case: str, options: dict) -> None:
    found, wanted = intersectional_strata(nhanes, outcome="BMI", strata=STRATA, **options), expected[case]
    for model, fit in (("null", found.null), ("main", found.main)):
        assert fit.variance == pytest.approx(wanted[model]["var_stratum"], rel=1e-6)
        assert fit.residual == pytest.approx(wanted[model]["var_resid"], rel=1e-6)
        assert fit.log_likelihood == pytest.approx(wanted[model]["logLik"], abs=1e-6)
    assert found.vpc.value == pytest.approx(wanted["null"]["vpc"], rel=1e-6)
    assert named(found, "deviation") == pytest.approx(wanted["null"]["ranef"], abs=1e-6)
    assert named(found, "interaction") == pytest.approx(wanted["main"]["ranef"], abs=1e-6)
    if "adjust" not in options:
        assert found.pcv.value == pytest.approx(expected["health_gauss_ML"]["PCV"], rel=1e-6)


@pytest.mark.parametrize(
    ("case", "points", "near"), [("health_obese_agq15", 15, 1e-5), ("health_obese_laplace", 1, 2e-4)]
)
def test_obesity(nhanes, expected: dict, case: str, points: int, near: float) -> None:
    found = intersectional_strata(nhanes, outcome="Obese", strata=STRATA, quadrature=points)
    wanted = expected[case]
    for model, fit in (("null", found.null), ("main", found.main)):
        assert fit.variance == pytest.approx(wanted[model]["var_stratum"], rel=near)
        # The maximum is at least as high as where lme4's optimiser stopped.
        assert -2 * fit.log_likelihood <= wanted[model]["deviance"] + 1e-8
    assert found.vpc.value == pytest.approx(wanted["null"]["vpc_latent"], rel=near)
    assert found.mor.value == pytest.approx(wanted["null"]["MOR"], rel=near)
    assert found.auc.value == pytest.approx(wanted["null"]["auc"], abs=1e-9)
    assert found.auc_main.value == pytest.approx(wanted["main"]["auc"], abs=1e-9)
    assert found.pcv.value == pytest.approx(wanted["PCV"], rel=near)
    assert named(found, "deviation") == pytest.approx(wanted["null"]["ranef"], abs=5 * near)
    assert named(found, "interaction") == pytest.approx(wanted["main"]["ranef"], abs=5 * near)


def test_the_strata_are_those_of_the_table(shared: Path, nhanes) -> None:
    with (shared / "data" / "opportunity" / "maihda_health_nhanes_MIT.csv").open() as file:
        rows = list(csv.DictReader(file))
    found = intersectional_strata(nhanes, outcome="BMI", strata=STRATA)
    for stratum in found.strata[::10]:
        own = [float(row["BMI"]) for row in rows if all(row[at] == stratum.levels[at] for at in STRATA)]
        assert stratum.n == len(own)
        assert stratum.raw == pytest.approx(np.mean(own))
