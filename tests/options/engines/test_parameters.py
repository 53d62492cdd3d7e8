"""A path leads to a parameter, or the error says what is near."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.options.engines import Change, Changed
from dueregard.options.engines.parameters import check_values, find


def _node(name: str, **children: Any) -> SimpleNamespace:
    return SimpleNamespace(name=name, children=children)


RATE = _node("tax.rates[0].rate")
SCALE = SimpleNamespace(name="tax.rates", brackets=[_node("tax.rates[0]", rate=RATE)])
TAPER = _node("benefit.means_test.taper")
MEANS = _node("benefit.means_test", taper=TAPER, capital=_node("benefit.means_test.capital"))
TREE = _node("", tax=_node("tax", rates=SCALE), benefit=_node("benefit", means_test=MEANS), baseline=MEANS)


def test_a_path_is_walked_with_brackets() -> None:
    assert find(TREE, "benefit.means_test.taper") is TAPER
    assert find(TREE, "tax.rates[0].rate") is RATE


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("benefit.means_test.tapper", "Did you mean 'benefit.means_test.taper'"),
        ("benfit.means_test.taper", "Did you mean 'benefit.means_test.taper'"),
        ("taper", "Did you mean 'benefit.means_test.taper'"),
        ("zzz", "The law's tree begins with: tax, benefit"),
        ("benefit.means_test", "is a group of parameters, not one. In it are: taper, capital"),
        ("benefit.means_test.taper.x", "is a parameter itself"),
        ("tax.rates", r"a scale of 1 brackets.*tax.rates\[0\].rate"),
        ("tax.rates[4].rate", r"no bracket \[4\].*brackets are 0 to 0"),
        ("tax.rates[x].rate", r"no bracket \[x\]"),
        ("benefit[0].means_test", "It is not a scale"),
        ("baseline.taper", "no parameter 'baseline.taper'"),
        ("", "no parameter ''"),
    ],
)
def test_a_path_that_leads_nowhere(path: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        find(TREE, path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([], "at least one change"),
        ([Change("a", 1), Change("a", 2)], "changed twice"),
        ([Change("a", np.nan)], "must be a number"),
        ([Change("a", "1")], "must be a number"),  # type: ignore[arg-type]
    ],
)
def test_changes_that_cannot_be_meant(changes: list[Change], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check_values(changes)


def test_a_change_gives_its_baseline_and_says_when_it_does_nothing() -> None:
    limit: dict[str, Any] = {"path": "child.limit", "label": "Child limit", "unit": "", "value": np.inf}
    then = Changed(year="2025-26", baseline=2.0, **limit)
    now = Changed(year="2026-27", baseline=np.inf, **limit)
    assert (then.no_op, now.no_op) == (False, True)
    assert str(then) == "Child limit (child.limit) is 2 in 2025-26, changed to without limit."
    assert (
        str(now) == "Child limit (child.limit) is already without limit in 2026-27: the change does nothing."
    )
