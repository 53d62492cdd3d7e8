import pytest

from dueregard.gaps import find_gaps
from dueregard.measures import proportion
from tests.gaps.making import casebook, one, people, rows

TABLE = "intersection-sex-ethnic_group"


@pytest.fixture(scope="module")
def crossed():
    table = rows()
    table["sex"] = ["f" if i % 3 else "m" for i in range(len(table["good"]))]
    characteristics = {"sex": "sex", "ethnic_group": "group"}
    return people(table, characteristics=characteristics)


@pytest.fixture(scope="module")
def findings(crossed):
    return find_gaps(
        crossed,
        casebook(
            people={"source": "people.csv", "characteristics": {"sex": "sex", "ethnic_group": "group"}},
            intersections=[{"of": ["sex", "ethnic_group"]}],
        ),
    )


def test_reference_is_the_largest_cell(findings):
    gap = one(findings, TABLE, group="m, B", basis="crude", reference="f, A")
    assert gap.method.endswith("reference: f, A, the largest group")


def test_everyone_else_is_everyone_outside_the_cell(crossed, findings):
    outside = crossed.where("not (sex == 'm' and group == 'B')").estimate(proportion("good == 1")).values[0]
    level = one(findings, TABLE, group="m, B", basis="crude", contrast=None)
    gap = one(findings, TABLE, group="m, B", basis="crude", reference="everyone else")
    assert gap.estimate == pytest.approx(level.estimate - outside, rel=1e-12)


def test_everyone_else_counts_the_covariance_of_the_cell_and_its_outside(crossed, findings):
    inside = crossed.where("sex == 'm' and group == 'B'").estimate(proportion("good == 1"))
    outside = crossed.where("not (sex == 'm' and group == 'B')").estimate(proportion("good == 1"))
    gap = one(findings, TABLE, group="m, B", basis="crude", reference="everyone else")
    # The two have no people in common and rows are sampling units: their scores are orthogonal.
    assert gap.se == pytest.approx((inside.se[0] ** 2 + outside.se[0] ** 2) ** 0.5, rel=1e-9)


def test_intersections_without_age_are_standardised(findings):
    assert one(findings, TABLE, group="m, B", basis="age-standardised", contrast=None).estimate is not None


def test_intersections_with_age_are_not():
    book = casebook(
        people={
            "source": "people.csv",
            "characteristics": {"ethnic_group": "group"},
            "generations": {"age_band": "age"},
        },
        intersections=[{"of": ["ethnic_group", "age"]}],
    )
    [table] = [each for each in find_gaps(people(), book).tables if each.name.startswith("intersection")]
    assert {record.parameters["basis"] for record in table.records} == {"crude"}
