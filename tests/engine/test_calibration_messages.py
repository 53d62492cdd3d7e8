"""What is said of known totals that were almost reached."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from dueregard.engine.calibration_messages import refuse_unreached
from dueregard.engine.calibration_patterns import Auxiliaries
from dueregard.engine.calibration_solver import Solution
from dueregard.engine.calibration_targets import Calibrated
from dueregard.errors import PeopleError


@pytest.mark.parametrize(("miss", "said"), [(0.0123, "+1.23%"), (-0.00006, "-0.01%"), (2e-7, "+2.0e-05%")])
def test_a_total_that_is_missed_is_not_missed_by_nothing(miss: float, said: str) -> None:
    auxiliaries = Auxiliaries(
        values=sparse.csr_array(np.ones((1, 1))), names=("sex=f",), totals=np.ones(1), raw=("sex",)
    )
    solution = Solution(multipliers=np.zeros(1), ratios=np.ones(1), misses=np.array([miss]), iterations=50)
    known = Calibrated(totals={"sex": 1.0}, population=1.0)
    with pytest.raises(PeopleError) as refusal:
        refuse_unreached(known, auxiliaries, np.ones(1), solution)
    assert f"sex=f by {said}." in str(refusal.value)
