"""Distributions and yes/no outcomes against base R: made by distributions.R beside."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dueregard.causes.decompositions import Comparison, Options
from dueregard.causes.decompositions.densities import density_at
from dueregard.causes.decompositions.methods import method_of
from dueregard.causes.decompositions.model_matrix import Covariate, model_matrix
from dueregard.causes.designs import design_of
from dueregard.causes.factors import Factor

R = json.loads((Path(__file__).parent / "distributions.json").read_text())
DATA = {name: np.array(values) for name, values in R["data"].items()}


def groups(outcome: str, *, weighted: bool = False) -> Comparison:
    levels, codes = np.unique(DATA["level"], return_inverse=True)
    covariates = (
        Covariate(name="age", variable="age", values=DATA["age"].astype(float)),
        Covariate(
            name="level",
            variable="level",
            values=Factor(name="level", label="Level", codes=codes, levels=tuple(map(str, levels))),
        ),
    )
    weight = DATA["w"] if weighted else np.ones(150)
    return Comparison(
        outcome=DATA[outcome].astype(float),
        weight=weight,
        in_reference=DATA["g"] == 0,
        matrix=model_matrix(covariates, size=150),
        covariates=covariates,
        design=design_of(150, weight=weight),
    )


def test_density_is_that_of_r() -> None:
    found = density_at(DATA["pay"], np.ones(150), 10.0)
    assert found.height == pytest.approx(R["density"]["value"], rel=1e-9)
    assert found.bandwidth == pytest.approx(R["density"]["bandwidth"], rel=1e-12)


def test_reweighted_regressions_of_recentred_influence() -> None:
    shares = tuple(each["p"] for each in R["ffl"])
    found = method_of("rif")(groups("pay"), Options(quantiles=shares, reweighted=True))
    assert found.adding_up < 1e-12
    for expected in R["ffl"]:
        own: dict[str, Any] = {
            part.component: value
            for part, value in zip(found.parts, found.estimates.values, strict=True)
            if part.variable is None and part.parameters.get("p") == expected["p"]
        }
        for name in ("composition", "specification_error", "structure", "reweighting_error"):
            assert own[name] == pytest.approx(expected[name], abs=1e-8)


def test_reweighting_with_and_without_weights() -> None:
    plain = method_of("dfl")(groups("pay"), Options(statistics=("mean", "gini")))
    assert plain.overlap["effective_n"] == pytest.approx(R["dfl"]["ess"], rel=1e-9)
    at = [index for index, part in enumerate(plain.parts) if part.component == "counterfactual"]
    assert plain.estimates.values[at] == pytest.approx([R["dfl"]["mean"], R["dfl"]["gini"]], rel=1e-9)
    options = Options(quantiles=(0.5,), statistics=("mean", "gini"))
    weighted = method_of("dfl")(groups("pay", weighted=True), options)
    expected = [R["dfl"][f"weighted_{name}"] for name in ("median", "mean", "gini")]
    at = [index for index, part in enumerate(weighted.parts) if part.component == "counterfactual"]
    assert weighted.estimates.values[at] == pytest.approx(expected, rel=1e-8)


def test_yun_and_fairlie() -> None:
    expected = R["logit"]
    yun = method_of("logit")(groups("ill"), Options())
    assert yun.value("explained") == pytest.approx(expected["explained"], abs=1e-9)
    fairlie = method_of("logit")(groups("ill"), Options(detail="fairlie", replicates=2))
    assert fairlie.value("explained") == pytest.approx(expected["explained"], abs=1e-9)
    for name in ("age", "level"):
        assert yun.value("explained", variable=name) == pytest.approx(expected["yun"][name], abs=1e-9)
        # R draws subsamples of the larger group, which ours is the limit of.
        own = fairlie.value("explained", variable=name)
        assert own == pytest.approx(expected["fairlie"][name], abs=0.0005)


def test_fairlie_does_not_depend_on_the_order_of_people() -> None:
    plain = groups("ill")
    rows = np.random.default_rng(3).permutation(150)
    shuffled = replace(plain.among(rows), design=design_of(150))
    options = Options(detail="fairlie", replicates=2)
    values = [method_of("logit")(each, options).estimates.values for each in (plain, shuffled)]
    assert values[0] == pytest.approx(values[1], abs=1e-13)
