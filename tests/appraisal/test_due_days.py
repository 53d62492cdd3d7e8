"""What is due: each promise of a casebook has a day, and only what is not done is overdue."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dueregard.appraisal.due_days import casebook_days, duty_days, in_order
from dueregard.casebook import Specification
from dueregard.casebook.objections_fields import ActionPart
from dueregard.consequences.monitoring import Due

TODAY = date(2027, 5, 1)
CASEBOOK = {
    "question": {"title": "?", "decision_on": date(2027, 3, 31), "duties": ["heat"], "owner": "Cabinet"},
    "people": {
        "source": "x.csv",
        "characteristics": {"sex": "sex"},
    },
    "outcomes": [
        {
            "name": "income",
            "column": "income",
            "better": "higher",
            "target": {"gap": "sex", "at_most": 5, "by": 2030},
        }
    ],
    "evidence_gaps": [{"characteristic": "religion", "due": date(2027, 1, 31), "owner": "AB"}],
    "monitor": {"review_on": date(2027, 4, 1)},
    "voices": {"consultation": {"standards": {"opened": date(2027, 6, 1), "closed": date(2027, 8, 1)}}},
}


def specification(**changes: object) -> Specification:
    return Specification.model_validate(CASEBOOK | changes)


def days(**how: object) -> dict[str, tuple[date, bool]]:
    changes = how.pop("changes", {})
    found = casebook_days(specification(**changes), today=TODAY, **how)  # type: ignore[arg-type]
    return {day.what.partition(":")[0]: (day.on, day.overdue) for day in found}


def test_every_promise_has_its_day() -> None:
    assert days() == {
        "Decision": (date(2027, 3, 31), True),
        "The consultation opens": (date(2027, 6, 1), False),
        "The consultation closes": (date(2027, 8, 1), False),
        "Fill the evidence gap": (date(2027, 1, 31), True),
        "The aim for income is to be reached": (date(2030, 12, 31), False),
        "Look at what came of it": (date(2027, 4, 1), True),
        "Review under Health Equity Assessment Tool (HEAT)": (date(2028, 3, 31), False),
    }


def test_a_decision_that_was_taken_is_not_overdue() -> None:
    taken = {"decision": {"option": "Grant", "taken_on": date(2027, 3, 30)}}
    assert days(changes=taken)["Decided"] == (date(2027, 3, 30), False)


def test_a_review_that_was_made_is_not_overdue() -> None:
    assert days(reviewed_on=date(2027, 4, 2))["Look at what came of it"][1] is False


def test_actions_and_forecasts_have_days_until_they_are_done() -> None:
    due = date(2027, 4, 30)
    usual = {"owner": "AB", "level": "service", "due": due}
    written = [{"what": "Print it", **usual}, {"what": "Done", "status": "done", **usual}]
    actions = [ActionPart.model_validate(each) for each in written]
    forecasts = [Due(on=due, measure="m", outcome=None, figures=2, overdue=True)] * 2
    found = days(actions=actions, forecasts=forecasts)
    assert found["Print it"] == (due, True)
    assert "Done" not in found
    assert found["Write down what came of 4 forecasts"] == (due, True)


@pytest.mark.parametrize(
    ("territory", "laws"),
    [
        ("England", {"2017/353"}),
        ("Scotland", {"2012/162"}),
        ("Wales", {"2011/1064"}),
        ("Northern Ireland", set()),
        (None, {"2017/353", "2012/162", "2011/1064"}),
    ],
)
def test_the_general_duty_brings_the_specific_ones_of_its_territory(
    territory: str | None, laws: set[str]
) -> None:
    found = duty_days(["psed"], territory=territory, today=date(2026, 1, 1), until=date(2032, 1, 1))
    assert {number for day in found for number in re.findall(r"\d{4}/\d+", day.law)} == laws


def test_what_is_yearly_comes_each_year_of_the_span() -> None:
    found = duty_days(["psed"], territory="England", today=date(2027, 3, 30), until=date(2029, 3, 30))
    assert [day.on.year for day in found if "compliance" in day.what] == [2027, 2028, 2029]


def test_what_was_overdue_is_kept_and_what_is_past_is_not() -> None:
    found = in_order(casebook_days(specification(), today=TODAY), today=TODAY, until=date(2027, 12, 31))
    assert [(day.on.month, day.overdue) for day in found] == [
        (1, True),
        (3, True),
        (4, True),
        (6, False),
        (8, False),
    ]
