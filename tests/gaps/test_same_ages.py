"""Groups that lack an age band are compared over the bands that they share with the reference group."""

import pytest

from dueregard.disclosure import release
from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, one, people, rows

# B has nobody old; at the same age it does a little worse than A. C has nobody young.
CELLS = [("A", "y", 100, 90), ("A", "o", 300, 120), ("B", "y", 200, 170), ("C", "o", 150, 75)]


@pytest.fixture(scope="module")
def gap():
    findings = find_gaps(people(rows(CELLS)), casebook())
    return lambda group, **wanted: one(
        findings, "characteristic-ethnic_group", group=group, basis="age-standardised", **wanted
    )


@pytest.mark.parametrize(("group", "expected"), [("B", 0.85 - 0.9), ("C", 0.5 - 0.4)])
def test_gap_is_that_of_the_same_ages(gap, group, expected):
    assert gap(group, reference="A").estimate == pytest.approx(expected)


def test_its_error_is_that_of_the_same_ages(gap):
    by_hand = (0.85 * 0.15 / 200 + 0.9 * 0.1 / 100) * 750 / 749
    assert gap("B", reference="A").se == pytest.approx(by_hand**0.5, rel=1e-10)


def test_it_says_how_much_of_the_standard_it_covers(gap):
    found = gap("B", reference="A")
    assert (found.status, found.reason) == (
        "approximate",
        "compared over age bands with 40.0% of the standard",
    )


def test_groups_without_a_common_band_are_not_compared():
    generations = {"age_band": {"column": "age", "labels": {"y": "young", "o": "old"}}}
    ethnic = {"ethnic_group": {"column": "group", "reference": "B"}}
    read = people(rows(CELLS), characteristics=ethnic, generations=generations)
    found = one(
        find_gaps(read, casebook()),
        "characteristic-ethnic_group",
        group="C",
        basis="age-standardised",
        reference="B",
    )
    assert (found.estimate, found.status) == (None, "not_estimable")
    assert found.verdict == "not estimable: the two groups have no age band in common"


def test_the_few_people_of_a_shared_band_decide_what_may_be_shown():
    # Without C, all young people less B would be the six.
    cells = [("A", "y", 6, 3), ("A", "o", 300, 120), ("B", "y", 200, 170)]
    cells += [("C", "y", 40, 20), ("C", "o", 30, 20)]
    tables = find_gaps(people(rows(cells)), casebook()).tables
    [found] = [table for table in release(tables).tables if table.name == "characteristic-ethnic_group"]
    statuses = {
        record.parameters["basis"]: record.status
        for record in found.records
        if record.reference == "A" and record.by["ethnic_group"] == "B"
    }
    assert statuses == {"crude": "ok", "age-standardised": "withheld"}
