"""Formulas read again on a changed outcome mean what they mean when that outcome stands in the table."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences.cumulative.following import follow, looks_at
from dueregard.options import Formula, read_rows
from dueregard.people import read_people

COLUMNS = {
    "income": [100, None, 250, 0, 90],
    "other": [1.0, 2.0, None, 4.0, 0.0],
    "code": ["a", "b", None, "a", "c"],
}
NEW = np.array([0.0, np.nan, 90.0, 100.0, np.nan])
TEXTS = {
    "income < 100 or code == 'a'": True,
    "income is missing or other > 3": True,
    "not (income in [0, 90])": True,
    "income between 50 and other * 30": True,
    "100 / income + other": False,
    "5 * (income == 0) + (code in ['a', 'c'])": False,
}


def test_every_part_of_the_language_follows_the_outcome() -> None:
    formulas = [
        Formula(option="Option", key="k", text=text, condition=condition) for text, condition in TEXTS.items()
    ]
    people = read_people(COLUMNS)
    rows = read_rows(people, outcome="income", formulas=formulas)
    following = follow(people, rows.row, formulas, outcome="income")
    again, changed = following.at(formulas, [rows.outcome, NEW])
    new = read_people({**COLUMNS, "income": [None if np.isnan(each) else each for each in NEW]})
    expected = read_rows(new, outcome="income", formulas=formulas).values
    for formula in formulas:
        np.testing.assert_array_equal(again[formula], rows.values[formula], err_msg=formula.text)
        np.testing.assert_array_equal(changed[formula], expected[formula], err_msg=formula.text)
    assert not np.array_equal(changed[formulas[0]], again[formulas[0]], equal_nan=True)


def test_many_outcomes_are_read_some_at_a_time() -> None:
    formula = Formula(option="Option", key="amount", text="income * 2")
    people = read_people({"income": [1.0, 2.0]})
    following = follow(people, np.arange(2), [formula], outcome="income")
    outcomes = [np.array([number, -number], dtype=float) for number in range(40)]
    found = following.at([formula], outcomes)
    assert [each[formula].tolist() for each in found] == [[2.0 * n, -2.0 * n] for n in range(40)]


@pytest.mark.parametrize(("text", "expected"), [("income < 5", True), ("income_2 < 5", False), ("3", False)])
def test_a_formula_looks_at_the_column_that_it_names(text: str, expected: bool) -> None:
    assert looks_at(Formula(option="o", key="eligible", text=text), "income") is expected
