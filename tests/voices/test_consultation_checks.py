"""What a casebook says of its consultation, held against the Gunning principles."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dueregard.voices.consultation_checks import check_consultation
from dueregard.voices.consultation_standards import Consultation, Material, Standard

GOOD = Consultation(
    opened=date(2026, 9, 7),
    closed=date(2026, 11, 30),
    decision_on=date(2027, 3, 31),
    formative="Whether to replace the pass, and who would get a grant",
    materials=(
        Material(
            title="The paper", published_on=date(2026, 9, 7), gives=("proposal", "reasons", "alternatives")
        ),
        Material(title="The assessment", published_on=date(2026, 9, 1), gives="equality evidence"),
    ),
    considered_on=date(2027, 1, 20),
    considered_by="The scrutiny committee",
    you_said_we_did="https://example.org/answers",
    you_said_we_did_on=date(2027, 2, 1),
    languages=("English", "Welsh"),
    formats=("Easy Read", "BSL"),
    ways=("online", "paper", "meetings"),
)
LATER = date(2027, 6, 1)
FORMATIVE, REASONS, TIME, CONSIDERED, REACH, ANSWERED = range(6)


def found(principle: int, *, on: date = LATER, **changes: Any) -> Standard:
    return check_consultation(replace(GOOD, **changes), on=on)[principle]


def test_a_good_one_meets_every_principle() -> None:
    assert [each.met for each in check_consultation(GOOD, on=LATER)] == ["yes"] * 6


def test_an_empty_one_shows_nothing_and_breaks_nothing() -> None:
    assert {each.met for each in check_consultation(Consultation(), on=LATER)} == {"not shown"}


@pytest.mark.parametrize(
    ("principle", "changes", "met", "words"),
    [
        (FORMATIVE, {"decision_on": date(2026, 9, 7)}, "no", "the decision was due on 7 September 2026"),
        (FORMATIVE, {"formative": ""}, "not shown", "Nothing says what was still open"),
        (
            FORMATIVE,
            {"formative": "", "decided_already": "The pass ends"},
            "no",
            "settled before: The pass ends.",
        ),
        (FORMATIVE, {"decided_already": "The budget"}, "yes", "Were people told so?"),
        (
            REASONS,
            {"opened": date(2026, 9, 1)},
            "no",
            "published on 7 September 2026, 6 days after it opened",
        ),
        (REASONS, {"materials": ()}, "not shown", "No document is said to give the proposal"),
        (REASONS, {"materials": GOOD.materials[1:]}, "not shown", "No document sets out alternatives"),
        (TIME, {"closed": date(2026, 11, 29)}, "yes", "84 days"),
        (TIME, {"closed": date(2026, 11, 28)}, "not shown", "83 days, from 7 September 2026"),
        (TIME, {"closed": date(2026, 11, 1), "length_reason": "Ten meetings"}, "yes", "Ten meetings."),
        (TIME, {"closed": date(2026, 10, 10)}, "no", "under the 6 weeks"),
        (TIME, {"closed": date(2026, 10, 10), "length_reason": "Urgent"}, "not shown", "34 days"),
        (TIME, {"closed": date(2026, 9, 20), "length_reason": "Urgent"}, "no", "under 4"),
        (TIME, {"closed": date(2026, 9, 1)}, "no", "before it opened"),
        (TIME, {"opened": date(2026, 8, 10)}, "yes", "22 days of August, 1 bank holiday."),
        (
            TIME,
            {"opened": date(2026, 8, 10), "nation": "Scotland"},
            "yes",
            "22 days of August, 1 bank holiday.",
        ),
        (CONSIDERED, {"considered_on": None}, "not shown", "No day is given"),
        (CONSIDERED, {"considered_by": ""}, "not shown", "Nobody is named"),
        (CONSIDERED, {"considered_on": date(2026, 11, 1)}, "no", "before the last were in"),
        (CONSIDERED, {"considered_on": date(2027, 4, 1)}, "no", "after the decision"),
        (CONSIDERED, {"decision_on": date(2026, 11, 30)}, "no", "did not wait"),
        (REACH, {"ways": ("Online", "web form")}, "no", "Everything was online"),
        (REACH, {"formats": ()}, "not shown", "Easy Read"),
        (REACH, {"nation": "Wales", "languages": ("English",)}, "no", "Welsh is not among"),
        (REACH, {"nation": "Wales", "languages": ("Cymraeg", "English")}, "yes", "Languages"),
        (ANSWERED, {"you_said_we_did": ""}, "no", "12 weeks were over on 22 February 2027"),
        (ANSWERED, {"you_said_we_did_on": date(2027, 4, 1)}, "no", "more than 12 weeks"),
    ],
)
def test_what_is_found(principle: int, changes: dict[str, Any], met: str, words: str) -> None:
    standard = found(principle, **changes)
    assert words in " ".join(standard.why)
    assert standard.met == met


def test_what_is_planned_has_not_been_done() -> None:
    on = date(2026, 12, 1)
    assert [found(each, on=on).met for each in (CONSIDERED, ANSWERED)] == ["not shown"] * 2
    assert "are to be considered on 20 January 2027" in found(CONSIDERED, on=on).why[0]


def test_dates_and_sources_are_given() -> None:
    standard = found(TIME)
    assert standard.dates == (date(2026, 9, 7), date(2026, 11, 30))
    assert "Gunning (1985) 84 LGR 168" in standard.source
    assert "No law fixes how long" in standard.asks


def test_a_longer_time_is_never_judged_worse() -> None:
    order = ["no", "not shown", "yes"]
    judged = [order.index(found(TIME, closed=GOOD.opened + timedelta(days=n)).met) for n in range(0, 120, 3)]
    assert judged == sorted(judged)
