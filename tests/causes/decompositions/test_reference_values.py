"""Decompositions equal those of R oaxaca and of R survey."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dueregard.causes import decompose
from dueregard.causes.decompositions.comparison import Options
from dueregard.causes.decompositions.groups import Groups, read_groups
from dueregard.causes.decompositions.joint import joint
from dueregard.causes.decompositions.oaxaca import TWOFOLD, decompose_threefold, decompose_twofold
from dueregard.causes.decompositions.terms_of import terms_of
from dueregard.people import People, read_people

pytestmark = pytest.mark.shared

SCHOOLING = ("LTHS", "high.school", "some.college", "college", "advanced.degree")
CPS = ["education", "experience", "experience**2", "smsa", "region", "parttime"]
OF_WEIGHT = {0: "group", 1: "reference", 0.5: "reimers", -1: "neumark", -2: "pooled"}
NAMES = {
    "two_ref0": "reference",
    "two_ref1": "group",
    "reimers": "reimers",
    "cotton": "cotton",
    "neumark_pooled": "neumark",
    "jann_pooled_with_group": "pooled",
}
R_NAMES = {
    "(constant)": "(Intercept)",
    "experience**2": "I(experience^2)",
    "smsa[true]": "smsayes",
    "parttime[true]": "parttimeyes",
    "region[midwest]": "regionmidwest",
    "region[south]": "regionsouth",
    "region[west]": "regionwest",
}


def golden(shared: Path, name: str) -> dict[str, Any]:
    return dict(json.loads((shared / "golden" / "opportunity" / f"{name}.json").read_text()))


@pytest.fixture(scope="module")
def cps(shared: Path) -> Groups:
    """R's order of regions: the first is left out under treatment contrasts."""
    labels = {level: level for level in ("northeast", "midwest", "south", "west")}
    people = read_people(
        shared / "data" / "opportunity" / "CPS1988_AER_GPL.csv",
        characteristics={"region": {"column": "region", "labels": labels}},
    )
    return read_groups(people, outcome="log(wage)", group="ethnicity", reference="cauc", covariates=CPS)


@pytest.fixture(scope="module")
def chicago(shared: Path) -> People:
    """Columns of 0 and 1 for schooling as the category that they make up."""
    with (shared / "data" / "opportunity" / "oaxaca_chicago_GPL2.csv").open() as file:
        rows = list(csv.DictReader(file))
    table: dict[str, list[Any]] = {
        name: [None if row[name] == "NA" else float(row[name]) for row in rows]
        for name in ("age", "female", "ln.real.wage", "foreign.born")
    }
    table["schooling"] = [next(level for level in SCHOOLING if row[level] == "1") for row in rows]
    # High school first, which R's coding leaves out.
    order = ("high.school", *(level for level in SCHOOLING if level != "high.school"))
    labels = {level: level for level in order}
    return read_people(table, characteristics={"schooling": {"column": "schooling", "labels": labels}})


def test_chicago_by_level_under_every_weighting(shared: Path, chicago: People) -> None:
    """R oaxaca's normalised effects of schooling are deviation contrasts; its (Base) is high school.

    Of the coefficients pooled with the group it leaves schooling's as they are coded, from high school, and
    sets them beside normalised ones of the groups: then only sums over levels are the same, and levels of the
    explained part with that coding.
    """
    known = golden(shared, "oaxaca_chicago_R")
    groups = read_groups(
        chicago,
        outcome="ln.real.wage",
        group="foreign.born",
        reference="0",
        covariates=["age", "female", "schooling"],
    )
    compared = groups.compare()
    assert compared.sizes == (known["n"]["n.A"], known["n"]["n.B"])
    names = {"(Intercept)": "(constant)", "(Base)": "schooling[high.school]"}
    names |= {level: f"schooling[{level}]" for level in SCHOOLING}
    for total, rows in zip(known["twofold"], known["twofold_vars"], strict=True):
        name = OF_WEIGHT.get(total["group.weight"], "cotton")
        terms = terms_of(joint(compared, coefficients=name, options=Options()), TWOFOLD)
        for at, component in enumerate(terms.components):
            assert terms.values[at].sum() == pytest.approx(total[f"coef({component})"], abs=1e-10)
            own = dict(zip(compared.matrix.names, terms.values[at], strict=True))
            theirs = {names.get(row["_row"], row["_row"]): row[f"coef({component})"] for row in rows}
            of_levels = [name for name in own if name.startswith("schooling") and name in theirs]
            assert sum(own[name] for name in of_levels) == pytest.approx(
                sum(theirs[name] for name in of_levels), abs=1e-10
            )
            alike = [each for each in own if name != "pooled" or each not in of_levels]
            for each in alike:
                assert own[each] == pytest.approx(theirs[each], abs=1e-10)
    assert terms.gap == pytest.approx(known["y"]["y.diff"], abs=1e-12)
    coded = replace(groups, contrasts="treatment").compare()
    terms = terms_of(joint(coded, coefficients="pooled", options=Options()), TWOFOLD)
    by_name = dict(zip(coded.matrix.names, terms.values[0], strict=True))
    for row in known["twofold_vars"][-1]:
        column = names.get(row["_row"], row["_row"])
        assert by_name[column] == pytest.approx(row["coef(explained)"], abs=1e-10)
    three = decompose_threefold(compared, Options())
    for component in ("endowments", "coefficients", "interaction"):
        assert three.value(component) == pytest.approx(known["threefold"][f"coef({component})"], abs=1e-12)


