"""Verdicts are true to their uncertainty."""

import pytest

from dueregard.estimates import verdict


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.1, 2.0, "higher than"),
        (-2.0, -0.1, "lower than"),
        (-0.1, 2.0, "too close to call"),
        (0.0, 2.0, "too close to call"),
    ],
)
def test_by_the_side_of_the_interval(low, high, words):
    assert verdict((low + high) / 2, low, high) == words


@pytest.mark.parametrize("contrast", ["ratio", "ratio of differences"])
def test_ratios_are_compared_with_one(contrast):
    assert verdict(0.8, 0.7, 0.9, contrast=contrast) == "lower than"


@pytest.mark.parametrize("contrast", ["log_ratio", "difference of ratios"])
def test_others_are_compared_with_zero(contrast):
    assert verdict(0.8, 0.7, 0.9, contrast=contrast) == "higher than"


def test_without_an_interval_nothing_can_be_said():
    assert verdict(5.0, None, None) == "not estimable: its uncertainty is not known"


def test_everybody_counted():
    assert verdict(5.0, None, None, counted=True) == "higher than"
    assert verdict(0.0, None, None, counted=True) == "the same as"


def test_not_estimable_says_why():
    assert verdict(None, None, None, status="not_estimable") == "not estimable: too few people"
    assert (
        verdict(None, None, None, status="not_estimable", reason="nobody asked")
        == "not estimable: nobody asked"
    )


def test_withheld_says_nothing():
    assert verdict(5.0, 4.0, 6.0, status="withheld") is None
