"""An option that does several things at once is the sum of them, on one draw a unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard.errors import CasebookError, ExpressionError, PeopleError
from dueregard.options import formulas_of, option_from, prompts_of, read_rows
from tests.options.making import applied, some_people, table

ENDS = {"name": "the pass ends", "eligible": "sex == 'f'", "amount": "-age / 10"}
ENDS |= {"amounts_below_zero": "allow"}
GRANT = {"name": "the grant", "eligible": "income < 300", "amount": 12, "take_up": 0.6}
PEOPLE = some_people()


def swap(*parts: dict[str, Any], **keys: Any) -> Any:
    return option_from({"name": "Grant for pass", "kind": "cash", "parts": list(parts), **keys})


def test_parts_add_up_to_what_each_would_do_alone() -> None:
    both = applied(swap(ENDS, GRANT), PEOPLE)
    ends, grant = (applied(swap(part), PEOPLE) for part in (ENDS, GRANT))
    np.testing.assert_allclose(both.amount, ends.amount + grant.amount, rtol=1e-14)
    np.testing.assert_allclose(both.cost, ends.cost + grant.cost, rtol=1e-14)
    assert both.total_cost == pytest.approx(ends.total_cost + grant.total_cost, rel=1e-13)
    assert ends.total_cost < 0 < grant.total_cost


def test_whom_a_part_only_takes_from_does_not_receive_it() -> None:
    both, grant = applied(swap(ENDS, GRANT), PEOPLE), applied(swap(GRANT), PEOPLE)
    np.testing.assert_array_equal(both.received, grant.received)
    np.testing.assert_array_equal(both.eligible, grant.eligible)
    assert both.units == pytest.approx(grant.units)


def test_a_unit_has_one_draw_for_all_parts() -> None:
    seldom = {**GRANT, "name": "a voucher", "take_up": 0.3}
    both = applied(swap(GRANT, seldom), PEOPLE)
    often, rarely = (part.received for part in both.parts)
    assert np.all(rarely <= often)
    np.testing.assert_array_equal(both.received, often)


def test_each_part_has_a_cap_of_its_own_and_the_whole_has_a_payer() -> None:
    capped = {**GRANT, "cost_cap": {"total": 50}}
    both = applied(swap(ENDS, capped, who_pays={"by": "income"}), PEOPLE)
    weight = np.array(table()["weight"])
    assert both.parts[1].total_cost == pytest.approx(50)
    assert (both.payment * weight).sum() == pytest.approx(both.total_cost)


def test_the_phase_in_and_the_uncertainty_are_of_all_parts() -> None:
    phased = swap(ENDS, GRANT, phase_in={"2027": 0.5, "2028": 1.0})
    half, full = (applied(phased, PEOPLE, year=year) for year in (2027, 2028))
    np.testing.assert_allclose(2 * half.amount, full.amount)
    np.testing.assert_allclose(applied(phased, PEOPLE, multiple=2.0).amount, 2 * full.amount)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"amount": 3, "take_up": 0.5}, "has no `amount` and `take_up` of its own"),
        ({"kind": "wage_floor"}, "of kind 'wage_floor' has no `parts`"),
        ({"parts": [GRANT, GRANT]}, "Two parts are called 'the grant'"),
        ({"parts": [{"name": "the grant"}]}, "amount"),
    ],
)
def test_parts_are_refused_in_plain_words(keys: dict[str, Any], told: str) -> None:
    with pytest.raises(CasebookError) as caught:
        swap(ENDS, **keys)
    assert told in str(caught.value)


def test_messages_name_the_part() -> None:
    with pytest.raises(PeopleError, match="'Grant for pass: the pass ends' is below nought"):
        applied(swap({**ENDS, "amounts_below_zero": "refuse"}), PEOPLE)
    wrong = swap({**GRANT, "amount": "pay"})
    with pytest.raises(ExpressionError, match="'Grant for pass: the grant', amount: There is no column"):
        read_rows(PEOPLE, outcome="income", formulas=formulas_of(wrong).values())


def test_each_part_that_looks_at_a_characteristic_is_to_be_reviewed() -> None:
    found = prompts_of(swap(ENDS, GRANT, who_pays={"among": "age > 18"}))
    assert [(each.part, each.column) for each in found] == [
        ("the pass ends: eligible", "sex"),
        ("the pass ends: amount", "age"),
        ("who_pays", "age"),
    ]
    assert {each.option for each in found} == {"Grant for pass"}
