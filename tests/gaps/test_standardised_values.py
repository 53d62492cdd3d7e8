"""Values that can be checked by hand: 400 people of A, 200 of B, 280 young and 320 old."""

import pytest

from dueregard.gaps import find_gaps, sign_reversals
from tests.gaps.making import casebook, one, people, rows

YOUNG, OLD = 280 / 600, 320 / 600


@pytest.fixture(scope="module")
def findings():
    return find_gaps(people(), casebook())


def value(findings, **wanted):
    return one(findings, "characteristic-ethnic_group", **wanted).estimate


@pytest.mark.parametrize(("group", "expected"), [("A", 240 / 400), ("B", 152 / 200)])
def test_crude_value(findings, group, expected):
    assert value(findings, group=group, basis="crude", contrast=None) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("group", "young", "old"), [("A", 0.9, 0.5), ("B", 0.8, 0.4)])
def test_standardised_value(findings, group, young, old):
    found = value(findings, group=group, basis="age-standardised", contrast=None)
    assert found == pytest.approx(YOUNG * young + OLD * old, rel=1e-12)


def test_standardised_error_is_that_of_the_bands(findings):
    found = one(findings, "characteristic-ethnic_group", group="B", basis="age-standardised", contrast=None)
    by_hand = (YOUNG**2 * 0.8 * 0.2 / 180 + OLD**2 * 0.4 * 0.6 / 20) * 600 / 599
    assert found.se == pytest.approx(by_hand**0.5, rel=1e-10)


def test_crude_gap_and_standardised_gap_have_opposite_signs(findings):
    gap = {"group": "B", "reference": "A"}
    assert value(findings, basis="crude", **gap) == pytest.approx(0.16)
    assert value(findings, basis="age-standardised", **gap) == pytest.approx(-0.1)


def test_a_declared_standard_replaces_the_peoples_own():
    standard = {"young": 0.5, "old": 0.5}
    generations = {"age_band": {"column": "age", "labels": {"y": "young", "o": "old"}}, "standard": standard}
    findings = find_gaps(people(generations=generations), casebook())
    assert value(findings, group="A", basis="age-standardised", contrast=None) == pytest.approx(0.7)


def test_reversal_is_found():
    cells = [("A", "y", 1000, 900), ("A", "o", 3000, 1500), ("B", "y", 1800, 1440), ("B", "o", 200, 80)]
    found = sign_reversals(find_gaps(people(rows(cells)), casebook()).tables)[0]
    assert (found.by, found.reference) == ({"ethnic_group": "B"}, "A")
    assert (found.crude, found.standardised) == ("higher than", "lower than")


def test_gap_of_two_groups_is_that_to_everyone_else(findings):
    gap = {"group": "B", "basis": "age-standardised"}
    to_others = value(findings, reference="everyone else", **gap)
    assert to_others == pytest.approx(value(findings, reference="A", **gap))


def test_age_is_not_standardised_by_age(findings):
    [table] = [each for each in findings.tables if each.name == "characteristic-age"]
    assert {record.parameters["basis"] for record in table.records} == {"crude"}


def standardised_b(cells):
    findings = find_gaps(people(rows(cells)), casebook())
    return one(findings, "characteristic-ethnic_group", group="B", basis="age-standardised", contrast=None)


def test_a_group_without_a_band_says_how_much_is_covered():
    found = standardised_b([("A", "y", 100, 90), ("A", "o", 300, 150), ("B", "y", 200, 100)])
    assert (found.estimate, found.status) == (0.5, "approximate")
    assert "cover 50.0% of the standard" in found.reason


def test_few_people_in_a_band_make_it_approximate():
    found = standardised_b([("A", "y", 90, 60), ("A", "o", 90, 50), ("B", "y", 90, 50), ("B", "o", 4, 2)])
    assert found.reason == "too few people in some age bands for a reliable interval"
