"""The page about Brackwater tells the figures that are true of it."""

from pathlib import Path

import numpy as np
import pytest

from dueregard.demo import Parameters, Weighed, voiced, weighed
from dueregard.demo import __all__ as public
from dueregard.demo.statements import STATEMENTS
from dueregard.demo.truth_of_options import STORIES, repaid_by

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


def signed(pounds):
    return f"{pounds:+.2f}".replace("-", "−")


def millions(option: Weighed):
    return f"{round(option.cost * 52 / 1e6, 1) + 0.0:.1f}".replace("-", "−")


def moved(gap):
    return f"{'narrows' if gap.change > 0 else 'widens'} by {abs(gap.change):.2f}"


def rows_of_options(options):
    """The rows of the page's table, each with what it says of the three options."""
    disability, help_ = options[0].gaps["disability"], options[0].gaps["help_with_council_tax"]
    yield "cost, £m a year, on balance", [millions(each) for each in options]
    yield "everyone", [signed(each.everyone) for each in options]
    for label, *group in (
        ("disabled residents", "disability", "yes"),
        ("other residents", "disability", "no"),
        ("residents helped with council tax", "help_with_council_tax", "yes"),
        ("residents not helped", "help_with_council_tax", "no"),
        ("Gypsy or Irish Traveller residents", "ethnic_group", "Gypsy or Irish Traveller"),
    ):
        yield label, [signed(each.changes[tuple(group)]) for each in options]
    for name, gap in (("disability", disability), ("help_with_council_tax", help_)):
        label = f"so the gap of {signed(gap.before)} between them"
        yield label, [moved(each.gaps[name]) for each in options]


@pytest.mark.parametrize("story", STORIES)
def test_the_figures_of_the_options_are_current(brackwater, story):
    table = PAGE.partition(f"| {story} |")[2].partition("\n\n")[0]
    for label, cells in rows_of_options(weighed(brackwater, story=story)):
        assert f"| {label} | {' | '.join(cells)} |" in table


def test_the_figures_of_the_small_group_that_loses_are_current(brackwater):
    meant = dict(weighed(brackwater)[1].meant)
    ours = meant.pop("Gypsy or Irish Traveller")
    assert f"gains £{min(meant.values()):.2f} a week or more" in PAGE
    assert f"lose £{-ours:.2f}, because" in PAGE
    settled = brackwater.columns["fixed_address"]
    theirs = brackwater.labels("ethnicity") == "Gypsy or Irish Traveller"
    shares = settled[theirs].mean(), settled[~theirs].mean()
    assert "{:.0%} of Gypsy or Irish Traveller residents have one, {:.0%} of others".format(*shares) in PAGE


def test_the_figures_of_those_who_pay_later_are_current(brackwater):
    shares = repaid_by(brackwater)
    words = " ".join(PAGE.split())
    assert f"{shares['children']:.0%} falls on people who are under 16 in 2027" in words
    assert f"and {shares['unborn']:.0%} on people not yet born" in words


@pytest.mark.parametrize("name", ["town", "survey", "planted", "weighed", "write_demo", "Parameters"])
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
