"""The casebook that the demonstration writes loads as it is, and speaks of the columns that are there."""

import pytest

from dueregard.casebook import PROTECTED, load_casebook
from dueregard.demo.levels import LEVELS
from dueregard.demo.published import band_labels
from dueregard.demo.truth import CHARACTERISTICS, OUTCOMES
from dueregard.engine.expression import parse


@pytest.fixture(scope="module")
def casebook(folder):
    return load_casebook(folder)


@pytest.fixture(scope="module")
def people(casebook):
    return casebook.specification.people


def test_it_says_that_the_people_are_synthetic(people):
    assert people.synthetic is True


def test_its_outcomes_are_those_whose_truth_is_known(casebook):
    assert [outcome.name for outcome in casebook.specification.outcomes] == list(OUTCOMES)


def test_every_protected_characteristic_is_asked_or_declared_missing(casebook, people):
    declared = {gap.characteristic for gap in casebook.specification.evidence_gaps}
    asked = {*people.characteristics, "age"}
    assert set(PROTECTED) <= asked | declared


def test_every_declared_gap_has_an_owner_and_a_date(casebook):
    assert all(gap.owner and gap.due for gap in casebook.specification.evidence_gaps)


def test_every_column_it_names_exists(people, interviewed):
    named = {people.weight, people.strata, *people.cluster, *people.fpc, *people.columns}
    named |= {each.column for each in people.characteristics.values()}
    named |= {each.column for each in people.places.values()}
    named |= {
        people.generations.age,
        people.generations.birth_year,
        *people.circumstances.family,
        *people.circumstances.place,
    }
    assert named <= set(interviewed.column_names)


def test_the_expressions_of_its_outcomes_use_columns_that_exist(casebook, interviewed):
    for outcome in casebook.specification.outcomes:
        for text in filter(None, (outcome.column, outcome.yes, outcome.among)):
            assert set(parse(text).columns) <= set(interviewed.column_names)


@pytest.mark.parametrize("name", sorted(set(CHARACTERISTICS) - {"age", "ward", "locality"}))
def test_its_labels_cover_every_answer(people, name):
    assert set(people.characteristics[name].labels) == set(LEVELS[CHARACTERISTICS[name]])


def test_published_groups_have_the_names_the_casebook_shows(casebook, people, folder):
    shown = {
        "ethnic_group": set(people.characteristics["ethnic_group"].labels.values()),
        "age": set(band_labels(tuple(int(start) for start in people.generations.bands))),
    }
    for table in casebook.specification.published:
        lines = (folder / table.source).read_text(encoding="utf-8").splitlines()[1:]
        levels = {line.rpartition(",")[0] for line in lines}
        assert levels == shown.get(table.characteristic, levels)
