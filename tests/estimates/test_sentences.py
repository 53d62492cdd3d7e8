"""Comparisons in sentences."""

import pytest

from dueregard.estimates import Record, sentence


def gap(**fields):
    given = {"measure": "mean", "by": {"sex": "Women"}, "contrast": "difference", "reference": "men"}
    return Record(**(given | fields))


def test_proportions_in_percentage_points():
    record = gap(
        measure="proportion",
        by={"ethnic_group": "Asian"},
        reference="White",
        estimate=-0.052,
        low=-0.074,
        high=-0.031,
        verdict="lower than",
    )
    expected = "Asian people: lower than White people by 5.2 percentage points (3.1 to 7.4)"
    assert sentence(record) == expected


def test_money():
    record = gap(estimate=20.4, low=3.0, high=37.8, unit="£ a week", verdict="higher than")
    assert sentence(record, noun="") == "Women: higher than men by £20.4 a week (3.0 to 37.8)"


def test_too_close_to_call():
    record = gap(estimate=-0.4, low=-2.0, high=1.2, unit="years", verdict="too close to call")
    assert sentence(record, noun="") == "Women: too close to call against men, -0.4 years (-2.0 to 1.2)"


@pytest.mark.parametrize(
    ("contrast", "numbers"), [("ratio", (0.8, 0.7, 0.9)), ("log_ratio", (-0.2231, -0.3567, -0.1054))]
)
def test_ratios(contrast, numbers):
    estimate, low, high = numbers
    record = gap(contrast=contrast, estimate=estimate, low=low, high=high, verdict="lower than")
    assert sentence(record, noun="") == "Women: lower than men, 0.80 times as much (0.70 to 0.90)"


def test_everyone_else():
    record = gap(reference="everyone else", estimate=2.0, low=1.0, high=3.0, verdict="higher than")
    assert sentence(record, noun="") == "Women: higher than everyone else by 2.0 (1.0 to 3.0)"


def test_no_value():
    assert (
        sentence(gap(verdict="not estimable: too few people"), noun="")
        == "Women: not estimable: too few people"
    )
    assert sentence(gap(status="withheld"), noun="") == "Women: withheld, so that nobody can be recognised"
