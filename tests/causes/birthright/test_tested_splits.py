"""How splits of trees are tested, of people with weights alone and of people with a design."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard.causes.birthright import birthright
from dueregard.errors import UsageError
from dueregard.people import read_people

SIZE = 400
RANDOM = np.random.default_rng(7)
CLASS = RANDOM.integers(0, 2, SIZE)
TABLE = {
    "pay": 10 + 3 * CLASS + RANDOM.random(SIZE),
    "class": np.array(["routine", "managers"])[CLASS],
    "w": RANDOM.choice([1.0, 5.0], SIZE),
    "h": np.arange(SIZE) // 2,
    "s": np.arange(SIZE) // 100,
}
WEIGHTED: dict[str, Any] = {"weight": "w"}


@pytest.mark.parametrize(
    ("design", "growth", "tested", "words"),
    [
        ({}, "auto", "permutation", "tested by permutation"),
        (WEIGHTED, "auto", "unweighted", "of the people as interviewed, without their weights"),
        (WEIGHTED, "design", "design", "under the survey design"),
        (WEIGHTED | {"cluster": "h"}, "auto", "design", "under the survey design"),
        (WEIGHTED | {"strata": "s"}, "auto", "design", "under the survey design"),
        (WEIGHTED | {"cluster": "h"}, "unweighted", "unweighted", "without their weights"),
    ],
)
def test_a_design_is_respected_and_weights_alone_are_not_tested_by(
    design: dict[str, Any], growth: Any, tested: str, words: str
) -> None:
    found = birthright(
        read_people(TABLE, **design),
        outcome="pay",
        circumstances={"family": ["class"]},
        estimators=["tree"],
        growth=growth,
        replicates=0,
        null_draws=0,
    )
    record = found.value("mld_share", estimator="tree")
    assert record is not None
    assert record.method is not None
    assert words in record.method
    assert found.tree is not None
    assert found.tree.growth == tested
    weight = TABLE["w"] if design else np.ones(SIZE)
    means = [np.average(TABLE["pay"][at == CLASS], weights=weight[at == CLASS]) for at in (0, 1)]
    assert [each.mean for each in found.types] == pytest.approx(means)


def test_a_way_to_grow_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean 'design'"):
        birthright(read_people(TABLE), outcome="pay", circumstances={"f": ["class"]}, growth="desing")  # type: ignore[arg-type]


@pytest.mark.parametrize(("with_pay", "told"), [(True, True), (False, False)])
def test_weights_that_go_with_the_outcome_are_warned_of(*, with_pay: bool, told: bool) -> None:
    weight = 1 + (TABLE["pay"] > 12) if with_pay else TABLE["w"]
    found = birthright(
        read_people(TABLE | {"w": weight}, weight="w"),
        outcome="pay",
        circumstances={"family": ["class"]},
        replicates=0,
        null_draws=0,
    )
    assert any("Weights go with the outcome" in each for each in found.warnings) is told


def test_a_group_that_no_tree_uses_has_exactly_nothing_however_many_are_looked_at() -> None:
    random = np.random.default_rng(3)
    noise = {f"n{at}": random.integers(0, 3, SIZE) for at in range(6)}
    family = random.integers(0, 2, SIZE)
    # Of the class alone p is .0026: below .01, and not once it is adjusted for seven tests.
    pay = 10 + 0.29 * family + random.normal(size=SIZE)
    found = birthright(
        read_people({"pay": pay, "class": family} | noise),
        outcome="pay",
        circumstances={"family": ["class"], "luck": list(noise)},
        estimators=["tree"],
        replicates=0,
        null_draws=0,
    )
    parts = [found.value("r2", estimator="tree", component=name) for name in ("family", "luck", "total")]
    told = [each.estimate for each in parts if each is not None]
    assert told == pytest.approx([0, 0, 0], abs=1e-12)
