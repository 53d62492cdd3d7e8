"""Years of an option: what does not fit is told, and it counts only while it is in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dueregard.errors import CasebookError, ExpressionError
from dueregard.options import formulas_of, prompts_of, read_option, read_rows
from tests.options.making import applied, option, some_people

REPAYMENT = {"what": "Repayment", "from": 2037, "until": 2056, "amount": -12, "who": "age >= 16"}

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"starts": 2030, "ends": 2027}, "Ends before it starts: `starts` is 2030 and `ends` is 2027"),
    ({"starts": 27}, "Starts must be a year, such as 2037; found 27"),
    ({"starts": 2027, "phase_in": {2025: 0.5}}, "has a `phase_in` of 2025, when it is not in force"),
    ({"starts": 2040, "later": [REPAYMENT]}, "'Repayment', from 2037: before it starts in 2040"),
    ({"later": [{**REPAYMENT, "until": 2036}]}, "`from` is 2037 and `until` is 2036"),
    ({"later": [{**REPAYMENT, "total": 5.0}]}, "`amount` (of each person) or `total`"),
    ({"later": [{**REPAYMENT, "amount": None}]}, "`amount` (of each person) or `total`"),
    ({"later": [{**REPAYMENT, "by": "income"}]}, "`by` only where a `total` is shared"),
    ({"later": [{**REPAYMENT, "form": 2037}]}, "Did you mean 'from'?"),
]


@pytest.mark.parametrize(("keys", "told"), WRONG)
def test_years_that_do_not_fit_are_told(keys: dict[str, Any], told: str) -> None:
    with pytest.raises(CasebookError) as caught:
        option(**keys)
    assert told.lower() in str(caught.value).lower()


def test_problems_of_what_is_later_have_their_line(tmp_path: Path) -> None:
    file = tmp_path / "loan.toml"
    file.write_text(
        'name = "Loan"\nkind = "cash"\namount = 3\n[[later]]\nwhat = "Repayment"\nfrom = 2037\nuntil = 37\n'
        "amount = -3\n",
        encoding="utf-8",
    )
    with pytest.raises(CasebookError, match=r"loan\.toml, line 7: .* must be a year"):
        read_option(file)


def test_an_option_counts_while_it_is_in_force() -> None:
    people = some_people()
    costs = [
        applied(option(starts=2027, ends=2028), people, year=year).total_cost
        for year in (2026, 2027, 2028, 2029)
    ]
    assert costs[0] == costs[3] == 0
    assert costs[1] == costs[2] == pytest.approx(applied(option(), people).total_cost)


def test_expressions_of_what_is_later_are_read_with_their_key() -> None:
    given = option(later=[{**REPAYMENT, "who": "aeg >= 16"}])
    with pytest.raises(ExpressionError, match="later 1 who: There is no column 'aeg'"):
        read_rows(some_people(), outcome="income", formulas=formulas_of(given).values())


def test_who_pays_later_by_age_is_to_be_reviewed() -> None:
    assert [(each.part, each.column) for each in prompts_of(option(later=[REPAYMENT]))] == [
        ("later 1", "age")
    ]
