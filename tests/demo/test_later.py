"""A future cohort pays for the trains: the survey finds it, and the pack says it."""

from __future__ import annotations

import pytest

from dueregard.consequences import ConsequencesFindings, released_consequences
from dueregard.consequences.generations import (
    later_years_of,
    protected_years,
    tables_of_later_years,
    without_figures,
)
from dueregard.consequences.outcomes import changeable
from dueregard.consequences.planning import outcome_of_options
from dueregard.disclosure import Policy, release
from dueregard.options import load_with_options
from dueregard.pack.options_later import later_view, later_words
from dueregard.people import people_from


@pytest.fixture(scope="module")
def trains(folder):
    casebook, declared = load_with_options(folder)
    spec = casebook.specification
    option = declared[0].option
    outcome = outcome_of_options(spec)
    changed = changeable(people_from(casebook), outcome)
    found = later_years_of(changed.people, [option], spec, outcome=outcome, column=changed.column)
    tables = protected_years(tables_of_later_years(found), policy=Policy())
    findings = ConsequencesFindings(tables=tables, later_years=(without_figures(found),))
    return option.name, released_consequences(release(tables, policy=Policy()), findings)


def test_the_survey_finds_that_the_future_pays(trains):
    name, found = trains
    [flag] = found.flags
    assert flag.kind == "future_pays"
    assert "from 2037" in flag.text
    assert "those not yet born lose, under every schedule shown" in flag.text
    [share] = [
        record.estimate
        for record in found.later_of(name).records
        if record.measure == "share_of_payments"
        and record.by.get("generation") == "not yet born"
        and record.parameters["schedule"] == "green-book-2026"
    ]
    assert share == pytest.approx(0.04, abs=0.01)  # 4% in the town itself: docs/brackwater.md


def test_the_pack_tells_it_with_figures(trains):
    name, found = trains
    assert later_words(found, name).startswith("people not yet born lose £")
    view = later_view(found, name)
    rows = {row.name: row for row in view.panel.rows}
    assert rows["Not yet born"].figure.value.startswith("\N{MINUS SIGN}")
    assert rows["Not yet born"].figure.n == ""
    assert [first for first, _ in view.fan.rows] == [
        "Undiscounted",
        "Green Book 2022 and 2026",
        "Green Book 2026 sensitivity",
    ]
    assert [first for first, _ in view.years.rows] == ["2027", "2028 to 2036", "2037 to 2056"]
    assert any("Each later year has as many people" in text for text in view.assumed)
    assert not any("--" in text or "635" in text for text in view.assumed)
