"""Accounts of generations in the stage: found, protected, told of what is shown, and never in the way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dueregard.consequences import ReleasedConsequences
from dueregard.consequences.generations import OF_LATER_YEARS
from dueregard.pack import consequences_lines
from dueregard.pack.options_later import later_view, later_words
from tests.consequences.stage_casebook import CASEBOOK, FEW, FLAT, TARGETED, people, tried

AGED = CASEBOOK.replace('weight = "w"', 'weight = "w"\ncollected = 2027').replace(
    "[people.places]", '[people.generations]\nage = "age"\n\n[people.places]'
)
ONLY_ONE = AGED.replace(
    'id = "id"', 'id = "id"\nby = ["sex"]\nuntil = 2050\nschedules = ["undiscounted", "3%"]'
)
ONLY_ONE = ONLY_ONE.replace('[[intersections]]\nof = ["sex", "ethnic_group"]\n\n', "")
LOAN = 'starts = 2027\nends = 2030\n[[later]]\nwhat = "Loan"\nfrom = 2031\nuntil = 2050\namount = -3\n'


def _with_ages() -> dict[str, list[object]]:
    ages = np.random.default_rng(3).integers(0, 80, 600)
    ages[:3] = 93
    return {**people(), "age": ages.tolist()}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ReleasedConsequences:
    return tried(
        tmp_path_factory.mktemp("casebook"),
        ONLY_ONE,
        table=_with_ages(),
        flat=FLAT + LOAN,
        targeted=TARGETED,
        few=FEW + "starts = 2027\n",
        broken=FLAT.replace('"Flat"', '"Broken"')
        + LOAN.replace("amount = -3", 'amount = "-1 * age / (age - age)"'),
    )


def test_options_that_look_ahead_have_accounts_and_others_do_not(found: ReleasedConsequences) -> None:
    [later] = found.later_years
    assert (later.first, later.until, [each.name for each in later.schedules]) == (
        2027,
        2050,
        ["undiscounted", "3%"],
    )
    assert set(OF_LATER_YEARS) <= {table.name for table in found.tables}
    assert found.later_of("Targeted") is None
    assert later_words(found, "Targeted") == ""
    assert later_view(found, "Targeted") is None


def test_the_future_pays_is_told(found: ReleasedConsequences) -> None:
    assert [flag.option for flag in found.flags if flag.kind == "future_pays"] == ["Flat"]
    assert "people not yet born lose" in later_words(found, "Flat")
    assert "From 2027 to 2030 it brings people more than it takes" in " ".join(
        found.later_years[0].sentences["Flat"]
    )
    lines = "\n".join(consequences_lines(found))
    assert "  Later: people not yet born lose" in lines
    assert "the future pays" in lines
    assert found.beside()["later_years"][0]["until"] == 2050


def test_a_small_generation_is_kept_back_with_company(found: ReleasedConsequences) -> None:
    own = [
        record
        for record in found.later_years[0].records
        if record.by["option"] == "Flat" and "generation" in record.by
    ]
    kept = {record.by["generation"] for record in own if record.status == "withheld"}
    shown = {record.by["generation"] for record in own if record.status != "withheld"}
    assert "born 1930 to 1939" in kept
    assert len(kept) > 1
    assert not kept & shown
    assert "born 1930 to 1939" not in later_words(found, "Flat")


def test_of_an_option_for_few_people_nothing_is_shown(found: ReleasedConsequences) -> None:
    few = [record for record in found.later_years[0].records if record.by["option"] == "For a few"]
    assert {record.status for record in few} == {"withheld"}
    assert later_words(found, "For a few") == "kept back"
    view = later_view(found, "For a few")
    assert view is not None
    assert view.panel is None
    assert view.sentences == ("Its accounts are kept back: they could show something about a person.",)


def test_a_failure_of_accounts_is_said_and_stops_nothing(found: ReleasedConsequences) -> None:
    assert any(
        note.startswith("Later years of Broken could not be worked out") for note in found.findings.notes
    )
    assert found.get("mean_change", "Broken") is not None
    assert found.later_of("Broken") is None


def test_without_ages_there_are_no_accounts(tmp_path: Path) -> None:
    without = ONLY_ONE.replace('[people.generations]\nage = "age"\n\n', "")
    found = tried(tmp_path, without, table=_with_ages(), flat=FLAT + LOAN)
    assert found.later_years == ()
    assert not set(OF_LATER_YEARS) & {table.name for table in found.tables}
    assert "Later:" not in "\n".join(consequences_lines(found))
