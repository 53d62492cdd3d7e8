"""What a reader with five minutes sees: no order, sign or short word may make an option look better."""

from __future__ import annotations

from dueregard.appraisal import Appraisal, Finding, TradeOff, profile_of
from dueregard.appraisal.dominance import compare
from dueregard.appraisal.profile import Edge
from dueregard.appraisal.weighing import edge_words, weighed
from dueregard.pack.glance import glance
from dueregard.pack.principles import profile_view
from dueregard.pack.weighing import pair_views
from tests.appraisal.profile_making import (
    AIM,
    DISABLED,
    OTHERS,
    ROMA,
    appraised,
    asked,
    change,
    gap,
    outcome_of,
    standing,
)

CLOSER = [change("Grant", DISABLED, 9), change("Grant", OTHERS, 1), *gap("Grant", DISABLED, -60, 8, aim=40.0)]
HARMS = [*CLOSER, change("Grant", ROMA, -8, se=2)]


def _voice(*signals: str, option: str = "Grant") -> list[Finding]:
    return [
        Finding(principle="voice", option=option, signal=each, words=f"A {each}.", short=f"a {each}")  # type: ignore[arg-type]
        for each in signals
    ]


def test_neither_an_aim_that_comes_closer_nor_who_loses_hides_the_other() -> None:
    told = glance(outcome_of(HARMS, specification=asked(aim=AIM), now=[standing(ROMA, -30)]))
    assert told[0] == (
        "Aim: Disabled (disability), gap closes to about £52.00 a week; not met (at most £40.00 a week)"
    )
    assert told[1] == "Lose: Roma (ethnic group), worse off now, −£8.00 a week"
    assert told[2].startswith("Gain: Disabled (disability), +£9.00 a week")


def test_what_is_left_of_an_aim_is_in_the_finding() -> None:
    cell = outcome_of(CLOSER, specification=asked(aim=AIM))
    assert "at most £40.00 a week, and about £52.00 a week would be left" in cell.finding


def test_a_gap_that_widens_is_never_printed_with_a_minus() -> None:
    away = [change("Grant", DISABLED, 2), change("Grant", OTHERS, 3)]
    away += gap("Grant", DISABLED, -60, -1, se=0.1, aim=40.0)
    found = appraised(away, specification=asked(aim=AIM))
    view = profile_view(found)
    assert view is not None
    size = view.principles[0].rows[1].size
    assert size is not None
    assert size.words == "Widens by £1.00 a week"
    assert size.interval == "£0.80 to £1.20"
    assert size.mark.point < size.nought


def test_mixed_does_not_level_those_who_are_worse_off_with_everybody_else() -> None:
    assert outcome_of(HARMS).told == "worse for some, better for others"
    worst = outcome_of(HARMS, now=[standing(ROMA, -30)])
    assert worst.told == "worse for some already worse off, better for others"


def test_doing_nothing_is_said_to_be_held_against_something_else() -> None:
    view = profile_view(appraised(CLOSER))
    assert view is not None
    assert view.options[0] == "Do nothing: as it has been moving"


def test_who_designed_an_option_never_stands_in_the_place_of_who_opposes_it() -> None:
    for signals in (("gain", "loss"), ("loss", "gain")):
        [pair] = profile_of(_voice(*signals), options=("as now", "Grant")).trade_offs
        nothing, grant = pair.better
        assert [edge_words(each) for each in nothing] == ["The other: a loss"]
        assert [edge_words(each) for each in grant] == ["A gain"]


def test_an_option_that_is_opposed_does_worse_than_one_that_is_not() -> None:
    both = [*_voice("gain", "loss"), *_voice("gain", option="Pass")]
    found = profile_of(both, options=("as now", "Grant", "Pass"))
    assert compare(found.cell("voice", "Grant"), found.cell("voice", "Pass")).verdict == "worse"


def test_what_is_named_first_is_fixed_and_not_the_largest() -> None:
    edges = (
        Edge(principle="outcome", who="Rich", kind="group", standing="better off", by_how_much=50.0),
        Edge(principle="outcome", who="Middle", kind="group", by_how_much=40.0),
        Edge(principle="outcome", who="Poor", kind="group", standing="worse off", by_how_much=1.0),
        Edge(principle="outcome", who="the aim", kind="aim", by_how_much=0.5),
    )
    [row] = weighed(TradeOff(options=("A", "B"), words="", better=(edges, ())))
    assert [each.who for each in row.named[0]] == ["the aim", "Poor", "Middle"]
    assert (row.more, row.named[1]) == ((1, 0), ())


def test_every_edge_of_a_pair_is_named_or_counted_and_all_are_in_json() -> None:
    found: Appraisal = appraised(
        [*HARMS, change("Pass", DISABLED, 1), change("Pass", OTHERS, 5)], options=("Grant", "Pass")
    )
    for pair, view in zip(found.trade_offs, pair_views(found.trade_offs), strict=True):
        for side in (0, 1):
            told = sum(len(row.sides[side][0]) + row.sides[side][1] for row in view.rows)
            assert told == len(pair.better[side]) == len(pair.to_dict()["better"][side])


def test_an_effect_that_was_only_assumed_is_not_said_to_be_a_close_call() -> None:
    cell = appraised(CLOSER, declared={"Grant": {"evidence": "A trial"}}).cell("evidence", "Grant")
    assert cell.direction == "too close to call"
    assert cell.told == "too close to call: nothing was tested"
    assert "Effect assumed from a source, not evaluated" in glance(cell)
