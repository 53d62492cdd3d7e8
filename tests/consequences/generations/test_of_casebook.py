"""A casebook's options in later years: tables that pass the disclosure gate, or nothing to look ahead to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dueregard.casebook import Specification
from dueregard.consequences.generations import LaterYears, later_years_of, tables_of_later_years
from dueregard.consequences.outcomes import changeable
from dueregard.disclosure import Policy, release
from dueregard.options import load_with_options
from dueregard.people import people_from
from tests.consequences.stage_casebook import CASEBOOK, FLAT, people, write_casebook

AGED = CASEBOOK.replace('weight = "w"', 'weight = "w"\ncollected = 2026').replace(
    "[people.places]", '[people.generations]\nage = "age"\n\n[people.places]'
)
LOAN = 'starts = 2027\nends = 2030\n[[later]]\nwhat = "Loan"\nfrom = 2031\nuntil = 2050\namount = -3\n'


def _tried(folder: Path, option: str) -> tuple[LaterYears | None, Specification]:
    ages = np.random.default_rng(3).integers(0, 90, 600).tolist()
    written = write_casebook(folder, AGED, table={**people(), "age": ages}, flat=option)
    casebook, declared = load_with_options(written)
    spec = casebook.specification
    changed = changeable(people_from(casebook), spec.outcomes[0])
    options = [each.option for each in declared if each.option is not None]
    found = later_years_of(changed.people, options, spec, outcome=spec.outcomes[0], column=changed.column)
    return found, spec


def test_accounts_are_of_the_casebooks_people_and_years_and_pass_the_gate(tmp_path: Path) -> None:
    found, _ = _tried(tmp_path, FLAT + LOAN)
    assert found is not None
    assert (found.collected, found.first, found.until) == (2026, 2027, 2056)
    cost = next(each for each in found.records if each.measure == "cost" and each.by["year"] == "2028")
    assert cost.outcome == "money"
    assert cost.estimate == pytest.approx(52 * 5 * 1200)
    tables = tables_of_later_years(found)
    assert [table.name for table in tables] == ["consequences-generations", "consequences-years"]
    shown = [each for table in release(tables, policy=Policy()).tables for each in table.records]
    unborn = [each for each in shown if each.by.get("generation") == "not yet born"]
    assert unborn
    # Nobody but children of up to two is read off for them: few, so these figures are approximate.
    assert {each.status for each in unborn} == {"ok", "approximate"}
    assert not any("group" in each.by for each in shown)


def test_where_no_option_looks_ahead_there_is_nothing(tmp_path: Path) -> None:
    assert _tried(tmp_path, FLAT)[0] is None
