"""Duties as data: names, aims, territories and days that come round again."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.casebook import load_casebook
from dueregard.casebook.characteristics import PROTECTED
from dueregard.casebook.duties import Recurring, duties, duty_named
from dueregard.errors import CasebookError, UsageError
from tests.making_casebooks import CASEBOOK, write_casebook

PARTNERSHIP = "marriage_and_civil_partnership"


def test_marriage_and_civil_partnership_counts_for_the_first_aim_only() -> None:
    aims = {aim.id: set(aim.characteristics) for aim in duty_named("psed").aims}
    nine = set(PROTECTED) - {"socio_economic_position"}
    assert aims == {"eliminate": nine, "advance": nine - {PARTNERSHIP}, "foster": nine - {PARTNERSHIP}}


def test_northern_ireland_has_nine_groups_and_good_relations_between_three() -> None:
    opportunity, relations = duty_named("northern-ireland-s75").aims
    assert len(opportunity.characteristics) == 9
    assert {"political_opinion", "dependants"} <= set(opportunity.characteristics)
    assert relations.characteristics == ("religion", "political_opinion", "ethnic_group")


@pytest.mark.parametrize(
    ("name", "territory", "day", "binds"),
    [
        ("psed", "England", date(2011, 4, 4), False),
        ("psed", None, date(2011, 4, 5), True),
        ("psed", "Northern Ireland", date(2026, 1, 1), False),
        ("socio-economic", "Wales", date(2021, 3, 31), True),
        ("socio-economic", "England", date(2026, 1, 1), False),
        ("socio-economic", None, date(2026, 1, 1), None),
    ],
)
def test_whether_a_duty_binds_depends_on_day_and_place(
    name: str, territory: str | None, day: date, binds: bool | None
) -> None:
    assert duty_named(name).binds_on(day, territory=territory) is binds


@pytest.mark.parametrize("duty", duties().values(), ids=str)
def test_every_duty_names_its_source_and_what_to_answer(duty: object) -> None:
    found = duty_named(str(duty.name))  # type: ignore[attr-defined]
    assert found.address.startswith("https://")
    assert found.questions
    for part in (*found.in_force, *found.aims, *found.recurring):
        assert isinstance(part.verified, bool)


def recurring(**how: object) -> Recurring:
    usual = {
        "what": "Report",
        "first": "2013-04-30",
        "every_years": 2,
        "territory": "Scotland",
        "law": "r. 3",
    }
    return Recurring.model_validate({**usual, **how})


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2013, 4, 30), date(2013, 4, 30)),
        (date(2013, 5, 1), date(2015, 4, 30)),
        (date(2026, 11, 28), date(2027, 4, 30)),
        (date(2028, 1, 1), date(2029, 4, 30)),
        (date(2001, 1, 1), date(2013, 4, 30)),
    ],
)
def test_days_are_counted_from_the_first(day: date, due: date) -> None:
    assert recurring().next_after(day) == due


def test_a_leap_day_is_kept_in_february() -> None:
    assert recurring(first="2016-02-29", every_years=1).next_after(date(2026, 3, 1)) == date(2027, 2, 28)


def test_an_unknown_duty_is_refused_with_what_was_meant(tmp_path) -> None:  # type: ignore[no-untyped-def]
    write_casebook(tmp_path, CASEBOOK.replace('["psed"]', '["psed", "fairer-scotand"]'))
    with pytest.raises(CasebookError, match=r"names the duty 'fairer-scotand'.*'fairer-scotland'\?"):
        load_casebook(tmp_path)
    with pytest.raises(UsageError, match="Did you mean 'psed'"):
        duty_named("pesd")
