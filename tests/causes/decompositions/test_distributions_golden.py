import csv
import json
from pathlib import Path

import pytest

from dueregard.causes.decompositions.decompose import decompose
from dueregard.people import read_people

COVARIATES = ["education", "experience", "experience**2", "smsa", "region", "parttime"]


@pytest.mark.shared
def test_cps_by_ethnic_group(shared: Path) -> None:
    golden = json.loads((shared / "golden" / "opportunity" / "rif_dfl_cps1988.json").read_text())
    with open(shared / "data" / "opportunity" / "CPS1988_AER_GPL.csv") as file:
        rows = list(csv.DictReader(file))
    names = ["wage", "education", "experience"]
    table = {name: [row[name] for row in rows] for name in rows[0]}
    people = read_people(
        {name: [float(v) for v in own] if name in names else own for name, own in table.items()}
    )
    asked = {"group": "ethnicity", "reference": "cauc", "covariates": COVARIATES}
    for coefficients, composition in (("reference", "composition"), ("group", "composition_refB")):
        found = decompose(
            people,
            outcome="log(wage)",
            method="rif",
            coefficients=coefficients,
            quantile=[0.1, 0.5, 0.9],
            statistics=["variance"] if coefficients == "reference" else (),
            **asked,
        )
        for part, value in zip(found.parts, found.estimates.values, strict=True):
            share = part.parameters.get("p")
            expected = golden["variance" if share is None else f"q{share:g}"]
            keys = {"gap": "raw", "rif_gap": "rif_gap", "composition": composition}
            if coefficients == "reference":
                keys["structure"] = "structure"
            if share is None:
                keys |= {"gap": "total", "rif_gap": "total"}
            if part.variable is None and part.group is None and part.component in keys:
                assert value == pytest.approx(expected[keys[part.component]], abs=1e-10)
    gini = decompose(people, outcome="wage", method="rif", statistics=["gini"], **asked)
    assert gini.estimates.values[:2] == pytest.approx(
        [golden["gini"]["giniA"], golden["gini"]["giniB"]], abs=1e-12
    )
    for name in ("composition", "structure"):
        assert gini.value(name) == pytest.approx(golden["gini"][name], abs=1e-12)
    dfl = decompose(people, outcome="log(wage)", method="dfl", **asked)
    for name in ("composition", "structure"):
        assert dfl.value(name) == pytest.approx(golden["DFL"][name], abs=1e-10)
    assert dfl.value("counterfactual") == pytest.approx(golden["DFL"]["mean_cf"], abs=1e-10)
    assert dfl.overlap["effective_n"] == pytest.approx(golden["DFL"]["ess"], rel=1e-10)
