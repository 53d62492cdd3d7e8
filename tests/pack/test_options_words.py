"""Verdicts on options are true to their intervals, and numbers are written as people read them."""

from __future__ import annotations

import pytest

from dueregard.estimates import Record
from dueregard.pack.options_figures import OFF, RATE, change_cell, format_of, people_cell
from dueregard.pack.options_gaps import gap_cell, gap_now, verdict_of


def change(estimate: float, half: float, *, unit: str = "£ a week", **more: object) -> Record:
    low, high = estimate - half, estimate + half
    verdict = "higher than" if low > 0 else "lower than" if high < 0 else "too close to call"
    fields = {"measure": "mean_change", "contrast": "difference", "reference": "before", "verdict": verdict}
    return Record(estimate=estimate, low=low, high=high, se=half / 2, unit=unit, **(fields | more))


@pytest.mark.parametrize(
    ("estimate", "half", "better", "verdict", "sense"),
    [
        (0.26, 0.1, "higher", "Better off", "better"),
        (-0.26, 0.1, "higher", "Worse off", "worse"),
        (0.05, 0.1, "higher", "Too close to call", "close"),
        (-0.26, 0.1, "lower", "Better off", "better"),
    ],
)
def test_a_change_is_better_or_worse_only_beyond_its_interval(
    estimate: float, half: float, better: str, verdict: str, sense: str
) -> None:
    record = change(estimate, half)
    cell = change_cell(record, format_of([record]), names=OFF, better=better)
    assert (cell.verdict, cell.sense) == (verdict, sense)


def test_small_changes_keep_their_digits() -> None:
    record = change(-0.00065, 0.0002, unit="proportion")
    cell = change_cell(record, format_of([record], measure="proportion"), names=RATE, better="lower")
    assert (cell.words, cell.interval) == ("−0.065 points", "−0.085 to −0.045")
    pounds = change(0.264, 0.02)
    assert change_cell(pounds, format_of([pounds]), names=OFF).words == "+£0.26"


def test_no_change_and_what_is_kept_back_have_no_numbers() -> None:
    none = change_cell(change(0.0, 0.0, verdict="the same as"), format_of([]), names=OFF)
    assert (none.verdict, none.words, none.interval) == ("No change", "", "")
    kept = Record(measure="mean_change", status="withheld", reason="withheld")
    assert change_cell(kept, format_of([]), names=OFF).words == "[c]"


def test_who_gains_is_told_in_number_and_size() -> None:
    number = Record(measure="winners", estimate=2909.0, low=2726.0, high=3093.0, se=90.0, unit="people")
    share = Record(measure="winners_share", estimate=0.053)
    size = Record(measure="mean_gain_of_winners", estimate=4.97, unit="£ a week")
    cell = people_cell(number, share, size, nobody="nobody")
    assert cell.words == "2,909 people (5.3%), by £4.97 a week each"
    nobody = Record(measure="losers", estimate=0.0)
    assert people_cell(nobody, None, None, nobody="nobody").words == "nobody"


@pytest.mark.parametrize(
    ("now", "then", "moved", "aim", "verdict"),
    [
        (-60, (-40, 5), (20, 4), None, "Narrows"),
        (-60, (-40, 5), (20, 4), 50, "Closes to the aim"),
        (-60, (-40, 15), (20, 4), 50, "Narrows"),
        (-60, (-70, 5), (-10, 4), 80, "Widens"),
        (-60, (-58, 5), (2, 4), 80, "Too close to call"),
        (-60, (25, 5), (85, 4), None, "Turns round"),
        (60, (40, 5), (-20, 4), None, "Narrows"),
        (5, (-110, 150), (-115, 2), None, "Too close to call"),
    ],
)
def test_what_becomes_of_a_gap(
    now: float, then: tuple[float, float], moved: tuple[float, float], aim: float | None, verdict: str
) -> None:
    before, after = change(now, 5.0), change(*then)
    assert verdict_of(before, after, change(*moved), at_most=aim)[0] == verdict


def test_a_gap_says_what_remains_and_whether_it_narrows_by_levelling_down() -> None:
    before, after, moved = change(-60.0, 5.0), change(-52.0, 5.0), change(8.43, 0.27)
    cell = gap_cell(before, after, moved, format_of([before]), levelled=True)
    assert cell.words == "by £8.43 (£8.16 to £8.70); £52.00 remains; by levelling down"
    assert gap_now(before, format_of([before]), at_most=20.0).verdict == "Wider than the aim"
