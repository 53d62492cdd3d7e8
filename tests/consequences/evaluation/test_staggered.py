"""Cohorts: what they can use, and the covariance between groups by leaving clusters out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dueregard.consequences.evaluation.staggered import MOST_FITS, cohorts, staggered_effects
from dueregard.errors import PeopleError
from tests.consequences.evaluation.making import Plain, panel, table


def test_groups_covary_as_their_leave_outs() -> None:
    made = cohorts(panel())
    found = staggered_effects(made, Plain(), by_group=True)
    left = []
    for cluster in range(12):
        rest = made.only(made.cluster != cluster)
        left.append([staggered_effects(rest.within(g), Plain()).overall.values[0] for g in (0, 1)])
    apart = np.array(left) - found.overall.values
    assert found.bundles == 12
    assert found.jackknife is not None
    assert found.jackknife.covariance == pytest.approx(11 / 12 * apart.T @ apart)
    assert np.isnan(found.overall.covariance[0, 1]), "of groups the engine knows no covariance"


def test_many_clusters_are_left_out_in_bundles() -> None:
    made = cohorts(panel(table(units=90, treated=30)))
    assert staggered_effects(made, Plain(), by_group=True, seed=2).bundles == MOST_FITS


def test_a_unit_has_one_weight() -> None:
    columns = table()
    columns["people"] = [float(row % 5 + 1) for row in range(len(columns["y"]))]
    made = cohorts(panel(columns, weight="people"))
    assert made.weight is not None
    cell = made.unit * 2 + made.group
    assert all(len(set(made.weight[cell == each].tolist())) == 1 for each in np.unique(cell))


def test_what_cohorts_cannot_use() -> None:
    made = panel()
    with pytest.raises(PeopleError, match="leaves some units again"):
        cohorts(replace(made, treated=np.where(made.time == 7, 0.0, made.treated)))
    with pytest.raises(PeopleError, match="after the first period"):
        cohorts(panel(treated="reached"))


def test_times_that_rest_on_one_cluster_are_told() -> None:
    path = staggered_effects(cohorts(panel(table(treated=1))), Plain()).path
    assert path.reasons == ("it rests on 1 treated cluster",) * 2
