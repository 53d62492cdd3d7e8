"""Any country's engine can stand behind the protocol; the one we have says when it is not installed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pytest

from dueregard.errors import MissingExtra, UsageError
from dueregard.options.engines import (
    Change,
    Changed,
    Concept,
    Households,
    Output,
    PolicyEngineUK,
    RulesEngine,
    Run,
    difference,
)
from tests.options.engines.making import families

NET = Concept(name="net", level="household", meaning="income less a tax of one rate")


class _OneRate:
    """A country with one tax, on the income of households."""

    name, version, concepts, years = "one rate", "1", (NET,), range(2025, 2026)

    def parameter(self, path: str, year: int) -> Changed:
        return Changed(path=path, label="Rate", unit="", year=str(year), baseline=0.2, value=0.2)

    def baseline(self, people: Households, year: int, outputs: Sequence[str] = ()) -> Run:
        return self._run(people, year, 0.2)

    def reform(
        self, people: Households, year: int, changes: Sequence[Change], outputs: Sequence[str] = ()
    ) -> Run:
        return self._run(people, year, changes[0].value)

    def _run(self, people: Households, year: int, rate: float) -> Run:
        income = np.bincount(people.household_of, people.persons["employment_income"])
        outputs = {"net": Output(concept=NET, values=income * (1 - rate))}
        return Run(engine="one rate", version="1", year=str(year), people=people, outputs=outputs)


def test_another_country_answers_by_the_same_protocol() -> None:
    engine: RulesEngine = _OneRate()
    people = families([{"adults": [40], "gross": 100}, {"adults": [40, 30], "gross": 200}])
    before = engine.baseline(people, 2025)
    after = engine.reform(people, 2025, [Change("rate", 0.1)])
    np.testing.assert_allclose(difference(before, after, "net"), [10, 20])
    np.testing.assert_allclose(after.for_persons("net"), [90, 180, 180])


def test_runs_of_other_people_are_not_subtracted() -> None:
    engine = _OneRate()
    first, second = (engine.baseline(families([{"adults": [40]}]), 2025) for _ in range(2))
    with pytest.raises(UsageError, match=r"same people and year.*different tables"):
        difference(first, second, "net")
    with pytest.raises(UsageError, match=r"no output 'nett'.*Did you mean 'net'"):
        first.output("nett")


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "policyengine_uk", None)
    with pytest.raises(MissingExtra, match=r"PolicyEngine UK needs .*dueregard\[policyengine\]"):
        PolicyEngineUK()
