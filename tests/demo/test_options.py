"""The options of the casebook do what was planted, and the library that simulates them agrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dueregard.consequences.effects import Baseline, changes_of
from dueregard.consequences.generations import Years, later_years
from dueregard.demo import weighed, write_demo
from dueregard.demo.truth import groups_of
from dueregard.demo.truth_of_options import STORIES, TOLD_OF, repaid_by
from dueregard.engine import parse
from dueregard.errors import UsageError
from dueregard.options import (
    Option,
    apply_option,
    formulas_of,
    parts_of,
    prompts_of,
    read_option,
    read_rows,
    units_of,
)
from dueregard.people import read_people

PACKAGE = Path(__file__).parents[2] / "src" / "dueregard" / "demo"


@pytest.fixture(scope="module")
def planted_options(brackwater):
    return {story: weighed(brackwater, story=story) for story in STORIES}


@pytest.fixture(scope="module")
def options(folder, tmp_path_factory):
    other = PACKAGE / "options_low_take_up"
    files = {"usual": sorted((folder / "options").glob("*.toml"))}
    files["low-take-up"] = [
        other / file.name if (other / file.name).exists() else file for file in files["usual"]
    ]
    return {story: [read_option(file) for file in each] for story, each in files.items()}


def expected(option: Option) -> Option:
    """The option with take-up that is not drawn, so that it has one true effect."""
    parts = [
        part.model_copy(update={"take_up": part.take_up.model_copy(update={"mode": "expected"})})
        for part in option.parts
    ]
    return option.model_copy(update={"parts": tuple(parts), "uncertainty": None})


@pytest.fixture(scope="module")
def everyone(brackwater, options):
    """Everyone in the town, with the expressions of all options."""
    every = [expected(option) for each in options.values() for option in each]
    formulas = {formula for option in every for formula in formulas_of(option).values()}
    names = {name for formula in formulas for name in parse(formula.text).columns}
    people = read_people(brackwater.table().select(sorted(names | {"income_after_travel"})))
    return read_rows(
        people,
        outcome="income_after_travel",
        formulas=formulas,
        codes=["council_tax_help"],
    )


@pytest.mark.parametrize("story", STORIES)
def test_the_library_finds_in_everyone_what_was_planted(
    brackwater, everyone, options, planted_options, story
):
    columns = brackwater.columns
    units = units_of("person", None, everyone, column=None)
    baseline = Baseline(
        outcome=everyone.outcome,
        weight=everyone.weight,
        line=0.0,
        median=0.0,
        household=columns["household"],
        scale=columns["scale"],
    )
    for option, true in zip(options[story], planted_options[story], strict=True):
        assert option.name == true.option
        applied = apply_option(expected(option), everyone, units)
        change = changes_of(applied, baseline)
        assert applied.total_cost == pytest.approx(true.cost, abs=1e-6)
        assert change.mean() == pytest.approx(true.everyone, abs=1e-9)
        for (name, level), mean in true.changes.items():
            codes, labels = groups_of(brackwater, name)
            assert change[codes == labels.index(level)].mean() == pytest.approx(mean, abs=1e-9)


def test_flat_widens_and_targeted_closes(planted_options):
    flat, grant, with_fares = planted_options["usual"]
    assert flat.gaps["disability"].change < -0.5
    for option in (grant, with_fares):
        assert all(option.gaps[name].change > 5 for name in TOLD_OF)
        assert abs(option.cost) < 0.02 * 130_740  # it spends what the pass costs now


def test_one_small_group_loses_where_others_like_it_gain(planted_options):
    for option in planted_options["usual"][1:]:
        ours = option.meant["Gypsy or Irish Traveller"]
        others = [mean for group, mean in option.meant.items() if group != "Gypsy or Irish Traveller"]
        assert ours < -2
        assert min(others) > 5


def test_where_few_ask_for_the_grant_it_fails_those_it_is_meant_for(planted_options):
    flat, *grants = planted_options["low-take-up"]
    for option in grants:
        gap = option.gaps["help_with_council_tax"]
        assert gap.change < -0.5 < flat.gaps["help_with_council_tax"].change
        assert option.changes["disability", "yes"] < 0
        assert option.changes["help_with_council_tax", "yes"] < -3
        # The gap of disabled people narrows all the same, because others lose more.
        assert option.gaps["disability"].change > 0


def test_a_future_cohort_pays_for_the_trains(options):
    [loan] = options["usual"][0].later
    assert (loan.start, loan.until) == (2037, 2056)
    assert options["usual"][0].ends < loan.start
    repaid = 34e6 * 1.03**10 * 0.03 / (1 - 1.03**-20)  # an annuity of what 34 million have grown to
    assert -loan.total == pytest.approx(repaid, rel=0.001)


def test_the_library_finds_who_pays_later(brackwater, options):
    table = brackwater.table().select(["age", "pass_saving", "income_after_travel"])
    years = Years(age="age", collected=2027, schedules=("green-book-2022",))
    found = later_years(
        read_people(table.take(list(range(0, 60_000, 4)))),
        [expected(options["usual"][0])],
        years,
        outcome="income_after_travel",
        unit="£ a week",
    )
    shares = {
        each.by.get("group", each.by.get("generation")): each.estimate
        for each in found.records
        if each.measure == "share_of_payments"
    }
    true = repaid_by(brackwater)
    assert shares["under 16 in 2027"] == pytest.approx(true["children"], abs=0.02)
    assert shares["not yet born"] == pytest.approx(true["unborn"], abs=0.01)


def test_the_stories_differ_in_take_up_and_in_nothing_else(options):
    for usual, other in zip(options["usual"], options["low-take-up"], strict=True):
        parts = list(zip(parts_of(usual), parts_of(other), strict=True))
        differing = {
            name
            for one, two in parts
            for name in Option.model_fields
            if getattr(one, name) != getattr(two, name)
        }
        assert differing <= {"take_up", "evidence", "note"}


def test_a_condition_that_stands_for_an_ethnic_group_is_to_be_reviewed(options):
    for option in options["usual"][1:]:
        columns = {prompt.column: prompt for prompt in prompts_of(option)}
        assert {"age", "disabled", "fixed_address"} <= set(columns)
        assert columns["fixed_address"].proxy
        assert columns["fixed_address"].characteristic == "ethnic_group"


def test_every_option_says_who_wrote_it_and_that_it_is_invented(folder):
    for file in (folder / "options").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert "synthetic" in text.splitlines()[0]
        option = read_option(file)
        assert option.authored_by
        assert option.note
        assert "Invented for Brackwater" in option.evidence


def test_the_other_story_is_a_whole_casebook(tmp_path, folder):
    written = write_demo(tmp_path / "other", story="low-take-up")
    for name in ("people.parquet", "casebook.toml", "options/1-flat-pass-on-trains.toml"):
        assert (written / name).read_bytes() == (folder / name).read_bytes()
    changed = "options/2-targeted-grant.toml"
    assert (written / changed).read_bytes() != (folder / changed).read_bytes()
    assert "few of those" in (written / "README.md").read_text(encoding="utf-8")


def test_a_story_that_there_is_not_is_refused(tmp_path):
    story: Any = "low-takeup"
    with pytest.raises(UsageError, match="low-take-up"):
        write_demo(tmp_path / "other", story=story)
    assert not (tmp_path / "other").exists()


def test_a_fixed_address_weighs_on_one_group(brackwater):
    settled = brackwater.columns["fixed_address"]
    traveller = brackwater.labels("ethnicity") == "Gypsy or Irish Traveller"
    assert settled[traveller].mean() < 0.3
    assert settled[~traveller].mean() > 0.95
    assert np.ptp(settled) == 1
