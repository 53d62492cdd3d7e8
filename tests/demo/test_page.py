"""The page about Brackwater tells the figures that are true of it."""

from pathlib import Path

import numpy as np
import pytest

from dueregard.demo import Parameters, voiced
from dueregard.demo import __all__ as public
from dueregard.demo.statements import STATEMENTS

PAGE = (Path(__file__).parents[2] / "docs" / "brackwater.md").read_text(encoding="utf-8")


def points(share):
    return f"{100 * share:+.1f} points".replace("-", "−")


def test_the_figures_of_the_gaps_are_current(truth):
    reversal, widening = truth.reversal, truth.widening
    assert f"{points(reversal.crude)} as they are, {points(reversal.age_standardised)} at" in PAGE
    assert f"from {points(widening.before)} in 2024 to {points(widening.after)} in 2026" in PAGE
    assert f"by {points(truth.intersection)}" in PAGE


def test_the_figures_of_the_small_group_and_the_hazard_are_current(truth):
    assert f"{truth.smallest_count} {truth.smallest_group} residents" in PAGE
    survival = Parameters().survival
    ratio = np.exp(dict(survival.by_social_grade)["Routine or manual"])
    assert f"has {ratio:.2f} times the hazard" in PAGE


def test_the_figures_of_the_pass_are_current(brackwater):
    columns = brackwater.columns
    adult = columns["age"] >= 16
    saving = {each: columns["pass_saving"][adult & (columns["disabled"] == each)].mean() for each in (0, 1)}
    assert f"disabled adults £{saving[1]:.2f} a week, other adults £{saving[0]:.2f}" in PAGE


@pytest.mark.parametrize("name", ["town", "survey", "planted", "write_demo", "Parameters"])
def test_the_page_names_what_python_offers(name):
    assert name in public
    assert name in PAGE


def test_the_figures_of_voices_are_current(brackwater):
    found = voiced(brackwater)
    for missing in found.missing:
        assert f"{missing.took_part:.1%} of those who took part, {missing.adults:.1%} of adults" in PAGE
    assert f"{found.group_adults:.1%} of adults; {found.oppose:.0%} of their votes are against" in PAGE
    assert f"to which {found.agree:.0%} of all agree" in PAGE
    assert f"{found.participants} residents vote on {len(STATEMENTS)} statements" in PAGE
