"""What is refused before anything is computed, each with the place and the remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dueregard.errors import CasebookError, DueRegardError, ExpressionError
from dueregard.options import formulas_of, prompts_of, read_option, read_rows
from tests.options.making import option, some_people

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"take_up": 1.2}, "Take_up rate must be 1 or less; found 1.2"),
    ({"cost_cap": {"total": 0}}, "Cost_cap total must be more than 0; found 0"),
    ({"eligable": "age > 3"}, "Did you mean 'eligible'?"),
    ({"amount": None}, "has no cost and no effect"),
    ({"kind": "gift"}, "Kind must be 'cash'"),
    ({"cost_cap": {"total": 1, "rule": "ration"}}, "needs `need`"),
    ({"kind": "service_change"}, "needs `evidence`"),
    ({"kind": "service_change", "evidence": "A trial"}, "needs `cost`"),
    ({"kind": "wage_floor", "amount": None, "floor": 9}, "needs `earnings` and `hours`"),
    ({"kind": "place_grant"}, 'has unit = "place"'),
    ({"uncertainty": {"distribution": "uniform", "low": 2, "high": 3}}, "from below 1 to above 1"),
    ({"phase_in": {"soon": 0.5}}, "must be by year"),
    ({"name": "a\n\x1b[31mred"}, "must be one line"),
    ({"amount": True}, "Amount must be a number, or an expression"),
    ({"amount": [1, 2]}, "Amount must be a number, or an expression"),
    ({"take_up": "50%"}, "must be a share such as 0.5"),
    ({"proxies": {"area": "zodiac"}}, "must name what the column stands for"),
    ({"uncertainty": {"distribution": "interval", "level": 95}}, "must be less than 1; found 95"),
]

UNREADABLE = [
    ({"amount": "pay * 2"}, "There is no column 'pay'.", 0),
    ({"amount": "income / 0"}, "This divides by nought.", 9),
    ({"amount": "max(income, 3)"}, "The expression should end before '(': 'max' cannot be called.", 3),
    ({"amount": "sex"}, "A number is needed here, and sex holds texts.", 0),
    ({"eligible": "sex > 3"}, "sex holds texts, which have no order", 6),
    ({"eligible": "age"}, "A condition is needed here", 0),
    ({"eligible": "age >"}, "A value or a column is expected here.", 5),
    (
        {"eligible": " or ".join(["age == 1"] * 2000)},
        "There are more than 200 conditions joined by 'or'.",
        2397,
    ),
]


@pytest.mark.parametrize(("keys", "told"), WRONG)
def test_what_is_no_option_is_told(keys: dict[str, Any], told: str) -> None:
    with pytest.raises(CasebookError) as caught:
        option(**keys)
    assert told in str(caught.value)


@pytest.mark.parametrize(("keys", "wrong", "position"), UNREADABLE)
def test_expressions_are_refused_with_their_place(keys: dict[str, Any], wrong: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        read_rows(some_people(), outcome="income", formulas=formulas_of(option(**keys)).values())
    [key] = keys
    assert str(caught.value).startswith(f"'Option', {key}: {wrong}")
    assert caught.value.position == position


def test_problems_of_a_file_have_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "top-up.toml"
    file.write_text('name = "Top-up"\nkind = "cash"\namount = 3\n[take_up]\nrate = 2\n', encoding="utf-8")
    with pytest.raises(CasebookError, match=r"top-up\.toml, line 5: Take_up rate must be 1 or less"):
        read_option(file)
    with pytest.raises(CasebookError, match="There is no option at"):
        read_option(tmp_path / "other.toml")


def test_take_up_of_a_level_that_is_not_there_is_refused() -> None:
    from tests.options.making import applied

    given = option(take_up={"by": "sex", "rates": {"female": 0.5}})
    with pytest.raises(DueRegardError, match="the column 'sex' has no 'female'"):
        applied(given, some_people())


def test_protected_characteristics_and_declared_proxies_are_prompted() -> None:
    given = option(
        eligible="age >= 65 and ward == 'East'",
        withdraw={"against": "income", "rate": 0.5},
        take_up={"by": "Ethnicity", "rates": {"a": 0.5}},
        proxies={"ward": "race"},
    )
    found = {(prompt.part, prompt.column): prompt for prompt in prompts_of(given)}
    assert set(found) == {("eligible", "age"), ("eligible", "ward"), ("take_up", "Ethnicity")}
    proxy = found["eligible", "ward"]
    assert proxy.proxy
    assert proxy.characteristic == "ethnic_group"
    assert "Equality Act 2010 s.19" in proxy.references
    assert {"Equality Act 2010 s.13", "Equality Act 2010 s.158", "Equality Act 2010 s.149(6)"} <= set(
        found["eligible", "age"].references
    )
    assert prompts_of(option(eligible="income < 300")) == ()
