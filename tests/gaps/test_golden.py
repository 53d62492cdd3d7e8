"""R's survey::svystandardize on the Scottish census file; see golden/measures/standardised.json."""

import json

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from dueregard.gaps import find_gaps, sign_reversals
from dueregard.people import read_people
from tests.gaps.making import casebook, records

GRADES = {"1": "AB", "2": "C1", "3": "C2", "4": "DE", "X": "not classified"}
ETHNIC = {"1": "White", "2": "Mixed", "3": "Asian", "4": "African", "5": "Caribbean or Black", "6": "Other"}
TABLES = {
    "characteristic-ethnic_group": "scotland_good_health_by_ethnic_group",
    "characteristic-socio_economic_position": "scotland_good_health_by_grade",
}

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def golden(shared):
    return json.loads((shared / "golden/measures/standardised.json").read_text())


@pytest.fixture(scope="module")
def findings(shared):
    table = pq.read_table(shared / "data/people/scotland_census2011_micro_1pct.parquet")
    # R drops communal establishments before it makes the design; a domain would keep them in it.
    table = table.filter(pc.equal(table["RESIDENCE_TYPE"], "P"))
    characteristics = {
        "ethnic_group": {"column": "Ethnic_Group", "labels": ETHNIC},
        "socio_economic_position": {"column": "Approximate_Social_Grade", "labels": GRADES},
    }
    people = read_people(table, characteristics=characteristics, generations={"age_band": "age"})
    outcome = {"name": "good health", "yes": "health in [1, 2]", "better": "higher"}
    return find_gaps(people, casebook(outcomes=[outcome]))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("basis", "field"), [("crude", "crude"), ("age-standardised", "standardised")])
def test_values_and_errors(findings, golden, table, basis, field):
    found = records(findings, table, basis=basis, contrast=None)
    expected = golden[TABLES[table]]
    assert [record.estimate for record in found] == pytest.approx(expected[field], rel=1e-8)
    assert [record.se for record in found] == pytest.approx(expected[f"{field}_se"], rel=1e-8)


def test_the_white_and_asian_gap_changes_sides(findings):
    found = [each for each in sign_reversals(findings.tables) if each.by == {"ethnic_group": "Asian"}]
    assert ("White", "higher than", "lower than") in [
        (each.reference, each.crude, each.standardised) for each in found
    ]


def test_children_without_a_grade_say_what_is_covered(findings):
    found = records(
        findings, "characteristic-socio_economic_position", basis="age-standardised", contrast=None
    )[-1]
    assert found.status == "approximate"
    assert "of the standard" in found.reason
