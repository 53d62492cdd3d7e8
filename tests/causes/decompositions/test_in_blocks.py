"""Covariance computed some people at a time is what it is for all at once."""

import numpy as np
import pytest

from dueregard.causes.decompositions.in_blocks import covariance_in_blocks
from dueregard.causes.designs import SampleDesign, design_of

RANDOM = np.random.default_rng(2)
UNIT, STRATUM = np.arange(30) // 4, np.arange(30) // 16


@pytest.mark.parametrize(
    "design",
    [
        design_of(30),
        design_of(30, weight=RANDOM.uniform(1, 2, 30)),
        design_of(30, strata=STRATUM),
        design_of(30, clusters=UNIT),
        design_of(30, clusters=UNIT, strata=STRATUM, fractions=np.array([0.2, 0.4])),
    ],
)
def test_blocks_and_the_whole_agree_in_a_domain_too(design: SampleDesign) -> None:
    for who in (np.arange(30), np.arange(3, 27, 2)):
        influence, inside = RANDOM.normal(size=(len(who), 3)), design.among(who)
        found = covariance_in_blocks(inside, lambda rows, z=influence: z[rows], block=7)  # type: ignore[misc]
        assert found == pytest.approx(inside.covariance(influence), rel=1e-10)
