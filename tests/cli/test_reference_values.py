"""Through the command line the figures are those of R's survey package.

The values are in golden_dev.json, made by golden_survey.R.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.cli.making import dueregard

pytestmark = pytest.mark.shared

EUSILC = ["--weight", "rb050", "--strata", "db040", "--cluster", "db030"]
APISTRAT = ["--weight", "pw", "--strata", "stype", "--fpc", "fpc"]
BOOTSTRAP = ["--weight", "pw", "--replicate-weights", "V*", "--replicate-method", "bootstrap"]
MU284 = ["--cluster", "id1", "--cluster", "id2", "--fpc", "n1", "--fpc", "n2"]
BY_SEX = ["--by", "rb090"]
CONTRAST = "svycontrast(svyby(~eqIncome, ~rb090, des, svymean, covmat=TRUE), list("


@pytest.fixture(scope="module")
def reference(shared: Path) -> dict[tuple[str, str], dict[str, Any]]:
    rows = json.loads((shared / "golden" / "measures" / "golden_dev.json").read_text(encoding="utf-8"))[
        "rows"
    ]
    return {(row["scenario"], row["call"]): row for row in rows}


@pytest.fixture(scope="module")
def tables(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    data = shared / "data" / "measures"
    joined = tmp_path_factory.mktemp("tables") / "apistrat_bootstrap.csv"
    duckdb.sql(
        f"select * from read_csv('{data}/apistrat.csv.gz') positional join "
        f"(select * from read_csv('{data}/repw_apistrat_boot100.csv.gz'))"
    ).write_csv(str(joined))
    return {
        "eusilc_strat_hhcluster": data / "eusilc.csv.gz",
        "apistrat_strat_fpc": data / "apistrat.csv.gz",
        "mu284_2stage": data / "mu284.csv.gz",
        "apistrat_bootstrap100": joined,
    }


@pytest.mark.parametrize(
    ("scenario", "call", "words"),
    [
        ("eusilc_strat_hhcluster", "svymean(~eqIncome, des)", ["mean:eqIncome", *EUSILC]),
        ("eusilc_strat_hhcluster", "svyvar(~eqIncome, des)", ["variance:eqIncome", *EUSILC]),
        (
            "eusilc_strat_hhcluster",
            "svyratio(~hy050n, ~eqSS, des)",
            ["ratio:hy050n,denominator=eqSS", *EUSILC],
        ),
        (
            "eusilc_strat_hhcluster",
            "svymean(~I(as.numeric(eqIncome>20000)), des)",
            ["proportion:eqIncome > 20000", *EUSILC],
        ),
        ("apistrat_strat_fpc", "svytotal(~api00, des)", ["total:api00", *APISTRAT]),
        (
            "apistrat_strat_fpc",
            "svyratio(~api.stu, ~enroll, des)",
            ["ratio:api.stu,denominator=enroll", *APISTRAT],
        ),
        ("mu284_2stage", "svymean(~y1,des)", ["mean:y1", *MU284]),
        ("mu284_2stage", "svytotal(~y1,des)", ["total:y1", *MU284]),
        ("apistrat_bootstrap100", "svymean(~api00, des)", ["mean:api00", *BOOTSTRAP]),
        (
            "apistrat_bootstrap100",
            "svyratio(~api.stu, ~enroll, des)",
            ["ratio:api.stu,denominator=enroll", *BOOTSTRAP],
        ),
    ],
)
def test_one_value(reference: Any, tables: Any, scenario: str, call: str, words: list[str]) -> None:
    [record] = dueregard("estimate", tables[scenario], "--measure", *words, "--json").records
    expected = reference[scenario, call]
    assert [record["estimate"], record["se"]] == pytest.approx(
        [expected["estimate"], expected["se"]], rel=1e-8
    )


@pytest.mark.parametrize(
    ("measure", "call"),
    [
        ("mean:eqIncome", "svyby(~eqIncome, ~rb090, des, svymean, covmat=TRUE)"),
        (
            "median:eqIncome",
            (
                "svyby(~eqIncome, ~rb090, des, svyquantile, quantiles=.5, "
                "ci=TRUE, interval.type='mean', qrule='math')"
            ),
        ),
    ],
)
def test_groups(reference: Any, tables: Any, measure: str, call: str) -> None:
    table = tables["eusilc_strat_hhcluster"]
    records = dueregard("estimate", table, "--measure", measure, *BY_SEX, *EUSILC, "--json").records
    expected = reference["eusilc_strat_hhcluster", call]
    found = {key: {record["by"]["rb090"]: record[key] for record in records} for key in ("estimate", "se")}
    assert found["estimate"] == pytest.approx(expected["estimate"], rel=1e-8)
    assert found["se"] == pytest.approx(expected["se"], rel=1e-8)


@pytest.mark.parametrize(
    ("flag", "call"),
    [
        ("--difference", CONTRAST + "d=setNames(c(1,-1), c('male','female'))))"),
        ("--ratio", CONTRAST + "r=quote(`male`/`female`)))"),
    ],
)
def test_comparisons_know_their_covariance(reference: Any, tables: Any, flag: str, call: str) -> None:
    table = tables["eusilc_strat_hhcluster"]
    words = ["--measure", "mean:eqIncome", *BY_SEX, flag, "rb090=female", *EUSILC]
    *_, record = dueregard("estimate", table, *words, "--json").records
    expected = reference["eusilc_strat_hhcluster", call]
    assert [record["estimate"], record["se"]] == pytest.approx(
        [expected["estimate"], expected["se"]], rel=1e-8
    )
    assert record["verdict"] == "higher than"


@pytest.mark.parametrize("kind", ["mean", "logit", "xlogit", "beta"])
def test_intervals_of_a_proportion(reference: Any, tables: Any, kind: str) -> None:
    table = tables["eusilc_strat_hhcluster"]
    measure = f"proportion:eqIncome > 20000,interval={kind}"
    [record] = dueregard("estimate", table, "--measure", measure, *EUSILC, "--json").records
    call = f"as.vector(attr(svyciprop(~I(as.numeric(eqIncome>20000)), des, method='{kind}'),'ci'))"
    expected = reference["eusilc_strat_hhcluster", call]["estimate"]
    assert [record["low"], record["high"]] == pytest.approx(expected, rel=1e-8)


def test_a_condition_keeps_everybody_in_the_design(tables: Any) -> None:
    table = tables["eusilc_strat_hhcluster"]
    words = ["estimate", table, "--measure", "mean:eqIncome", *EUSILC, "--json"]
    [men] = dueregard(*words, "--where", "rb090 == 'male'").records
    by_sex = dueregard(*words, *BY_SEX).records
    same = next(record for record in by_sex if record["by"]["rb090"] == "male")
    assert [men[key] for key in ("estimate", "se", "n", "df")] == pytest.approx(
        [same[key] for key in ("estimate", "se", "n", "df")]
    )
