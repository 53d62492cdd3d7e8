"""The first rule that holds decides, and every one of them can."""

from __future__ import annotations

import pytest

from dueregard.appraisal.rules import RULES, deciding_rule

CASES = [
    ({"loss", "gain", "close"}, "outcome", "clear-loss", "worse"),
    ({"levelling down", "close"}, "outcome", "levelling-down", "worse"),
    ({"possible loss", "gain"}, "place", "possible-loss", "too close to call"),
    ({"mostly unknown", "gain"}, "outcome", "mostly-unknown", "insufficient evidence"),
    ({"a stated aim unknown", "gain"}, "outcome", "silent-on-the-aim", "insufficient evidence"),
    ({"own yardstick", "gain"}, "outcome", "own-yardstick", "insufficient evidence"),
    ({"the future unknown", "gain"}, "generations", "silent-on-the-future", "insufficient evidence"),
    ({"the future unknown", "gain"}, "place", "clear-gain", "better"),
    ({"gain", "loss of the better-off"}, "outcome", "clear-gain", "better"),
    ({"unknown", "said"}, "voice", "nothing-known", "insufficient evidence"),
    ({"too wide"}, "outcome", "nothing-known", "insufficient evidence"),
    ({"close", "too wide"}, "outcome", "too-close", "too close to call"),
    ({"small gain", "possible loss"}, "outcome", "too-close", "too close to call"),
]


@pytest.mark.parametrize(("signals", "principle", "rule", "direction"), CASES)
def test_the_first_rule_that_holds_decides(
    signals: set[str], principle: str, rule: str, direction: str
) -> None:
    found = deciding_rule(signals, principle)  # type: ignore[arg-type]
    assert (found.id, found.direction) == (rule, direction)


def test_every_rule_decides_in_some_case() -> None:
    assert {rule.id for rule in RULES} == {rule for _, _, rule, _ in CASES}


def test_every_rule_has_a_reason_and_a_source() -> None:
    assert [rule.id for rule in RULES if not (rule.says and rule.reason and rule.source)] == []
