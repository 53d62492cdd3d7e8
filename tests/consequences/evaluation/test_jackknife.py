"""Errors by leaving out clusters: the same as estimating again without each of them."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences.evaluation.jackknife import jackknife_covariance, jackknifed
from dueregard.consequences.evaluation.regressions import event_columns, two_way
from tests.consequences.evaluation.making import Plain, panel, table

ENGINE = Plain()


@pytest.mark.parametrize("weight", [None, "people"])
@pytest.mark.parametrize("by_group", [False, True])
def test_a_share_of_cross_products_is_an_estimate_without_the_cluster(
    weight: str | None, by_group: bool
) -> None:
    made = panel(weight=weight)
    whole = two_way(made, ENGINE, by_group=by_group)
    without = [two_way(made.only(made.cluster != c), ENGINE, by_group=by_group).values for c in range(12)]
    found = jackknifed(made, whole, by_group=by_group)
    assert found is not None
    assert found.covariance == pytest.approx(jackknife_covariance(np.array(without), whole.values))


def test_of_a_path_too() -> None:
    made = panel()
    columns, names, _ = event_columns(made)
    whole = two_way(made, ENGINE, columns=columns, names=names)
    found = jackknifed(made, whole, columns=columns)
    rest = made.cluster != 4
    again = two_way(made.only(rest), ENGINE, columns=columns[rest], names=names)
    assert found is not None
    assert found.se.shape == again.se.shape == (7,)
    assert (found.se > 0.9 * whole.se).all()


@pytest.mark.parametrize("treated", [1, 11])
def test_a_single_cluster_on_a_side_cannot_be_left_out(treated: int) -> None:
    made = panel(table(treated=treated))
    found = jackknifed(made, two_way(made, ENGINE))
    assert found is not None
    assert np.isnan(found.se).all()
