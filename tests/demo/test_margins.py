"""The town looks like an English town: shares near those of the 2021 Census, and plausible incomes."""

import numpy as np
import pytest

EVERYONE, ADULT, WORKING_AGE = (0, 120), (16, 120), (16, 64)


def share(town, column, label, ages=EVERYONE):
    age = town.columns["age"]
    return (town.labels(column)[(age >= ages[0]) & (age <= ages[1])] == label).mean()


@pytest.mark.parametrize(
    ("column", "label", "ages", "bounds"),
    [
        ("sex", "female", EVERYONE, (0.50, 0.52)),
        ("ethnicity", "White British", EVERYONE, (0.70, 0.78)),
        ("ethnicity", "Gypsy or Irish Traveller", EVERYONE, (0.002, 0.004)),
        ("ethnicity", "Mixed", EVERYONE, (0.025, 0.04)),
        ("religion", "Christian", EVERYONE, (0.40, 0.50)),
        ("religion", "No religion", EVERYONE, (0.35, 0.48)),
        ("religion", "Muslim", EVERYONE, (0.05, 0.09)),
        ("disabled", "yes", EVERYONE, (0.16, 0.20)),
        ("good_health", "yes", EVERYONE, (0.79, 0.84)),
        ("marital_status", "Married or in a civil partnership", ADULT, (0.42, 0.52)),
        ("marital_status", "Widowed", ADULT, (0.05, 0.09)),
        ("sexual_orientation", "Straight", ADULT, (0.95, 0.98)),
        ("qualification", "Degree or above", ADULT, (0.27, 0.36)),
        ("qualification", "No qualifications", ADULT, (0.14, 0.20)),
        ("in_work", "yes", WORKING_AGE, (0.72, 0.78)),
        ("has_car", "yes", EVERYONE, (0.72, 0.84)),
        ("travel_pass", "yes", ADULT, (0.25, 0.45)),
        ("missed_appointment", "yes", ADULT, (0.04, 0.09)),
    ],
)
def test_shares_are_plausible(brackwater, column, label, ages, bounds):
    low, high = bounds
    assert low < share(brackwater, column, label, ages) < high


def test_broad_ethnic_groups_are_near_the_census(brackwater):
    shares = {label: share(brackwater, "ethnicity", label) for label in set(brackwater.labels("ethnicity"))}
    assert 0.78 < sum(shares[name] for name in shares if name.startswith(("White", "Gypsy"))) < 0.84
    assert 0.08 < sum(shares[name] for name in ("Indian", "Pakistani", "Other Asian")) < 0.11
    assert 0.03 < sum(shares[name] for name in ("Black African", "Black Caribbean")) < 0.05


def test_ages_are_plausible(brackwater):
    age = brackwater.columns["age"]
    assert 0.19 < (age < 18).mean() < 0.23
    assert 0.16 < (age >= 65).mean() < 0.20
    assert age.max() <= 95


def test_incomes_have_a_plausible_middle_and_a_right_tail(brackwater):
    income = brackwater.columns["income"]
    assert 520 < np.median(income) < 640
    assert income.mean() > np.median(income) * 1.08
    assert income.min() > 0
    poor = (income < 0.6 * np.median(income)).mean()
    assert 0.13 < poor < 0.22


def test_there_are_sixty_thousand_people_in_households_of_english_size(brackwater):
    assert len(brackwater) == 60_000
    assert 2.2 < 60_000 / (brackwater.columns["household"].max() + 1) < 2.6


def test_there_are_twelve_wards_in_two_localities(brackwater):
    pairs = set(zip(brackwater.labels("ward"), brackwater.labels("locality"), strict=True))
    assert len(pairs) == 12
    assert {locality for _, locality in pairs} == {"East Brackwater", "West Brackwater"}