def test_wages_by_ethnicity_with_levels_as_r_codes_them(shared: Path, cps: Groups) -> None:
    known = golden(shared, "oaxaca_cps1988_ethnicity")
    compared = replace(cps, contrasts="treatment").compare()
    for name, ours in NAMES.items():
        terms = terms_of(joint(compared, coefficients=ours, options=Options()), TWOFOLD)
        explained, unexplained = terms.values
        assert explained.sum() == pytest.approx(known[name]["explained"], abs=1e-10)
        assert unexplained.sum() == pytest.approx(known[name]["unexplained"], abs=1e-10)
        named = dict(zip(compared.matrix.names, explained, strict=True))
        for column, theirs in R_NAMES.items():
            assert named[column] == pytest.approx(known[name]["explained_detail"][theirs], abs=1e-10)
    assert terms.gap == pytest.approx(known["gap"], abs=1e-10)


def test_standard_errors_have_the_trace_term(shared: Path, cps: Groups) -> None:
    known = golden(shared, "oaxaca_cps1988_ethnicity")
    three = decompose_threefold(cps.compare(), Options())
    for letter, component in zip("ECI", ("endowments", "coefficients", "interaction"), strict=True):
        assert three.value(component) == pytest.approx(known["threefold"][letter], abs=1e-8)
        assert three.se(component) == pytest.approx(known["threefold_se"][letter], abs=1e-10)
    two = decompose_twofold(cps.compare(), Options(coefficients="reference"))
    assert two.se("explained") == pytest.approx(known["se_explained_ref0"], abs=1e-10)
    assert two.se("unexplained") == pytest.approx(known["se_unexplained_ref0"], abs=1e-10)


def test_a_survey_of_households_that_hold_both_groups(shared: Path) -> None:
    """Means, coefficients and gap vary as R survey says; the parts as its bootstrap does, within noise."""
    known = json.loads((Path(__file__).parents[2] / "golden" / "decompositions_survey.json").read_text())
    people = read_people(
        shared / "data" / "measures" / "eusilc.csv.gz", weight="rb050", strata="db040", cluster="db030"
    ).where("age >= 16")
    asked = {
        "outcome": "eqIncome",
        "group": "rb090",
        "reference": "male",
        "covariates": ["age", "age**2"],
        "categories": ["pl030"],
    }
    found = decompose(people, **asked)
    rows = {row["name"]: row for row in found.model}
    named = {
        "(constant)": "",
        "age": ":age",
        "age**2": ":age2",
        "pl030[1]": ":status1",
        "pl030[6]": ":status6",
    }
    for ours, theirs in named.items():
        for group, male in (("reference", 1), ("other", 0)):
            error = known["coefficients_se"][f"factor(male){male}{theirs}"]
            assert rows[ours][f"coefficient_of_{group}_se"] == pytest.approx(error, rel=1e-8)
    assert found.se("gap") == pytest.approx(known["gap_se"], rel=1e-10)
    assert found.value("explained") == pytest.approx(known["parts"]["pooled"], rel=1e-8)
    assert found.se("explained") == pytest.approx(known["bootstrap_se"]["pooled"], rel=0.06)
    assert found.se("unexplained") == pytest.approx(known["bootstrap_se"]["unexplained.pooled"], rel=0.06)
    for name, value in found.alternatives.items():
        assert value == pytest.approx(known["parts"][name], rel=1e-8)
