"""Values that base R computed on a small table (reference.R)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dueregard.causes.birthright import Birthright, birthright
from dueregard.people import read_people

HERE = Path(__file__).parent
REFERENCE = json.loads((HERE / "reference.json").read_text())
GROUPS = {"class": ["class"], "origin": ["origin"], "region": ["region"]}


def report(outcome: str, **options: Any) -> Birthright:
    people = read_people(HERE / "reference.csv", weight="weight")
    asked: dict[str, Any] = {"circumstances": GROUPS, "replicates": 0, "null_draws": 0}
    return birthright(people, outcome=outcome, **(asked | options))


def value(found: Birthright, measure: str, estimator: str, component: str = "total") -> float:
    record = found.value(measure, estimator=estimator, component=component)
    assert record is not None
    assert record.estimate is not None
    return record.estimate


def close(name: str) -> Any:
    return pytest.approx(REFERENCE[name], abs=1e-10)


def test_amounts() -> None:
    found = report("pay")
    for measure in ("gini", "mld", "variance_of_logs"):
        assert value(found, measure, "observed") == close(measure)
        assert value(found, measure, "parametric") == close(f"parametric.{measure}")
    for measure in ("gini", "mld", "r2"):
        assert value(found, measure, "nonparametric") == close(f"nonparametric.{measure}")
    assert value(found, "r2", "parametric") == close("parametric.r2")
    assert value(found, "mld_share", "parametric_residual") == close("residual")
    for group in GROUPS:
        assert value(found, "mld", "parametric", group) == close(f"shapley.{group}")


def test_yes_or_no() -> None:
    found = report("well == 1")
    assert value(found, "dissimilarity", "nonparametric") == close("chance.nonparametric")
    for measure in ("mld", "gini"):
        assert value(found, measure, "parametric") == close(f"chance.{measure}")
    assert value(found, "dissimilarity", "parametric") == close("chance.parametric")


def test_equal_effort() -> None:
    # A tree that must split, and may take class only, has classes for types.
    found = report("pay", circumstances={"class": ["class"]}, estimators="expost", alpha=0.99, min_size=20)
    assert len(found.types) == 3
    for measure in ("mld", "gini"):
        assert value(found, measure, "expost") == close(f"expost.{measure}")
