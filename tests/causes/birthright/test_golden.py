"""Published data: values of R packages and of R partykit's trees."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dueregard.causes.birthright import Birthright, birthright
from dueregard.people import People, read_people

CARD = ("black", "reg", "smsa66", "momdad14", "fe", "me")
MADRID = ("sex", "ctrybirth", "munipop", "educF", "educM", "occF", "occstatM")
TABLES = {
    "card": ("iop_card.json", "card_prepared.csv", "wage", "wt_", CARD, 50),
    "madrid": ("iop_madrid2019.json", "mad2019_ineqopp_MIT.csv", "Y", "weight", MADRID, 30),
}

pytestmark = pytest.mark.shared


class Golden:
    """One data set, with what is known of it."""

    def __init__(self, shared: Path, name: str) -> None:
        known, table, self.outcome, weight, self.columns, self.min_size = TABLES[name]
        self.known: Mapping[str, Any] = json.loads((shared / "golden/opportunity" / known).read_text())
        self.people: People = read_people(shared / "data/opportunity" / table, weight=weight)

    def report(self, *, split: bool = False, **options: Any) -> Birthright:
        circumstances = {each: [each] for each in self.columns} if split else {"all": list(self.columns)}
        asked: dict[str, Any] = {
            "replicates": 0,
            "null_draws": 0,
            "min_size": self.min_size,
        }
        return birthright(self.people, outcome=self.outcome, circumstances=circumstances, **(asked | options))


@pytest.fixture(scope="module", params=TABLES)
def golden(shared: Path, request: pytest.FixtureRequest) -> Golden:
    return Golden(shared, request.param)


def value(found: Birthright, measure: str, estimator: str, component: str = "total") -> float:
    record = found.value(measure, estimator=estimator, component=component)
    assert record is not None
    assert record.estimate is not None
    return record.estimate


def close(number: float) -> Any:
    return pytest.approx(number, abs=1e-8)


def test_outcome_regression_and_profiles(golden: Golden) -> None:
    found, known = golden.report(estimators=["parametric", "nonparametric"], split=True), golden.known
    told = known["param"]
    assert value(found, "gini", "observed") == close(known["gini_y"])
    assert value(found, "mld", "observed") == close(known["mld_y"])
    assert value(found, "variance_of_logs", "observed") == close(known["varlog_y"])
    for measure in ("mld", "gini", "mld_share", "gini_share"):
        assert value(found, measure, "nonparametric") == close(known["nonparam"][measure])
    assert value(found, "mld", "parametric") == close(told["mld_smoothed"])
    assert value(found, "gini", "parametric") == close(told["gini_smoothed"])
    assert value(found, "mld_share", "parametric") == close(told["mld_share_direct"])
    assert value(found, "gini_share", "parametric") == close(told["gini_share_direct"])
    assert value(found, "mld_share", "parametric_residual") == close(told["mld_share_residual"])
    assert value(found, "variance_of_logs_share", "parametric") == close(told["varlog_R2"])
    assert value(found, "r2", "parametric") == close(known["ols_R2"])
    for name in golden.columns:
        assert value(found, "mld", "parametric", name) == close(known["shapley_mld_param"][name])


def test_regression_in_levels_with_fitted_values_below_nought(golden: Golden) -> None:
    found, known = golden.report(estimators="parametric", scale="level"), golden.known["param_levels"]
    assert value(found, "mld", "parametric") == close(known["mld"])
    assert value(found, "gini", "parametric") == close(known["gini"])
    record = found.value("mld", estimator="parametric")
    assert record is not None
    assert ("fitted outcome" in (record.reason or "")) is known["any_negative"]


@pytest.mark.parametrize("confidence", ["0.95", "0.99"])
def test_trees(golden: Golden, confidence: str) -> None:
    known = golden.known[f"ctree_{confidence}"]
    found = golden.report(estimators="tree", alpha=round(1 - float(confidence), 2))
    for measure in ("mld", "gini", "mld_share", "gini_share"):
        assert value(found, measure, "tree") == close(known[measure])
    told = sorted((leaf["wmean"], leaf["n"]) for leaf in known["terminal"])
    assert [each.n for each in found.types] == [n for _, n in told]
    assert [each.mean for each in found.types] == pytest.approx([mean for mean, _ in told], abs=1e-8)


def test_a_tree_of_logarithms(golden: Golden) -> None:
    known, found = golden.known["ctree_log_0.99"], golden.report(estimators="tree", scale="log")
    assert len(found.types) == known["types"]
    assert value(found, "mld", "tree") == close(known["mld"])
    assert value(found, "gini", "tree") == close(known["gini"])


def test_tranches_of_equal_effort(golden: Golden) -> None:
    known, found = (
        golden.known["expost_ctree0.99_minb100_deciles"],
        golden.report(estimators="expost", min_size=100),
    )
    assert len(found.types) == known["types"]
    assert value(found, "mld", "expost") == close(known["mld"])
    assert value(found, "gini", "expost") == close(known["gini"])
