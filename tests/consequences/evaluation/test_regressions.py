"""Two-way fixed effects by group: the dummies written out give the same, and planted effects are found."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.regressions import event_columns, post_average, two_way
from tests.consequences.evaluation.making import Plain, panel, table

ENGINE = Plain()


def _dummies(codes: np.ndarray) -> np.ndarray:
    return (codes[:, None] == np.unique(codes)[None, :]).astype(float)


def _written_out(made: Panel) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and CR1 covariance with every dummy in the regression."""
    groups = len(made.groups)
    both = _dummies(made.group) * made.treated[:, None]
    cells = [_dummies(made.unit * groups + made.group), _dummies(made.time * groups + made.group)]
    x = np.hstack([both, *cells])
    root = np.sqrt(np.ones(len(made)) if made.weight is None else made.weight)[:, None]
    inverse = np.linalg.pinv((root * x).T @ (root * x))
    beta = inverse @ (root * x).T @ (root[:, 0] * made.outcome)
    scores = x * (root[:, 0] ** 2 * (made.outcome - x @ beta))[:, None]
    totals = np.stack([scores[made.cluster == each].sum(axis=0) for each in np.unique(made.cluster)])
    n, c = len(made), len(totals)
    # Effects of units lie within clusters and count once.
    k = groups + groups * (len(made.times) - 1) + 1
    spread = inverse @ totals.T @ totals @ inverse
    return beta[:groups], c / (c - 1) * (n - 1) / (n - k) * spread[:groups, :groups]


@pytest.mark.parametrize("weight", [None, "people"])
def test_groups_share_the_covariance_of_the_regression_with_all_dummies(weight: str | None) -> None:
    made = panel(weight=weight)
    found = two_way(made, ENGINE, by_group=True)
    values, covariance = _written_out(made)
    assert found.values == pytest.approx(values)
    assert found.covariance == pytest.approx(covariance)
    assert (found.df, found.by) == (11.0, ({"sex": "f"}, {"sex": "m"}))


def test_planted_effects_are_found() -> None:
    limits = two_way(panel(), ENGINE, by_group=True).interval(0.95)
    assert limits[0, 0] < -3 < limits[0, 1]
    assert limits[1, 0] < -1 < limits[1, 1]


def test_a_column_that_says_the_same_twice_changes_nothing() -> None:
    made = table()
    made["x"] = [float(each % 7) for each in range(len(made["y"]))]
    made["z"] = [2 * each + year for each, year in zip(made["x"], made["year"], strict=True)]
    once = two_way(panel(made, covariates=("x",)), ENGINE)
    twice = two_way(panel(made, covariates=("x", "z")), ENGINE)
    assert twice.values == pytest.approx(once.values)
    assert twice.se == pytest.approx(once.se)


def test_a_group_that_the_event_does_not_reach_has_no_effect() -> None:
    made = panel()
    rest = made.only((made.group == 0) | (made.unit >= 6))
    found = two_way(rest, ENGINE, by_group=True)
    assert np.isfinite(found.values[0])
    assert np.isnan(found.values[1])
    assert found.reasons[1] == "the event reaches none of its units"


def test_one_treated_cluster_is_told() -> None:
    found = two_way(panel(table(treated=1)), ENGINE)
    assert "one treated cluster" in str(found.reasons[0])


def test_people_of_two_places_have_classical_errors() -> None:
    """The four-cell regression: n - 4 degrees of freedom."""
    made = panel(
        table(units=2, treated=1, periods=2, event=1, groups=("f", "m") * 5), people=True, group=None
    )
    found = two_way(made, ENGINE)
    cells = np.array(
        [[made.outcome[(made.unit == u) & (made.time == t)].mean() for t in (0, 1)] for u in (0, 1)]
    )
    assert found.values[0] == pytest.approx(cells[0, 1] - cells[0, 0] - cells[1, 1] + cells[1, 0])
    assert found.df == len(made) - 4


def test_the_path_averages_to_the_effect() -> None:
    made = panel()
    columns, names, times = event_columns(made)
    path = two_way(made, ENGINE, columns=columns, names=names, by_group=True)
    assert names == ["-4", "-3", "-2", "0", "1", "2", "3"]
    average = post_average(path, times)
    assert average.by == ({"sex": "f"}, {"sex": "m"})
    assert average.values == pytest.approx([path.values[3:7].mean(), path.values[10:].mean()])
