"""Households hang together: children have parents, partners come in pairs, and nobody works at five."""

import numpy as np
import pytest


@pytest.fixture
def columns(brackwater):
    return brackwater.columns


@pytest.fixture
def reference(brackwater, columns):
    """The row of each person's reference person."""
    rows = np.flatnonzero(brackwater.labels("relationship") == "reference person")
    return rows[columns["household"]]


def test_every_household_has_one_reference_person(brackwater, columns):
    heads = columns["household"][brackwater.labels("relationship") == "reference person"]
    assert np.array_equal(heads, np.arange(columns["household"].max() + 1))


def test_children_live_with_someone_old_enough_to_be_their_parent(brackwater, columns, reference):
    child = brackwater.labels("relationship") == "child"
    assert (columns["age"][reference] - columns["age"])[child].min() >= 16


def test_everyone_under_sixteen_is_a_child_of_the_household(brackwater, columns):
    assert set(brackwater.labels("relationship")[columns["age"] < 16]) == {"child"}


def test_partners_come_in_pairs(columns):
    pairs = np.bincount(columns["household"], weights=columns["couple"])
    assert set(pairs.tolist()) == {0.0, 2.0}


def test_partners_agree_whether_they_are_married(brackwater, columns):
    status, couple = brackwater.columns["marital_status"], columns["couple"]
    order = np.argsort(columns["household"][couple], kind="stable")
    first, second = status[couple][order].reshape(-1, 2).T
    assert (first == second).all()


@pytest.mark.parametrize("question", ["in_work", "marital_status", "qualification", "social_grade"])
def test_children_are_not_asked_what_does_not_apply_to_them(brackwater, columns, question):
    answers = brackwater.labels(question)
    child = columns["age"] < 16
    assert (answers[child] == "does not apply").all()
    assert (answers[~child] != "does not apply").all()


def test_only_people_in_work_have_hours_and_pay(columns):
    working = columns["in_work"] == 1
    assert columns["age"][working].min() >= 16
    assert columns["hours"][working].min() > 0
    assert columns["hours"][~working].max() == 0
    assert columns["hourly_pay"][working].min() >= 12.71


def test_children_inherit_the_occupation_of_their_reference_person(brackwater, columns, reference):
    child = (brackwater.labels("relationship") == "child") & (columns["age"] < 30)
    same = columns["parent_occupation"] == columns["social_grade"][reference]
    assert same[child].mean() > 0.97  # fewer than all: a death may have changed who is the reference person


def test_everyone_in_a_household_shares_its_ward_income_and_car(columns):
    for name in ("ward", "income", "income_after_travel", "has_car"):
        highest = np.full(columns["household"].max() + 1, -np.inf)
        np.maximum.at(highest, columns["household"], columns[name])
        assert (columns[name] == highest[columns["household"]]).all()
