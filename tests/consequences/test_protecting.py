"""What an option does to few people is not shown, nor found from totals, pairs of options, or gaps."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.consequences import ReleasedConsequences
from dueregard.consequences.telling import without_counts
from dueregard.stages import released_options
from tests.consequences.stage_casebook import FEW, FLAT, only, people, tried, write_casebook


def shown(found: ReleasedConsequences, option: str, measure: str, variable: str) -> dict[str, bool]:
    return {
        record.by[variable]: record.estimate is not None
        for record in found.records
        if record.measure == measure
        and record.by["option"] == option
        and set(record.by) == {"option", variable}
    }


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ReleasedConsequences:
    return tried(tmp_path_factory.mktemp("casebook"), only("sex", "ethnic_group"), few=FEW, flat=FLAT)


def test_a_group_in_which_few_are_touched_is_kept_back_with_company(found: ReleasedConsequences) -> None:
    means = shown(found, "For a few", "mean_change", "ethnic_group")
    assert means["c"] is False
    assert sum(not each for each in means.values()) >= 2
    assert means == shown(found, "For a few", "total_change", "ethnic_group")


def test_everybody_falls_too_where_few_of_all_are_touched(found: ReleasedConsequences) -> None:
    for measure in ("mean_change", "total_cost", "gini_change", "mean_gain_of_winners"):
        assert found.get(measure, "For a few").estimate is None, measure


def test_another_option_is_shown_as_far_as_the_two_differ_in_many(found: ReleasedConsequences) -> None:
    assert found.get("mean_change", "Flat").estimate == pytest.approx(5)
    assert all(shown(found, "Flat", "mean_change", "sex").values())


def test_a_gap_falls_with_either_of_its_sides(found: ReleasedConsequences) -> None:
    means = shown(found, "For a few", "mean_change", "ethnic_group")
    for level, seen in shown(found, "For a few", "gap_change", "ethnic_group").items():
        assert not seen or (means[level] and means["a"])


def test_two_options_that_differ_in_few_people_are_not_both_shown(tmp_path: Path) -> None:
    nearly = FLAT.replace('"Flat"', '"Nearly flat"').replace("amount = 5", 'amount = "5 + (id < 4)"')
    found = tried(tmp_path, only("sex"), a_flat=FLAT, b_nearly=nearly)
    assert found.get("mean_change", "Flat").estimate == pytest.approx(5)
    assert found.get("mean_change", "Nearly flat").estimate is None


def test_in_a_full_count_few_winners_are_not_even_counted(tmp_path: Path) -> None:
    some = FEW.replace('"For a few"', '"Some"').replace("grp == 'c' and id <= 30", "id < 60 or id > 595")
    sample = only("ward")
    full = sample.replace('weight = "w"', 'count = "full"')
    nobody = {"north": False, "south": False}
    found = tried(tmp_path / "full", full, some=some)
    assert shown(found, "Some", "winners", "ward") == nobody
    found = tried(tmp_path / "sample", sample, some=some)
    assert shown(found, "Some", "mean_gain_of_winners", "ward") == nobody


def test_a_group_that_the_gaps_keep_back_is_kept_back_here(tmp_path: Path) -> None:
    table = people()
    table["grp"] = ["d" if number < 5 else group for number, group in enumerate(table["grp"])]
    found = released_options(write_casebook(tmp_path, only("ethnic_group"), table=table, flat=FLAT))
    assert shown(found, "Flat", "gap_before", "ethnic_group")["d"] is False
    assert shown(found, "Flat", "mean_change", "ethnic_group")["d"] is False


def test_sentences_do_not_count_few_people() -> None:
    assert without_counts("For 3 people this is not known.") == "For a few people this is not known."
    assert without_counts("Add --household with the ids.") == "Add [consequences] household with the ids."
