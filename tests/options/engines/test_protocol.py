"""Any country's engine can stand behind the protocol; the one we have says when it is not installed."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from dueregard.errors import MissingExtra, UsageError
from dueregard.options.engines import (
    Change,
    PolicyEngineUK,
    RulesEngine,
    difference,
)
from tests.options.engines.making import OneRate, families


def test_another_country_answers_by_the_same_protocol() -> None:
    engine: RulesEngine = OneRate()
    people = families([{"adults": [40], "gross": 100}, {"adults": [40, 30], "gross": 200}])
    before = engine.baseline(people, 2025)
    after = engine.reform(people, 2025, [Change("rate", 0.1)])
    np.testing.assert_allclose(difference(before, after, "net"), [10, 20])
    np.testing.assert_allclose(after.for_persons("net"), [1090, 1180, 1180])


def test_runs_of_other_people_are_not_subtracted() -> None:
    engine = OneRate()
    first, second = (engine.baseline(families([{"adults": [40]}]), 2025) for _ in range(2))
    with pytest.raises(UsageError, match=r"same people and year.*different tables"):
        difference(first, second, "net")
    with pytest.raises(UsageError, match=r"no output 'nett'.*Did you mean 'net'"):
        first.output("nett")


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "policyengine_uk", None)
    with pytest.raises(MissingExtra, match=r"PolicyEngine UK needs .*dueregard\[policyengine\]"):
        PolicyEngineUK()
