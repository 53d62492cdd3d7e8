"""What the summary says of an option is true to its interval, and no gap narrows without its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dueregard import measures
from dueregard.estimates import records
from dueregard.pack.options_summary import aims_words, cost_words
from dueregard.pack.views import GapView
from dueregard.people import read_people


@pytest.fixture(scope="module")
def cost():
    people = read_people({"cost": [100.0, 200.0, 300.0]})
    [record] = records(people.estimate(measures.total("cost", unit="£ a week")))
    return record


def test_an_option_costs_or_saves(cost):
    dear = replace(cost, estimate=1938.0, low=1200.0, high=2600.0)
    cheap = replace(cost, estimate=-102_055.0, low=-107_750.0, high=-96_361.0)
    assert cost_words(dear) == "costs £1,938 a week."
    assert cost_words(cheap) == "saves £102,055 a week."


def test_what_chance_decides_is_neither(cost):
    said = cost_words(replace(cost, estimate=1938.0, low=-5174.0, high=9050.0))
    assert said.startswith("costs neither clearly more nor clearly less than doing nothing: £1,938 a week (")


def test_a_gap_that_narrows_because_others_lose_is_said_to():
    narrows = GapView(sense="better", verdict="Narrows", words="by £4; £60 remains; by levelling down")
    widens = GapView(sense="worse", verdict="Widens", words="by £1; £65 remains")
    assert aims_words([("Disabled", narrows)]).endswith("Disabled: narrows by levelling down; £60 remains.")
    told = aims_words([("Disabled", narrows), ("Aged 75 and over", widens)])
    assert told == "Of 2 gaps that are aimed at: 1 narrows by levelling down and 1 widens."
