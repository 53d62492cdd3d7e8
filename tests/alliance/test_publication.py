"""Reasons against publishing: all at once, each with what to do, none with a number that is kept back."""

from __future__ import annotations

from datetime import date

from dueregard.alliance.comparing import compare_releases
from dueregard.alliance.publication import (
    PublicationRefused,
    fresh_corrections,
    inconsistent_figures,
    reason_against_changes,
    reasons_against,
)
from dueregard.casebook.corrections_file import Correction
from tests.alliance.test_comparing import figure, withheld

MADE = Correction(on=date(2027, 1, 10), by="Officer", what="", why="A wrong weight.")


def test_every_reason_is_told_with_what_to_do() -> None:
    found = reasons_against(
        integrity=["pack.html was altered"],
        stale=["people.csv has changed"],
        consent=["2 quotes"],
        disclosure=["income of ward 3 can be worked out"],
        quorum="required",
        missing=["2 reviews are demanded; none there."],
    )
    assert [each.kind for each in found] == ["integrity", "stale", "consent", "disclosure", "quorum"]
    said = str(PublicationRefused(found))
    assert said.startswith("Not published, for 5 reasons:")
    assert said.endswith("Nothing was written.")
    assert all(each.details[0] in said and each.remedy in said for each in found)


def test_a_quorum_that_is_reported_stops_nothing() -> None:
    assert reasons_against(quorum="reported", missing=["a review"]) == ()


def test_changes_are_listed_up_to_twenty_and_counted() -> None:
    before = [figure(str(number)) for number in range(30)]
    changes = compare_releases(before, [figure(str(number), 501.0) for number in range(30)])
    reason = reason_against_changes(changes, since="v1", full_list="the answer of --json")
    assert reason is not None
    assert reason.wrong.startswith("30 published figures are not as in v1: 30 changed.")
    assert reason.details[0] == "mean of income, sex 0: 500, now 501"
    assert reason.details[20] == "and 10 more, all listed in the answer of --json"


def test_what_is_kept_back_now_is_named_without_its_value() -> None:
    reason = reason_against_changes(compare_releases([figure()], [withheld()]), since="v1", full_list="x")
    assert reason is not None
    assert "now kept back" in reason.details[0]
    assert "500" not in " ".join(reason.details)


def test_what_is_new_needs_no_reason() -> None:
    assert reason_against_changes(compare_releases([], [figure()]), since="v1", full_list="x") is None


def test_another_interval_under_the_same_value_is_told() -> None:
    changes = compare_releases([figure()], [figure(high=510.0)])
    reason = reason_against_changes(changes, since="v1", full_list="x")
    assert reason is not None
    assert reason.details == ("mean of income, sex f: 500, another interval",)


def test_a_correction_explains_one_publication() -> None:
    published_on = date(2027, 1, 10)
    assert fresh_corrections([MADE], published_on=published_on, used=[]) == (MADE,)
    assert fresh_corrections([MADE], published_on=published_on, used=[MADE.to_dict()]) == ()
    assert fresh_corrections([MADE], published_on=date(2027, 1, 11), used=[]) == ()


def test_a_withheld_figure_that_shows_something_is_found() -> None:
    leak = {**withheld(), "n": 4}
    [found] = inconsistent_figures([figure(), withheld(), leak])
    assert found == "mean of income, sex f: withheld, and it shows n"
