"""Bounds that some weights allow are never said to be too narrow."""

import numpy as np
import pytest

from dueregard.engine.calibrated_weights import calibrate_weights
from dueregard.engine.calibration_targets import Calibrated, Margin
from dueregard.errors import PeopleError

# A first step puts everybody young at the upper bound, where nothing bends any more.
AGE = ["young"] * 26 + ["middle"] * 86 + ["old"] * 188
SEX = ["f", "m", "f"] * 100
MARGINS = (
    Margin(columns=("age",), totals={("young",): 90.0, ("middle",): 99.0, ("old",): 111.0}),
    Margin(columns=("sex",), totals={("f",): 153.0, ("m",): 147.0}),
)


def calibrated(method: str, bounds: tuple[float, float] | None) -> np.ndarray:
    known = Calibrated(margins=MARGINS, method=method, bounds=bounds)  # type: ignore[arg-type]
    return calibrate_weights({"age": AGE, "sex": SEX}, known=known).weights


@pytest.mark.parametrize("method", ["raking", "linear"])
def test_bounds_that_nobody_meets_change_nothing(method: str) -> None:
    np.testing.assert_allclose(calibrated(method, (0.2, 5.2)), calibrated(method, None), rtol=1e-8)


@pytest.mark.parametrize("method", ["raking", "linear", "logit"])
def test_weights_at_the_bounds_reach_the_totals(method: str) -> None:
    free = calibrated("raking", None)
    bounds = (0.2, 0.98 * float(free.max()))
    found = calibrated(method, bounds)
    young = np.array(AGE) == "young"
    assert found.max() <= bounds[1] + 1e-9
    assert found[young].sum() == pytest.approx(90.0)


def test_bounds_that_no_weights_allow_are_refused() -> None:
    with pytest.raises(PeopleError, match="too narrow"):
        calibrated("raking", (0.2, 3.0))
