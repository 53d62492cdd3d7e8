"""What each option does: before and after on the same people, by group, with paired uncertainty."""

from dueregard.consequences.findings import Consequences, Flag
from dueregard.consequences.simulate import simulate
from dueregard.consequences.welfare import (
    atkinson_equivalent,
    distributional_weight,
    kolm_equivalent,
    marginal_value_of_public_funds,
)

__all__ = [
    "Consequences",
    "Flag",
    "atkinson_equivalent",
    "distributional_weight",
    "kolm_equivalent",
    "marginal_value_of_public_funds",
    "simulate",
]
