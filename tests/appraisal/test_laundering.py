"""Could this profile launder a bad decision? Each of these would like it to, and none may."""

from __future__ import annotations

from dueregard.appraisal.profile import ProfileCell
from dueregard.consequences.failures import Failure
from dueregard.estimates import Record
from tests.appraisal.profile_making import (
    AIM,
    DISABLED,
    OTHERS,
    ROMA,
    appraised,
    asked,
    change,
    evidence,
    gap,
    outcome_of,
    standing,
)

GOOD = [change("Grant", DISABLED, 9), change("Grant", OTHERS, 1), *gap("Grant", DISABLED, -60, 8)]


def _told(cell: ProfileCell) -> tuple[str, str, bool]:
    return cell.rule, cell.direction, cell.mixed


def test_a_gap_that_closes_because_the_worse_off_gain_is_better() -> None:
    cell = outcome_of(GOOD)
    assert _told(cell) == ("clear-gain", "better", False)
    assert cell.size is not None
    assert (cell.size.measure, cell.size.estimate) == ("gap_change", 8)
    assert cell.grade == "data"
    assert "of £60.00 a week now, closes by £8.00 a week" in cell.finding


def test_a_tiny_but_certain_improvement_is_not_better() -> None:
    tiny = [change("Grant", DISABLED, 0.9, se=0.1), *gap("Grant", DISABLED, -60, 0.9, se=0.1)]
    assert _told(outcome_of(tiny)) == ("too-close", "too close to call", False)


def test_a_small_group_that_clearly_loses_makes_it_worse_however_many_gain() -> None:
    cell = outcome_of([*GOOD, change("Grant", ROMA, -8, se=2)])
    assert _told(cell) == ("clear-loss", "worse", True)
    assert cell.told == "worse for some, better for others"
    assert cell.finding.startswith("Roma (ethnic group) lose £8.00 a week")
    assert cell.size is not None
    assert cell.size.by == ROMA


def test_a_loss_needs_no_least_size() -> None:
    assert _told(outcome_of([*GOOD, change("Grant", ROMA, -0.02, se=0.001)]))[0] == "clear-loss"


def test_only_people_who_are_clearly_better_off_may_pay() -> None:
    pays = change("Grant", OTHERS, -2, se=0.2)
    told = [change("Grant", DISABLED, 9), pays, *gap("Grant", DISABLED, -60, 11)]
    assert _told(outcome_of(told, now=[standing(OTHERS, 40)])) == ("clear-gain", "better", True)
    assert _told(outcome_of(told))[:2] == ("clear-loss", "worse")


def test_a_harm_that_may_be_chance_forbids_to_call_it_better() -> None:
    many = [change("Grant", {"religion": f"group {n}"}, 0.1) for n in range(40)]
    cell = outcome_of([*GOOD, *many, change("Grant", ROMA, -4.2, se=2)])
    assert _told(cell) == ("possible-loss", "too close to call", True)
    assert "Roma (ethnic group) may lose" in cell.finding


def test_a_gap_that_closes_by_harm_to_the_better_off_is_no_gain() -> None:
    harmed = [change("Grant", DISABLED, 0.1), change("Grant", OTHERS, -8), *gap("Grant", DISABLED, -60, 8)]
    cell = outcome_of(harmed, now=[standing(OTHERS, 40)])
    assert _told(cell) == ("levelling-down", "worse", True)
    assert "the better-off lose more than the others gain" in cell.finding
    assert "those on its worse-off side do not clearly gain" in str(cell.findings)


def test_an_interval_with_gain_and_harm_in_it_is_insufficient_evidence() -> None:
    assert _told(outcome_of(gap("Grant", DISABLED, -60, 2, se=9))) == (
        *("mostly-unknown", "insufficient evidence"),
        False,
    )


def test_a_favourable_figure_beside_many_that_are_withheld_is_insufficient_evidence() -> None:
    withheld = [change("Grant", {"religion": f"group {n}"}, None) for n in range(4)]
    cell = outcome_of([*GOOD, *withheld])
    assert _told(cell) == ("mostly-unknown", "insufficient evidence", False)
    assert cell.gap is not None
    assert "group 0 (religion or belief)" in cell.gap.what


def test_whoever_was_not_looked_at_is_not_known_to_be_unharmed() -> None:
    seen = [standing({name: "a"}, 0) for name in ("ethnic_group", "religion", "sex")]
    cell = outcome_of(GOOD, now=seen)
    assert _told(cell) == ("mostly-unknown", "insufficient evidence", False)
    assert "It was not worked out by ethnic group, religion or belief and sex." in cell.finding


