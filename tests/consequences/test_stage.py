"""The stage: a casebook's options, what they do to whom, and what may be shown of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.consequences import ReleasedConsequences, find_consequences
from dueregard.errors import CasebookError
from dueregard.options import load_with_options
from dueregard.people import people_from
from tests.consequences.stage_casebook import (
    CASEBOOK,
    FEW,
    FLAT,
    TARGETED,
    only,
    people,
    tried,
    write_casebook,
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ReleasedConsequences:
    return tried(tmp_path_factory.mktemp("casebook"), flat=FLAT, targeted=TARGETED)


def test_every_record_names_its_option_first_and_its_outcome_as_declared(found: ReleasedConsequences) -> None:
    assert {table.name for table in found.tables} >= {
        "consequences-everyone",
        "consequences-decile",
        "consequences-sex",
        "consequences-ward",
        "consequences-sex-ethnic_group",
        "consequences-aim-ethnic_group-money",
    }
    assert {next(iter(record.by)) for record in found.records} == {"option"}
    assert {record.outcome for record in found.records} == {"money"}
    assert {record.by["option"] for record in found.records} == {"as now", "Flat", "Targeted"}
    concept = found.get("mean_change", "Flat").parameters["income_concept"]
    assert concept == "money as in the table; after: with cash"


def test_figures_by_hand(found: ReleasedConsequences) -> None:
    cost, mean = found.get("total_cost", "Flat"), found.get("mean_change", "Flat")
    assert (cost.estimate, mean.estimate) == (pytest.approx(6000), pytest.approx(5))
    paid = found.get("total_cost", "Targeted").estimate / 2 / 1200
    assert found.get("mean_change", "Targeted", disability="Disabled").estimate == pytest.approx(20 - paid)
    assert found.get("mean_change", "Targeted", disability="Not disabled").estimate == pytest.approx(-paid)


def test_gaps_are_from_the_same_groups_as_in_the_grid(found: ReleasedConsequences) -> None:
    gap = found.get("gap_before", "Flat", disability="Disabled")
    assert gap.reference == "Not disabled"
    assert found.get("gap_change", "Targeted", disability="Disabled").estimate == pytest.approx(20)
    assert found.get("gap_before of median", "Flat", ethnic_group="b").parameters["target"] == 5


def test_the_money_that_would_close_a_gap_is_the_gap_times_the_people(found: ReleasedConsequences) -> None:
    gap = found.get("gap_before", "Flat", disability="Disabled")
    money = found.get("money_to_close_gap", "as now", disability="Disabled")
    assert money.estimate == pytest.approx(-gap.estimate * 240)
    remains = found.get("money_to_close_gap", "Targeted", disability="Disabled")
    assert remains.estimate == pytest.approx(-(gap.estimate + 20) * 240)
    aim = found.get("money_to_reach_target of median", "as now", ethnic_group="b")
    whole = found.get("money_to_close_gap of median", "as now", ethnic_group="b")
    assert whole.estimate - aim.estimate == pytest.approx(5 * 360)


def test_an_option_that_cannot_be_worked_out_stops_no_other(tmp_path: Path) -> None:
    broken = FLAT.replace('"Flat"', '"Broken"').replace("amount = 5", 'amount = "inkome / 10"')
    found = tried(tmp_path, only("sex"), broken=broken, flat=FLAT)
    assert [option.name for option in found.findings.options] == ["Flat"]
    [failure] = found.findings.failures
    assert failure.option == "Broken"
    assert "inkome" in failure.reason


def test_wrong_files_are_errors_of_the_casebook_all_at_once_with_their_lines(tmp_path: Path) -> None:
    folder = write_casebook(
        tmp_path,
        CASEBOOK.replace('better = "lower"', 'betr = "lower"'),
        a=FLAT.replace("amount", "amont"),
        b=TARGETED.replace("disabled ==", "disabled =="),
        c=TARGETED.replace("== 'limited'", "== )"),
    )
    with pytest.raises(CasebookError) as told:
        load_with_options(folder)
    text = str(told.value)
    assert "casebook.toml" in text
    assert "a.toml, line 3: There is no key 'amont' here." in text
    assert "c.toml, line 3" in text
    assert "b.toml" not in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('name = "as now"', "taken by doing nothing"),
        ('name = "Targeted"', "taken by"),
        ('name = "Flat"\noutcome = "mony"', "Did you mean 'money'?"),
    ],
)
def test_names_and_outcomes_that_do_not_fit_are_refused(tmp_path: Path, change: str, said: str) -> None:
    folder = write_casebook(tmp_path, a=TARGETED, b=FLAT.replace('name = "Flat"', change))
    with pytest.raises(CasebookError, match=said):
        load_with_options(folder)


def test_an_option_may_change_another_outcome_where_less_is_better(tmp_path: Path) -> None:
    fewer = """name = "Buses"
kind = "service_change"
outcome = "late"
eligible = "disabled == 'limited'"
amount = -0.1
amounts_below_zero = "allow"
cost = 3
evidence = "a trial"
"""
    found = tried(tmp_path, only("sex"), buses=fewer)
    assert found.outcome_of("Buses") == "late"
    assert found.get("winners", "Buses").estimate == pytest.approx(240)
    assert found.get("losers", "Buses").estimate == 0
    assert found.get("mean_change", "Buses").estimate == pytest.approx(-0.02)
    assert found.get("gini_change", "Buses") is None
    assert found.get("total_cost", "Buses").unit == "£"


def test_only_the_latest_wave_is_tried(tmp_path: Path) -> None:
    now, before = people(), people()
    both = {name: [*before[name], *values] for name, values in now.items()}
    both["id"] = list(range(1200))
    both["year"] = [2024] * 600 + [2026] * 600
    text = only("sex").replace('authored_by = "Forum"\n\n[[outcomes]]', 'period = "year"\n\n[[outcomes]]')
    found = tried(tmp_path, text, table=both, flat=FLAT)
    assert found.get("total_cost", "Flat").estimate == pytest.approx(6000)
    assert found.get("mean_change", "Flat").estimate == pytest.approx(5)


def test_without_options_nothing_is_found(tmp_path: Path) -> None:
    casebook, options = load_with_options(write_casebook(tmp_path))
    found = find_consequences(people_from(casebook), casebook, options=options)
    assert (found.any, found.tables) == (False, ())


def test_prompts_know_the_casebooks_own_columns(tmp_path: Path) -> None:
    found = tried(tmp_path, only("sex"), few=FEW.replace("id <= 30", "id <= 3000"))
    assert [(each.column, each.characteristic) for each in found.findings.prompts] == [
        ("grp", "ethnic_group")
    ]


def test_figures_are_of_the_population_and_costs_of_everybody(tmp_path: Path) -> None:
    text = only("sex").replace('weight = "w"', 'weight = "w"\nwhere = "disabled == \'limited\'"')
    found = tried(tmp_path, text, flat=FLAT)
    assert found.get("winners", "Flat").estimate == pytest.approx(240)
    assert found.get("total_cost", "Flat").estimate == pytest.approx(6000)
