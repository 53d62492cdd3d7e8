"""What was planted is there in the full town, and goes away when it is not planted."""

from dataclasses import replace

import numpy as np
import pytest

from dueregard.demo import Parameters, town
from dueregard.demo.truth import true_levels


def without(stage, **changes):
    """A town in which something was not planted."""
    usual = Parameters()
    return town(parameters=replace(usual, **{stage: replace(getattr(usual, stage), **changes)}))


def test_one_group_looks_healthier_until_age_is_held_equal(truth):
    assert truth.reversal.level == "Pakistani"
    assert truth.reversal.crude > 0.02
    assert truth.reversal.age_standardised < -0.05


def test_disabled_people_miss_more_appointments_than_two_years_ago(truth):
    assert truth.widening.outcome == "missed an appointment"
    assert truth.widening.after - truth.widening.before > 0.04


def test_the_gap_in_health_did_not_change(truth):
    assert truth.steady.after == truth.steady.before


def test_the_timetable_took_the_hospital_further_from_outer_wards(brackwater, brackwater_2024):
    now, before = (
        true_levels(each, "hospital within 45 minutes", by="ward") for each in (brackwater, brackwater_2024)
    )
    assert now["Saltmarsh"] < before["Saltmarsh"] - 0.15
    assert now["Quayside"] == before["Quayside"]


def test_work_has_an_intersection_of_sex_and_ethnic_group(truth):
    assert truth.intersection > 0.15


def test_the_intersection_goes_away_when_it_is_not_planted(truth):
    plain = without("work", pakistani_woman=0.0)
    gaps = {}
    for group in ("Pakistani", "White British"):
        levels = true_levels(plain, "in work", by="sex", among=plain.labels("ethnicity") == group)
        gaps[group] = levels["male"] - levels["female"]
    assert gaps["Pakistani"] - gaps["White British"] < truth.intersection / 2


def test_the_smallest_group_is_small(truth):
    assert truth.smallest_group == "Gypsy or Irish Traveller"
    assert 100 < truth.smallest_count < 300


def test_family_origin_and_ward_shape_education(brackwater):
    adult = brackwater.columns["age"] >= 25
    degree = (brackwater.labels("qualification") == "Degree or above")[adult]

    def share(column, label):
        return degree[brackwater.labels(column)[adult] == label].mean()

    assert share("parent_occupation", "Managerial or professional") > 2 * share(
        "parent_occupation", "Routine or manual"
    )
    assert share("ethnicity", "Indian") > share("ethnicity", "White British") + 0.05
    assert share("ward", "Kingsmere") > share("ward", "Saltmarsh") + 0.10


def test_advantage_passes_through_grade_to_income_and_health(brackwater):
    income = true_levels(brackwater, "income after travel", by="socio_economic_position")
    health = true_levels(brackwater, "good health", by="socio_economic_position")
    order = ["Never worked", "Routine or manual", "Intermediate", "Managerial or professional"]
    for values in (income, health):
        assert [values[level] for level in order] == sorted(values[level] for level in order)


def test_survival_thins_the_disadvantaged_at_older_ages():
    everyone_lives = without("survival", hazard_at_70=1e-12)

    def manual(place):
        old = place.columns["age"] >= 80
        grades = place.labels("social_grade")[old]
        return (grades == "Routine or manual").mean()

    assert manual(town()) < manual(everyone_lives) - 0.02


def test_the_flat_pass_saves_disabled_adults_less(brackwater):
    adult = brackwater.columns["age"] >= 16
    disabled = brackwater.columns["disabled"] == 1
    saving = brackwater.columns["pass_saving"]
    assert saving[adult & disabled].mean() < 0.6 * saving[adult & ~disabled].mean()


@pytest.fixture(scope="module")
def pay_slopes():
    """Ordinary least squares on the model's own terms; without the pay floor the errors are symmetric."""
    columns = without("work", pay_floor=0.01).columns
    who = columns["in_work"] == 1
    experience = np.clip(columns["age"] - 18.0, 0, 45)[who]
    terms = [experience, experience**2, columns["sex"][who] == 0, columns["disabled"][who] == 1]
    for column, levels in (("social_grade", 3), ("qualification", 3), ("ethnicity", 9)):
        terms += [columns[column][who] == level for level in range(1, levels + 1)]
    design = np.column_stack([np.ones(who.sum()), *terms]).astype(float)
    slopes, *_ = np.linalg.lstsq(design, np.log(columns["hourly_pay"][who]), rcond=None)
    return dict(zip(["experience", "squared", "female", "disabled"], slopes[1:5], strict=True))


@pytest.mark.parametrize(("term", "planted"), [("female", -0.09), ("disabled", -0.06), ("experience", 0.025)])
def test_a_regression_on_everyone_in_work_recovers_the_pay_equation(pay_slopes, term, planted):
    assert pay_slopes[term] == pytest.approx(planted, abs=0.015)
