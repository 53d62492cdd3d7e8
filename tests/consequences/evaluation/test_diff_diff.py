"""The adapter itself, on small panels: against least squares of our own, and planted effects."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences.evaluation.engines import DiffDiff
from dueregard.consequences.evaluation.regressions import two_way
from dueregard.consequences.evaluation.staggered import cohorts, staggered_effects
from dueregard.consequences.evaluation.synthetic import synthetic_effects
from dueregard.errors import DueRegardError
from tests.consequences.evaluation.making import Plain, needs_extra, panel, table

pytestmark = [needs_extra, pytest.mark.filterwarnings("default")]


@pytest.mark.parametrize("weight", [None, "people"])
def test_regressions_are_least_squares(weight: str | None) -> None:
    made = panel(weight=weight)
    ours, theirs = (two_way(made, engine, by_group=True) for engine in (Plain(), DiffDiff()))
    assert theirs.values == pytest.approx(ours.values)
    assert theirs.covariance == pytest.approx(ours.covariance)


def test_classical_errors_too() -> None:
    columns = table(units=2, treated=1, periods=2, event=1, groups=("f", "m") * 5)
    made = panel(columns, people=True, group=None)
    ours, theirs = (two_way(made, engine) for engine in (Plain(), DiffDiff()))
    assert theirs.covariance == pytest.approx(ours.covariance)


def test_one_cohort_is_compared_with_the_last_period_before_it() -> None:
    made = cohorts(panel())
    found = staggered_effects(made, DiffDiff(), by_group=True)
    for group, effect in enumerate(found.overall.values):
        laid, units, _ = made.within(group).matrix()
        change = laid[:, 4:].mean(axis=1) - laid[:, 3]
        treated = units < 6
        assert effect == pytest.approx(change[treated].mean() - change[~treated].mean())
    assert [by["event_time"] for by in found.path.by[:7]] == ["-3", "-2", "-1", "0", "1", "2", "3"]


@pytest.mark.parametrize("kind", ["synthetic-did", "synthetic-control"])
def test_synthetic_methods_find_what_was_planted(kind: str) -> None:
    made = panel(table(treated=1, units=12, periods=12, event=8, noise=0.05))
    found = synthetic_effects(made, DiffDiff(), kind, by_group=True)  # type: ignore[arg-type]
    assert found.overall.values == pytest.approx([-3, -1], abs=1.5 if kind == "synthetic-control" else 0.3)
    assert 0.7 < sum(found.donors.values()) < 1.01, "the heaviest ten of eleven"


def test_its_refusals_are_ours() -> None:
    with pytest.raises(DueRegardError, match="diff-diff says"):
        DiffDiff().regress(np.ones(4), np.ones((4, 2)), weights=None, clusters=np.array([0, 0, 1, 1]))
