"""One option that cannot be worked out stops none of the others."""

from __future__ import annotations

import pytest

from dueregard.consequences import simulate
from dueregard.errors import DueRegardError, PeopleError, UsageError
from tests.options.making import option, some_people

FINE = option(name="Fine", eligible="age >= 60")
NO_COLUMN = option(name="No column", eligible="nothing > 3")
TOO_DEAR = option(name="Too dear", cost_cap={"total": 1, "rule": "fail"})


def test_the_others_are_worked_out_and_those_that_cannot_be_are_named() -> None:
    people = some_people()
    found = simulate(people, [NO_COLUMN, FINE, TOO_DEAR], outcome="income", partly=True)
    alone = simulate(people, [FINE], outcome="income")
    assert [summary.name for summary in found.options] == ["Fine"]
    assert found.records == alone.records
    told = {failure.option: failure.reason for failure in found.failures}
    assert "There is no column 'nothing'" in told["No column"]
    assert "more than its cap" in told["Too dear"]
    assert [each["option"] for each in found.beside()["failures"]] == ["No column", "Too dear"]


def test_without_being_asked_to_go_on_and_where_none_can_be_the_error_is_raised() -> None:
    people = some_people()
    with pytest.raises(DueRegardError, match="nothing"):
        simulate(people, [NO_COLUMN, FINE], outcome="income")
    with pytest.raises(DueRegardError, match="nothing"):
        simulate(
            people, [NO_COLUMN, option(name="Too", eligible="nothing > 3")], outcome="income", partly=True
        )


def test_names_that_cannot_be_told_apart_are_refused_even_then() -> None:
    people = some_people()
    with pytest.raises(UsageError, match="Two options are called 'Fine'"):
        simulate(people, [FINE, FINE], outcome="income", partly=True)
    with pytest.raises(UsageError, match="that is doing nothing"):
        simulate(people, [option(name="As Now")], outcome="income")


@pytest.mark.parametrize(("given", "told"), [(1e308, "Option"), (-1e200, "Option")])
def test_amounts_that_cannot_be_added_up_are_refused(given: float, told: str) -> None:
    with pytest.raises(PeopleError, match=told):
        simulate(some_people(), [option(amount=given, amounts_below_zero="allow")], outcome="income")
