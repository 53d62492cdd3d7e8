"""Options that change the law: what they may say, what an engine is told, and what becomes of its answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard.errors import CasebookError, DueRegardError, MissingExtra, UsageError
from dueregard.options import Law, Option, ask_engine, option_from
from dueregard.options.engines import named
from dueregard.people import People, read_people
from tests.options.engines.making import OneRate
from tests.options.making import applied

TABLE: dict[str, list[Any]] = {
    "home": ["b", "b", "b", "a", "c"],
    "family": [1, 1, 2, 1, 1],
    "age": [40, 3, 19, 70, 50],
    "pay": [10_000.0, 0.0, 20_000.0, 0.0, 40_000.0],
    "region": ["the north", "The North", "NORTH", "South", "the south"],
    "w": [1.0, 1.0, 1.0, 2.0, 3.0],
    "savings": [5, 5, 5, 0, 0],
}
LAW = {"name": "Lower rate", "kind": "parameter", "year": 2025, "parameters": {"rate": 0.1}}


def law(**keys: Any) -> Option:
    return option_from({**LAW, "inputs": {"employment_income": "pay"}, **keys})


def people(**columns: list[Any]) -> People:
    return read_people({**TABLE, **columns}, weight="w")


def asked(*options: Option, of: People | None = None, **how: Any) -> Law:
    found = ask_engine(
        of or people(),
        options or [law()],
        **{"outcome": None, "year": None, "household": "home", "family": "family", **how},
    )
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def one_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(named.ENGINES, "policyengine-uk", OneRate)


def test_incomes_are_of_whole_households_and_parts_add_up() -> None:
    found = asked()
    np.testing.assert_allclose(found.before, [26_000, 26_000, 26_000, 1_000, 33_000])
    reform = found.options["Lower rate"]
    np.testing.assert_allclose(reform.amount, [1_000, 1_000, 1_000, 0, 4_000])
    np.testing.assert_allclose(reform.cost, reform.amount)
    assert reform.reached.tolist() == [True, True, True, False, True]
    assert found.household.tolist() == [0, 0, 0, 1, 2]
    assert reform.told == ("rate is 0.2 in 2025, changed to 0.1.",)


def test_an_equivalised_income_is_divided_after_the_engine() -> None:
    found = asked(outcome="equivalised")
    np.testing.assert_allclose(found.before[:4], [26_000 / 3**0.5] * 3 + [1_000])
    np.testing.assert_allclose(found.options["Lower rate"].amount[:3], 1_000)
    by_column = asked(of=people(scale=[2.0, 2.0, 2.0, 1.0, 1.0]), scale="scale")
    np.testing.assert_allclose(by_column.before, [13_000, 13_000, 13_000, 1_000, 33_000])


def test_what_it_was_told_is_said() -> None:
    found = asked(law(parameters={"rate": 0.2}))
    assert found.given == {"age": "age", "employment_income": "pay", "region": "region"}
    assert found.base.people.households["region"].tolist() == ["NORTH", "SOUTH", "SOUTH"]
    assert found.options["Lower rate"].told == ("rate is already 0.2 in 2025: the change does nothing.",)
    told = " ".join(found.notes)
    for words in ("One Rate 1", "employment_income from 'pay'", "granted: claims True", "them: savings"):
        assert words in told.replace("to it: ", "them: ")
    assert found.provenance()["changed"] == {
        "Lower rate": [
            {"path": "rate", "label": "", "unit": "", "year": "2025", "baseline": 0.2, "value": 0.2}
        ]
    }


def test_amounts_for_a_week_and_expressions() -> None:
    weekly = people(pay=[each / 52 for each in TABLE["pay"]])
    np.testing.assert_allclose(asked(law(period="week"), of=weekly).before, asked().before)
    by_hand = law(inputs={"employment_income": "52 * pay"})
    np.testing.assert_allclose(asked(by_hand, of=weekly).before, asked().before)
    with pytest.raises(DueRegardError, match=r"can hardly be pay for a year.*period"):
        asked(of=weekly)
    assert asked(law(period="year"), of=weekly).before[3] == 1_000


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"parameters": {}}, "needs [parameters]"),
        ({"parameters": {"rate": "low"}}, "rate must be a number"),
        ({"amount": 3}, "no `amount`: the rules engine decides what is paid"),
        ({"take_up": 0.5}, "would_claim_uc"),
        ({"phase_in": {2026: 0.5}}, "one option for each year"),
        ({"later": [{"what": "x", "from": 2030, "amount": 1}]}, "what is in force in the year"),
        ({"parts": [{"name": "x", "amount": 1}]}, "decides what is paid"),
        ({"engine": "openfisca"}, "policyengine-uk"),
        ({"assume": {"employment_income": 3}}, "both under [inputs] and under [assume]"),
        ({"kind": "cash", "amount": 3}, 'Only an option of kind = "parameter" has `year`'),
    ],
)
def test_what_is_no_change_of_the_law(keys: dict[str, Any], told: str) -> None:
    with pytest.raises(CasebookError) as caught:
        law(**keys)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "how", "told"),
    [
        ({"parameters": {"rat": 1}}, {}, "no parameter 'rat'"),
        ({"year": None}, {}, "no year in which"),
        ({}, {"year": 2026}, "changes the law of 2025, and 2026 is asked for"),
        ({}, {"household": None}, "Add --household"),
        ({}, {"family": None}, "--family home"),
        ({}, {"unit": "£ a week"}, "amounts for a year"),
        ({}, {"outcome": "pay"}, "no income that One Rate works out"),
        ({}, {"outcome": "equivalised", "scale": "w"}, "equivalised already"),
        ({"inputs": {"employment_income": "wage"}}, {}, "no column 'wage'"),
        ({"inputs": {"savigns": "savings"}}, {}, "Did you mean 'savings'"),
        ({"inputs": {"savings": "pay"}}, {}, "differs between people of one household"),
    ],
)
def test_what_does_not_fit_is_told(keys: dict[str, Any], how: dict[str, Any], told: str) -> None:
    with pytest.raises(DueRegardError) as caught:
        asked(law(**keys), **how)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("column", "cells", "told"),
    [
        ("region", ["north", "north", "norht", "south", "south"], "row 3"),
        ("pay", [1, None, 2, 3, 4], "row 2"),
        ("home", ["b", "b", None, "a", "c"], "row 3"),
        ("pay", list("abcde"), "must hold numbers"),
    ],
)
def test_cells_that_an_engine_cannot_read_are_named_by_row(column: str, cells: list[Any], told: str) -> None:
    with pytest.raises(DueRegardError) as caught:
        asked(of=people(**{column: cells}))
    assert told in str(caught.value)
    assert "norht" not in str(caught.value)


def test_options_that_are_compared_agree_on_the_table() -> None:
    with pytest.raises(UsageError, match="differ in `assume`"):
        asked(law(), law(name="Other", assume={"claims": True}))
    with pytest.raises(UsageError, match="one year"):
        asked(law(), law(name="Other", year=2026))


def test_nobody_is_asked_where_no_option_changes_the_law() -> None:
    cash = option_from({"name": "Cash", "kind": "cash", "amount": 1})
    how = {"outcome": "pay", "year": None, "household": None, "family": None}
    assert ask_engine(people(), [cash], **how) is None


def test_a_change_of_the_law_cannot_be_applied_without_an_engine() -> None:
    with pytest.raises(UsageError, match="a rules engine must be asked for"):
        applied(law(), read_people({"income": [1.0, 2.0], "id": ["a", "b"]}))


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from dueregard.options.engines import PolicyEngineUK

    monkeypatch.setitem(named.ENGINES, "policyengine-uk", PolicyEngineUK)
    monkeypatch.setitem(sys.modules, "policyengine_uk", None)
    with pytest.raises(MissingExtra, match=r"dueregard\[policyengine\]"):
        asked()
