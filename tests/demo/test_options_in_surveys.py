"""The survey finds the true effects of the options, as often as its intervals say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks.coverage_demo import RESULTS, SMALL, found_in, options_of, truths
from dueregard.demo import weighed
from dueregard.demo.survey import survey_again

SURVEYS = range(1, 6)


@pytest.fixture(scope="module")
def distances(brackwater):
    """By figure and survey, how many standard errors the estimate is from the truth."""
    options, true = options_of("usual"), truths(weighed(brackwater))
    every = [found_in(survey_again(brackwater, seed=seed), options, seed=seed) for seed in SURVEYS]
    return {
        key: np.array(
            [2 * 1.959964 * (each[key][0] - value) / (each[key][2] - each[key][1]) for each in every]
        )
        for key, value in true.items()
    }


def test_intervals_hold_what_is_true(distances):
    every = np.concatenate(list(distances.values()))
    assert len(every) == 27 * len(SURVEYS)
    assert 0.85 < (np.abs(every) < 1.96).mean() < 1.0
    assert np.abs(every).max() < 4.5


def test_estimates_are_not_all_off_to_one_side(distances):
    middles = np.array([each.mean() for each in distances.values()])
    assert np.abs(middles).max() < 3.5 / np.sqrt(len(SURVEYS)) + 0.5


@pytest.fixture(scope="module")
def stored():
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def test_over_many_surveys_intervals_hold_the_truth_in_93_to_97_per_cent(stored):
    assert stored["surveys"] >= 100
    for row in stored["rows"]:
        if SMALL not in row["figure"]:
            assert 0.93 <= row["held"] <= 0.97, row


def test_the_stored_truths_are_those_of_the_town(stored, brackwater):
    for story in ("usual", "low-take-up"):
        true = truths(weighed(brackwater, story=story))
        rows = [row for row in stored["rows"] if row["story"] == story]
        assert len(rows) == len(true)
        for row in rows:
            assert row["true"] == pytest.approx(true[row["option"], row["figure"]], abs=1e-4)