def test_any_clear_step_away_from_a_stated_aim_is_worse() -> None:
    away = [change("Grant", DISABLED, 2), change("Grant", OTHERS, 2.3)]
    away += gap("Grant", DISABLED, -60, -0.3, se=0.1, aim=40.0)
    cell = outcome_of(away, specification=asked(aim=AIM))
    assert _told(cell) == ("clear-loss", "worse", True)
    assert "the stated aim is at most £40.00 a week" in cell.finding
    assert cell.told == "worse: a stated aim moves away, while people gain"


def test_another_figure_does_not_stand_in_for_a_stated_aim() -> None:
    sexes = [change("Grant", {"sex": "female"}, 9), *gap("Grant", {"sex": "female"}, -60, 8)]
    cell = outcome_of(sexes, specification=asked(aim=AIM))
    assert _told(cell) == ("silent-on-the-aim", "insufficient evidence", False)


def test_nobody_is_judge_in_their_own_cause() -> None:
    other = {"name": "health", "column": "health", "better": "higher", "authored_by": "Forum"}
    specification = asked(outcome={"authored_by": "Finance"}, others=[other])
    own = {"Grant": {"authored_by": ["Finance"]}}
    cell = outcome_of(GOOD, specification=specification, declared=own)
    assert _told(cell) == ("own-yardstick", "insufficient evidence", False)
    together = {"Grant": {"authored_by": ["Finance", "Forum"]}}
    assert outcome_of(GOOD, specification=specification, declared=together).direction == "better"


def test_about_generations_nothing_is_better_without_those_not_yet_born() -> None:
    ages = [change("Grant", {"age": "0 to 15"}, 9), *gap("Grant", {"age": "0 to 15"}, -60, 8)]
    cell = appraised(ages).cell("generations", "Grant")
    assert _told(cell) == ("silent-on-the-future", "insufficient evidence", False)
    assert any("not yet born" in gap.what for gap in cell.gaps)


def test_an_effect_without_a_source_is_no_evidence() -> None:
    found = appraised(GOOD, declared={"Grant": {"evidence": None}})
    assert found.cell("outcome", "Grant").grade == "none"
    assert _told(found.cell("evidence", "Grant")) == ("clear-loss", "worse", False)


def test_a_place_that_rises_while_its_people_lose_is_worse() -> None:
    told = [change("Grant", {"ward": "Quay"}, 9), *gap("Grant", {"ward": "Quay"}, -60, 8)]
    poorest = change("Grant", {"ward": "Quay", "part": "its poorest fifth"}, -3)
    cell = appraised([*told, poorest], places=["ward"]).cell("place", "Grant")
    assert _told(cell) == ("clear-loss", "worse", True)
    assert "poorest fifth of Quay" in cell.finding


def test_what_has_not_passed_the_gate_is_not_even_there() -> None:
    seen = evidence(GOOD)
    assert {record.support.n for table in seen.tables for record in table.records} == {0}


def test_an_option_that_could_not_be_worked_out_says_so_by_every_principle_of_effects() -> None:
    failed = Failure(option="Lost", reason="There is no column inkome.")
    found = appraised(GOOD, failures=[failed])
    told = {cell.principle: cell for cell in found.cells if cell.option == "Lost"}
    assert {cell.direction for cell in told.values()} == {"insufficient evidence"}
    assert "It could not be worked out on these people." in told["place"].finding
    assert told["outcome"].finding == "It could not be worked out on these people."
    assert "There is no column inkome." in told["evidence"].finding


def test_so_much_for_everybody_is_no_equality_although_fewer_are_below_a_line_that_stands_still() -> None:
    def poverty(measure: str, value: float, option: str = "Grant", **more: object) -> Record:
        given = {"outcome": "income", "by": {"option": option}, "estimate": value, "unit": "proportion"}
        return Record(measure=measure, **(given | {"low": value - 0.001, "high": value + 0.001} | more))  # type: ignore[arg-type]

    anchored = poverty("anchored_poverty_rate_change", -0.03)
    now = poverty("poverty_rate", 0.2, option="as now")
    same, moved = (poverty("poverty_rate_change", value) for value in (-0.005, -0.03))
    group = change("Grant", DISABLED, 5)
    assert outcome_of([group, anchored, now, same]).direction == "too close to call"
    assert outcome_of([group, anchored, now, moved]).direction == "better"
