"""``dueregard strata``: strata ranked, the whole study beside them, a release without small strata."""

from __future__ import annotations

import pytest

from tests.causes.strata.strata_people import TABLE, reference
from tests.cli.making import RECORD, dueregard

ASKED = ("strata", TABLE, "--strata", "sex,origin,class")


def test_json_has_the_whole_study_beside_a_record_for_each_number() -> None:
    answer = dueregard(*ASKED, "--outcome", "pay", "--json")
    assert answer.code == 0, answer.err
    told = answer.json
    assert told["variance"] == pytest.approx(reference()["reml"]["null"]["variance"], rel=1e-6)
    ml = reference()["ml"]
    assert told["pcv"] == pytest.approx(1 - ml["main"]["variance"] / ml["null"]["variance"], rel=1e-6)
    assert {"vpc", "variance_main", "mor", "auc", "warnings", "flagged", "models"} <= told.keys()
    assert all(record.keys() >= set(RECORD) for record in told["estimates"])
    assert sum(record["measure"] == "stratum_mean" for record in told["estimates"]) == 12


def test_the_table_ranks_strata_and_says_that_it_tells_no_causes() -> None:
    answer = dueregard(*ASKED, "--outcome", "ill", "--quadrature", 7)
    assert answer.code == 0, answer.err
    assert "ill by Sex × Origin × Class" in answer.out
    assert "median odds ratio" in answer.out
    assert "●" in answer.out
    assert "not what causes what" in answer.out


def test_csv_and_bands() -> None:
    answer = dueregard(
        "strata", TABLE, "--strata", "sex,age", "--bands", "age=18,40,60", "--outcome", "pay", "--csv"
    )
    assert answer.code == 0, answer.err
    assert "40 to 59" in answer.out


def test_a_survey_design_has_its_strata_under_another_name() -> None:
    answer = dueregard(
        *("strata", TABLE, "--strata", "sex,class", "--outcome", "pay"),
        *("--sampling-strata", "origin", "--replicates", 20, "--json"),
    )
    assert answer.code == 0, answer.err
    assert "rescaled bootstrap" in answer.json["estimates"][0]["method"]
    assert answer.json["seed"] == 1


def test_a_release_shows_only_strata_of_enough_people() -> None:
    answer = dueregard(*ASKED, "--outcome", "pay", "--release", "--json")
    assert answer.code == 0, answer.err
    shown = [row for row in answer.json["estimates"] if row["by"] and row["status"] != "withheld"]
    assert min(row["n"] for row in shown) >= 10
    withheld = [row for row in answer.json["estimates"] if row["status"] == "withheld"]
    assert len(withheld) == 12 - answer.json["number_of_strata"] > 0
    assert answer.json["people"] == sum(row["n"] for row in shown if row["measure"] == "raw_mean")


def test_wrong_usage_says_what_to_do() -> None:
    answer = dueregard(*ASKED, "--outcome", "pya")
    assert answer.code == 2
    assert "pay" in answer.err
    answer = dueregard(*ASKED, "--outcome", "pay", "--bands", "age=18,40")
    assert answer.code == 2
    assert "not crossed" in answer.err
