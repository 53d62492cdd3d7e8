"""The survey finds the true effects of the options, as often as its intervals say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.coverage_demo import RESULTS, SMALL, cases, found_in, truths
from dueregard.demo.survey import survey_again

SURVEYS = range(1, 5)
PAGE = (Path(__file__).parents[2] / "docs" / "brackwater.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def true(brackwater):
    return truths(brackwater, cases())


@pytest.fixture(scope="module")
def distances(brackwater, true):
    """By figure and survey, how many standard errors the estimate is from the truth."""
    every = [
        found_in(survey_again(brackwater, seed=seed, numbered=False), cases(), seed=seed) for seed in SURVEYS
    ]
    return {
        key: np.array(
            [2 * 1.959964 * (each[key].value - value) / (each[key].high - each[key].low) for each in every]
        )
        for key, value in true.items()
    }


def test_intervals_hold_what_is_true(distances):
    every = np.concatenate(list(distances.values()))
    assert len(every) == 81 * len(SURVEYS)
    assert 0.85 < (np.abs(every) < 1.96).mean() < 1.0
    assert np.abs(every).max() < 4.5


def test_estimates_are_not_all_off_to_one_side(distances):
    middles = np.array([each.mean() for each in distances.values()])
    assert np.abs(middles).max() < 4 / np.sqrt(len(SURVEYS))


@pytest.fixture(scope="module")
def stored():
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def test_over_many_surveys_intervals_hold_the_truth_as_often_as_they_say(stored):
    chance = np.sqrt(0.95 * 0.05 / stored["surveys"])  # the error of simulation of one figure
    for draws in ("settled", "anew"):
        held = np.array(
            [row["held"] for row in stored["rows"] if row["draws"] == draws and SMALL not in row["figure"]]
        )
        assert 0.93 < held.mean() < 0.97
        assert held.min() > 0.93 - 2 * chance
        assert held.max() < 0.97 + 2 * chance


def test_the_page_quotes_what_is_stored(stored):
    def shares(draws=None, *, small=False):
        return [
            row["held"]
            for row in stored["rows"]
            if draws in (None, row["draws"]) and (SMALL in row["figure"]) == small
        ]

    words = " ".join(PAGE.split())
    settled, anew, few = shares("settled"), shares("anew"), shares(small=True)
    assert f"Over {stored['surveys']} surveys" in words
    assert f"in {min(settled):.0%}".rstrip("%") + f" to {max(settled):.0%} of surveys" in words
    assert f"on average in {np.mean(settled):.1%}" in words
    assert f"it is {100 * min(anew):.0f} to {max(anew):.0%}: chance" in words
    assert f"held the truth in {100 * min(few):.0f} to {max(few):.0%}" in words


def test_the_stored_truths_are_those_of_the_town(stored, true):
    assert len(stored["rows"]) == len(true)
    for row, value in zip(stored["rows"], true.values(), strict=True):
        assert row["true"] == pytest.approx(value, abs=1e-4)
