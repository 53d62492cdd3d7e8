"""Replicates: golden values of R survey 4.5 on its data set `scd`."""

import numpy as np
import pytest

from dueregard.errors import SpreadError
from dueregard.estimates import Estimates, Label, Replicates

ARRESTS = np.array([120, 78, 185, 228, 670, 530])
ALIVE = np.array([25, 24, 30, 49, 80, 70])
# R: `svrepdesign(data=scd, type="BRR", repweights=2*cbind(...), combined.weights=FALSE)`
BRR = 2 * np.array([[1, 0, 1, 0, 1, 0], [1, 0, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1], [0, 1, 0, 1, 1, 0]])
# R: `as.svrepdesign(svydesign(data=scd, id=~ambulance, strata=~ESA), type="Fay", fay.rho=0.3)`
FAY = np.where(BRR > 0, 1.7, 0.3)


def totals(weights, *, scale=0.25, mse=False):
    y = np.stack([ALIVE, ARRESTS], axis=1)
    source = Replicates(
        identity="scd", values=weights @ y, full=y.sum(axis=0).astype(float), scale=scale, mse=mse, df=3.0
    )
    labels = (Label(measure="total", outcome="alive"), Label(measure="total", outcome="arrests"))
    return Estimates(source.full, sources=(source,), labels=labels)


@pytest.mark.parametrize("mse", [False, True])
def test_total_by_balanced_repeated_replication(mse):
    # R: `svytotal(~alive, des)`
    assert totals(BRR, mse=mse).se[0] == pytest.approx(21.4941852602047, rel=1e-10)


@pytest.mark.parametrize(
    ("weights", "scale", "se"),
    [(BRR, 1 / 4, 0.00941840066991849), (FAY, 1 / (4 * 0.49), 0.00952518747770524)],
)
def test_ratio_is_computed_in_every_replicate(weights, scale, se):
    # R: `svyratio(~alive, ~arrests, des)`
    ratio = totals(weights, scale=scale).apply(lambda t: t[0] / t[1])
    assert ratio.values[0] == pytest.approx(0.153506350082827, rel=1e-12)
    assert ratio.se[0] == pytest.approx(se, rel=1e-10)


def test_centre_is_the_mean_of_the_replicates_unless_mse():
    given = {"identity": "r", "values": np.array([[1.0], [3.0]]), "full": np.array([1.0]), "scale": 1.0}
    assert Replicates(**given).variances()[0] == pytest.approx(2.0)
    assert Replicates(**given, mse=True).variances()[0] == pytest.approx(4.0)


def test_replicates_without_weight_do_not_move_the_centre():
    source = Replicates(
        identity="r",
        values=np.array([[1.0], [3.0], [50.0]]),
        full=np.array([2.0]),
        scale=1.0,
        rscales=np.array([1.0, 1.0, 0.0]),
    )
    assert source.variances()[0] == pytest.approx(2.0)


def test_replicate_without_a_value_is_left_out_of_that_value_only():
    source = Replicates(
        identity="r",
        values=np.array([[1.0, 1.0], [3.0, 3.0], [2.0, np.nan]]),
        full=np.full(2, 2.0),
        scale=1.0,
    )
    assert source.variances() == pytest.approx([2.0, 2.0])


def test_shapes_that_do_not_fit():
    with pytest.raises(SpreadError, match="do not fit together"):
        Replicates(identity="r", values=np.zeros((3, 2)), full=np.zeros(3), scale=1.0)


def test_other_scale_of_the_same_people():
    one, two = (
        Replicates(identity="r", values=np.zeros((3, 1)), full=np.zeros(1), scale=scale)
        for scale in (1.0, 2.0)
    )
    with pytest.raises(SpreadError, match="two different sets of replicates"):
        one.append(two)


@pytest.mark.parametrize("mse", [False, True])
def test_a_value_without_any_replicate_has_no_error_rather_than_none(mse):
    lacking = np.array([[1.0, np.nan], [3.0, np.nan]])
    source = Replicates(identity="scd", values=lacking, full=np.array([2.0, 5.0]), scale=0.5, mse=mse)
    estimates = Estimates([2.0, 5.0], sources=(source,), labels=(Label(measure="a"), Label(measure="b")))
    assert estimates.se[0] == pytest.approx(1.0)
    assert np.isnan(estimates.se[1])
    assert np.isnan(estimates.covariance()).tolist() == [[False, True], [True, True]]
